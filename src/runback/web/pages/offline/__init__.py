"""Offline: the app installs, and Today's check-in and the session player work without the server."""
