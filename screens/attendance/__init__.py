"""The attendance desk: board, month, exceptions, leave, corrections, months, sign-in desk."""
