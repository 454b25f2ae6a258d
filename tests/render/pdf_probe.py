"""Reports made to be measured, and what is measured in their PDF."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import pymupdf

from govreport.context import Block, Context, SectionView, build_context
from govreport.format_loader import load_format
from govreport.pack import Pack
from govreport.pack_search import load_pack
from govreport.render.pdf import render_pdf
from govreport.render.pdf_options import PdfOptions
from govreport.render.pictures import draw_for_pages
from govreport.report import Part, Prose, Report

MM = 72 / 25.4
BLOCK = (28 * MM, 37 * MM, 184 * MM, 262 * MM)
"""Left, top, right and bottom of the text block (天头 37, 订口 28, 156 x 225 mm), in points."""
PITCH = 28.99
ADVANCE = 15.797
CLOSING = "，。、；：？！）》〉」』】〕”’…％"
"""Marks that may not begin a line. A dash may (GB/T 15834-2011: it must only not be broken in two)."""
HAN = "政府信息公开工作年度报告主动依申请管理平台建设监督保障处理复议诉讼机关规范文件行政许可处罚"


@dataclass(frozen=True)
class Letter:
    """One character on a page: its origin, right edge, size and font."""

    text: str
    x: float
    y: float
    right: float
    size: float
    font: str


def render(view: Context, *, variant: str = "plain", pack: Pack | None = None) -> bytes:
    pack = pack or load_pack()
    pictures = draw_for_pages(view.all_illustrations, pack, None)
    options = PdfOptions(variant, bundled_fonts=True)
    return render_pdf(view, pack, toml=b"", json="{}", options=options, pictures=pictures)


def open_pdf(content: bytes) -> pymupdf.Document:
    return pymupdf.open(stream=content, filetype="pdf")


def letters_of(page: pymupdf.Page) -> list[Letter]:
    """Every character that is no blank, page number included."""
    return [
        Letter(c["c"], *c["origin"], c["bbox"][2], span["size"], span["font"])
        for block in page.get_text("rawdict")["blocks"]
        for line in block.get("lines", [])
        for span in line["spans"]
        for c in span["chars"]
        if not c["c"].isspace()
    ]


def lines_of(page: pymupdf.Page, *, number: bool = False) -> list[list[Letter]]:
    """The lines of a page from top to bottom, by baseline; the page number only where asked for."""
    rows: dict[float, list[Letter]] = {}
    for letter in letters_of(page):
        if number or letter.y < BLOCK[3] + 2:
            rows.setdefault(round(letter.y, 1), []).append(letter)
    return [rows[y] for y in sorted(rows)]


def text_of(line: Sequence[Letter]) -> str:
    return "".join(letter.text for letter in line)


@cache
def empty_report() -> Report:
    form = load_format("2021")
    fields = {"format": "2021", "year": 2024, "agency.name": "青澜市人民政府"}
    rows = {
        path: (0,) * len(table.columns) for path, (_, table, row) in form.row_index.items() if row in table.rows
    }
    return Report(form, fields, {}, rows)


def view_of(
    overview: Sequence[str] = (), parts: Sequence[Part] = (), *, number: int = 0, **fields: object
) -> Context:
    """A report with this prose in 一, every cell `number`."""
    report = empty_report()
    rows = {path: tuple(number for _ in cells) for path, cells in report.rows.items()}
    stated = {key.replace("__", "."): value for key, value in fields.items()}
    report = replace(
        report,
        fields={**report.fields, **stated},
        prose={"overview": Prose(tuple(overview), tuple(parts))},
        rows=rows,
    )
    return build_context(report, load_pack())


def prose_only(blocks: Sequence[Block], *, title: bool = False, **changes: object) -> Context:
    """A view with one section of prose and no tables."""
    view = view_of()
    section = SectionView("overview", "一、总体情况", "", tuple(blocks))
    lines = view.title_lines if title else ()
    return replace(view, title_lines=lines, sections=(section,), **changes)


def han(count: int) -> str:
    """`count` Han characters without a mark."""
    return (HAN * (count // len(HAN) + 1))[:count]


def random_prose(seed: int, paragraphs: int) -> list[Block]:
    """Headings and paragraphs with all the marks that official prose has."""
    rng = random.Random(seed)
    marks = [
        "，",
        "。",
        "、",
        "；",
        "：",
        "”",
        "）",
        "》",
        "……",
        "——",
        "12.5%",
        "（2024）",
        "“",
        "《",
        "〔2021〕30号",
    ]
    blocks = []
    for _ in range(paragraphs):
        kind = rng.choices(("paragraph", "heading", "run_in"), (6, 2, 1))[0]
        pieces = []
        for _ in range(rng.randint(1, 30)):
            start = rng.randrange(len(HAN) - 14)
            pieces += [HAN[start : start + rng.randint(1, 14)], rng.choice(marks)]
        text = "".join([*pieces, "机关。"])
        heading = f"（{rng.choice('一二三四五')}）{han(rng.randint(4, 14))}。"
        blocks.append(Block(kind, "" if kind == "heading" else text, "" if kind == "paragraph" else heading))
    return blocks
