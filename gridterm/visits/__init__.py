"""Visits to households and the spot checks of them (RULEBOOK §6)."""
