"""The pages of a PDF as blocks, read with every bound that a hostile file calls for."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from govreport.importers.pdf_figures import drop_figure_text
from govreport.importers.pdf_paragraphs import drop_running_lines, join_blocks
from govreport.importers.pdf_tables import find_open_ends, is_ruling_or_text, is_table, read_table
from govreport.importers.pdf_text import Line, is_within, read_lines, restore_ideographs
from govreport.importers.rectangles import Rectangle

MOST_PAGES = 150
MOST_OBJECTS = 400_000
LARGEST_STREAM = 20 * 2**20
"""Bytes of one page's instructions; pages of reports have some 100 kB."""


class PdfError(Exception):
    """The pages cannot be read; the message is a key of `pdf.REASONS`."""


@dataclass
class Pages:
    """What was read: paragraphs as texts, tables as in `join_tables`."""

    blocks: list[Any] = field(default_factory=list)
    images: int = 0


def read_pages(stream: BytesIO) -> Pages:
    """Return the blocks of all pages. Raises PdfError."""
    check_streams(stream)
    pages = Pages()
    items: list[Line | list[Rectangle]] = []
    try:
        stream.seek(0)
        with pdfplumber.open(stream) as pdf:
            for number, page in enumerate(pdf.pages):
                if number >= MOST_PAGES:
                    raise PdfError("pages")
                items += read_page(page, number, pages)
                page.close()
    except (PdfminerException, PDFException, PDFPasswordIncorrect, ValueError, TypeError, KeyError) as error:
        is_locked = isinstance(error, PDFPasswordIncorrect) or "Password" in repr(error)
        raise PdfError("password" if is_locked else "damaged") from error
    except (AttributeError, IndexError, AssertionError, RecursionError, OverflowError, MemoryError) as error:
        raise PdfError("damaged") from error
    check_text(items)
    pages.blocks = list(join_blocks(drop_running_lines(items)))
    return pages


def check_streams(stream: BytesIO) -> None:
    """Raise PdfError where a page's instructions are packed to many times what any page needs."""
    import pikepdf

    try:
        with pikepdf.open(stream) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise PdfError("pages")
            for page in pdf.pages:
                contents = page.obj.get("/Contents", pikepdf.Array())
                for part in contents if isinstance(contents, pikepdf.Array) else [contents]:
                    if isinstance(part, pikepdf.Stream) and str(part.get("/Filter", "")) == "/FlateDecode":
                        check_packed(part.read_raw_bytes())
    except pikepdf.PasswordError as error:
        raise PdfError("password") from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, KeyError, AttributeError):
        return  # damaged: the reader proper may still make sense of it, or says so


def check_packed(raw: bytes) -> None:
    """Raise PdfError where packed bytes are larger than any page's instructions, unpacking no more than those."""
    unpacker = zlib.decompressobj()
    try:
        if len(unpacker.decompress(raw, LARGEST_STREAM + 1)) > LARGEST_STREAM:
            raise PdfError("large")
    except zlib.error:
        return


def check_text(items: Sequence[Line | list[Rectangle]]) -> None:
    """Raise PdfError where there is no text, or text without meaning."""
    text = "".join(item.text if isinstance(item, Line) else "".join(box.text for box in item) for item in items)
    visible = "".join(text.split())
    if len(visible) < 40:
        raise PdfError("scan")
    if visible.count("(cid:") * 20 > len(visible) or sum(map(is_private, visible)) * 5 > len(visible):
        raise PdfError("garbled")


def is_private(character: str) -> bool:
    """Tell whether a character has no meaning outside its font."""
    return "\ue000" <= character <= "\uf8ff" or character == "\ufffd"


def read_page(page: Any, number: int, pages: Pages) -> list[Line | list[Rectangle]]:
    """Return lines and tables of a page from top to bottom."""
    pages.images += len(page.images)
    if len(page.objects.get("char", ())) + len(page.edges) > MOST_OBJECTS:
        raise PdfError("large")
    plain, figures = drop_figure_text(page.chars)
    pages.images += figures
    chars = [{**char, "text": restore_ideographs(char["text"])} for char in plain if char["text"]]
    found: list[tuple[float, Line | list[Rectangle]]] = []
    ruled = page.filter(is_ruling_or_text)
    tables = [table for table in ruled.find_tables(find_open_ends(ruled.edges)) if is_table(table)]
    for table in tables:
        inside = [char for char in chars if is_within(char, table.bbox)]
        chars = [char for char in chars if not is_within(char, table.bbox)]
        found.append((table.bbox[1], read_table(table, inside)))
    found += [(line.top, line) for line in read_lines(chars, number, float(page.height))]
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]
