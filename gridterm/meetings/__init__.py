"""The meetings: the weekly one and the others, their agenda, sign-in, minutes, action items."""
