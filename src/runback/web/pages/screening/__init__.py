"""Screening: one question a screen, red flags first."""
