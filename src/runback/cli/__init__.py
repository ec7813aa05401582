"""The command line: ``runback --help``."""

from runback.cli.app import main

__all__ = ["main"]
