"""Data: what came in, how to take it out, and how to be rid of it."""
