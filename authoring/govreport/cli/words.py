"""The words of the command line's own framework, in Chinese."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from govreport.cli.console import put
from govreport.display_width import measure, pad

UsageError: Any = typer.BadParameter.__base__
"""The framework's class for every wrong use of the command line."""

QUOTES = "'\".?"
"""What the framework puts around a name in its messages."""


class ChineseHelp:
    """Help pages in Chinese; a mix-in for commands and groups."""

    def get_help_option(self, context: Any) -> Any:
        """Return the option that shows help, printing as all our output does (a reader that stops is no error)."""
        option = super().get_help_option(context)  # type: ignore[misc]
        if option is not None:
            option.callback = show_help
        return option

    def format_help(self, context: Any, formatter: Any) -> None:
        """Write usage, what the command does, arguments, options and commands."""
        command: Any = self
        is_group = isinstance(command, TyperGroup)
        arguments = [p for p in command.get_params(context) if p.param_type_name == "argument"]
        pieces = ["[选项]", *(name_argument(p) for p in arguments), *(["命令 …"] * is_group)]
        lines = [f"用法：{context.command_path} {' '.join(pieces)}", "", f"  {command.help or ''}"]
        lines += table("参数", [(name_argument(p), p.help or "") for p in arguments])
        lines += table("选项", list(option_rows(command, context)))
        if is_group:
            names = command.list_commands(context)
            lines += table("命令", [(n, command.get_command(context, n).get_short_help_str(200)) for n in names])
        formatter.write("\n".join(lines) + "\n")


def show_help(context: Any, parameter: Any, wanted: bool) -> None:
    """Print a command's help and stop."""
    if wanted and not context.resilient_parsing:
        put(f"{context.get_help()}\n")
        raise typer.Exit


def name_argument(argument: Any) -> str:
    """Return how an argument is called in help and errors."""
    return str(argument.metavar or argument.name)


def option_rows(command: Any, context: Any) -> Iterator[tuple[str, str]]:
    """Yield every option with its help."""
    for parameter in command.get_params(context):
        record = parameter.param_type_name == "option" and parameter.get_help_record(context)
        if record:
            yield record[0], "显示这份帮助" if "--help" in parameter.opts else parameter.help or ""


def table(title: str, rows: Sequence[tuple[str, str]]) -> list[str]:
    """Return rows in two aligned columns under a title; nothing for no rows."""
    if not rows:
        return []
    width = max(measure(name) for name, _ in rows)
    return ["", f"{title}：", *(f"  {pad(name, width)}  {text}" for name, text in rows)]


class ChineseCommand(ChineseHelp, TyperCommand):
    """A command with Chinese help."""


class ChineseGroup(ChineseHelp, TyperGroup):
    """The group of all commands, with Chinese help, in the order in which they were added."""


def explain_usage(error: Any) -> str:
    """Return in Chinese what is wrong with the command line."""
    hint = f"（用 {error.ctx.command_path} --help 看用法）" if error.ctx else ""
    return f"{_reason(error)}{hint}"


def _reason(error: Any) -> str:
    kind, message = type(error).__name__, str(getattr(error, "message", error))
    if message == "Missing command.":
        return "没有写命令"
    if kind == "NoSuchOption":
        near = error.possibilities
        return f"没有 {error.option_name} 这个选项" + (f"，是不是 {near[0]}？" if near else "")
    if kind == "MissingParameter":
        return f"缺少 {_name_parameter(error)}"
    if kind == "BadOptionUsage":
        return f"选项 {error.option_name} 后面少了值，或多了值"
    if kind == "BadParameter":
        return f"{_name_parameter(error)} 的值不对{_expectation(error, message)}"
    if message.startswith("No such command"):
        wrong, _, near = message.removeprefix("No such command ").partition(". Did you mean ")
        guess = f"，是不是 {near.partition(',')[0].strip(QUOTES)}？" if near else ""
        return f"没有“{wrong.strip(QUOTES)}”这个命令{guess}"
    extra = re.fullmatch(r"Got unexpected extra argument\(s\) \((.*)\)", message, re.DOTALL)
    return f"多了参数“{extra[1]}”" if extra else "参数太多，或写法不对"


def _name_parameter(error: Any) -> str:
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "参数")
    return str(parameter.opts[-1]) if parameter.param_type_name == "option" else name_argument(parameter)


def _expectation(error: Any, message: str) -> str:
    choices = getattr(getattr(error.param, "type", None), "choices", None)
    if choices:
        return f"，只能是 {'、'.join(str(getattr(c, 'value', c)) for c in choices)} 之一"
    if _is_chinese(message) and "'" not in message:
        return f"：{message}"
    return "，应是整数" if error.param and error.param.type.name == "int" else ""


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)
