"""Write docs/rules.md, the catalogue of rules as a page. Run: make docs. With --check: exit 1 where it is stale.

What stands behind MARK is left as it is: `make quality` writes there how well the rules on prose do.
"""

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from govreport.rules.catalogue import Rule, load_rules
from govreport.rules.explanation import name_group, name_severity, plain, refuse_waiver
from govreport.rules.selection import list_codes

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rules.md"
MARK = "<!-- quality -->\n"
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


def make_page() -> str:
    """Return the part of the page that comes from the catalogue."""
    rules = [load_rules()[code] for code in list_codes([])]
    groups = [(letter, list(members)) for letter, members in groupby(rules, key=lambda rule: rule.group)]
    lines = [HEAD, "| 代码 | 级别 | 来历 | 规则 |", "|---|---|---|---|"]
    lines += [f"| [{r.code}](#{r.code.lower()}) | {name_severity(r)} | {r.basis} | {r.title} |" for r in rules]
    for letter, members in groups:
        lines += ["", f"## {letter} {name_group(members[0])}"]
        lines += [line for rule in members for line in rule_lines(rule)]
    return "\n".join(lines) + "\n"


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
    old = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    head, mark, tail = old.partition(MARK)
    if "--check" in sys.argv:
        print("fresh" if head == make_page() else "stale: make docs")
        return int(head != make_page())
    PAGE.write_text(make_page() + mark + tail, encoding="utf-8")
    return 0


sys.exit(main())
