"""Who reports for which year: title, agency, year, province, contact, signature and date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from govreport.fields import load_fields
from govreport.importers.doubt import Doubt, quote
from govreport.importers.places import list_provinces
from govreport.report import FieldValue

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[年度]")
CHINESE_YEAR = re.compile(r"([二两][〇○零OＯ0一二三四五六七八九]{3})年")
PERIOD = re.compile(r"((?:19|20)\d\d)\s*年\s*1\s*月\s*1\s*日")
WHEN = r"(?:(?:19|20)\d\d|[二两][〇○零OＯ0一二三四五六七八九]{3})\s*(?:年度|年|度)?"
SUBJECT = re.compile(
    rf"(?:关于)?(?:{WHEN})?(.*?)(?:关于)?(?:{WHEN})?\s*(?:年度|年)?\s*(?:政府信息公开|政务信息公开|政务公开|信息公开).*"
)
BRACKET = re.compile(r"[（(][^（）()]*[）)]$")
"""What an agency puts behind its name: X人民政府（X政府办公室）."""
OFFICE = ("办公室", "办公厅")
GOVERNMENT = "人民政府"
BODY = "人民政府|委员会|管委会|办公室|办公厅|办事处|管理局|[\u4e00-\u9fff]{1,12}?局"
SURE_LEADS = ("请与", "请联系", "请向", "结合", "根据", "按照", "现将", "现就", "编制", "公布", "发布", "由", "与")
"""Words before a name that are in no place's name."""
LEADS = ("和", "向", "经", "在", "是", "将", "及", "为", "对", "就")
"""As above, but some places begin with them (和平区): only dropped at the very beginning."""
PLACE_LEADS = ("在", "的", "与", "由", "见", "报告", "公开", "工作", "年度", "要求", "规定", "关于", "印发")
"""Words before a place that are in no place's name."""
CHINESE_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
    "O": "0",
    "两": "2",
}
PHONE = re.compile(
    r"(?:电话|咨询电话|联系方式|电话号码)\s*(?:号码)?\s*[:：]?\s*((?:\(?（?0\d{2,3}\)?）?\s*[-－—–]?\s*)?\d{7,8}(?!\d)|1\d{10})"
)
POSTCODE = re.compile(r"(?:邮编|邮政编码)\s*[:：]?\s*(\d{6})(?!\d)")
EMAIL = re.compile(r"([A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
ADDRESS = re.compile(r"(?:地址|地点)\s*[:：]\s*([^，,；;。）)\n]{4,60})")
NAME_START = r"[\u4e00-\u9fff]{0,16}"


@dataclass
class Identity:
    """The fields found so far, by path, and the doubts about them."""

    fields: dict[str, FieldValue] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, path: str, message: str) -> None:
        """Note a doubt."""
        self.doubts.append(Doubt(path, message))


def read_identity(
    title: Sequence[str], preamble: Sequence[str], tail: Sequence[str], signature: str, day: date | None
) -> Identity:
    """Return the fields about the report itself; what is nowhere stated stays without a value, with a doubt.

    `title` are the lines of the title, `preamble` and `tail` paragraphs before the first section and at the end.
    """
    identity = Identity()
    if title:
        identity.fields["publication.title"] = "\n".join(title)
    else:
        identity.doubt("publication.title", "没有找到标题，空着")
    flat = "".join("".join(title).split())
    read_year(identity, flat, preamble)
    read_contact(identity, [*preamble, *tail])
    if signature:
        identity.fields["publication.signature"] = signature
    if day:
        identity.fields["publication.date"] = day
    read_agency(identity, flat, [*preamble, *tail], signature)
    read_province(identity, flat)
    return identity


# ---------------------------------------------------------------- year


def read_year(identity: Identity, title: str, preamble: Sequence[str]) -> None:
    """Find the year: in the title, else as the period of the numbers."""
    text = "".join("".join(preamble).split())
    stated = find_years(title)
    period = {int(match[1]) for match in PERIOD.finditer(text)} or set(find_years(text))
    if stated:
        identity.fields["year"] = stated[0]
        if period and stated[0] not in period:
            years = "、".join(str(year) for year in sorted(period))
            identity.doubt("year", f"标题是 {stated[0]} 年，引言写的是 {years} 年，取标题")
    elif len(period) == 1:
        identity.fields["year"] = period.pop()
        identity.doubt("year", f"标题里没有年份，按引言取 {identity.fields['year']}")
    else:
        identity.doubt("year", "没有找到报告年度，空着")


def find_years(text: str) -> list[int]:
    """Return the years named in a text, also in Chinese digits."""
    years = [int(match[1]) for match in YEAR.finditer(text)]
    return years + [int("".join(map(read_digit, match[1]))) for match in CHINESE_YEAR.finditer(text)]


def read_digit(character: str) -> str:
    """Return a Chinese digit as an Arabic one."""
    return CHINESE_DIGITS.get(character, "0") if not character.isascii() or character == "O" else character


# ---------------------------------------------------------------- agency


