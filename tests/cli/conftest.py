"""One demo run for all tests of the command line."""

from cli_runs import demo, on_demo, runback

__all__ = ["demo", "on_demo", "runback"]
