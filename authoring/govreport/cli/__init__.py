"""The command line: reads arguments, calls the api, prints, chooses the exit code."""

import gc
import sys

NEW_OBJECTS = 100_000
"""So many new objects, and garbage is looked for. Modules and laid out pages are a great many, and they stay."""


def main(arguments: list[str] | None = None) -> None:
    """Run `govreport` and end the process with its exit code."""
    set_up_memory()
    from govreport.cli.app import run

    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def set_up_memory() -> None:
    """Look for garbage as seldom as suits this program."""
    gc.set_threshold(NEW_OBJECTS, 20)
