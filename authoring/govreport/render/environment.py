"""The sandbox in which templates run."""

from collections.abc import Callable, Iterator
from functools import cache, partial, wraps
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from govreport.context import Context
from govreport.errors import GovreportError
from govreport.pack import Pack
from govreport.pack_folder import PackFolder
from govreport.render.embedding import embed_image
from govreport.render.template_errors import add_place, explain_failure
from govreport.render.text_layout import center, draw_grid, fill, right

LARGEST_OUTPUT = 30 * 2**20
"""Characters; a report with forty pages of prose has a tenth of a million."""
LONGEST_TEXT = 2**20
"""What `*` and filters may make of a text at once."""
LARGEST_POWER = 10**9
WIDEST = 1000
"""Columns of a text's lines."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which a template can also not make texts and numbers without end."""

    intercepted_binops = frozenset(["*", "**", "%", "+"])

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Return what an operator gives; raises SecurityError where that would be enormous."""
        if operator == "*":
            for text, times in ((left, right), (right, left)):
                if isinstance(text, str | list | tuple) and isinstance(times, int):
                    refuse_large(len(text) * times)
        if operator == "**" or (operator == "*" and isinstance(left, int) and isinstance(right, int)):
            refuse_large(
                max(abs(left) if isinstance(left, int) else 0, abs(right) if isinstance(right, int) else 0),
                LARGEST_POWER,
            )
        if operator == "**" and isinstance(right, int) and right > 64:
            refuse_large(LONGEST_TEXT + 1)
        if operator == "%" and isinstance(left, str):
            raise SecurityError("文字不能用 %")
        return super().call_binop(context, operator, left, right)


def limit_widths(make: Callable[..., str]) -> Callable[..., str]:
    """Return a filter that refuses to make lines wider than any text has."""

    @wraps(make)
    def limited(*values: Any) -> str:
        for value in values:
            refuse_large(value if isinstance(value, int) else 0, WIDEST)
        return make(*values)

    return limited


def refuse_large(size: int, limit: int = LONGEST_TEXT) -> None:
    """Raise SecurityError for more than a template may make at once."""
    if size > limit:
        raise SecurityError("一次做出的东西太大")


class ChainLoader(BaseLoader):
    """Finds templates in a pack's chain of folders: the nearest one first, `PARENT/NAME` from that parent on."""

    def __init__(self, chain: tuple[PackFolder, ...]) -> None:
        """Take the folders, the nearest first."""
        self.chain = chain

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool] | None]:
        """Return a template's text and the file that it stands in."""
        prefix, _, name = template.partition("/")
        names = [folder.name for folder in self.chain]
        chain = self.chain[names.index(prefix) :] if name and prefix in names else self.chain
        wanted = name if name and prefix in names else template
        folder = next((folder for folder in chain if folder.has(wanted)), None)
        if folder is None:
            raise TemplateNotFound(template)
        return folder.read_text(wanted), str(folder.path / wanted), None


@cache
def make_environment(chain: tuple[PackFolder, ...]) -> Sandbox:
    """Return the environment for a pack's chain of folders."""
    environment = Sandbox(
        loader=ChainLoader(chain),
        autoescape=lambda name: bool(name) and name.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for name in ("center", "indent", "format"):  # widths without end; `center` is ours below
        environment.filters.pop(name, None)
    environment.filters.update({make.__name__: limit_widths(make) for make in (draw_grid, fill, center, right)})
    environment.globals.pop("lipsum", None)
    environment.globals["embed"] = partial(embed_image, chain)
    return environment


def render_template(name: str, context: Context, pack: Pack, **extra: object) -> str:
    """Return the pack's template `name` filled with `context` as `report`, and with `extra`.

    Raises GovreportError naming file and line when the template is broken.
    """
    environment = make_environment(pack.chain)
    try:
        template = environment.get_template(name)
        if not pack.is_foreign:
            return template.render(report=context, **extra)
        return "".join(limit_output(template.generate(report=context, **extra)))
    except GovreportError as error:
        raise add_place(pack, error) from error
    except (TemplateError, RecursionError) as error:
        raise GovreportError(explain_failure(environment, pack, name, error)) from error
    except Exception as error:  # whatever a foreign template's expressions may raise is the template's fault
        if not pack.is_foreign:
            raise
        raise GovreportError(explain_failure(environment, pack, name, error)) from error


def limit_output(pieces: Iterator[str]) -> Iterator[str]:
    """Yield the pieces of an output; raises SecurityError where they become more than any report has."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > LARGEST_OUTPUT:
            raise SecurityError("生成的内容太多，像是没完没了的循环")
        yield piece
