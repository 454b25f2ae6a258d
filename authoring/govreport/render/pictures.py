"""A report's figures, drawn or read, as what pages and Word files can show."""

from collections.abc import Sequence

from markupsafe import Markup

from govreport.errors import GovreportError
from govreport.files import Beside
from govreport.illustration_view import IllustrationView
from govreport.pack import Pack
from govreport.render.chart import DOTS_PER_INCH, draw_chart
from govreport.render.image import read_image
from govreport.render.picture import Picture, Pictures
from govreport.render.svg import make_inline

MM_PER_INCH = 25.4
COARSEST = 96
"""Pixels an inch: a small picture is not blown up beyond that."""
PNG_WIDTH = slice(16, 20)
PNG_HEIGHT = slice(20, 24)


def draw_for_pages(views: Sequence[IllustrationView], pack: Pack, folder: Beside | None) -> Pictures:
    """Return the figures for a page: charts as SVG, pictures as files.

    Raises GovreportError where matplotlib is missing or a picture cannot be used.
    """
    return {
        view.key: load_picture(view, pack, folder) if view.file else Picture(svg=draw_inline(view, pack))
        for view in views
    }


def draw_inline(view: IllustrationView, pack: Pack) -> Markup:
    """Return a chart as an element of a page."""
    return Markup(make_inline(draw_chart(view, pack.figures, "svg"), view.alt))


def draw_for_word(views: Sequence[IllustrationView], pack: Pack, folder: Beside | None) -> Pictures:
    """Return the figures for a Word file, all of pixels; raises as `draw_for_pages`."""
    return {view.key: load_picture(view, pack, folder) if view.file else draw_pixels(view, pack) for view in views}


def draw_pixels(view: IllustrationView, pack: Pack) -> Picture:
    """Return a chart of pixels, its size from the head of the file."""
    content = draw_chart(view, pack.figures, "png")
    width, height = (int.from_bytes(content[part], "big") for part in (PNG_WIDTH, PNG_HEIGHT))
    scale = MM_PER_INCH / DOTS_PER_INCH
    return Picture(width * scale, height * scale, content=content, media_type="image/png")


def load_picture(view: IllustrationView, pack: Pack, folder: Beside | None) -> Picture:
    """Return a picture file at the width of the text block, smaller where it would be too high or coarse."""
    try:
        image = read_image(folder, view.file)
    except GovreportError as error:
        raise GovreportError(f"图片“{view.file}”不能用：{error}") from error
    natural = image.width * MM_PER_INCH / COARSEST
    width = min(pack.page.block_width, natural, pack.figures.tallest * image.width / image.height)
    return Picture(width, width * image.height / image.width, content=image.content, media_type=image.media_type)
