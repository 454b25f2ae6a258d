"""Picture files beside a report: what may be one, and what is left of it."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image as Pillow
from PIL import ImageFile

from govreport.errors import GovreportError
from govreport.render.image import LONGEST_SIDE, read_image

ORIENTATION, GPS = 0x0112, 0x8825


def save(path: Path, picture: Pillow.Image, kind: str = "PNG", **options: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, kind, **options)


def reason(folder: Path | None, written: str) -> str:
    with pytest.raises(GovreportError) as caught:
        read_image(folder, written)
    return str(caught.value)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("written", ["a.bin", "照片/开放日.bin", "照片\\开放日.bin", "./a.bin"])
def test_a_picture_is_found_by_either_slash_and_known_by_its_bytes(tmp_path, kind, written):
    for name in ("a.bin", "照片/开放日.bin"):
        save(tmp_path / name, Pillow.new("RGB", (30, 20), "red"), kind)
    image = read_image(tmp_path, written)
    assert (image.media_type, image.width, image.height) == (f"image/{kind.lower()}", 30, 20)
    with Pillow.open(io.BytesIO(image.content)) as again:
        assert (again.format, again.size) == (kind, (30, 20))


@pytest.mark.parametrize(
    "written",
    [
        "../a.png",
        "照片/../../a.png",
        "/etc/hostname",
        "\\\\server\\a.png",
        "C:\\a.png",
        "C:a.png",
        "..\\a.png",
        "link.png",
    ],
)
def test_nothing_outside_the_folder_of_the_report_is_read(tmp_path, written):
    inside = tmp_path / "in"
    inside.mkdir()
    save(tmp_path / "a.png", Pillow.new("RGB", (3, 3)))
    (inside / "link.png").symlink_to(tmp_path / "a.png")
    assert "文件夹" in reason(inside, written)


@pytest.mark.parametrize("written", ["没有.png", "a\x00.png", "sub", "x" * 5000])
def test_what_is_no_file_is_named(tmp_path, written):
    (tmp_path / "sub").mkdir()
    assert reason(tmp_path, written)


def test_a_report_from_no_file_has_no_pictures():
    assert "标准输入" in reason(None, "a.png")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "WEBP", "PDF"])
def test_other_formats_are_refused_whatever_their_name(tmp_path, kind):
    save(tmp_path / "a.png", Pillow.new("RGB", (30, 20)), kind)
    assert "不是 PNG 或 JPEG" in reason(tmp_path, "a.png")


@pytest.mark.parametrize(
    "content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n", b"%!PS"]
)
def test_what_is_no_picture_is_refused(tmp_path, content):
    (tmp_path / "a.png").write_bytes(content)
    assert reason(tmp_path, "a.png") in ("不是 PNG 或 JPEG 图片", "图片损坏了，读不出来")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_file_that_was_cut_off_is_refused_also_where_weasyprint_would_take_it(tmp_path, kind, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    save(tmp_path / "a", Pillow.effect_mandelbrot((200, 200), (-2, -1.5, 1, 1.5), 50), kind)
    content = (tmp_path / "a").read_bytes()
    (tmp_path / "a").write_bytes(content[: len(content) // 2])
    assert "损坏" in reason(tmp_path, "a")


def bomb(width: int, height: int) -> bytes:
    """A PNG of some bytes that says it has so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(8000, 8000), (60_000, 60_000), (1, 60_000_000)])
def test_a_picture_of_too_many_pixels_is_refused_unread(tmp_path, size):
    (tmp_path / "a.png").write_bytes(bomb(*size))
    assert "图太大" in reason(tmp_path, "a.png")


def test_a_file_of_too_many_bytes_is_refused(tmp_path):
    with (tmp_path / "a.png").open("wb") as file:
        file.truncate(11 * 2**20)
    assert "太大" in reason(tmp_path, "a.png")


def test_a_large_photo_is_made_as_fine_as_print_needs(tmp_path):
    save(tmp_path / "a.jpg", Pillow.new("RGB", (4000, 3000), "blue"), "JPEG")
    image = read_image(tmp_path, "a.jpg")
    assert (image.width, image.height) == (LONGEST_SIDE, round(LONGEST_SIDE * 3 / 4))


def test_a_photo_is_set_upright_and_says_nothing_of_place_and_device(tmp_path):
    exif = Pillow.Exif()
    exif[ORIENTATION] = 6
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(GPS)[2] = (35.0, 1.0, 2.0)
    save(tmp_path / "a.jpg", Pillow.new("RGB", (60, 20), "blue"), "JPEG", exif=exif)
    assert b"SecretCamera" in (tmp_path / "a.jpg").read_bytes()
    image = read_image(tmp_path, "a.jpg")
    assert (image.width, image.height) == (20, 60)
    assert b"Exif" not in image.content
    assert b"SecretCamera" not in image.content


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_pixels_ends_as_grey_or_colours_on_white(tmp_path, mode):
    save(tmp_path / "a.png", Pillow.new(mode, (5, 5)))
    with Pillow.open(io.BytesIO(read_image(tmp_path, "a.png").content)) as again:
        assert again.mode in ("L", "RGB")
        if mode in ("LA", "RGBA"):
            assert again.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
