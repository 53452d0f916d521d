"""Discipline: the six must-nots, the cases and the ladders of warnings (RULEBOOK §6)."""