def read_agency(identity: Identity, title: str, texts: Sequence[str], signature: str) -> None:
    """Find the agency's name: the signature, else the fullest form in title, preamble or contact."""
    flat = ["".join(text.split()) for text in texts]
    printed = name_in_title(title) or name_in_preamble(flat)
    named = BRACKET.sub("", printed)
    fullest = max([named, *find_fuller(named, flat)], key=len) if named else ""
    name = drop_office("".join(signature.split()) or fullest, named)
    if not name:
        identity.doubt("agency.name", "没有找到机关名称，空着")
        return
    identity.fields["agency.name"] = name
    others = list(dict.fromkeys(x for x in (printed, named, fullest) if x and x != name))
    if others:
        seen = "、".join(map(quote, others))
        source = "落款" if signature else "较全的"
        identity.doubt("agency.name", f"机关名称有几种写法（{seen}、{quote(name)}），取{source}{quote(name)}")
    if not is_full_name(name):
        identity.doubt("agency.name", f"没有找到机关全称，暂取{quote(name)}，请核对")


def name_in_title(title: str) -> str:
    """Return the agency's name as the title begins, "" for none."""
    match = SUBJECT.fullmatch(title)
    name = match[1].strip("《》“”\"'") if match else ""
    return (name if BRACKET.search(name) else name.strip("（）()")) if 2 <= len(name) <= 40 else ""


def name_in_preamble(texts: Sequence[str]) -> str:
    """Return the agency that the preamble says to report, or to ask; "" for none."""
    for text in texts:
        for pattern in (
            r"(?:编制|公布|发布|现将|公开)([\u4e00-\u9fff]{3,30}?)(?:\d{4}年度?)?(?:政府信息公开|政务公开)(?:工作)?年度报告",
            r"(?:请与|请联系|请向|可与)([\u4e00-\u9fff]{3,30}?)(?:联系|咨询|反映|[（(])",
            r"[，。由]([\u4e00-\u9fff]{3,25}(?:人民政府|委员会|局|办公室|街道办事处))(?:根据|编制|按照|组织编制)",
        ):
            match = re.search(pattern, text)
            if match and re.search(r"(?:政府|局|委|办|院|厅|处|中心|会|所|队)", match[1]):
                return strip_lead(match[1])
    return ""


def find_fuller(name: str, texts: Sequence[str]) -> list[str]:
    """Return longer forms of a name in texts: a place before it, a kind of agency behind it."""
    core = name.removesuffix(GOVERNMENT)
    kinds = f"{GOVERNMENT}(?:办公室|办公厅|办事处)?|{'办事处' if core.endswith('街道') else '街道办事处'}"
    behind = f"(?:{kinds})?" if core != name or not is_full_name(name) else ""
    pattern = re.compile(rf"({NAME_START}){re.escape(core)}({behind})")
    found = []
    for text in texts:
        for match in pattern.finditer(text):
            is_year = match[1].startswith("年") and text[max(match.start() - 1, 0)].isdigit()
            place = find_place(match[1][is_year:])
            if any(core.startswith(place[-size:]) for size in range(2, len(place) + 1)):
                place = ""
            if place + match[2] and (match[2] or core == name):
                found.append(f"{place}{core}{match[2]}")
    return [form for form in found if len(form) > len(name)]


def find_place(text: str) -> str:
    """Return the names of places at the end of `text` (河北省沙河市), "" where it ends in none."""
    text = text[max((text.rfind(word) + len(word) for word in PLACE_LEADS if word in text), default=0) :]
    match = re.search(
        r"((?:[\u4e00-\u9fff]{1,8}?(?:省|自治区|特别行政区|自治州|市|州|盟|地区|县|区|旗|镇|乡|街道))+)$", text
    )
    return strip_lead(match[1]) if match else ""


def strip_lead(text: str) -> str:
    """Return a name without the words that lead up to it (请与, 由)."""
    lead = next((word for word in LEADS if text.startswith(word)), "")
    cut = max((text.rfind(word) + len(word) for word in SURE_LEADS if word in text), default=0)
    return text[cut:] if cut else text.removeprefix(lead)


def drop_office(name: str, named: str) -> str:
    """Return a government's name without 办公室, where the report is `named` for the government, or its place."""
    is_government = named.endswith(GOVERNMENT) or (named != "" and not is_full_name(named))
    for office in OFFICE:
        if is_government and name.endswith(f"{GOVERNMENT}{office}"):
            return name.removesuffix(office)
    return name


def is_full_name(name: str) -> bool:
    """Tell whether a name says what kind of agency it is, and not only a place."""
    return re.search(r"(?:省|自治区|市|州|盟|地区|县|区|旗|镇|乡|街道)$", name) is None


# ---------------------------------------------------------------- place and contact


def read_province(identity: Identity, title: str) -> None:
    """Find the province where it is stated: at the beginning of the agency's name, signature or address."""
    fields = identity.fields
    texts = [
        str(fields.get(path, "")) for path in ("agency.name", "publication.signature", "agency.contact.address")
    ]
    for text in [*texts, title]:
        province = next((name for name in list_provinces() if text.startswith(name)), "")
        if province:
            fields["agency.province"] = province
            return
    identity.doubt("agency.province", "没有写明省份，空着")


def read_contact(identity: Identity, texts: Sequence[str]) -> None:
    """Find phone, address, postcode and e-mail in paragraphs that mention them."""
    patterns = {"phone": PHONE, "address": ADDRESS, "postcode": POSTCODE, "email": EMAIL}
    for key, pattern in patterns.items():
        match = next((m for m in map(pattern.search, texts) if m), None)
        path = f"agency.contact.{key}"
        if match and path in load_fields():
            identity.fields[path] = "".join(match[1].split())
