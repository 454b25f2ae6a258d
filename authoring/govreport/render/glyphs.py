"""Which characters of a report no font of the PDF has."""

from collections.abc import Iterator

from govreport.errors import GovreportError
from govreport.finding import Strike
from govreport.pack import Pack
from govreport.render.coverage import is_covered
from govreport.report import Report
from govreport.rules.structure import texts_of
from govreport.spelling import find_control_character

UNPRINTED = ".alt"
TITLE_PATHS = ("publication.title", "agency.name")


def find_missing(report: Report, pack: Pack, *, bundled_only: bool) -> Iterator[Strike]:
    """Yield a strike (G01) for every character, once a text, that neither bundled nor the agency's fonts have."""
    doubtful = [
        (path, character)
        for path, text in texts_of(report)
        if not is_plain(text) and not path.endswith(UNPRINTED)
        for character in dict.fromkeys(text)
        if not is_covered(character) and not find_control_character(character)
    ]
    if not doubtful:
        return
    missing: dict[str, set[str]] = {}
    for path, character in doubtful:
        role = typeface_of(path)
        if role not in missing:
            wanted = {c for p, c in doubtful if typeface_of(p) == role}
            missing[role] = try_fonts(wanted, pack, role, bundled_only=bundled_only)
        if character in missing[role]:
            yield Strike("G01", path, character, None, {"point": f"U+{ord(character):04X}"}, word=character)


def is_plain(text: str) -> bool:
    """Tell whether all of `text` is in GB2312, which the bundled fonts have whole: the quick way out."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def typeface_of(path: str) -> str:
    """Return the typeface in which the text at a path is set."""
    if path in TITLE_PATHS:
        return "title"
    if path.startswith("figure["):
        return "hei"
    return "kai" if path.endswith(".heading") else "fang"


def try_fonts(characters: set[str], pack: Pack, role: str, *, bundled_only: bool) -> set[str]:
    """Return those of `characters` for which the fonts of a typeface, the agency's own too, have no glyph."""
    if bundled_only:
        return characters
    from govreport.render.engine_warnings import collect_warnings
    from govreport.render.fonts import family_lists
    from govreport.render.pdf import closed_fetcher, font_configuration, load_weasyprint

    try:
        weasyprint = load_weasyprint()
    except GovreportError:
        return characters
    families = family_lists(pack.fonts, bundled_only=False)[role]
    configuration = font_configuration(tuple(pack.fonts.items()), bundled_only=False)
    missing = set()
    for character in sorted(characters):
        page = f"<style>body{{font-family:{families}}}</style><p>&#{ord(character)};</p>"
        with collect_warnings() as warnings:
            document = weasyprint.HTML(string=page, url_fetcher=closed_fetcher())
            document.write_pdf(font_config=configuration, uncompressed_pdf=True)  # compressing a font takes 0.5 s
        if any("notdef" in message for message in warnings):
            missing.add(character)
    return missing
