"""A context as plain text."""

import re

from govreport.context import Context
from govreport.pack import Pack
from govreport.render.environment import render_template


def render_text(context: Context, pack: Pack) -> str:
    """Return the report as text of at most 100 columns; never more than one empty line at a time."""
    text = render_template("report.txt", context, pack)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
