"""What the prose says of numbers that the tables hold, too: one statement a count, a denial or a claim."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from govreport.rules.counts import CHINESE, COUNT, Count, read_chinese_count, read_count
from govreport.rules.documents import counts_others
from govreport.rules.expressions import (
    ALL_HANDLED,
    AMONG,
    AMONG_THEM,
    AND,
    AND_MORE,
    AND_THE_OTHER,
    ANY_LEFT,
    AS_A_REVIEWER,
    BY_ANOTHER,
    BY_LEVEL,
    CHANGES,
    DENIED_OUTCOME,
    JOINED,
    LEFT,
    NOT_APPLICATIONS,
    NOT_ONE,
    NOTHING_OF_ITS_OWN,
    OBJECT,
    OLD_APART,
    ON_APPLICATIONS,
    ON_SUPERVISION,
    OR_CARRIED,
    OUTCOME_OF_ALL,
    OWN,
    PART,
    PART_OF,
    PIECES,
    PUBLISHED,
    RECEIVED,
    ROUGHLY,
    SAID_ABOVE,
    SAYS_SOMETHING,
    SOME,
    SUMMED_UP,
    TAIL,
    TAIL_LEAD,
    TURNED_ROUND,
    denials,
    marks,
    verbs,
)
from govreport.rules.quantities import Quantity, load_vocabulary
from govreport.rules.sentences import Sentence


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
    narrowed: bool = False
    group: str = ""
    queue: list[tuple[Quantity, tuple[str, ...]]] = field(default_factory=list)
    last: tuple[Quantity, ...] = ()
    counted: set[str] = field(default_factory=set)


def read_statements(sentence: Sentence, year: int, own_name: str) -> Iterator[Statement]:
    """Yield what a sentence says of the tables' numbers in `year`; `own_name` is the agency's."""
    on_applications = sentence.passage.aspect == ON_APPLICATIONS
    if not on_applications and not any(word in sentence.text for word in load_vocabulary().speaks_of):
        return
    yield from _Reader(sentence, year, own_name, on_applications).read()


class _Reader:
    """Reads one sentence from left to right."""

    def __init__(self, sentence: Sentence, year: int, own_name: str, on_applications: bool) -> None:
        self.sentence = sentence
        self.text = TURNED_ROUND.sub("结转", sentence.text)
        self.year = year
        self.own_name = own_name
        self.on_applications = on_applications
        supervised = sentence.passage.aspect == ON_SUPERVISION
        self.on_disclosure = on_applications or supervised or "信息公开" in self.text or "依申请" in self.text
        self.words = load_vocabulary()
        self.state = _State(("applications",) if on_applications else ())
        self.said: list[Statement] = []

    @cached_property
    def old_apart(self) -> bool:
        """Whether it tells by themselves how those ended that were carried over."""
        match = OLD_APART.search(self.text) if "结转" in self.text else None
        return match is not None and int(match["first"] or match["last"]) <= int(match["old"])

    @cached_property
    def delays(self) -> bool:
        """Whether it tells answers in time and late ones apart."""
        return "延期" in self.text or "延长" in self.text

    @cached_property
    def by_level(self) -> bool:
        """Whether it counts the agency and its departments one after the other."""
        return bool(BY_LEVEL.search(self.text))

    def read(self) -> Iterator[Statement]:
        if not self.sentence.has_digit and not SAYS_SOMETHING.search(self.text):
            return
        times: list[tuple[int, bool, bool]] = []
        for match in marks(self.year).finditer(self.text):
            kind = match.lastgroup or ""
            if kind == "count":
                inner = COUNT.match(self.text, match.start())
                yield from self.take_count(read_count(inner)) if inner else ()
            elif kind == "chinese":
                inner = CHINESE.match(self.text, match.start())
                if inner and not NOT_ONE.search(self.text[: match.start()]):
                    yield from self.take_count(read_chinese_count(inner))
            else:
                self.take_mark(kind, match)
            times.append((match.start(), self.state.other_time, self.state.sure))
        if any(word in self.text for word in "未无没零不均"):
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
            state.counted = set()
            state.group = ""

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
                    self.said.append(statement)
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
        head = ROUGHLY.sub("", self.head_of(count))
        tail = TAIL.match(self.text, count.end)
        behind = tail[0] if tail else ""
        pending = self.take_respective(head, behind, self.topics_of(behind))
        if pending:
            yield self.make(count, (pending[0],), pending[1])
            return
        found, columns = self.interpret(head, behind, self.topics_of(behind))
        found = tuple(q for q in found if q.admits(count.unit) and not self.is_other(q.topic, head, behind))
        if not found:
            return
        found = tuple(q for q in found if q.is_group and AND_MORE.search(head)) or found
        for quantities in [(q,) for q in found] if head.endswith("各") else [found]:
            yield self.make(count, quantities, columns)
        state.last = found
        state.counted |= {q.topic for q in found}
        if found[0].topic in ("review", "litigation") and not columns:
            yield from self.judge_outcome(count, found)

    def left_over(self, behind: str) -> tuple[Quantity, ...]:
        """Return what is carried over where the rest of the sentence says so of what is left."""
        rest = self.text[self.text.find(behind, self.state.since) :] if behind else ""
        match = verbs("applications", self.year).search(re.split(r"\d", rest)[0][:40].replace("，", "、"))
        key = (match.lastgroup or "") if match else ""
        return (self.words.quantities["carried_over"],) if key == "q_carried_over" else ()

    def head_of(self, count: Count) -> str:
        """Return the words before a count without those that belong to the count before, up to a mark."""
        head = self.text[self.state.since : count.start]
        mark = re.search("[，、；：（）]", head) if self.state.since else None
        return head[mark.start() :] if mark else head

    def take_respective(
        self, head: str, behind: str, topics: tuple[str, ...]
    ) -> tuple[Quantity, tuple[str, ...]] | None:
        """Return what this count is of those that 分别 lists; None where it lists none."""
        state = self.state
        if state.respective and not state.queue:
            found, columns, outcomes = self.meanings(topics, head, behind)
            each = [(q, columns) for q in found] or [(q, (o,)) for o in outcomes for q in self.plains(topics)]
            state.queue, state.respective = (each if len(each) > 1 else []), False
        return state.queue.pop(0) if state.queue else None

    def interpret(
        self, head: str, behind: str, topics: tuple[str, ...]
    ) -> tuple[tuple[Quantity, ...], tuple[str, ...]]:
        """Return the quantities that a count may be of, with the columns it is narrowed to."""
        state = self.state
        found, columns, outcomes = self.meanings(topics, head, behind)
        if topics == ("",) and self.on_applications and not self.speaks_of_something_else(head):
            found, columns, outcomes = self.meanings(("applications",), head, behind)
            found = tuple(q for q in found if q.rule in ("P02", "P03", "P05") and not q.vague)
        if not found and LEFT.search(head):
            found = self.left_over(behind)
        if not found and outcomes:
            last = [q for q in state.last if q.topic in topics]
            return tuple(dict.fromkeys([*last, *self.plains(topics)])), tuple(outcomes[-1:])
        if not found and columns and state.last:
            found = tuple(q for q in state.last if q.topic == "applications") or self.plains(("applications",))
        if not found and columns and topics == ("applications",) and "申请" in head:
            found = self.plains(topics)
        if not found and not PART.search(head) and (state.topic_end > state.since or self.topic_behind(behind)):
            said_above = head.endswith(SAID_ABOVE)
            found = tuple(q for q in self.plains(topics) if said_above or not q.alone or re.search(q.alone, head))
        return found, columns

    def judge_outcome(self, count: Count, found: tuple[Quantity, ...]) -> Iterator[Statement]:
        """Yield that all of a count ended one way (复议1件，结果为维持)."""
        both = AND_THE_OTHER.match(self.text, count.end)
        match = OUTCOME_OF_ALL.match(self.text, both.end() if both else count.end)
        if match:
            outcome = verbs(found[0].topic, self.year).match(self.text, match.end())
            behind = re.match(r"[^，。；\d]{0,6}(?:$|[，。；])", self.text[outcome.end() :]) if outcome else None
            if outcome and behind and (outcome.lastgroup or "").startswith("o_"):
                yield self.make(count, found, ((outcome.lastgroup or "")[2:],))

    def is_other(self, topic: str, head: str, behind: str) -> bool:
        """Tell whether words around a number make it something that the topic's table does not count."""
        pattern = self.words.others.get(topic)
        clause = re.split("[，；：]", head)[-1]
        if CHANGES.match(behind):
            return True
        is_other = bool(pattern and (pattern.search(clause) or pattern.match(behind)))
        return is_other or behind.startswith(NOT_APPLICATIONS)

    def topics_of(self, behind: str) -> tuple[str, ...]:
        return (self.topic_behind(behind),) if self.topic_behind(behind) else self.state.topics

    def speaks_of_something_else(self, head: str) -> bool:
        """Tell whether the last clause before a number names something that no table counts."""
        return bool(re.search(self.words.topics["something_else"], re.split("[，：；]", head)[-1]))

    def topic_behind(self, behind: str) -> str:
        """Return the topic named right behind a number (3件复议), "" where there is none."""
        match = None if behind.startswith(AND) else marks(self.year).search(behind)
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
        held_back = any(m.lastgroup in ("q_carried_in", "q_carried") for m in pattern.finditer(head))
        if (
            right_behind
            and not held_back
            and (right_behind.lastgroup or "")[:2] in ("q_", "o_")
            and not self.names_amount(head, pattern)
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

    def names_amount(self, head: str, pattern: re.Pattern[str]) -> bool:
        """Tell whether the words right before a number claim it, so that those behind it do not."""
        ends = [match.end() for match in pattern.finditer(head) if (match.lastgroup or "")[:2] in ("q_", "o_")]
        return bool(ends) and ends[-1] == len(head)

    def plains(self, topics: tuple[str, ...]) -> tuple[Quantity, ...]:
        """Return what the topics' words alone mean."""
        return tuple(q for q in self.words.quantities.values() if q.plain and q.topic in topics)

    def make(self, count: Count, quantities: tuple[Quantity, ...], columns: tuple[str, ...]) -> Statement:
        topics = {q.topic for q in quantities}
        subset = self.state.narrowed and not columns and quantities[0].rule == "P05"
        sure = self.state.sure and not subset and not self.is_vague(count, topics)
        sure = sure and not self.is_narrowed_down(count, quantities[0])
        sure = not self.is_reason(count, quantities[0]) and sure
        sure = sure and not (columns and self.is_of_both(count, topics))
        of_carried_in = quantities[0].key == "carried_in" and AMONG.match(self.text, count.end)
        narrower = (bool(columns) and "applications" in topics) or bool(of_carried_in)
        self.state.narrowed = self.state.narrowed or narrower
        together = len(quantities) > 1
        return Statement(self.sentence, quantities, count, count.start, count.end, columns, sure, together)

    def is_reason(self, count: Count, quantity: Quantity) -> bool:
        """Tell whether a count gives a reason within another group, such as the last of all.

        Notes, too, within which group the counts behind this one stand.
        """
        state = self.state
        is_among = "其中" in self.head_of(count)
        if quantity.is_group and not (state.group and is_among):
            state.group = quantity.group if AMONG.match(self.text, count.end) else ""
            return False
        key, words = self.words.put_down
        group = self.words.quantities[key].group if words.match(self.text, count.end) else state.group
        is_other = quantity.topic == "applications" and quantity.group != group
        return bool(group) and is_other and bool(quantity.group or is_among)

    def is_of_both(self, count: Count, topics: set[str]) -> bool:
        """Tell whether an outcome may be of reviews and lawsuits that were counted before it (其中2件维持)."""
        named = any(re.search(self.words.topics[topic], self.head_of(count)) for topic in topics)
        return topics < {"review", "litigation"} <= self.state.counted and not named

    def is_narrowed_down(self, count: Count, quantity: Quantity) -> bool:
        """Tell whether a count is of some applications only (收到上级转办的申请3件, 涉及土地类5件)."""
        segment = self.text[self.state.since : count.start]
        if quantity.topic == "applications" and (SOME.search(segment) or BY_ANOTHER.match(self.text, count.end)):
            return True
        if quantity.rule in ("P01", "P02", "P03", "P04") and PART_OF.search(self.text[: count.start]):
            return True
        if (quantity.key == "answered" and self.delays) or (quantity.rule in ("P04", "P05") and self.old_apart):
            return True
        if quantity.key != "received":
            return False
        return bool(RECEIVED.search(segment)) and not OBJECT.match(RECEIVED.split(segment)[-1])

    def is_vague(self, count: Count, topics: set[str]) -> bool:
        """Tell whether a count may be of something else: pieces of information, disputes at large, years."""
        head = self.text[: count.start]
        if "属性" in self.text or self.by_level:
            return True
        if SUMMED_UP.search(self.text, count.end) and "结转" not in self.text:
            return True
        if topics & {"review", "litigation"}:
            at_large = "信息公开" not in self.text and AS_A_REVIEWER.search(self.text)
            later = "信息公开" in self.text[count.end + 8 :] and "信息公开" not in self.text[: count.end + 8]
            among = AMONG_THEM.match(self.text, count.end) and "信息公开" not in self.text[: count.end]
            others = re.search("作为复议机关|复议机构|各类复议|应诉|无关|非因", self.text)
            return not self.on_disclosure or bool(at_large or later or among or others)
        if topics & {"licences", "penalties", "coercion", "documents", "regulations"}:
            of_documents = bool(topics & {"documents", "regulations"})
            published = PUBLISHED.search(head) and not of_documents
            if of_documents and counts_others(self.text, count.start, self.own_name):
                return True
            return count.unit in PIECES or bool(published) or (of_documents and "清理" in self.text)
        return "累计" in head[-24:] and not re.search("年|本年", head)

    # ------------------------------------------------------------ denials and claims

    def read_denials(self, times: list[tuple[int, bool, bool]]) -> Iterator[Statement]:
        for quantity, pattern in denials(self.year):
            spoken_of = self.words.signs[quantity.topic] in self.text
            for match in pattern.finditer(self.text) if spoken_of else ():
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
            if topic == "applications" and not other_time and self.is_of_all(match):
                yield Statement(
                    self.sentence,
                    (self.words.quantities["answered"],),
                    None,
                    match.start(),
                    match.end(),
                    sure=sure,
                )

    def is_of_all(self, claim: re.Match[str]) -> bool:
        """Tell whether a claim is of all that came in: not of some of it, and none is left over before it."""
        if ANY_LEFT.search(self.text) or OR_CARRIED.match(self.text, claim.end()):
            return False
        since = self.text.rfind("；", 0, claim.start())
        before = [
            s for s in self.said if since < s.start < claim.start() and s.quantities[0].topic == "applications"
        ]
        keys = {q.key for s in before for q in s.quantities}
        if keys & {"carried_over", "carried", "pending"}:
            return False
        if not before or "率" in claim[0]:
            return True
        last = {q.key for q in before[-1].quantities}
        came_in = "received" in last or ("carried_in" in last and "received" in keys)
        return came_in and before[-1].sure and not before[-1].columns

    def at(self, times: list[tuple[int, bool, bool]], position: int) -> tuple[bool, bool]:
        """Return whether another time, and whether surely the agency itself, is spoken of at `position`."""
        known = [time for time in times if time[0] < position]
        return (known[-1][1], known[-1][2]) if known else (False, True)
