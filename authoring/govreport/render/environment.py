"""The sandbox in which templates run."""

from functools import cache
from pathlib import Path

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from govreport.context import Context
from govreport.errors import GovreportError
from govreport.pack import BASE, Pack, load_pack
from govreport.render.text_layout import center, draw_grid, fill, right


@cache
def make_environment(folder: Path, base: Path) -> ImmutableSandboxedEnvironment:
    """Return the environment for a pack's folder over the base pack's.

    A template of the base is also found as `national/NAME`, so that an override can extend it.
    """
    own = FileSystemLoader(folder)
    loader = ChoiceLoader([own, FileSystemLoader(base), PrefixLoader({BASE: FileSystemLoader(base)})])
    environment = ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=lambda name: bool(name) and name.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(draw_grid=draw_grid, fill=fill, center=center, right=right)
    return environment


def render_template(name: str, context: Context, pack: Pack, **extra: object) -> str:
    """Return the pack's template `name` filled with `context` as `report`, and with `extra`.

    Raises GovreportError naming file and line when the template is broken.
    """
    environment = make_environment(pack.folder, load_pack(BASE).folder)
    try:
        return environment.get_template(name).render(report=context, **extra)
    except (TemplateError, RecursionError) as error:
        file = getattr(error, "filename", None) or pack.folder / name
        line = getattr(error, "lineno", None)
        where = f"{file}:{line}" if line else f"{file}"
        raise GovreportError(f"{where}：模板有误：{error}") from error
