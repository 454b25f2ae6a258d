"""Pictures of a pack as data inside the page."""

import io
from base64 import b64encode

from govreport.errors import GovreportError
from govreport.pack_folder import PackFolder

LARGEST_IMAGE = 2 * 2**20
MOST_PIXELS = 20_000_000
TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}


def embed_image(chain: tuple[PackFolder, ...], name: str) -> str:
    """Return a PNG or JPEG file of a pack, or of one that it extends, as a data: address.

    Raises GovreportError naming the file where it is no such picture, too large, or not in the pack.
    """
    folder = next((folder for folder in chain if folder.has(name)), None)
    if folder is None:
        raise GovreportError(f"{chain[0].path / name}：模板里要用的图片找不到")
    content = folder.read_bytes(name, LARGEST_IMAGE)
    kind = check_image(f"{folder.path / name}", content)
    return f"data:{kind};base64,{b64encode(content).decode('ascii')}"


def check_image(name: str, content: bytes) -> str:
    """Return the media type of a picture. Raises GovreportError for one that is none, or enormous."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=list(TYPES)) as image:
            width, height, kind = *image.size, image.format or ""
            if width * height > MOST_PIXELS:
                raise GovreportError(f"{name}：图片太大（{width} × {height} 点），请缩小到 2000 万点以内")
            image.load()
    except Image.DecompressionBombError as error:
        raise GovreportError(f"{name}：图片太大，请缩小到 2000 万点以内") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise GovreportError(f"{name}：不是 PNG 或 JPEG 图片，或已经损坏") from error
    return TYPES[kind]
