"""First start: files in, three questions, the first answer; or a look at the demo runner."""
