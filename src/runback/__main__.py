"""``python -m runback`` is the command line."""

from runback.cli import main

main()
