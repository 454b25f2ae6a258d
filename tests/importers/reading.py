"""What tests compare: the numbers and lines of an imported report, and those of a file of ours."""

from typing import Any

from conftest import SAMPLES
from form_2021 import PROSE_KEYS, captions, paragraphs, prose_lines, read_toml
from govreport.importers.recognise import Imported
from govreport.report import Report

SEED_SAMPLES = {
    "000_cfdd1f6bb9b2d072.txt": "baita-2024",
    "001_b99ae1cfb7712085.txt": "huazhuang-2024",
    "002_066c2f16e81325c2.txt": "jiegu-2023",
    "003_f0f557709e2274f5.txt": "chaihudian-2024",
    "004_bedebc31cbf810fe.txt": "laiyuan-2024",
}


def numbers_of(report: Report) -> dict[str, list[str]]:
    """Return the cells of every row, a blank as ""."""
    return {
        path: ["" if cell is None else str(cell) for cell in cells] for path, cells in sorted(report.rows.items())
    }


def stated_rows(data: dict[str, Any]) -> dict[str, list[str]]:
    """Return the cells of every row of a TOML file of ours that states all of them."""
    rows: dict[str, list[str]] = {}

    def walk(path: str, value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(f"{path}.{key}", inner)
        else:
            rows[path] = [str(cell) for cell in (value if isinstance(value, list) else [value])]

    for table in ("disclosure", "applications", "disputes"):
        walk(table, data[table])
    return dict(sorted(rows.items()))


def flat(text: str) -> str:
    """Return a text without white space."""
    return "".join(text.split())


def lines_of(report: Report, key: str) -> list[str]:
    """Return a prose section's lines as printed, without white space."""
    prose = report.prose[key]
    lines = list(prose.text)
    for part in prose.parts:
        if part.run_in and part.text:
            lines += [part.heading + part.text[0], *part.text[1:]]
        else:
            lines += [part.heading, *part.text]
    return [flat(line) for line in lines if line]


def sample_data(sample: str) -> dict[str, Any]:
    """Return a sample's data."""
    return read_toml(SAMPLES / f"{sample}.toml")


def check_like_sample(imported: Imported, sample: str) -> None:
    """Assert that a report says what the sample says: numbers, title, preamble, prose, signature, date."""
    data, report = sample_data(sample), imported.report
    assert numbers_of(report) == stated_rows(data)
    assert imported.filled == imported.cells == sum(map(len, stated_rows(data).values()))
    publication = data.get("publication", {})
    default = f"{data['agency']['name']}{data['year']}年政府信息公开工作年度报告"
    assert flat(report.text("publication.title")) == flat(publication.get("title", default))
    preamble = paragraphs(data["narrative"].get("preamble", ""))
    printed = [flat(line) for line in report.text("narrative.preamble").split("\n") if line]
    assert printed == [flat(line) for line in preamble]
    for key in PROSE_KEYS:
        expected = [*prose_lines(data, key), *captions(data, key)]
        assert lines_of(report, key) == [flat(line) for line in expected], key
    assert report.year == data["year"]
    assert report.text("publication.signature") == publication.get("signature", "")
    assert report.date == publication.get("date")
