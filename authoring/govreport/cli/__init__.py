"""The command line: reads arguments, calls the api, prints, chooses the exit code."""

import sys


def main(arguments: list[str] | None = None) -> None:
    """Run `govreport` and end the process with its exit code."""
    from govreport.cli.app import run

    sys.exit(run(sys.argv[1:] if arguments is None else arguments))
