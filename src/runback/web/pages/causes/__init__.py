"""Causes: the ranking with the evidence unfolded."""
