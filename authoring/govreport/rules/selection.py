"""Which rules are meant by codes and the beginnings of codes, as typed by the user."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from govreport.errors import GovreportError
from govreport.rules.catalogue import OWN_CODES, load_rules
from govreport.rules.groups import load_groups
from govreport.spelling import suggest_key


def select_rules(select: Sequence[str], ignore: Sequence[str]) -> frozenset[str]:
    """Return the codes that `--select` and `--ignore` leave; each is codes or beginnings of codes in a list.

    Of two that speak of one rule the longer counts, of two equally long `ignore`. Without `select` every rule
    is selected. Rules of a group that is `always` there stay. Raises GovreportError for an unknown code, and
    for one to ignore that cannot be left out.
    """
    chosen = list(read_prefixes(select, "--select")) or [""]
    dropped = list(read_prefixes(ignore, "--ignore"))
    always = tuple(letter for letter, group in load_groups().items() if group.always)
    stuck = next((prefix for prefix in dropped if prefix.startswith(always)), "")
    if stuck:
        raise GovreportError(f"--ignore 不能略过 {stuck}：文件读不懂的错误总要报告")
    return frozenset(
        code
        for code in [*load_rules(), *OWN_CODES]
        if code.startswith(always) or _longest(code, chosen) > _longest(code, dropped)
    )


def _longest(code: str, prefixes: Iterable[str]) -> int:
    """Return the length of the longest of `prefixes` that the code begins with, -1 for none."""
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=-1)


def list_codes(prefixes: Sequence[str]) -> list[str]:
    """Return the codes that begin with one of `prefixes`, in the order of the groups; all for none.

    Raises GovreportError for a prefix that no code begins with.
    """
    wanted = tuple(read_prefixes(prefixes)) or ("",)
    order = list(load_groups())
    codes = [code for code in load_rules() if code.startswith(wanted)]
    return sorted(codes, key=lambda code: (order.index(code[0]) if code[0] in order else len(order), code))


def read_prefixes(values: Iterable[str], option: str = "") -> Iterator[str]:
    """Yield the beginnings of codes in lists such as "P,W03", full-width or lower-case letters mended."""
    for value in values:
        words = re.split(r"[,、;\s]+", unicodedata.normalize("NFKC", value).upper())
        if not any(words):
            raise GovreportError(f"{option or '规则代码'}：没有写规则代码，如 T 或 T01")
        for word in filter(None, words):
            if not any(code.startswith(word) for code in [*load_rules(), *(OWN_CODES if option else ())]):
                raise GovreportError(f"{option and f'{option} 里'}没有“{word}”这条规则{_suggest(word)}")
            yield word


def _suggest(word: str) -> str:
    alike = [code for code in load_rules() if code[0] == word[0]]
    near = suggest_key(word, alike or load_rules())
    return f"，是不是 {near}？" if near else f"，用 govreport rules{f' {word[0]}' if alike else ''} 看有哪些"
