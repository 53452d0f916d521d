"""The visits' desk: rounds typed in, plans, coverage, spot checks (RULEBOOK §6)."""
