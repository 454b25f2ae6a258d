"""A context as one self-contained HTML page, and as a fragment for a site's editor."""

from markupsafe import Markup

from govreport.context import Context
from govreport.pack import Pack
from govreport.render.environment import read_style, render_template

TEMPLATE = "report.html"


def render_html(context: Context, pack: Pack) -> str:
    """Return a whole page: style inside, no script, nothing external."""
    style = Markup(read_style("screen.css", pack).replace("</", "<\\/"))
    return render_template(TEMPLATE, context, pack, fragment=False, style=style)


def render_fragment(context: Context, pack: Pack) -> str:
    """Return the body alone with inline styles, without classes, to paste into a site's editor."""
    import css_inline

    html = render_template(TEMPLATE, context, pack, fragment=True, style="")
    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)
    return inliner.inline_fragment(html, read_style("fragment.css", pack)) + "\n"
