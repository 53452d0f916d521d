"""Today: what has to be done now, across the desks."""
