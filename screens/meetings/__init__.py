"""The meetings' desk: the Wednesdays, and agenda, sign-in, minutes and action items of each."""
