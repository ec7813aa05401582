"""Settings: units, zone, what some measures need to know, the look."""
