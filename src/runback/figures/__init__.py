"""Every chart, once, for page, PDF and notebook."""
