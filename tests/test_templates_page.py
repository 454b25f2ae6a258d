"""The guide to packs does what it says: its blocks make one pack, and its commands run as they stand there."""

import os
import re
import shlex
import subprocess
import sys

import pytest
from PIL import Image

from conftest import ROOT

GUIDE = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
FILES = {"toml": "pack.toml", "html": "report.html", "css": "print.css"}
COMMANDS = re.findall(r"^ *(govreport .*)$", GUIDE, re.MULTILINE)
"""Those in blocks; the ones inside sentences do not begin a line."""


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^ *```{kind}\n(.*?)^ *```$", GUIDE, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """Every command of the guide run in order, the new pack filled in after the one that makes it."""
    folder = tmp_path_factory.mktemp("guide")
    (folder / "samples").symlink_to(ROOT / "samples")
    environment = {**os.environ, "XDG_CONFIG_HOME": str(folder / "config"), "APPDATA": str(folder / "config")}
    results = {}
    for command in COMMANDS:
        words = [sys.executable, "-m", *shlex.split(command)]
        results[command] = subprocess.run(
            words, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
        )
        if command == "govreport template new 湖南":
            (pack,) = (folder / "config").rglob("湖南")
            for kind, name in FILES.items():
                (pack / name).write_text("\n".join(blocks(kind)), encoding="utf-8")
            Image.new("RGB", (60, 20), "#b3261e").save(pack / "logo.png")
    return folder, results


def test_every_command_succeeds(session):
    _, results = session
    assert len(results) == len(set(COMMANDS)) >= 9
    assert {command: done.stderr for command, done in results.items() if done.returncode} == {}


def test_what_the_guide_shows_of_the_programs_answers_is_true(session):
    _, results = session
    shown = [block for block in blocks("") if not block.lstrip().startswith("govreport ")]
    answers = "".join(done.stdout for done in results.values())
    assert sum(block in answers for block in shown) == 2


def test_the_pack_of_the_guide_changes_what_it_says(session):
    folder, _ = session
    page = (folder / "试样" / "qinglan-2024.html").read_text(encoding="utf-8")
    assert "2024年度政府信息公开工作年度报告" in page
    assert 'src="data:image/png;base64,' in page
    assert "编制：青澜市人民政府　报告年度：2024" in page
    report = (folder / "云溪.toml").read_text(encoding="utf-8")
    assert "2024年，湘水县云溪镇人民政府没有收取信息处理费。" in report
    assert "对着上面的问题逐条写" in report
    assert (folder / "试样" / "qinglan-2024.docx").is_file()


def test_pictures_are_there_and_small():
    for name in re.findall(r"\]\((images/.*?)\)", GUIDE):
        assert (ROOT / "docs" / name).stat().st_size < 120_000
