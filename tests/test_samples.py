"""The six samples: right, complete, and true to the seeds that five of them carry."""

import re
from collections import Counter
from pathlib import Path

import pytest

from conftest import SAMPLE_FILES, SAMPLES, RunCli, need_shared
from form_2021 import (
    APPLICATION_ROWS,
    APPLICATIONS,
    DISCLOSURE,
    DISCLOSURE_ROWS,
    DISPUTES,
    PROSE_KEYS,
    prose_lines,
    read_toml,
    stated_numbers,
)

SEEDS = {
    "baita-2024": ("000", "沙河市白塔镇人民政府", 186),
    "huazhuang-2024": ("001", "遂平县花庄镇人民政府", 200),
    "jiegu-2023": ("002", "节固镇人民政府", 200),
    "chaihudian-2024": ("003", "滕州市柴胡店镇人民政府", 200),
    "laiyuan-2024": ("004", "涞源县人民政府", 186),
}
"""Sample: its seed, the agency (DOMAIN part 9), how many numbers it states."""

REPAIRED: dict[str, tuple[dict[str, int], dict[str, int]]] = {
    "huazhuang-2024": ({"2024": 1}, {}),  # two sentences of one paragraph name the year once
    # 本年度 for 2024年度; 一 for 1、; the 24 items named again
    "chaihudian-2024": ({"2024": 1, "1": 1}, {"24": 1}),
    "laiyuan-2024": ({}, {"2024": 1}),  # the year of the problems, which the seed does not name
}
"""How often a sample says a number less often, and more often, than its seed does."""

LONGEST_COMMON_RUN = 20
"""Han characters. Below this two texts share words and set phrases, not sentences."""

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def seed_text(sample: str) -> str:
    number = SEEDS[sample][0]
    (path,) = need_shared("seeds").glob(f"{number}_*.txt")
    return re.sub(r"\[bookmark: [^\]]*\]", "", path.read_text(encoding="utf-8"))


def seed_sections(text: str) -> list[str]:
    """The seed cut at its six headings: what stands before 一, then 一 to 六."""
    cuts = [0]
    for first, words in zip("一二三四五六", ("总体", "主动", "收到", "政府", "存在", "其他"), strict=True):
        match = re.compile(rf"^(?:{first}、|1、)\s*{words}.*$", re.MULTILINE).search(text, cuts[-1])
        assert match, first
        cuts.append(match.start())
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def seed_prose(text: str) -> str:
    sections = seed_sections(text)
    return "\n".join((sections[0], sections[1], *sections[5:]))


def seed_rows(section: str) -> list[tuple[str, list[str]]]:
    """The flattened table as (last label before the numbers, the numbers behind it)."""
    rows: list[tuple[str, list[str]]] = []
    label = ""
    for cell in re.split(r"[\t\n]", section):
        text = "".join(cell.split())
        if NUMBER.fullmatch(text):
            if label:
                rows.append((label, []))
                label = ""
            rows[-1][1].append(text)
        elif text:
            label = f"{label}{text}" if label and not is_whole_label(label) else text
    return rows


def is_whole_label(text: str) -> bool:
    """Tell whether a label is complete; one that Word broke over two lines is not."""
    return not text.endswith("要求行政机关确认或重新")


def plain(label: str) -> str:
    return label.translate(str.maketrans("(),", "（），"))


def sample_prose(sample: str) -> str:
    data = read_toml(SAMPLES / f"{sample}.toml")
    title = data.get("publication", {}).get("title", "")
    preamble = data["narrative"].get("preamble", "")
    signature = data.get("publication", {}).get("signature", "")
    day = data.get("publication", {}).get("date")
    date = f"{day.year}年{day.month}月{day.day}日" if day else ""
    sections = [line for key in PROSE_KEYS for line in prose_lines(data, key)]
    return "\n".join([title, preamble, *sections, signature, date])


def test_there_are_exactly_six_samples(samples: tuple[Path, ...]):
    assert len(samples) == 6
    assert {path.stem for path in samples} == {*SEEDS, "qinglan-2024"}


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.stem)
def test_every_sample_validates_without_an_error(path: Path, run_cli: RunCli):
    code, out, err = run_cli("validate", path)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].startswith(f"{path}：通过")


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.stem)
def test_every_sample_renders_without_draft(path: Path, run_cli: RunCli, tmp_path: Path):
    code, _, err = run_cli("render", path, "--to", "text,html,html-fragment", "-o", tmp_path)
    assert (code, err) == (0, "")
    written = {file.name for file in tmp_path.iterdir()}
    assert written == {f"{path.stem}{suffix}" for suffix in (".txt", ".html", ".fragment.html")}
    assert not any("草稿" in file.read_text(encoding="utf-8") for file in tmp_path.iterdir())


