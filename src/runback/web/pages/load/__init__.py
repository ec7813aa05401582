"""Load: the history of training, seen, with what stands out in it."""
