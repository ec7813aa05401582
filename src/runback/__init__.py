"""Runback: why a runner's lower back hurts, measured from watch files, and how to run without the pain."""
