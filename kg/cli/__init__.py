"""The command line: `kg COMMAND …`, one command a file, each imported when it is called."""

from kg.cli.app import main

__all__ = ["main"]
