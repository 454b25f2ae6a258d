"""What converters leave in a text (rule W11)."""

import re
from collections.abc import Iterator

from govreport.finding import Strike
from govreport.rules.manuscript import Manuscript
from govreport.rules.subject import Subject

TAGS = (
    "p|br|span|div|strong|b|i|u|em|font|table|tbody|thead|tr|td|th|a|o:p|img|h[1-6]|ul|ol|li|style|script|center"
    "|sup|sub|P|BR|SPAN|DIV|STRONG|B|FONT|TABLE|TR|TD|A|IMG"
)
MARKUP = rf"\[bookmark:[^\]\n]{{0,80}}\]|</?(?:{TAGS})(?:\s[^<>\n]*)?/?>|<!--[^\n]{{0,200}}?-->"
NAMES = "nbsp|ensp|emsp|lt|gt|amp|quot|apos|ldquo|rdquo|lsquo|rsquo|mdash|hellip|middot"
ENTITY = rf"&(?:{NAMES}|#\d{{2,5}}|#[xX][0-9A-Fa-f]{{2,5}});"
INVISIBLE = "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]+"
BROKEN = (
    "[\ufffd\ue000-\uf8ff]+|(?<=[\u4e00-\u9fff])[□■](?=[\u4e00-\u9fff])|锟斤拷|烫烫烫|ï¼[\u0080-\u00bf]?|â€[\u0080-\u2122]?"
    r"|错误[!！](?:未找到引用源|未定义书签|链接无效)。?|(?<![A-Z])(?:HYPERLINK|PAGEREF|MERGEFORMAT|MERGEFIELD)(?![A-Z])"
)
"""Characters that a font lacks or a wrong encoding made, and what Word puts where it finds nothing."""
BROKEN_SIGNS = ("□", "■", "锟", "烫烫", "错误!", "错误！", "HYPERLINK", "PAGEREF", "MERGEF")
BLANK = "\u00a0\u2002\u2003"


def check_residue(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for what a converter left; what a broken character was is not known."""
    manuscript = subject.manuscript
    text = manuscript.text
    for match in re.finditer(MARKUP, text) if "<" in text or "[bookmark:" in text else ():
        yield manuscript.strike("W11", *match.span(), meant="", what=f"网页、Word 的标记“{match[0]}”")
    for match in re.finditer(ENTITY, text) if "&" in text else ():
        yield strike_entity(manuscript, match)
    rare = has_rare(text)
    for match in re.finditer(INVISIBLE, text) if rare else ():
        points = "、".join(f"U+{ord(character):04X}" for character in dict.fromkeys(match[0]))
        yield manuscript.strike("W11", *match.span(), meant="", what=f"看不见的字符（{points}）")
    for match in re.finditer(BROKEN, text) if rare or any(sign in text for sign in BROKEN_SIGNS) else ():
        yield manuscript.strike("W11", *match.span(), what=f"乱码“{match[0]}”")


def has_rare(text: str) -> bool:
    """Tell whether a text holds a character beyond GB2312, as every invisible or broken one is."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def strike_entity(manuscript: Manuscript, match: re.Match[str]) -> Strike:
    """Return the strike on a character written as in HTML, meant as the character itself; a blank goes."""
    from html import unescape

    character = unescape(match[0])
    meant = "" if character in BLANK else character if character.isprintable() else None
    return manuscript.strike("W11", *match.span(), meant=meant, what=f"网页的标记“{match[0]}”")