@pytest.mark.parametrize("sample", SEEDS)
def test_samples_carry_agency_and_year_of_their_seed(sample: str):
    data = read_toml(SAMPLES / f"{sample}.toml")
    assert data["agency"]["name"] == SEEDS[sample][1]
    assert str(data["year"]) in seed_text(sample)[:60]
    assert data["agency"]["name"].removesuffix("人民政府").removesuffix("镇")[-2:] in seed_text(sample)[:60]


@pytest.mark.parametrize("sample", SEEDS)
def test_samples_state_every_number_of_their_seed_cell_by_cell(sample: str):
    sections = seed_sections(seed_text(sample))
    numbers = stated_numbers(read_toml(SAMPLES / f"{sample}.toml"))
    assert len(numbers) == SEEDS[sample][2]

    disclosure = seed_rows(sections[2])
    assert [label for label, _ in disclosure] == [label for _, label, _, _ in DISCLOSURE_ROWS]
    mine = rows_of(numbers, DISCLOSURE)
    assert [(labels[-1], values) for labels, values in mine] == disclosure

    applications = seed_rows(sections[3])
    mine = rows_of(numbers, APPLICATIONS)
    assert [(labels[-1], values) for labels, values in mine] == [(plain(label), v) for label, v in applications]
    assert {labels for labels, _ in mine} < {labels for _, labels in APPLICATION_ROWS}
    assert all(len(values) == 7 for _, values in mine)

    ((_, disputes),) = seed_rows(sections[4])
    assert len(disputes) == 15
    assert [value for (table, _, _), value in numbers.items() if table == DISPUTES] == disputes


def rows_of(numbers: dict, table: str) -> list[tuple[tuple[str, ...], list[str]]]:
    rows: dict[tuple[str, ...], list[str]] = {}
    for (place, labels, _), value in numbers.items():
        if place == table:
            rows.setdefault(labels, []).append(value)
    return list(rows.items())


@pytest.mark.parametrize("sample", SEEDS)
def test_prose_says_every_number_of_the_seed_as_often_and_no_other(sample: str):
    without_blanks = re.sub(r"(?<=\d)\s+|\s+(?=\d)", "", seed_prose(seed_text(sample)))
    theirs, mine = Counter(NUMBER.findall(without_blanks)), Counter(NUMBER.findall(sample_prose(sample)))
    assert len(theirs) >= 3
    assert theirs.keys() == mine.keys()
    assert (dict(theirs - mine), dict(mine - theirs)) == REPAIRED.get(sample, ({}, {}))


@pytest.mark.parametrize("sample", SEEDS)
def test_headings_of_parts_are_those_of_the_seed_in_its_order(sample: str):
    marks = str.maketrans("():,", "（）：，")
    lines = ["".join(line.split()).translate(marks) for line in seed_prose(seed_text(sample)).split("\n")]
    theirs = [line for line in lines if re.match(r"（[一二三四五六]）", line)]
    data = read_toml(SAMPLES / f"{sample}.toml")
    mine = [part["heading"] for key in PROSE_KEYS for part in data["narrative"].get(key, {}).get("parts", [])]
    assert len(mine) >= 5
    assert len(mine) == len(theirs)
    for heading, line in zip(mine, theirs, strict=True):
        assert line.startswith(heading)


@pytest.mark.parametrize("sample", SEEDS)
def test_no_sentence_of_the_seed_is_copied(sample: str):
    theirs = han_runs(seed_prose(seed_text(sample)))
    mine = han_runs(sample_prose(sample))
    run = longest_common_run(mine, theirs)
    assert 2 < len(run) < LONGEST_COMMON_RUN, run


def han_runs(text: str) -> str:
    """The Han characters without document names, a blank where anything else stood between."""
    without_names = re.sub(r"《[^》]*》", " ", text)
    return " ".join(HAN.findall(without_names))


def longest_common_run(mine: str, theirs: str) -> str:
    """The longest stretch without a blank that is in both."""
    best = ""
    for run in mine.split(" "):
        for start in range(len(run)):
            while start + len(best) < len(run) and run[start : start + len(best) + 1] in theirs:
                best = run[start : start + len(best) + 1]
    return best


def test_the_sixth_sample_is_a_city_with_numbers_everywhere_and_all_totals_stated():
    data = read_toml(SAMPLES / "qinglan-2024.toml")
    numbers = stated_numbers(data)
    assert data["agency"]["level"] == "市级"
    assert len(numbers) == 200
    assert [place for place, value in numbers.items() if float(value) == 0] == []
