"""The attendance desk: signing in, leave, corrections, the month and its lock (RULEBOOK §5)."""
