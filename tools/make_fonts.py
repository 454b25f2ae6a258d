"""Make the fonts that ship in the wheel: cut to one set of characters, renamed, with equal line metrics.

Run once when a source font changes; the result is committed:

    npm pack @expo-google-fonts/noto-serif-sc @expo-google-fonts/noto-sans-sc   (unpack both)
    apt-get install fonts-lxgw-wenkai
    python tools/make_fonts.py SERIF_DIR SANS_DIR WENKAI.ttf

All sources are TrueType under the SIL Open Font License 1.1. Names reserved by it are not used.
"""

import json
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "authoring/govreport/fonts"
ASCENT, DESCENT = 0.88, 0.12
CURLY_QUOTES = {0x2018, 0x2019, 0x201C, 0x201D}
NOTICE = "Cut down and renamed from {source} for govreport. Licensed under the SIL Open Font License, Version 1.1."


def gbk_characters() -> set[int]:
    """Return the code points of GBK, the character set of an office PC."""
    points = set()
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                points.add(ord(bytes([lead, trail]).decode("gbk")))
            except (UnicodeDecodeError, TypeError):
                continue
    return points


def choose_characters(serif: set[int], kai: set[int]) -> set[int]:
    """Return GBK, all signs and letters, and the rare characters of 通用规范汉字表.

    Those outside the basic block are in the serif font's few beyond plane 0, and in what it shares with the
    Kai font in extension A.
    """
    han_a = {p for p in serif & kai if 0x3400 <= p < 0x4DC0}
    return {p for p in serif if not 0x3400 <= p < 0x4DC0} | han_a | gbk_characters()


def rename(font: TTFont, family: str, source: str) -> None:
    """Give the font a family name of ours; keep copyright and licence."""
    names = font["name"]
    keep = {0, 13, 14}
    names.names = [record for record in names.names if record.nameID in keep]
    style = "Regular"
    for number, text in (
        (1, family),
        (2, style),
        (3, f"govreport;{family}"),
        (4, family),
        (5, "Version 1.000"),
        (6, family.replace(" ", "")),
        (10, NOTICE.format(source=source)),
    ):
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = 0x40 | 0x80
    font["head"].macStyle = 0


def level_metrics(font: TTFont) -> None:
    """Set the same ascent and descent in every font, so that mixing them keeps the line pitch."""
    em = font["head"].unitsPerEm
    ascent, descent = round(ASCENT * em), round(DESCENT * em)
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = ascent, -descent, 0
    os2 = font["OS/2"]
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ascent, -descent, 0
    os2.usWinAscent, os2.usWinDescent = ascent, descent


def set_dashes(font: TTFont) -> None:
    """Make — one em and —— two ems wide, as Chinese print has them; the sources give them Latin widths."""
    glyphs, widths, cmap = font["glyf"], font["hmtx"], font.getBestCmap()
    if widths[cmap[0x2014]][0] == font["head"].unitsPerEm:
        return
    em = font["head"].unitsPerEm
    for point, ems in ((0x2014, 1), (0x2E3A, 2), (0x2E3B, 3)):
        name = cmap[point]
        glyph = glyphs[name]
        coordinates, _, _ = glyph.getCoordinates(glyphs)
        left, right = min(x for x, _ in coordinates), max(x for x, _ in coordinates)
        margin = 0.04 * em
        factor = (ems * em - 2 * margin) / (right - left)
        coordinates.translate((-left, 0))
        coordinates.scale((factor, 1))
        coordinates.translate((margin, 0))
        coordinates.toInt()
        glyph.coordinates = coordinates
        glyph.recalcBounds(glyphs)
        widths[name] = (ems * em, glyph.xMin)


def cut(source: Path, family: str, characters: set[int]) -> set[int]:
    """Write one font and return the characters that it has."""
    font = TTFont(source, recalcTimestamp=False)
    if "glyf" not in font:
        sys.exit(f"{source}: not TrueType; CFF fonts come out broken in half of the viewers")
    options = Options(
        layout_features=["kern", "mark", "mkmk", "ccmp"], hinting=False, glyph_names=False, notdef_outline=True
    )
    options.name_IDs = ["*"]
    options.drop_tables += ["DSIG", "vhea", "vmtx", "VORG", "BASE", "STAT", "meta", "GPOS", "GDEF"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    set_dashes(font)
    rename(font, family, source.stem)
    level_metrics(font)
    target = TARGET / f"{family.replace(' ', '')}.ttf"
    font.save(target)
    print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB, {len(font.getBestCmap())} characters")
    return set(font.getBestCmap())


def ranges(points: set[int]) -> list[list[int]]:
    """Return the points as [first, last] pairs."""
    result: list[list[int]] = []
    for point in sorted(points):
        if result and result[-1][1] == point - 1:
            result[-1][1] = point
        else:
            result.append([point, point])
    return result


def main(serif: Path, sans: Path, kai: Path) -> None:
    """Cut the four fonts and write what they cover."""
    sources = {
        "GovReport Song": serif / "400Regular/NotoSerifSC_400Regular.ttf",
        "GovReport Title": serif / "700Bold/NotoSerifSC_700Bold.ttf",
        "GovReport Hei": sans / "500Medium/NotoSansSC_500Medium.ttf",
        "GovReport Kai": kai,
    }
    characters = choose_characters(
        set(TTFont(sources["GovReport Song"], lazy=True).getBestCmap()), set(TTFont(kai, lazy=True).getBestCmap())
    )
    # The Kai font's curly quotes have Latin width: without them, those of the Song font step in.
    cuts = {family: characters - (CURLY_QUOTES if family == "GovReport Kai" else set()) for family in sources}
    covered = {family: cut(source, family, cuts[family]) for family, source in sources.items()}
    last_resort = ranges(covered["GovReport Song"])
    (TARGET / "coverage.json").write_text(json.dumps(last_resort, separators=(",", ":")) + "\n")


main(*(Path(argument) for argument in sys.argv[1:4]))
