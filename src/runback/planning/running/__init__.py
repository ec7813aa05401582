"""How much running: the history, each week's aims, distances, the way back after a break, a run in words."""
