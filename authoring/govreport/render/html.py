"""A context as one self-contained HTML page, and as a fragment for a site's editor."""

from base64 import b64encode
from dataclasses import dataclass

from markupsafe import Markup

from govreport.context import Context
from govreport.pack import Pack
from govreport.render.environment import render_template
from govreport.render.layout import Layout
from govreport.render.picture import NO_PICTURES, Pictures

TEMPLATE = "report.html"


@dataclass(frozen=True)
class Data:
    """The report's own data, carried inside the page: TOML as base64, and its JSON export."""

    toml: str
    json: str


def carry(toml: bytes, json: str) -> Data:
    """Return the data as the page carries it."""
    return Data(b64encode(toml).decode("ascii"), json)


def render_html(view: Context, pack: Pack, data: Data | None = None, pictures: Pictures = NO_PICTURES) -> str:
    """Return a whole page: style inside, no script, nothing external, `data` in <template> elements."""
    style = Markup(render_template("screen.css", view, pack, **look_of(pack)).strip())
    words = {"layout": Layout(), "style": style, "data": data, "pictures": pictures}
    return render_template(TEMPLATE, view, pack, fragment=False, **words)


def render_fragment(view: Context, pack: Pack, pictures: Pictures = NO_PICTURES) -> str:
    """Return the body alone with inline styles, to paste into a site's editor."""
    import css_inline

    words = {"layout": Layout(), "style": "", "data": None, "pictures": pictures}
    html = render_template(TEMPLATE, view, pack, fragment=True, **words)
    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)
    return inliner.inline_fragment(html, render_template("fragment.css", view, pack, **look_of(pack))) + "\n"


def look_of(pack: Pack) -> dict[str, object]:
    """Return what styles for the screen show of a pack: families by role as CSS lists, the look of tables."""
    fonts = {role: Markup(", ".join(f'"{name}"' for name in names)) for role, names in pack.screen_fonts.items()}
    return {"fonts": fonts, "tables": pack.tables}
