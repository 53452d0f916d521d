"""Opening the office: the shell while it opens, first start, sign-on, lock, settings."""
