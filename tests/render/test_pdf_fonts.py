"""The fonts of the PDF: the agency's own where installed, else the bundled ones, and never another."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from conftest import PACKAGE, SAMPLES, need_tool
from govreport.pack_search import load_pack
from govreport.render.coverage import FOLDER, is_covered
from render.pdf_probe import lines_of, open_pdf, render, text_of, view_of

BUNDLED = {"GovReport-Title", "GovReport-Song", "GovReport-Kai", "GovReport-Hei"}
SAMPLE = SAMPLES / "qinglan-2024.toml"


def fonts_of(content: bytes) -> set[str]:
    return {font[3].partition("+")[2] for page in open_pdf(content) for font in page.get_fonts()}


def test_bundled_fonts_are_truetype_with_equal_metrics_and_carry_their_licence():
    files = sorted(FOLDER.glob("*.ttf"))
    assert len(files) == 4
    metrics = set()
    for path in files:
        font = TTFont(path, lazy=True)
        assert "glyf" in font
        assert "CFF " not in font
        metrics.add((font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap, font["head"].unitsPerEm))
        assert "Open Font License" in font["name"].getDebugName(13)
        assert path.name in (FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert len(metrics) == 1
    assert (PACKAGE / "fonts" / "OFL.txt").stat().st_size > 4000


def test_coverage_is_what_the_last_resort_font_has():
    with TTFont(FOLDER / "GovReportSong.ttf", lazy=True) as font:
        cmap = font.getBestCmap()
    wrong = [chr(p) for p in range(0x20, 0x30000) if is_covered(chr(p)) != (p in cmap or chr(p).isspace())]
    assert wrong == []


@pytest.mark.parametrize("character", "㛃䶮鿍镕玥𬭼，。“”《》〈〉—…①㈠％〔〕·々〇")
def test_rare_characters_of_the_standard_list_and_all_marks_are_covered(character):
    assert is_covered(character)


def test_gb2312_and_gbk_are_covered():
    points = {
        bytes([a, b]).decode("gbk", "ignore") for a in range(0x81, 0xFF) for b in range(0x40, 0xFF) if b != 0x7F
    } - {""}
    assert len(points) > 21000
    missing = {c for text in points for c in text if not is_covered(c) and not 0xE000 <= ord(c) < 0xF900}
    assert missing <= set("≒"), missing


def test_only_bundled_fonts_are_in_the_pdf():
    assert fonts_of(render(view_of(["正文“引文”，123。"]))) <= BUNDLED


def office_font(folder: Path, family: str, extra: str = "") -> None:
    """Put a font of that family into `folder`: a cut of a bundled one with metrics of its own.

    `extra` is a character that it has too, with another's shape.
    """
    with TTFont(FOLDER / "GovReportKai.ttf") as font:
        subsetter = Subsetter(Options(name_IDs=["*"], notdef_outline=True))
        subsetter.populate(text="政府信息公开青澜市人民一二三四五六年报告0123456789，。：（）")
        subsetter.subset(font)
        for record in font["name"].names:
            if record.nameID in (1, 4, 6):
                record.string = family.replace(" ", "")
        font["hhea"].ascent, font["hhea"].descent = 1100, -400
        if extra:
            table = CmapSubtable.newSubtable(12)
            table.platformID, table.platEncID, table.language = 3, 10, 0
            table.cmap = {**font.getBestCmap(), ord(extra): font.getBestCmap()[ord("政")]}
            font["cmap"].tables.append(table)
        folder.mkdir(parents=True, exist_ok=True)
        font.save(folder / f"{family}.ttf")


def run_at_home(home: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    command = [sys.executable, "-m", "govreport", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_the_agencys_own_font_is_used_where_installed_and_others_are_not(tmp_path):
    fonts = tmp_path / ".local/share/fonts"
    office_font(fonts, "FangSong")
    office_font(fonts, "Some Other Font")
    assert run_at_home(tmp_path, "render", SAMPLE, "--to", "pdf", "-o", tmp_path / "auto").returncode == 0
    assert (
        run_at_home(
            tmp_path, "render", SAMPLE, "--to", "pdf", "-o", tmp_path / "own", "--fonts", "bundled"
        ).returncode
        == 0
    )
    auto = (tmp_path / "auto" / "qinglan-2024.pdf").read_bytes()
    assert fonts_of(auto) == BUNDLED | {"FangSong"}
    assert fonts_of((tmp_path / "own" / "qinglan-2024.pdf").read_bytes()) == BUNDLED
    # another font's taller metrics must not spread the lines
    page = open_pdf(auto)[1]
    gaps = {round(b[0].y - a[0].y, 1) for a, b in zip(lines_of(page), lines_of(page)[1:], strict=False)}
    assert gaps == {29.0}, gaps
    doctor = run_at_home(tmp_path, "doctor")
    assert doctor.returncode == 0
    assert "仿宋　 → FangSong" in doctor.stdout
    assert "小标宋 → GovReport-Title（没有装 方正小标宋简体" in doctor.stdout
    assert "Some" not in doctor.stdout


def test_a_character_that_no_font_has_is_found_before_anything_is_written(tmp_path, run_cli):
    path = tmp_path / "rare.toml"
    text = SAMPLE.read_text(encoding="utf-8").replace("围绕重要政策", "围绕𠮷重要😀政策", 1)
    path.write_text(text, encoding="utf-8")
    code, out, err = run_cli("render", path, "-o", tmp_path / "out")
    line = next(i for i, row in enumerate(text.split("\n"), 1) if "𠮷" in row)
    column = text.split("\n")[line - 1].index("𠮷") + 1
    assert code == 1
    assert f"rare.toml:{line}:{column}: G01" in out
    assert "U+20BB7" in out
    assert "U+1F600" in out
    assert "没有生成 PDF" in err
    assert not (tmp_path / "out" / "rare.pdf").exists()
    assert out.index("G01") < out.index("✓"), "the finding comes before anything is written"
    assert run_cli("render", path, "-o", tmp_path / "out", "--to", "text,html")[0] == 0
    assert "𠮷" in (tmp_path / "out" / "rare.txt").read_text(encoding="utf-8")


def test_a_character_that_an_installed_font_has_is_no_finding(tmp_path):
    office_font(tmp_path / ".local/share/fonts", "FangSong", extra="𠮷")
    path = tmp_path / "rare.toml"
    path.write_text(
        SAMPLE.read_text(encoding="utf-8").replace("围绕重要政策", "围绕𠮷重要政策", 1), encoding="utf-8"
    )
    result = run_at_home(tmp_path, "render", path, "--to", "pdf", "-o", tmp_path)
    assert result.returncode == 0, result.stdout
    assert (
        run_at_home(tmp_path, "render", path, "--to", "pdf", "-o", tmp_path, "--fonts", "bundled").returncode == 1
    )


def grey(samples: bytes, width: int, height: int) -> list[float]:
    """A picture shrunk to 124 x 175 grey values."""
    picture = pymupdf.Pixmap(pymupdf.csGRAY, width, height, samples, False)
    small = pymupdf.Pixmap(picture, 124, 175, None)
    return list(small.samples)


def correlation(a: list[float], b: list[float]) -> float:
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    top = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    spread = sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b)
    return top / spread**0.5


def read_pgm(path: Path) -> list[float]:
    """A picture of the kind P5: magic, comments, width, height, depth, pixels."""
    content = path.read_bytes()
    head = re.match(rb"P5\s+(?:#[^\n]*\s)*(\d+)\s+(?:#[^\n]*\s)*(\d+)\s+(?:#[^\n]*\s)*255\s", content)
    assert head
    return grey(content[head.end() :], int(head[1]), int(head[2]))


@pytest.mark.parametrize("number", [1, 5])
def test_poppler_mupdf_and_ghostscript_draw_the_same_page(number, tmp_path, run_cli):
    need_tool("pdftoppm")
    need_tool("gs")
    assert run_cli("render", SAMPLE, "--to", "pdf", "-o", tmp_path, "--fonts", "bundled")[0] == 0
    path = tmp_path / "qinglan-2024.pdf"
    pages = ["-f", str(number), "-l", str(number)]
    subprocess.run(["pdftoppm", "-r", "150", "-gray", *pages, path, tmp_path / "poppler"], check=True, timeout=60)
    subprocess.run(
        ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pgmraw", "-r150", "-dTextAlphaBits=4",
         "-dGraphicsAlphaBits=4",
         f"-dFirstPage={number}", f"-dLastPage={number}", f"-sOutputFile={tmp_path / 'gs.pgm'}", path],
        check=True, timeout=60,
    )  # fmt: skip
    pixmap = pymupdf.open(path)[number - 1].get_pixmap(dpi=150, colorspace=pymupdf.csGRAY)
    mupdf = grey(bytes(pixmap.samples), pixmap.width, pixmap.height)
    poppler = read_pgm(next(tmp_path.glob("poppler*.pgm")))
    ghostscript = read_pgm(tmp_path / "gs.pgm")
    assert correlation(poppler, mupdf) > 0.93
    assert correlation(poppler, ghostscript) > 0.93
    assert correlation(mupdf, ghostscript) > 0.93


def test_lists_of_families_end_with_a_font_that_has_every_character():
    for role, families in load_pack().fonts.items():
        assert families[-1] == "GovReport Song", role
    text = text_of(lines_of(open_pdf(render(view_of(["正文㛃。"])))[0])[-1])
    assert text
