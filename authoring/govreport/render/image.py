"""A picture file beside a report, made safe: read as PNG or JPEG, bounded, written anew."""

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

from govreport.errors import GovreportError
from govreport.files import find_obstacle, locate, read_input

LARGEST_FILE = 10 * 2**20
"""Bytes."""
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


def read_image(folder: Path | None, written: str) -> Image:
    """Return the picture at a path as written in a report, which stays in the report's folder.

    It is upright, without transparency, and without what a camera notes (place, time, device). Raises
    GovreportError saying why it cannot be used; `folder` is None where the report came from no file.
    """
    if folder is None:
        raise GovreportError("报告是从标准输入读的，不知道图片在哪个文件夹")
    obstacle = find_obstacle(folder, written)
    if obstacle:
        raise GovreportError(obstacle)
    name = str(locate(folder, written))
    try:
        content = read_input(name, LARGEST_FILE)
    except GovreportError as error:
        raise GovreportError(str(error).removeprefix(f"{name}：")) from error
    return decode(content)


def decode(content: bytes) -> Image:
    """Return the picture in a file's bytes. Raises GovreportError where it is none, too large or damaged."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Pillow.open(io.BytesIO(content), formats=tuple(FORMATS)) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    limit = MOST_PIXELS // 10_000
                    raise GovreportError(f"图太大（{opened.width} × {opened.height}），最多 {limit} 万像素")
                kind = opened.format or ""
                picture = flatten(ImageOps.exif_transpose(opened))
        except Pillow.UnidentifiedImageError as error:
            raise GovreportError("不是 PNG 或 JPEG 图片") from error
        except Pillow.DecompressionBombError as error:
            raise GovreportError("图太大") from error
        except (OSError, SyntaxError, ValueError, TypeError, IndexError, EOFError) as error:
            raise GovreportError("图片损坏了，读不出来") from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    output = io.BytesIO()
    picture.save(output, format=kind, quality=QUALITY, optimize=True)
    return Image(output.getvalue(), FORMATS[kind], picture.width, picture.height)


def flatten(picture: "Pillow") -> "Pillow":
    """Return a picture in grey or colours, on white where it is transparent."""
    from PIL import Image as Module

    if picture.mode in ("L", "RGB"):
        return picture.copy()
    if picture.has_transparency_data:
        white = Module.new("RGBA", picture.size, "white")
        picture = Module.alpha_composite(white, picture.convert("RGBA"))
    return picture.convert("RGB")
