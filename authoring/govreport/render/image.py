"""A picture file beside a report, made safe: read as PNG or JPEG, bounded, written anew."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govreport.errors import GovreportError
from govreport.files import LARGEST_PICTURE, Beside, read_beside

if TYPE_CHECKING:
    from PIL.Image import Image as Pillow

MOST_PIXELS = 50_000_000
"""A camera's picture has 12 to 48 million; each takes three bytes while it is read."""
LONGEST_SIDE = 1850
"""Pixels that are kept: 300 an inch over the width of the text."""
FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg"}
QUALITY = 88


@dataclass(frozen=True)
class Image:
    """A picture: its file, of what type, and its size in pixels."""

    content: bytes
    media_type: str
    width: int
    height: int


def read_image(folder: Beside | None, written: str) -> Image:
    """Return the picture at a path as written in a report, which stays in the report's folder.

    It is upright, without transparency, and without what a camera notes (place, time, device). Raises
    GovreportError saying why it cannot be used; `folder` is None where the report came from no file.
    """
    return decode(read_beside(folder, written, LARGEST_PICTURE))


def decode(content: bytes) -> Image:
    """Return the picture in a file's bytes. Raises GovreportError where it is none, too large or damaged."""
    import PIL.Image
    from PIL import ImageOps

    with strictly():
        try:
            with PIL.Image.open(io.BytesIO(content), formats=tuple(FORMATS)) as opened:
                check_pixels(opened.width, opened.height)
                kind = opened.format or ""
                picture = flatten(ImageOps.exif_transpose(opened))
        except PIL.UnidentifiedImageError as error:
            raise GovreportError("不是 PNG 或 JPEG 图片") from error
        except PIL.Image.DecompressionBombError as error:
            raise GovreportError("图太大") from error
        except (OSError, SyntaxError, ValueError, TypeError, IndexError, EOFError) as error:
            raise GovreportError("图片损坏了，读不出来") from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    output = io.BytesIO()
    picture.save(output, format=kind, quality=QUALITY, optimize=True)
    return Image(output.getvalue(), FORMATS[kind], picture.width, picture.height)


@contextmanager
def strictly() -> Iterator[None]:
    """Let Pillow refuse a file that was cut off, which weasyprint, once loaded, lets it take; no warnings."""
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def check_pixels(width: int, height: int) -> None:
    """Raise GovreportError where a picture, unpacked, would take more memory than any photo needs."""
    if width * height > MOST_PIXELS:
        raise GovreportError(f"图太大（{width} × {height}），最多 {MOST_PIXELS // 10_000} 万像素")


def flatten(picture: "Pillow") -> "Pillow":
    """Return a picture in grey or colours, on white where it is transparent."""
    import PIL.Image

    if picture.mode in ("L", "RGB"):
        return picture.copy()
    if picture.has_transparency_data:
        white = PIL.Image.new("RGBA", picture.size, "white")
        picture = PIL.Image.alpha_composite(white, picture.convert("RGBA"))
    return picture.convert("RGB")
