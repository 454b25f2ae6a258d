"""Packs: what they take from each other, how one is chosen, what is refused, and that they take effect."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from conftest import SAMPLE_FILES, TEMPLATES, RunCli, run_process
from govreport import api
from govreport.errors import GovreportError
from govreport.pack import Pack
from govreport.pack_search import Packs, choose_pack, load_pack
from importers.reading import check_like_sample
from packs import make_pack, plan_with, render_with
from render.pdf_probe import letters_of, open_pdf
from reports import make_report

BUILT_IN = {"hebei": "河北省", "henan": "河南省", "jiangsu": "江苏省", "shandong": "山东省", "shanghai": "上海市"}
BEGUN = {"C01", "S07"}
"""Errors of a file just begun: cells and texts that are still to be filled in."""


def find_packs(own: Path) -> Packs:
    return Packs(TEMPLATES, own)


def load(folder: Path, name: str) -> Pack:
    packs = find_packs(folder)
    return packs.load(packs.find(name))


def add(own: Path, name: str, settings: str) -> Path:
    return make_pack(own / name, {"pack.toml": f'name = "{name}"\n{settings}'})


# ------------------------------------------------------------ settings over settings


def test_settings_not_written_are_the_parents_and_tables_merge_key_by_key(tmp_path):
    add(
        tmp_path,
        "父",
        'parent = "hebei"\ndate = "{year}.{month}.{day}"\n[sizes]\ntitle = 26\n[tables]\nborder = 1\n',
    )
    add(tmp_path, "子", 'parent = "父"\n[tables]\ngap = 3\n[fonts]\nfang = ["仿宋"]\n')
    pack, base = load(tmp_path, "子"), load_pack()
    assert [folder.name for folder in pack.chain] == ["子", "父", "hebei", "national"]
    assert (pack.name, pack.label, pack.province, pack.is_foreign) == ("子", "子", "", True)
    assert (pack.date, pack.sizes.title, pack.sizes.text) == ("{year}.{month}.{day}", 26, base.sizes.text)
    assert (pack.tables.border, pack.tables.gap, pack.tables.line) == (1, 3, base.tables.line)
    assert pack.fonts == {**base.fonts, "fang": ("仿宋",)}
    assert pack.texts == load_pack("hebei").texts
    assert pack.parts == load_pack("hebei").parts
    assert pack.page == base.page


def test_parts_are_taken_whole_by_section(tmp_path):
    add(tmp_path, "甲", '[[parts.overview]]\nheading = "（一）合写"\n')
    parts = load(tmp_path, "甲").parts
    assert [offered.part.heading for offered in parts["overview"]] == ["（一）合写"]
    assert parts["problems"] == load_pack().parts["problems"]


def test_checks_of_parents_hold_too(tmp_path):
    check = '[[checks]]\ncode = "{}"\ntitle = "没有写"\nany = ["{}"]\n'
    add(tmp_path, "父", check.format("X01", "开放日"))
    add(tmp_path, "子", 'parent = "父"\n' + check.format("X02", "热线"))
    assert [check["code"] for check in load(tmp_path, "子").checks] == ["X01", "X02"]


@pytest.mark.parametrize(("name", "province"), BUILT_IN.items())
def test_a_province_has_its_pack(name, province):
    pack = choose_pack(province)
    assert (pack.name, pack.province, pack.is_foreign) == (name, province, False)
    assert [folder.name for folder in pack.chain] == [name, "national"]


@pytest.mark.parametrize("province", ["", "湖南省", "../hebei", "national"])
def test_without_a_pack_of_its_own_a_province_has_the_national_one(province):
    assert choose_pack(province).name == "national"


def test_the_users_pack_for_a_province_comes_before_the_built_in_one(tmp_path):
    add(tmp_path, "我的河北", 'province = "河北省"\nparent = "hebei"\n')
    packs = find_packs(tmp_path)
    assert packs.for_province("河北省").name == "我的河北"
    assert packs.for_province("河南省").name == "henan"


def test_two_of_the_users_packs_for_one_province_are_refused(tmp_path):
    add(tmp_path, "甲", 'province = "湖南省"\n')
    add(tmp_path, "乙", 'province = "湖南省"\n')
    with pytest.raises(GovreportError, match=r"乙、甲.*--template"):
        find_packs(tmp_path).for_province("湖南省")


def test_a_built_in_name_is_never_the_users(tmp_path):
    own = add(tmp_path, "hebei", 'province = "河北省"\n')
    packs = find_packs(tmp_path)
    assert packs.shadowed == [own]
    assert packs.is_builtin(packs.find("hebei"))


def test_a_pack_beside_the_input_is_not_picked_up(tmp_path, run_cli: RunCli):
    make_pack(tmp_path, {"pack.toml": 'name = "旁边"\nprovince = "河北省"\n', "report.txt": "旁边"})
    make_pack(tmp_path / "hebei", {"pack.toml": 'name = "旁边"\n', "report.txt": "旁边"})
    path = tmp_path / "a.toml"
    path.write_text(make_report().replace("[agency]", '[agency]\nprovince = "河北省"'), encoding="utf-8")
    assert run_cli("render", path, "--to", "text")[0] == 0
    assert "旁边" not in path.with_suffix(".txt").read_text(encoding="utf-8")


WRONG = {
    "unknown, near": ("titel = []", "pack.toml:2：titel：没有这项设置，是不是 title？"),
    "unknown in a table": ("[sizes]\ntabel = 9", "pack.toml:3：sizes.tabel：没有这项设置，是不是 table？"),
    "unknown, far": ("zzzzzz = 1", "pack.toml:2：zzzzzz：没有这项设置"),
    "text for a list": ('title = "题"', "pack.toml:2：title：这里应是方括号里的一列，写的是文字"),
    "number for text": ("date = 5", "pack.toml:2：date：这里应是文字，写的是数"),
    "true for a number": ("[page]\nlines = true", "pack.toml:3：page.lines：这里应是数，写的是true 或 false"),
    "number in a list": ("[fonts]\nfang = [5]", "pack.toml:3：fonts.fang：这里应是文字，写的是数"),
    "too small": ("[sizes]\ntext = 2", "pack.toml:3：sizes.text：应在 3 到 100 之间，写的是 2"),
    "too large": ("[tables]\nborder = 99", "pack.toml:3：tables.border：应在 0 到 50 之间，写的是 99"),
    "name in title": ('title = ["{nane}"]', "没有 {nane} 这个名字，可用的是 name"),
    "name in fee": ('[texts]\nfee = "{sections}"', "pack.toml:3：texts.fee：没有 {sections} 这个名字"),
    "colour": ('[tables]\nhead_fill = "red"', "pack.toml:3：tables.head_fill：颜色写成"),
    "stubs": ("[tables]\nstubs = { 3 = [50, 40, 20] }", "tables.stubs.3：写成"),
    "part": ('[[parts.overview]]\nheadng = "一"', "headng：没有这项设置，是不是 heading？"),
    "part of another kind": ('[[parts.overview]]\nrun_in = "是"', "run_in：这里应是true 或 false，写的是文字"),
    "name": ('name = ""', "缺少 name"),
    "no text block": ("[page]\nleft = 150", "[page] 的纸张和页边留下的版心太小"),
    "parent": ('parent = "heibei"', "parent：没有“heibei”这个模板，是不是 hebei？"),
    "parent itself": ('parent = "甲"', "parent 绕成了圈或太长：甲 → 甲"),
}


@pytest.mark.parametrize(("settings", "words"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_setting_is_refused_with_its_line(tmp_path, settings, words):
    first = "" if settings.startswith("name") else 'name = "甲"\n'
    make_pack(tmp_path / "甲", {"pack.toml": f"{first}{settings}\n"})
    with pytest.raises(GovreportError) as caught:
        load(tmp_path, "甲")
    assert words in str(caught.value)
    assert str(tmp_path / "甲") in str(caught.value)


# ------------------------------------------------------------ a pack of fifteen lines

SHORT = """\
name = "湖南"
province = "湖南省"
title = ["{name}", "关于{year}年度政府信息公开工作的报告"]

