"""What the prose says of numbers that the tables hold, too: one statement a count, a denial or a claim."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from govreport.rules.counts import CHINESE, COUNT, Count, read_chinese_count, read_count
from govreport.rules.quantities import Quantity, for_year, load_vocabulary
from govreport.rules.sentences import Sentence

SPEAKS_OF = ("申请", "复议", "诉讼", "规范性文件", "规章", "行政许可", "行政处罚", "行政强制", "事业性收费")
"""A sentence without any of these is not looked at, but in the part on applications."""
ON_APPLICATIONS, ON_SUPERVISION = "依申请公开", "监督保障"
COMPARED = (
    r"(?:较|比|与|同|和)(?:于|起)?(?:上年度?|去年|上一年度?|往年|20\d\d年度?)(?!结转)(?:同期)?(?:相比|比较|的)?"
    r"|同比|环比|上升|下降|增长|增加|减少|增幅|降幅|多出"
)
OTHER_TIME = (
    r"20\d\d年?度?(?:至|到|—|-|~|～)20\d\d年|(?:自|从)?(?:20\d\d年|条例|《?＿+》?|施行|实施|成立|开展)[^，。；]{0,8}以来|历年|近[三五十两几]年|[三五两几]年来"
    r"|[一二三四]季度|[上下]半年|(?<!年)(?<!\d)\d{1,2}月(?!\d{1,2}日)"
)
OTHER_SCOPE = (
    r"各(?:县|市|区|镇|乡|街道|部门|单位|地|级|科室|有关|相关|直属)|所属|下属|直属|"
    r"(?:局|镇|厅|委|县|市|区|乡|处)机关|机关本级|[县市区省州]?本级|[县市区]直|某(?:局|镇|乡|街道|部门|单位|科)|全[省市县区][^，。；]{0,6}系统"
    r"|(?:通过|以|采取|经由)[^，。；\d]{2,24}(?:渠道|方式|系统|平台|网站|邮寄|信函|邮件|现场|当面|窗口|邮政|传真|信箱)|在\d+个?[^，。；]{0,6}内|(?:现场|当面|网上|线上|线下|邮寄|电子邮件|电话|短信|信函)(?:受理|收到|接收|答复|回复|领取)|其中因|属性|补正期"
)
UNIT = (
    r"[\u4e00-\u9fff]{0,12}?(?:局|委|委员会|办|办公室|镇|乡|街道|办事处|中心|大队|支队|分局|所|站|院|公司|学校|科|处|政府)"
    r"(?=(?:本年度?|全年|今年|20\d\d年度?)?(?:共计?|累计|一共|总共)?(?:作为[^，。；\d]{2,8}|集中|承办)?"
    r"(?:收到|接到|受理|新收|办理|办结|答复|作出|制发|制定|发生|未|予以|不予|部分|无法|结转|承接|分别|涉|因|有(?=\d)))"
)
OWN = re.compile(r"(?:我|本|该|全)[^，]?(?:单位|机关|市|县|区|镇|乡|街道|局|委|办|厅|中心)?$|^.?(?:机关|单位)$")
DENIED_OUTCOME = re.compile(r"^[^，。；]{0,12}?(?:被?纠正|纠错|败诉|撤销|违法|维持|改判)")
PUBLISHED = re.compile(r"(?:公开|公示|公布|发布|上传|归集|录入|推送|报送)[^，。；、]{0,24}$")
PIECES = "条篇期幅"
ALL_HANDLED = re.compile(
    r"(?:均|全部|都|全数)(?:已|已经|按时|按期|依法|依规|及时|规范|予以|进行|得到|做出|作出|了|圆满|妥善|严格"
    r"|在[^，。；]{0,12}?内|按照?[^，。；]{0,8}?(?:规定|要求|时限|期限))*"
    r"(?:办结|答复|办理完毕|回复|处理完毕|办理完结)"
    r"|(?:办结|答复|按时办结|按期办结|按时答复|按期答复|办理|回复)率(?:均)?(?:达到?|为|保持|是)?(?:了)?100%"
)
TAIL_LEAD = re.compile(r"(?:的|，)?(?:已|均|为|属于|属|因|系|是|被|由于|依法|结果|决定|经审查|全部){0,3}")
SUMMED_UP = re.compile(r"(?:合计|总计|[两三四]项共)[^，。；]{0,8}\d")
OUTCOME_OF_ALL = re.compile(
    r"[^，。；\d]{0,6}，?(?:法院|复议机关|人民法院)?(?:审理|复议|判决)?(?:结果)?(?:目前|现)?(?:均|都|全部)?(?:为|被|判决|裁定|予以|是|已)*(?=维持|纠正|撤销|确认违法|其他结果|尚|正在审理|未审结)"
)
NOTHING_OF_ITS_OWN = re.compile(
    r"(?:全年|本年度?|今年|20\d\d年度?|共计?|合计|总计|一共|总共|其中|计|为|有|约|数量|总数|总量|的|是|达|[我本全][^，]{0,3})*"
)
ROUGHLY = re.compile(r"(?:近|约|大约|超过|突破|超|逾|达到?)$")
SAID_ABOVE = ("上述", "以上", "这")
PART = re.compile(r"(?:^|[，：（])(?:其中|另)?(?:有|的)?$")
TAIL = re.compile(r"[^，。；：、（）\d]{0,18}")
JOINED = re.compile(r"(?:案件|事项|申请|和|及|与|或|以及|暨|、|提起|引起|引发|发生|的|者)*")


@dataclass(frozen=True)
class Statement:
    """What a sentence says at characters `start` to `end`.

    `quantities` are what it may be about (`together`: their sum), `columns` those of the table that it is
    narrowed to. `count` is None for the claim that all applications were handled; `denial`: it says “none”.
    `sure` is False where it may speak of something that the tables do not hold.
    """

    sentence: Sentence
    quantities: tuple[Quantity, ...]
    count: Count | None
    start: int
    end: int
    columns: tuple[str, ...] = ()
    sure: bool = True
    together: bool = False
    denial: bool = False


@dataclass
class _State:
    """What is known at one place of a sentence."""

    topics: tuple[str, ...] = ()
    topic_end: int = -1
    since: int = 0
    other_time: bool = False
    time_at: int = 0
    compared: bool = False
    sure: bool = True
    respective: bool = False
    queue: list[tuple[Quantity, tuple[str, ...]]] = field(default_factory=list)
    last: tuple[Quantity, ...] = ()


@cache
def marks(year: int) -> re.Pattern[str]:
    """Return the expression for what steers the reading: counts, topics, times, scopes, breaks."""
    groups = [("count", without_names(COUNT)), ("chinese", without_names(CHINESE)), ("compared", COMPARED)]
    groups += [("elsewhen", OTHER_TIME), ("year", r"20\d\d(?=年)"), ("this", r"今年|本年度?|全年|当年")]
    groups += [("last", r"(?:去年|上年度?|上一年度?|往年|同期|前年)(?!未?(?:办结)?(?:结转|转入|转来))")]
    groups += [("scope", OTHER_SCOPE), ("unit", UNIT), ("late", _late())]
    groups += [(f"t_{key}", words) for key, words in load_vocabulary().topics.items()]
    groups += [("respective", "分别"), ("break", "[；。]"), ("comma", "[，：]")]
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in groups))


def without_names(pattern: re.Pattern[str]) -> str:
    """Return an expression without the names of its groups."""
    return re.sub(r"\?P<\w+>", "?:", pattern.pattern)


def _late() -> str:
    """Words on litigation that hold the word of another topic."""
    quantities = load_vocabulary().quantities
    return "|".join(quantities[key].words for key in ("litigation_direct", "litigation_after"))


@cache
def verbs(topic: str, year: int) -> re.Pattern[str]:
    """Return the expression for the words that say what is counted of a topic; `q_`, `o_`, `c_`."""
    words = load_vocabulary()
    groups = [(f"q_{q.key}", q.words) for q in words.quantities.values() if q.topic == topic and q.words]
    if topic in ("review", "litigation"):
        groups += [(f"o_{key}", pattern) for key, pattern in words.outcomes.items()]
    if topic == "applications":
        groups += [(f"c_{key}", pattern) for key, (pattern, _) in words.columns.items()]
    groups.append(("comma", "[，：；]"))
    return re.compile("|".join(f"(?P<{name}>{for_year(pattern, year)})" for name, pattern in groups))


@cache
def denials(year: int) -> tuple[tuple[Quantity, re.Pattern[str]], ...]:
    """Return the quantities that can be denied, with the expression for that."""
    return tuple((q, re.compile(for_year(q.zero, year))) for q in load_vocabulary().quantities.values() if q.zero)


def read_statements(sentence: Sentence, year: int, own_name: str) -> Iterator[Statement]:
    """Yield what a sentence says of the tables' numbers in `year`; `own_name` is the agency's."""
    on_applications = sentence.passage.aspect == ON_APPLICATIONS
    if not on_applications and not any(word in sentence.text for word in SPEAKS_OF):
        return
    yield from _Reader(sentence, year, own_name, on_applications).read()


class _Reader:
    """Reads one sentence from left to right."""

    def __init__(self, sentence: Sentence, year: int, own_name: str, on_applications: bool) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self.year = year
        self.own_name = own_name
        self.on_applications = on_applications
        supervised = sentence.passage.aspect == ON_SUPERVISION
        self.on_disclosure = on_applications or supervised or "信息公开" in self.text or "依申请" in self.text
        self.words = load_vocabulary()
        self.state = _State(("applications",) if on_applications else ())

    def read(self) -> Iterator[Statement]:
        times: list[tuple[int, bool, bool]] = []
        for match in marks(self.year).finditer(self.text):
            kind = match.lastgroup or ""
            if kind == "count":
                inner = COUNT.match(self.text, match.start())
                yield from self.take_count(read_count(inner)) if inner else ()
            elif kind == "chinese":
                inner = CHINESE.match(self.text, match.start())
                yield from self.take_count(read_chinese_count(inner)) if inner else ()
            else:
                self.take_mark(kind, match)
            times.append((match.start(), self.state.other_time, self.state.sure))
        if any(word in self.text for word in "未无没零不"):
            yield from self.read_denials(times)
        if "均" in self.text or "全" in self.text or "都" in self.text or "率" in self.text:
            yield from self.read_claims(times)

    def take_mark(self, kind: str, match: re.Match[str]) -> None:
        state = self.state
        if kind.startswith("t_"):
            self.take_topic(kind[2:], match)
        elif kind == "late":
            self.take_topic("litigation", match)
        elif kind in ("year", "this", "last", "elsewhen"):
            state.other_time, state.time_at = kind != "this" and match[0] != str(self.year), match.start()
        elif kind in ("compared", "comma"):
            state.compared = kind == "compared"
        elif kind == "scope" or (kind == "unit" and not self.is_own(match[0])):
            state.sure = False
        elif kind == "respective":
            state.respective = True
        elif kind == "break":
            state.since, state.compared, state.respective, state.queue = match.end(), False, False, []

    def take_topic(self, topic: str, match: re.Match[str]) -> None:
        state = self.state
        if topic not in self.words.counted:
            topic = ""
        between = self.text[max(state.topic_end, 0) : match.start()]
        alike = {topic, *state.topics} <= {"review", "litigation"}
        joined = alike and state.topic_end >= state.since and bool(JOINED.fullmatch(between))
        state.topics = (*state.topics, topic) if joined and topic not in state.topics else (topic,)
        state.topic_end = match.end()

    def is_own(self, unit: str) -> bool:
        """Tell whether the subject of a verb is the agency itself."""
        if OWN.search(unit) or unit[-3:] in self.own_name or self.own_name.endswith(unit[-4:]):
            return True
        return unit.endswith("政府") and "政府" in self.own_name

    # ------------------------------------------------------------ counts

    def take_count(self, count: Count) -> Iterator[Statement]:
        state = self.state
        if not state.compared:
            for statement in self.judge(count):
                if not state.other_time or self.is_carried_in(statement):
                    yield statement
        state.since = count.end
        state.compared = False

    def is_carried_in(self, statement: Statement) -> bool:
        """Tell whether last year is named only as the year from which applications were carried over."""
        same_clause = not re.search("[，；]", self.text[self.state.time_at : statement.start])
        return same_clause and all(q.key == "carried_in" for q in statement.quantities)

    def judge(self, count: Count) -> Iterator[Statement]:
        """Yield what one count stands for; nothing where that is not clear."""
        state = self.state
        head = ROUGHLY.sub("", self.text[state.since : count.start])
        tail = TAIL.match(self.text, count.end)
        behind = tail[0] if tail else ""
        if state.queue:
            quantity, columns = state.queue.pop(0)
            yield self.make(count, (quantity,), columns)
            return
        topics = self.topics_of(count, behind)
        found, columns, outcomes = self.meanings(topics, head, behind)
        if topics == ("",) and self.on_applications and not self.speaks_of_something_else(head):
            found, columns, outcomes = self.meanings(("applications",), head, behind)
            found = tuple(q for q in found if q.rule in ("P03", "P05"))
        if state.respective and len(found) + len(outcomes) > 1:
            first, *rest = [(q, columns) for q in found] or [
                (q, (o,)) for o in outcomes for q in self.plains(topics)
            ]
            state.queue, state.respective = rest, False
            yield self.make(count, (first[0],), first[1])
            return
        if outcomes and not found:
            columns = tuple(outcomes[-1:])
            found = tuple(q for q in state.last if q.topic in topics) or self.plains(topics)
        if not found and columns and state.last:
            found = tuple(q for q in state.last if q.topic == "applications") or self.plains(("applications",))
        if not found and not PART.search(head) and (state.topic_end > state.since or self.topic_behind(behind)):
            found = self.plains(topics)
            found = tuple(q for q in found if not q.alone or re.search(q.alone, head) or head.endswith(SAID_ABOVE))
        found = tuple(q for q in found if q.admits(count.unit) and not self.is_other(q.topic, head, behind))
        if not found:
            return
        if head.endswith("各") and len(found) > 1:
            for quantity in found:
                yield self.make(count, (quantity,), columns)
        else:
            yield self.make(count, found, columns)
        state.last = found
        if found[0].topic in ("review", "litigation") and not columns:
            yield from self.judge_outcome(count, found)

    def judge_outcome(self, count: Count, found: tuple[Quantity, ...]) -> Iterator[Statement]:
        """Yield that all of a count ended one way (复议1件，结果为维持)."""
        match = OUTCOME_OF_ALL.match(self.text, count.end)
        if match:
            outcome = verbs(found[0].topic, self.year).match(self.text, match.end())
            behind = re.match(r"[^，。；\d]{0,6}(?:$|[，。；])", self.text[outcome.end() :]) if outcome else None
            if outcome and behind and (outcome.lastgroup or "").startswith("o_"):
                yield self.make(count, found, ((outcome.lastgroup or "")[2:],))

    def is_other(self, topic: str, head: str, behind: str) -> bool:
        """Tell whether words around a number make it something that the topic's table does not count."""
        pattern = self.words.others.get(topic)
        clause = re.split("[，；：]", head)[-1]
        return bool(pattern and (pattern.search(clause) or pattern.match(behind))) or behind.startswith("的申请人")

    def topics_of(self, count: Count, behind: str) -> tuple[str, ...]:
        return (self.topic_behind(behind),) if self.topic_behind(behind) else self.state.topics

    def speaks_of_something_else(self, head: str) -> bool:
        """Tell whether the last clause before a number names something that no table counts."""
        return bool(re.search(self.words.topics["something_else"], re.split("[，：；]", head)[-1]))

    def topic_behind(self, behind: str) -> str:
        """Return the topic named right behind a number (3件行政复议), "" where there is none."""
        match = marks(self.year).search(behind)
        while match and not (match.lastgroup or "").startswith("t_"):
            match = marks(self.year).search(behind, match.end())
        if match is None or not match.lastgroup:
            return ""
        key = match.lastgroup[2:]
        return key if key in self.words.counted else "-"

    def meanings(
        self, topics: tuple[str, ...], head: str, behind: str
    ) -> tuple[tuple[Quantity, ...], tuple[str, ...], list[str]]:
        """Return quantities, columns and outcomes named before a number, or right behind it."""
        found: list[Quantity] = []
        columns: tuple[str, ...] = ()
        outcomes: list[str] = []
        for topic in topics:
            if topic not in self.words.counted:
                continue
            own, own_columns, own_outcomes = self.words_of(topic, head, behind)
            found += own
            columns = columns or own_columns
            outcomes += own_outcomes
        return tuple(dict.fromkeys(found)), columns, outcomes

    def words_of(self, topic: str, head: str, behind: str) -> tuple[list[Quantity], tuple[str, ...], list[str]]:
        pattern = verbs(topic, self.year)
        lead = TAIL_LEAD.match(behind)
        start = lead.end() if lead else 0
        named = re.compile(self.words.topics[topic]).match(behind, start)
        again = TAIL_LEAD.match(behind, named.end()) if named else None
        right_behind = pattern.match(behind, again.end() if again else start)
        held_back = any(m.lastgroup == "q_carried_in" for m in pattern.finditer(head))
        if (
            right_behind
            and not held_back
            and (right_behind.lastgroup or "")[:2] in ("q_", "o_")
            and not self.names_amount(head)
        ):
            key = (right_behind.lastgroup or "")[2:]
            if right_behind.lastgroup == f"o_{key}":
                return [], (), [key]
            return [self.words.quantities[key]], (), []
        clauses: list[list[re.Match[str]]] = [[]]
        for match in pattern.finditer(head):
            if match.lastgroup == "comma":
                clauses.append([])
            else:
                clauses[-1].append(match)
        goes_on = NOTHING_OF_ITS_OWN.fullmatch(re.split("[，：；]", head)[-1])
        best = next((c for c in reversed(clauses) if c), []) if goes_on else clauses[-1]
        names = [match.lastgroup or "" for match in best]
        quantities = [self.words.quantities[name[2:]] for name in names if name.startswith("q_")]
        kinds = {self.words.columns[n[2:]][1] for n in names if n.startswith("c_")}
        columns = kinds.pop() if len(kinds) == 1 else ()
        return quantities, columns, [name[2:] for name in names if name.startswith("o_")]

    def names_amount(self, head: str) -> bool:
        """Tell whether the words right before a number claim it, so that those behind it do not."""
        return head.endswith(("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理"))

    def plains(self, topics: tuple[str, ...]) -> tuple[Quantity, ...]:
        """Return what the topics' words alone mean."""
        return tuple(q for q in self.words.quantities.values() if q.plain and q.topic in topics)

    def make(self, count: Count, quantities: tuple[Quantity, ...], columns: tuple[str, ...]) -> Statement:
        topics = {q.topic for q in quantities}
        sure = self.state.sure and not self.is_vague(count, topics)
        together = len(topics) > 1
        return Statement(self.sentence, quantities, count, count.start, count.end, columns, sure, together)

    def is_vague(self, count: Count, topics: set[str]) -> bool:
        """Tell whether a count may be of something else: pieces of information, disputes at large, years."""
        head = self.text[: count.start]
        if SUMMED_UP.search(self.text, count.end) and "结转" not in self.text:
            return True
        if topics & {"review", "litigation"}:
            return not self.on_disclosure or bool(re.search("作为复议机关|应诉|无关", self.text))
        if topics & {"licences", "penalties", "coercion", "documents", "regulations"}:
            return count.unit in PIECES or bool(
                PUBLISHED.search(head) and not topics & {"documents", "regulations"}
            )
        return "累计" in head[-24:] and not re.search("年|本年", head)

    # ------------------------------------------------------------ denials and claims

    def read_denials(self, times: list[tuple[int, bool, bool]]) -> Iterator[Statement]:
        for quantity, pattern in denials(self.year):
            for match in pattern.finditer(self.text):
                other_time, sure = self.at(times, match.start())
                rest = self.text[match.end() :]
                other_time = other_time and not quantity.key.startswith("carried")
                if other_time or DENIED_OUTCOME.match(rest) or re.match(r"[^，。；]{0,10}?\d", rest):
                    continue
                if quantity.topic in ("review", "litigation"):
                    sure = sure and self.on_disclosure
                zero = Count(0, "件", match.start(), match.end(), 0, 0)
                yield Statement(
                    self.sentence, (quantity,), zero, match.start(), match.end(), sure=sure, denial=True
                )

    def read_claims(self, times: list[tuple[int, bool, bool]]) -> Iterator[Statement]:
        for match in ALL_HANDLED.finditer(self.text):
            other_time, sure = self.at(times, match.start())
            topics = [
                m.lastgroup
                for m in marks(self.year).finditer(self.text, 0, match.start())
                if (m.lastgroup or "").startswith("t_")
            ]
            topic = (topics[-1] or "")[2:] if topics else "applications" if self.on_applications else ""
            if (
                topic == "applications"
                and not other_time
                and not re.search("其余|除|尚|未到期|正在|(?<!无)(?<!没有)结转", self.text)
            ):
                yield Statement(
                    self.sentence,
                    (self.words.quantities["answered"],),
                    None,
                    match.start(),
                    match.end(),
                    sure=sure,
                )

    def at(self, times: list[tuple[int, bool, bool]], position: int) -> tuple[bool, bool]:
        """Return whether another time, and whether surely the agency itself, is spoken of at `position`."""
        known = [time for time in times if time[0] < position]
        return (known[-1][1], known[-1][2]) if known else (False, True)
