"""The discipline desk: people with their rung, cases step by step, letters (RULEBOOK §6)."""
