"""Today: what waits, across the desks."""
