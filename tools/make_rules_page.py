"""Write docs/rules.md, the catalogue of rules as a page. Run: make docs. With --check: exit 1 where it is stale.

How well the rules on prose do is taken from what `make quality` found last (RESULTS).
"""

import sys
import tomllib
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from govreport.rules.catalogue import Rule, load_rules
from govreport.rules.explanation import name_group, name_severity, plain, refuse_waiver
from govreport.rules.selection import list_codes

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "rules.md"
RESULTS = ROOT / "tests" / "quality" / "results.toml"
HEAD = """# 检查规则

由 `make docs` 从 `schemas/rules/` 生成，请不要直接改。命令行里看：`govreport rules`，`govreport explain 代码`。

- **级别**：错误必须改；提示建议核对；参考只在 --verbose 时列出。
- **来历**：规定（条例或国务院办公厅的通知）、习惯（已公布的报告通行的写法）、
  常理（算术和常识）、程序（程序读懂文件的需要）。
- 〈〉里的字，检查时换成报告里的内容。

确有理由不改的，在填报文件末尾写上说明；at 写哪一处（`govreport validate --verbose` 列出），只有一处可以空着：

```toml
[[waive]]
rule = "C13"
at = ""
reason = "本县统一按一行填报"
```
"""
QUALITY = """
## 查正文的规则有多准

用 {sentences} 个标好对错的例句量过（`make quality`）。其中 {kept} 个改规则时没有看过句子，只看过得分：
指出的有 {precision} 是对的，该指出的指出了 {recall}。“没看过”的几栏每条规则只有几句，一句之差就差得很多。
例句是写出来的，报告是另一回事：拿改规则时没有用过的 159 段已公布报告的节选来查，
18 处提示里 16 处是对的（序号没有算，节选本来就不全；见 tests/quality/README.md）。

| 代码 | 规则 | 找对 | 错报 | 漏报 | 没看过的：找对 | 错报 | 漏报 |
|---|---|---|---|---|---|---|---|
"""
NONE = (0, 0, 0)


def make_page() -> str:
    """Return the page."""
    rules = [load_rules()[code] for code in list_codes([])]
    groups = [(letter, list(members)) for letter, members in groupby(rules, key=lambda rule: rule.group)]
    lines = [HEAD, "| 代码 | 级别 | 来历 | 规则 |", "|---|---|---|---|"]
    lines += [f"| [{r.code}](#{r.code.lower()}) | {name_severity(r)} | {r.basis} | {r.title} |" for r in rules]
    for letter, members in groups:
        lines += ["", f"## {letter} {name_group(members[0])}"]
        lines += [line for rule in members for line in rule_lines(rule)]
    return "\n".join(lines) + "\n" + make_quality(tomllib.loads(RESULTS.read_text(encoding="utf-8")))


def make_quality(results: Mapping[str, Any]) -> str:
    """Return the part on how well the rules on prose do: by rule found, wrong, missed, and of the kept ones."""
    tuned, kept = results["tuning"], results["held_out"]
    text = QUALITY.format(
        sentences=tuned["sentences"] + kept["sentences"],
        kept=kept["sentences"],
        precision=f"{kept['found'] / (kept['found'] + kept['wrong']):.1%}",
        recall=f"{kept['found'] / (kept['found'] + kept['missed']):.1%}",
    )
    for code in list_codes([]):
        own = [results[folder]["rules"].get(code, NONE) for folder in ("tuning", "held_out")]
        if any(map(any, own)):
            numbers = " | ".join(str(number) for counts in own for number in counts)
            text += f"| [{code}](#{code.lower()}) | {load_rules()[code].title} | {numbers} |\n"
    return text


def rule_lines(rule: Rule) -> Iterator[str]:
    """Yield one rule's part of the page."""
    yield from ("", f'<a id="{rule.code.lower()}"></a>', "", f"### {rule.code} {rule.title}", "")
    yield f"{name_severity(rule)}。{plain(rule.message)}"
    yield from ("", f"- 为什么（{rule.basis}）：{rule.why}", f"- 怎么改：{plain(rule.advice)}")
    refusal = refuse_waiver(rule)
    yield f"- 不能用说明代替：{refusal}" if refusal else f'- 确有理由：`rule = "{rule.code}"`，写明理由'
    for title, example in (("对的", rule.good), ("错的", rule.bad)):
        yield from ("", f"{title}：", "", "```", *example.rstrip("\n").split("\n"), "```")


def main() -> int:
    """Write or check the page; return the exit code."""
    page = make_page()
    if "--check" in sys.argv:
        fresh = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page
        print("fresh" if fresh else "stale: make docs")
        return int(not fresh)
    PAGE.write_text(page, encoding="utf-8")
    return 0


sys.exit(main())
