"""The application: its commands, and what every one of them shares."""

from importlib import import_module
from keyword import iskeyword
from typing import Annotated

import typer

from govreport import __version__
from govreport.cli.console import ReaderGone, complain, drop_output, finish_output, prepare_streams, put
from govreport.cli.words import ChineseCommand, ChineseGroup, UsageError, explain_usage
from govreport.errors import GovreportError, StoppedError

COMMANDS = (
    *("new", "validate", "render", "export", "import", "extract", "merge", "stats"),
    *("rules", "explain", "placeholders", "schema", "doctor", "template"),
)
"""Each is a function or group of that name in `govreport.cli.NAME`, with _ behind where Python has the word."""

INTERRUPTED = 130
"""The exit code after Ctrl-C."""


def build_app(arguments: list[str]) -> typer.Typer:
    """Return the application with the command that is asked for; with all of them where none is named.

    `--version` needs none. Importing only what runs saves a third of the time of a short command.
    """
    app = typer.Typer(
        cls=ChineseGroup,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help="写政府信息公开工作年度报告：一个填报文件，检查无误，生成文本、网页、PDF 等各种版本。",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(shared)
    named = arguments[0] if arguments else ""
    if named == "--version":
        return app
    for name in [named] if named in COMMANDS else COMMANDS:
        word = f"{name}_" if iskeyword(name) else name
        command = getattr(import_module(f"govreport.cli.{word}"), word)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name, cls=ChineseCommand)(command)
    return app


def show_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        put(f"govreport {__version__}\n")
        raise typer.Exit


def shared(
    version: Annotated[
        bool, typer.Option("--version", help="显示版本", callback=show_version, is_eager=True)
    ] = False,
) -> None:
    """Take the options that come before a command."""


def run(arguments: list[str]) -> int:
    """Run the command line and return its exit code: 0, 1, 2, or 130 after Ctrl-C."""
    prepare_streams()
    try:
        result = build_app(arguments)(arguments, standalone_mode=False, prog_name="govreport")
        finish_output()
    except UsageError as error:
        return fail(explain_usage(error))
    except GovreportError as error:
        return fail(str(error))
    except (KeyboardInterrupt, typer.Abort):
        return stop("已中断")
    except StoppedError as error:
        return stop(str(error))
    except ReaderGone:
        drop_output()
        return 0
    if result == INTERRUPTED:  # the framework has caught Ctrl-C
        return stop("已中断")
    return result if isinstance(result, int) else 0


def fail(reason: str) -> int:
    """Say why the work cannot go on; return exit code 2."""
    return end_early(reason, 2)


def stop(words: str) -> int:
    """Say that the user has stopped the work; return exit code 130."""
    return end_early(words, INTERRUPTED)


def end_early(words: str, code: int) -> int:
    """Print a line on stderr and what stdout still holds back; return `code`."""
    complain(words)
    try:
        finish_output()
    except (GovreportError, ReaderGone):
        drop_output()
    return code