[fonts]
fang = ["GovReport Kai"]

[screen_fonts]
text = ["方正仿宋_GBK"]

[texts]
fee = "{todo}{year}年度本机关未发生信息处理费。"
"""
TITLE = "关于2024年度政府信息公开工作的报告"


@pytest.fixture(scope="module")
def short(tmp_path_factory) -> Path:
    assert len(SHORT.splitlines()) <= 15
    return make_pack(tmp_path_factory.mktemp("packs") / "湖南", {"pack.toml": SHORT})


def test_title_and_font_take_effect_in_text_and_pages(short):
    assert TITLE in render_with(short, "text").decode("utf-8")
    page = render_with(short, "html").decode("utf-8")
    assert re.search(rf"<h1>[^<]+<br>{TITLE}</h1>", page)
    assert f"{TITLE}</title>" in page
    assert '"方正仿宋_GBK"' in page
    assert TITLE in render_with(short, "html-fragment").decode("utf-8")


def test_title_and_font_take_effect_in_pdf(short):
    letters = letters_of(open_pdf(render_with(short, "pdf"))[0])
    assert TITLE in "".join(letter.text for letter in letters)
    body = {letter.font for letter in letters if abs(letter.size - 16) < 0.1 and letter.text in "统计期限"}
    assert len(body) == 1
    assert "Kai" in body.pop()


def test_title_and_font_take_effect_in_word(short):
    with ZipFile(BytesIO(render_with(short, "docx"))) as archive:
        document = archive.read("word/document.xml").decode("utf-8")
        styles = archive.read("word/styles.xml").decode("utf-8")
    assert TITLE in document
    assert "GovReport Kai" in styles
    assert "仿宋_GB2312" not in styles


def test_the_users_folder_is_found_and_new_begins_with_the_fee_sentence(short, tmp_path):
    make_pack(tmp_path / "govreport" / "templates" / "湖南", {"pack.toml": SHORT})
    path, home = tmp_path / "a.toml", {"XDG_CONFIG_HOME": str(tmp_path)}
    done = run_process("new", "--year", "2024", "--province", "湖南省", "-o", path, **home)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "2024年度本机关未发生信息处理费。" in path.read_text(encoding="utf-8")
    report = tmp_path / "b.toml"
    report.write_text(make_report().replace("[agency]", '[agency]\nprovince = "湖南省"'), encoding="utf-8")
    assert run_process("render", report, "--to", "text", **home).returncode == 0
    assert TITLE in report.with_suffix(".txt").read_text(encoding="utf-8")
    listed = run_process("template", "list", **home)
    assert re.search(r"湖南 +湖南 +湖南省 +湖南 → national", listed.stdout.decode("utf-8"))


# ------------------------------------------------------------ rules


def codes(folder: Path, text: str) -> dict[str, str]:
    source = api.read("报告.toml", text.encode("utf-8"))
    return {finding.code: finding.severity for finding in api.validate(source, template=str(folder))}


def test_a_rule_made_an_error_stops_rendering(tmp_path, run_cli: RunCli):
    folder = make_pack(tmp_path / "甲", {"pack.toml": 'name = "甲"\n[rules.N10]\nseverity = "error"\n'})
    text = make_report().replace("没有收取信息处理费", "没有别的事")
    assert codes(folder, text) == {"N10": "error"}
    assert codes(TEMPLATES / "national", text) == {"N10": "warning"}
    path = tmp_path / "a.toml"
    path.write_text(text, encoding="utf-8")
    code, out, err = run_cli("render", path, "--to", "text", "--template", folder)
    assert code == 1
    assert "N10" in out + err
    assert not path.with_suffix(".txt").exists()
    assert run_cli("render", path, "--to", "text")[0] == 0


CHECKS = """\
name = "甲"
[[checks]]
code = "X01"
title = "没有写政府开放日"
section = "overview"
any = ["政府开放日", "公众开放日"]
[[checks]]
code = "X02"
severity = "error"
title = "不写“圆满{完成}”"
none = ["圆满"]
"""


def test_a_packs_own_rules_want_words_and_refuse_others(tmp_path):
    folder = make_pack(tmp_path, {"pack.toml": CHECKS})
    problems = "存在的主要问题是公开的内容还不够丰富，下一步将圆满充实公开内容。"
    plain = make_report()
    assert codes(folder, plain) == {"X01": "warning"}
    good = plain.replace("依法主动公开政府信息", "办好公众开放日，依法主动公开政府信息")
    assert codes(folder, good) == {}
    assert codes(folder, good.replace(problems.replace("圆满", ""), problems)) == {"X02": "error"}


def test_a_finding_of_a_packs_rule_says_its_title_and_place(tmp_path, run_cli: RunCli):
    folder = make_pack(tmp_path / "甲", {"pack.toml": CHECKS})
    path = tmp_path / "a.toml"
    text = make_report().replace("依法主动公开", "圆满办好政府开放日，依法主动公开")
    path.write_text(text, encoding="utf-8")
    line = next(n for n, words in enumerate(text.split("\n"), 1) if "圆满" in words)
    code, out, _ = run_cli("validate", path, "--template", folder)
    assert code == 1
    assert "不写“圆满{完成}”" in out
    assert f"{line}:" in out


def test_a_province_has_its_own_deadline_for_towns(tmp_path):
    folder = make_pack(tmp_path, {"pack.toml": 'name = "甲"\n[rules.N17]\ntown = [1, 10]\n'})
    text = make_report(name="青澜市临湖镇人民政府", date="2025-01-15")
    text = text.replace("[agency]", '[agency]\nkind = "government"')
    assert codes(folder, text)["N17"] == "warning"
    assert codes(TEMPLATES / "national", text)["N17"] == "info"  # it cannot be decided


RULES_REFUSED = {
    "milder": ('[rules.S07]\nseverity = "info"', "rules.S07：这是全国格式的错误，不能改轻"),
    "no such rule": ('[rules.N1O]\nseverity = "info"', "rules.N1O：没有这条规则"),
    "no severity": ('[rules.N10]\nseverity = "fatal"', "rules.N10.severity：只能是 error、warning、info 之一"),
    "no such number": ("[rules.N10]\nday = 5", "rules.N10.day：没有这项"),
    "no such day": ("[rules.N17]\ntown = [2, 30]", "rules.N17.town：写成 [月, 日]"),
    "no group": ("[rules]\nN10 = 'error'", "rules.N10：写成 [rules.N10] 一组"),
    "another's code": ('[[checks]]\ncode = "S07"\ntitle = "甲"\nany = ["乙"]', "code 写 X01 到 X99"),
    "no title": ('[[checks]]\ncode = "X01"\nany = ["乙"]', "缺少 title"),
    "no words": ('[[checks]]\ncode = "X01"\ntitle = "甲"', "要写 any"),
    "blank word": ('[[checks]]\ncode = "X01"\ntitle = "甲"\nany = [" "]', "空的词"),
    "no such section": ('[[checks]]\ncode = "X01"\ntitle = "甲"\nsection = "七"\nany = ["乙"]', "section 只能是"),
}


@pytest.mark.parametrize(("settings", "words"), RULES_REFUSED.values(), ids=RULES_REFUSED.keys())
def test_a_wrong_change_of_rules_is_refused(tmp_path, settings, words):
    folder = make_pack(tmp_path, {"pack.toml": f'name = "甲"\n{settings}\n'})
    with pytest.raises(GovreportError) as caught:
        codes(folder, make_report())
    assert words in str(caught.value)
    assert str(folder / "pack.toml") in str(caught.value)


# ------------------------------------------------------------ the command line


def test_template_list_shows_every_built_in_pack_with_its_chain(tmp_path):
    done = run_process("template", "list", XDG_CONFIG_HOME=str(tmp_path))
    lines = done.stdout.decode("utf-8").splitlines()
    assert done.returncode == 0
    assert [line.split()[0] for line in lines[1:-1]] == ["national", *sorted(BUILT_IN)]
    for line in lines[2:-1]:
        name = line.split()[0]
        assert BUILT_IN[name] in line
        assert f"{name} → national" in line


def test_template_list_shows_the_others_where_one_is_broken(tmp_path):
    own = tmp_path / "govreport" / "templates"
    make_pack(own / "坏", {"pack.toml": 'name = "坏"\ntitel = []\n'})
    make_pack(own / "好", {})
    make_pack(own / "hebei", {})
    done = run_process("template", "list", XDG_CONFIG_HOME=str(tmp_path))
    out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    assert done.returncode == 2
    assert f"{own / '坏' / 'pack.toml'}:2：titel" in err
    assert f"{own / 'hebei'}：和内置模板同名" in err
    assert "好 → national" in out
    assert "坏" not in out


def test_template_new_makes_a_pack_that_renders_at_once_and_never_over_another(tmp_path, run_cli: RunCli):
    folder = tmp_path / "湖南"
    code, _, _ = run_cli("template", "new", "湖南", "-o", folder, "--from", "henan")
    assert code == 0
    files = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert set(files) == {"pack.toml", "report.html"}
    assert 'province = "湖南省"' in files["pack.toml"]
    assert plan_with(folder).pack.chain[1].name == "henan"
    title = "2024年政府信息公开工作年度报告"
    assert title in render_with(folder, "text").decode("utf-8")
    assert title in render_with(folder, "html").decode("utf-8")
    code, out, err = run_cli("template", "new", "湖南", "-o", folder)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == files


def test_every_example_in_a_new_pack_works_as_it_stands(tmp_path, run_cli: RunCli):
    folder = tmp_path / "湖南"
    assert run_cli("template", "new", "湖南", "-o", folder)[0] == 0
    path = folder / "pack.toml"
    lines = path.read_text(encoding="utf-8").split("\n")
    example = re.compile(r"# (?=\w+ = |\[)")
    path.write_text("\n".join(example.sub("", line, count=1) for line in lines), encoding="utf-8")
    pack = plan_with(folder).pack
    assert (pack.sizes.table, pack.tables.border, len(pack.checks)) == (10, 0.75, 1)
    assert set(codes(folder, make_report())) == {"X01"}
    assert "2024年度政府信息公开工作年度报告" in render_with(folder, "text").decode("utf-8")


@pytest.mark.parametrize(
    "name", ["national", "hebei", "a/b", "../a", "", ".a", "-a", "a\0b", "名" * 41, "{x}", "C:a"]
)
def test_template_new_refuses_a_name_that_cannot_be(tmp_path, run_cli: RunCli, name):
    code, out, err = run_cli("template", "new", "-o", tmp_path / "新", "--", name)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wanted", ["没有的", "heibei", ".", "/", "a\0b"])
def test_a_template_that_is_none_is_refused(run_cli: RunCli, wanted):
    for command in (["template", "check", wanted], ["render", str(SAMPLE_FILES[0]), "--template", wanted]):
        code, out, err = run_cli(*command)
        assert (code, out, err.count("\n")) == (2, "", 1)


# ------------------------------------------------------------ what the author wrote, what a file begins with


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.stem)
def test_no_built_in_pack_rewrites_what_the_author_wrote(path):
    source = api.read(path.name, path.read_bytes())
    report = api.load(source)

    def make(name: str) -> tuple[tuple[str, ...], str]:
        job = api.plan(source, report, template=name)
        return job.view.title_lines, api.RENDERERS["text"][1](job).decode("utf-8")

    title, text = make("national")
    for name in BUILT_IN:
        other_title, other = make(name)
        assert other_title == title or not report.text("publication.title")
        assert without(other, other_title) == without(text, title)


def without(text: str, title: tuple[str, ...]) -> str:
    """Return a text less its title and all white space."""
    text, wanted = ("".join(words.split()) for words in (text, "".join(title)))
    assert text.startswith(wanted)
    return text.removeprefix(wanted)


@pytest.mark.parametrize("name", BUILT_IN)
@pytest.mark.parametrize("kind", ["html", "docx"])
def test_a_sample_reads_back_from_every_built_in_pack(name, kind):
    path = SAMPLE_FILES[-2]
    source = api.read(path.name, path.read_bytes())
    content = api.RENDERERS[kind][1](api.plan(source, api.load(source), template=name))
    check_like_sample(api.import_document(f"a.{kind}", content), path.stem)


@pytest.mark.parametrize(("name", "province"), BUILT_IN.items())
def test_new_for_a_province_lacks_only_what_is_to_be_written(tmp_path, run_cli: RunCli, name, province):
    path = tmp_path / "a.toml"
    assert run_cli("new", "--year", "2024", "--province", province, "--agency", "某市某局", "-o", path)[0] == 0
    errors = {finding.code for finding in api.find_errors(api.read(path.name, path.read_bytes()))}
    assert errors == BEGUN
    written = path.read_text(encoding="utf-8")
    pack = load_pack(name)
    headings = [offered.part.heading for parts in pack.parts.values() for offered in parts]
    assert len(headings) >= 7
    assert [heading for heading in headings if heading not in written] == []


def test_a_pack_may_be_named_as_people_call_it_and_a_wrong_name_is_told_once(run_cli: RunCli, tmp_path):
    folder = tmp_path / "各镇"
    folder.mkdir()
    for name in ("甲", "乙"):
        (folder / f"{name}.toml").write_text(make_report(name=f"{name}镇人民政府"), encoding="utf-8")
    outputs = []
    for template in ("henan", "河南", "河南省"):
        out = tmp_path / template
        assert run_cli("render", folder, "--to", "text", "--template", template, "-o", out)[0] == 0
        outputs.append((out / "甲.txt").read_bytes())
    assert outputs == [outputs[0]] * 3
    assert "甲镇人民政府2024年政府信息公开工作年度报告".encode() in outputs[0]
    for command in (["validate"], ["render", "--to", "text"]):
        code, out, err = run_cli(*command, folder, "--template", "湖面")
        assert (code, out, err.count("没有“湖面”这个模板")) == (2, "", 1)
