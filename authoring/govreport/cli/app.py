"""The application: its commands, and what every one of them shares."""

import sys
from typing import Annotated

import typer

from govreport import __version__
from govreport.cli.console import complain, prepare_streams, put
from govreport.cli.doctor import doctor
from govreport.cli.export import export
from govreport.cli.extract import extract
from govreport.cli.new import new
from govreport.cli.render import render
from govreport.cli.schema import schema
from govreport.cli.validate import validate
from govreport.cli.words import ChineseCommand, ChineseGroup, UsageError, explain_usage
from govreport.errors import GovreportError

app = typer.Typer(
    cls=ChineseGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="写政府信息公开工作年度报告：一个填报文件，检查无误，生成文本、网页等各种版本。",
    context_settings={"help_option_names": ["-h", "--help"]},
)
for function in (new, validate, render, export, extract, schema, doctor):
    app.command(cls=ChineseCommand)(function)


def show_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        put(f"govreport {__version__}\n")
        raise typer.Exit


@app.callback()
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
        result = app(arguments, standalone_mode=False, prog_name="govreport")
        sys.stdout.flush()
    except UsageError as error:
        return fail(explain_usage(error) if str(error) or arguments else "没有写命令；用 govreport --help 看用法")
    except GovreportError as error:
        return fail(str(error))
    except (KeyboardInterrupt, typer.Abort):
        complain("已中断")
        return 130
    except BrokenPipeError:
        return quit_quietly()
    return result if isinstance(result, int) else 0


def fail(reason: str) -> int:
    """Say why the work cannot go on; return exit code 2."""
    complain(reason)
    return 2


def quit_quietly() -> int:
    """End after the reader of our output has gone (as `| head` does)."""
    sys.stderr.close()
    return 0
