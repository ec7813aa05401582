"""Runs: the list, and one run with its charts and its way."""
