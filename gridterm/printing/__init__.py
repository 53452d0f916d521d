"""One document tree and its writers: PDF, Word, terminal preview; and the printer."""
