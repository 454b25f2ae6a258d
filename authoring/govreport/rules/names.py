"""Another agency's name left in a report, and its own year and scope (rules N15, N16, N18)."""

import re
from collections.abc import Iterator

from govreport.finding import Strike
from govreport.rules.agency import core_name, is_town
from govreport.rules.passages import read_field
from govreport.rules.pattern import Pattern
from govreport.rules.sentences import Sentence
from govreport.rules.subject import Subject

PREDICATE = (
    r"(?=(?:20\d\d年度?|全年|本年度?|今年|共|累计|认真|严格|始终|坚持|高度重视|未|没有|主动公开|收到|受理|新收|持续|不断|按照|根据|依据|"
    r"政府信息公开|政务公开|信息公开|结合|紧紧|紧扣|围绕|通过|积极|深入|进一步|着力|加强|强化|严把|把|将|建立|健全|完善|印发|制定|组织|开展|及时|规范|扎实|充分|利用|以))"
)
NOT_A_NAME = "全我本各该城集村街建每其此一"
TOWN_SUBJECT = Pattern(
    rf"(?:^|[，；])(?:20\d\d年度?[，]?|今年[，]?|全年[，]?|本年度[，]?)?(?P<name>(?P<stem>[\u4e00-\u9fff]{{2,4}}?)(?P<unit>镇|乡|街道)(?:人民政府|党委政府|政府|办事处)?){PREDICATE}"
)
OFFICE_SUBJECT = Pattern(
    rf"(?:^|[，；])(?:20\d\d年度?[，]?|今年[，]?|全年[，]?|本年度[，]?)?(?P<name>(?P<stem>[\u4e00-\u9fff]{{2,8}}?[县市区])(?P<unit>[\u4e00-\u9fff]{{2,8}}?(?:局|委|委员会|办公室))){PREDICATE}"
)
CONTACT = Pattern(
    r"(?:请|可)?(?:与|向|同)(?P<name>(?:[\u4e00-\u9fff]{2,12}?)(?:人民政府|政府|街道办事处|局|委员会|乡|镇|街道))[\u4e00-\u9fff]{0,16}?(?:联系|咨询|反映)"
)
ISSUER = Pattern(
    r"(?:由|现公布|现将)(?P<name>[\u4e00-\u9fff]{2,16}?(?:人民政府|街道办事处|局|委员会))(?:办公室)?(?:编制|20\d\d年)"
)
REPORT_OF = Pattern(
    r"(?:^|[，；：为])(?:现公布|现将|公布|由|本文为)?(?P<name>[\u4e00-\u9fff]{2,16}?(?:人民政府|街道办事处|局|委员会))20\d\d年度?政府信息公开工作年度报告"
)
WORK_OF = Pattern(
    r"(?:做好|推进|提升|加强|强化|推动)(?P<name>[\u4e00-\u9fff]{2,4}?(?:镇|乡|街道))(?:的)?(?:政务公开|政府信息公开|信息公开)"
)
LARGER = Pattern(
    r"(?:提升|推动|推进|加强|做好|促进|强化|提高|指导)(?P<name>[全我](?P<unit>[省市县区])(?:各级)?)(?:的)?(?:政务公开|政府信息公开|信息公开)(?:工作)?(?:水平|质量|能力|质效)"
)


NAMED_IN = (
    (CONTACT, ("联系", "咨询", "反映")),
    (ISSUER, ("编制", "现公布", "现将", "由")),
    (REPORT_OF, ("年政府信息公开工作年度报告", "年度政府信息公开工作年度报告")),
)
"""Where an agency is named, with words without which it is not."""
TOWNS, OFFICES = ("镇", "乡", "街道"), ("局", "委", "委员会", "办公室")
"""How such agencies' names end."""
NO_NAME = Pattern(
    "发布|公开|公布|结合|综合|推进|推动|提升|提高|加强|加大|强化|深化|促进|确保|按时|及时|按照|根据|依据|依照|依托|落实|印发|转发"
    "|围绕|通过|配合|完善|健全|规范|做好|编制|负责|承担|指导|统筹|协调|牵头|开展|组织|监督|贯彻|执行|宣传|涉及|关于|参与|纳入|报送"
)
"""Words that no name of a place holds: what was read as one is a verb and what it governs."""
UNIT = Pattern("省|(?<!城)市(?!场|政|容|级)|县|(?<![社园景])区(?!域|块)|州(?![市县区工经高])|旗|盟")
OF_THE_REPORT = Pattern(
    r"20\d\d年|全年|本年|今年|共|累计|认真|坚持|高度重视|主动公开|收到|受理|新收|政府信息公开|政务公开|信息公开"
    "|(?:办公室)?编制|[^，。；]{0,16}(?:联系|咨询)"
)
"""What follows an agency's name where the report speaks of its own; an agency above may do the rest, too."""
SHORTEST_PLACE = 3
"""Characters of a place that tells one from another."""
SELF = Pattern("我(?P<unit>局|镇|乡)")
OF_A_KIND = Pattern("(?:[镇乡](?:人民政府)?|街道(?:办事处)?|局|管理委员会|管委会)$")
WITH_OTHERS = Pattern(r"会同|联合|协同|配合|邀请|参加|指导|组织|协助|依托|同|由|在|与|对|请|向|赴|受|经|从|到")


