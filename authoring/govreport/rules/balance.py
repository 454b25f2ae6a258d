"""What came in against what was settled and carried over, in one sentence (rule N01)."""

from dataclasses import dataclass

from govreport.finding import Number, Strike
from govreport.numbers import format_number
from govreport.rules.counts import Count, clause_before
from govreport.rules.pattern import Pattern
from govreport.rules.sentences import Sentence

CARRIED = ("结转", "转结")
"""The right word, and the slip that is common for it."""
SIDES = ("received", "carried_in", "settled", "carried_over")
CARRIED_IN = Pattern(
    "(?:上年度?|上一年度?|去年|20..年度?).{0,6}(?:结转|转结)(?![至到])|(?:结转|转结)(?:上年|上一年|去年)"
)
CARRIED_OVER = Pattern(
    "(?:结转|转结|转入|顺延|^转)[至到]?(?:下一?年|次年|明年|来年)|(?:结转|转结)[至到]20..年|(?:下一?年|次年)度?(?:结转|转结|继续)"
)
BEHIND = Pattern("(?:申请)?(?:依法|拟|将|按规定)*(?:结转|转结|转入|顺延)[至到]?(?:下一?年|次年|明年|来年|20..年)")
RECEIVED, SETTLED = Pattern("收到|受理|新收|接收|接到"), Pattern("办结|答复|办理|回复|处理")
SOMETHING_ELSE = Pattern("其中|较|比|增|减|热线|信箱|留言|建议|提案|复议|诉讼|咨询|来信|来访|补正|投诉|协办|转办")


@dataclass(frozen=True)
class Account:
    """The four counts that must balance, each given once."""

    received: Count
    carried_in: Count
    settled: Count
    carried_over: Count

    @property
    def incoming(self) -> Number:
        """What was received and carried in."""
        return self.received.value + self.carried_in.value

    @property
    def outgoing(self) -> Number:
        """What was settled and carried over."""
        return self.settled.value + self.carried_over.value

    @property
    def is_right(self) -> bool:
        """Whether both are the same; what was received may hold what was carried in."""
        return self.outgoing in (self.incoming, self.received.value)


def find_account(sentence: Sentence) -> Account | None:
    """Return the account that a sentence gives; None where it holds not each of the four once, and exactly."""
    if not any(word in sentence.text for word in CARRIED):
        return None
    found: dict[str, list[Count]] = {side: [] for side in (*SIDES, "", "two")}
    end = 0
    for count in sentence.counts:
        found[name_side(sentence.text, end, count)].append(count)
        end = count.end
    counts = [found[side][0] for side in SIDES if len(found[side]) == 1 and found[side][0].is_exact]
    if len(counts) < len(SIDES) or found["two"] or len({count.unit for count in counts}) > 1:
        return None
    return Account(*counts)


def name_side(text: str, start: int, count: Count) -> str:
    """Return which of SIDES a count is, from its clause after `start`; "two" where it is of two, "" for none."""
    clause = clause_before(text, count, start)
    if is_carried_over(text, start, count):
        return "carried_over"
    if CARRIED_IN.search(clause):
        return "carried_in"
    received, settled = RECEIVED.search(clause), SETTLED.search(clause)
    if SOMETHING_ELSE.search(clause) or not (received or settled):
        return ""
    return "two" if received and settled else "received" if received else "settled"


def is_carried_over(text: str, start: int, count: Count) -> bool:
    """Tell whether a count, whose clause begins behind `start`, goes on into the next year."""
    return bool(CARRIED_OVER.search(clause_before(text, count, start)) or BEHIND.match(text, count.end))


def judge_account(sentence: Sentence, account: Account) -> Strike:
    """Return what is to be said of an account: right, or what came in is not what went out."""
    start, end = sentence.locate(account.settled.start, account.settled.end)
    values: dict[str, object] = {
        "total": format_number(account.incoming),
        "sum": format_number(account.outgoing),
    }
    written = (account.settled.value, account.carried_over.value, account.outgoing)
    return sentence.passage.strike(
        "N01",
        start,
        end,
        found=account.outgoing,
        expected=account.incoming,
        values=values,
        result="ok" if account.is_right else "",
        equation="{} + {} = {}".format(*map(format_number, written)),
    )
