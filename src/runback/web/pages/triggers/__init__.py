"""Triggers: what the runner's own days say, the diary's days, self-experiments, influences and shoes."""
