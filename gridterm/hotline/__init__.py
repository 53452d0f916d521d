"""The civic hotline 民情热线: calls, who took them, what became of them (RULEBOOK §2)."""