def check_names(subject: Subject) -> Iterator[Strike]:
    """Yield a strike for a name that stands where the agency's own must (N15)."""
    own = subject.report.text("agency.name")
    if not own:
        return
    core = core_name(own)
    stem = core.rstrip("镇乡街道县市区")
    text = subject.manuscript.text
    patterns = [(pattern, words) for pattern, words in NAMED_IN if any(word in text for word in words)]
    if is_town(subject.report):
        patterns += [(TOWN_SUBJECT, TOWNS), (WORK_OF, TOWNS)]
    elif own.endswith(OFFICES):
        patterns.append((OFFICE_SUBJECT, OFFICES))
    for sentence in subject.sentences:
        for match in find_wrong_self(sentence, own):
            start, end = sentence.locate(*match.span())
            yield sentence.passage.strike("N15", start, end, expected=own, values={"own": own})
        likely = [p for p, words in patterns if any(word in sentence.text for word in words)]
        found = {m.end("name"): m for p in likely for m in p.finditer(sentence.text)}
        for match in found.values():
            elsewhere = OF_THE_REPORT.match(sentence.text, match.end("name")) and is_elsewhere(match["name"], own)
            if elsewhere or is_other(match["name"], own, core, stem):
                start, end = sentence.locate(match.start("name"), match.end("name"))
                yield sentence.passage.strike("N15", start, end, expected=own, values={"own": own})
    signature = read_field(subject.report, "publication.signature").text
    if signature and (is_elsewhere(signature, own) or is_other(signature, own, core, stem)):
        yield Strike("N15", "publication.signature", signature, own, {"word": signature, "own": own})


def find_wrong_self(sentence: Sentence, own: str) -> Iterator[re.Match[str]]:
    """Yield where a report calls its agency 我局, 我镇 or 我乡 though it is of another kind."""
    for match in SELF.finditer(sentence.text) if "我" in sentence.text else ():
        quoted = sentence.text.count("“", 0, match.start()) > sentence.text.count("”", 0, match.start())
        if not quoted and (match["unit"] not in own) and OF_A_KIND.search(own):
            yield match


def is_other(name: str, own: str, core: str, stem: str) -> bool:
    """Tell whether `name` is a proper name that is not the agency's own, nor one shortened from it."""
    if any(c in NOT_A_NAME for c in name[:-1]) or name[:1] + name[1:2] in ("县政", "市政", "区政", "镇政", "乡政"):
        return False
    place, kind = split_name(name)
    if NO_NAME.search(place if kind else name) or is_same_kind(name, own):
        return False
    if (
        WITH_OTHERS.match(name)
        or name in own
        or own in name
        or core in name
        or stem in name
        or core_name(name) in own
    ):
        return False
    if re.match("[县市区省镇乡](?:人民|政府|[^县市区镇乡]{2,6}局)", name):
        return False
    return name[-2:] in own or level_of(core_name(name)) == level_of(core)


def is_elsewhere(name: str, own: str) -> bool:
    """Tell whether `name` is another place's department of the agency's own kind."""
    place, own_place = split_name(name)[0], split_name(own)[0]
    if not place or not own_place or not is_same_kind(name, own) or WITH_OTHERS.match(name):
        return False
    if NO_NAME.search(place) or any(c in NOT_A_NAME for c in place):
        return False
    last, own_last = last_place(place), last_place(own_place)
    return len(last) >= SHORTEST_PLACE and last[:-1] not in own and own_last[:-1] not in name


def is_same_kind(name: str, other: str) -> bool:
    """Tell whether two departments are of one kind, or one is so in short: 人社局 and 人力资源和社会保障局."""
    short, long = sorted((split_name(name)[1], split_name(other)[1]), key=len)
    rest = iter(long)
    return bool(short) and all(character in rest for character in short)


def split_name(name: str) -> tuple[str, str]:
    """Return the place and the kind of a department: 云岭县 and 教育 of 云岭县教育局; "" for what has none."""
    kind = re.search("(?:局|委|委员会)$", name)
    if kind is None:
        return "", ""
    place = max((match.end() for match in UNIT.finditer(name, 1)), default=0)
    return name[:place], name[place : kind.start()]


def last_place(place: str) -> str:
    """Return the last part of a place: 临湖区 of 青澜市临湖区."""
    starts = [0, *(match.end() for match in UNIT.finditer(place, 1))]
    return place[starts[-2] :]


def level_of(name: str) -> str:
    """Return the last character of a name; towns, townships and streets are one level."""
    return "镇" if name[-1:] in "镇乡道" else name[-1:]


def check_scope(subject: Subject) -> Iterator[Strike]:
    """Yield a strike where a town speaks of the whole county's work as its own (N16)."""
    if not is_town(subject.report):
        return
    for sentence in subject.sentences:
        for match in LARGER.finditer(sentence.text):
            start, end = sentence.locate(match.start("name"), match.end("name"))
            yield sentence.passage.strike("N16", start, end, values={"unit": match["unit"]})


def check_title(subject: Subject) -> Iterator[Strike]:
    """Yield a strike where the title's year is not the report's (N18)."""
    title, year = read_field(subject.report, "publication.title"), subject.report.year
    match = re.search(r"(20\d\d)\s*[年度]", title.text)
    if match and year and int(match[1]) != year:
        yield title.strike("N18", *match.span(1), expected=str(year), values={"year": year})
