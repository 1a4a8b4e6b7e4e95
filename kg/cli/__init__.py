"""The command line: `kg COMMAND …`, one command a file, each imported when it is called."""

from kg.cli.start import main

__all__ = ["main"]
