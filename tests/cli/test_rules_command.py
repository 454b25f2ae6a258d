"""govreport rules and govreport explain."""

import json
import re

import pytest

from conftest import RunCli
from govreport.display_width import measure
from govreport.rules.catalogue import load_rules
from govreport.rules.selection import list_codes
from govreport.toml.source import read_source


def test_rules_lists_every_rule_once_with_severity_and_title(run_cli: RunCli):
    code, out, err = run_cli("rules")
    assert (code, err) == (0, "")
    listed = re.findall(r"^  ([A-Z]\d\d)  (错误|提示|参考)  (.+)$", out, re.MULTILINE)
    words = {"error": "错误", "warning": "提示", "info": "参考"}
    rules = [load_rules()[code] for code in list_codes([])]
    assert listed == [(rule.code, words[rule.severity], rule.title) for rule in rules]
    assert f"共 {len(rules)} 条" in out.splitlines()[-1]


def test_rules_stand_under_the_titles_of_their_groups(run_cli: RunCli):
    out = run_cli("rules", "T", "M")[1]
    titles = [line for line in out.splitlines() if re.match(r"[A-Z]  ", line)]
    assert titles == ["T  勾稽关系", "M  说明（[[waive]]）"]


def test_titles_of_rules_begin_in_one_column(run_cli: RunCli):
    lines = [line for line in run_cli("rules")[1].splitlines() if re.match(r"  [A-Z]\d\d  ", line)]
    starts = {measure(line[: re.match(r"  \S+ +\S+ +", line).end()]) for line in lines}
    assert len(lines) == len(load_rules())
    assert len(starts) == 1


def test_rules_as_json(run_cli: RunCli):
    code, out, err = run_cli("rules", "t0", "C13", "--format", "json")
    rules = json.loads(out)
    assert (code, err) == (0, "")
    assert [rule["code"] for rule in rules] == ["C13", "T01", "T02", "T03", "T04"]
    assert rules[0]["severity"] == "warning"
    assert (rules[0]["group"], rules[0]["basis"]) == ("表里的数", "规定")
    assert [rule["waivable"] for rule in rules] == [True] * 5
    assert all(rule[key] for rule in rules for key in ("title", "message", "advice", "why", "good", "bad"))
    assert "{" not in rules[1]["message"]


def test_explain_shows_ground_examples_way_out_and_a_waiver_to_paste(run_cli: RunCli):
    code, out, err = run_cli("explain", "t01")
    assert (code, err) == (0, "")
    assert out.startswith("T01  错误  一行各类申请人相加不等于总计\n")
    assert "为什么（规定）：\n  国办公开办函〔2021〕30号" in out
    assert "对的：\n  received = [6, 0, 0, 0, 2, 0, 8]\n" in out
    assert "错的：\n  received = [6, 0, 0, 0, 2, 0, 9]\n" in out
    assert "怎么改：\n  核对这一行各数" in out
    block = out[out.index("[[waive]]") : out.index("\n  有几处")]
    (waiver,) = (read_source("a.toml", block.encode()).data or {})["waive"]
    assert waiver == {"rule": "T01", "at": "", "reason": ""}


@pytest.mark.parametrize("rule", ["F16", "S01", "C01", "M01", "L00"])
def test_explain_says_what_cannot_be_waived(run_cli: RunCli, rule):
    out = run_cli("explain", rule)[1]
    assert re.search(r"能不能说明理由：\n  不能：.+。\n", out)
    assert f'rule = "{rule}"' not in out


def test_explain_takes_several_codes_and_groups(run_cli: RunCli):
    out = run_cli("explain", "M", "T01")[1]
    assert re.findall(r"^([A-Z]\d\d)  ", out, re.MULTILINE) == ["T01", "M01", "M02"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["explain", "TO1"], "没有“TO1”这条规则，是不是 T01？"),
        (["explain", "勾稽关系"], "没有“勾稽关系”这条规则，用 govreport rules 看有哪些"),
        (["explain"], "缺少 代码…（用 govreport explain --help 看用法）"),
        (["explain", ""], "规则代码：没有写规则代码，如 T 或 T01"),
        (["rules", "Q"], "没有“Q”这条规则，用 govreport rules 看有哪些"),
        (["rules", "--format", "yaml"], "--format 的值不对，只能是 text、json 之一"),
    ],
)
def test_unknown_codes_are_wrong_use(run_cli: RunCli, arguments, reason):
    code, out, err = run_cli(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"govreport：{reason}")
    assert err.count("\n") == 1
