"""Running form: from the watch against the runner's own past, and from films measured on this machine."""
