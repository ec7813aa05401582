"""The plan: made, looked at, moved, told, taken to calendar and watch."""
