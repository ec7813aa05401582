"""Self-tests: what is worth testing, one test in full, guided with timers, recorded and forgotten."""
