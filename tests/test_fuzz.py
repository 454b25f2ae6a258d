"""Whatever stands in a file: exit 0, 1 or 2, never a traceback, never a hang, every finding inside the text.

FUZZ_EXAMPLES=2000 python -m pytest tests/test_fuzz.py looks further than the fixed examples of every run.
"""

import contextlib
import io
import json
import os
import signal
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import SAMPLES
from form_2021 import APPLICATION_ROWS, DISCLOSURE_ROWS, DISPUTE_ROWS
from govreport.cli.app import run
from reports import make_report

EXAMPLES = os.environ.get("FUZZ_EXAMPLES")
HANG = 60
"""Seconds; what takes milliseconds otherwise."""

fuzzed = settings(
    max_examples=int(EXAMPLES or 60),
    derandomize=EXAMPLES is None,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@contextlib.contextmanager
def no_hang() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise AssertionError(f"still busy after {HANG} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(HANG)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def govreport(*arguments: object) -> tuple[int, str, str]:
    """Run the command line; a traceback would come out as an exception."""
    out, err = (io.TextIOWrapper(io.BytesIO(), newline="") for _ in range(2))
    with no_hang(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(argument) for argument in arguments])
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8"))
    return code, *texts


def check(folder: Path, content: bytes) -> None:
    """Run every command that reads a report on `content`."""
    path = folder / "a.toml"
    path.write_bytes(content)
    findings = check_validate(path, content)
    errors = [finding for finding in findings if finding["severity"] == "error"]
    code, _, err = govreport("render", path, "--to", "text,html,html-fragment", "--draft")
    assert code in (0, 2)
    assert len(err.splitlines()) == (code == 2)
    renders = code == 0
    code, _, _ = govreport("render", path, "--to", "text")
    assert code == (2 if not renders else 1 if errors else 0)
    for to in ("json", "csv"):
        code, out, err = govreport("export", path, "--to", to)
        assert code in (0, 2)
        assert len(err.splitlines()) == (code == 2)
        assert bool(out) == (code == 0)
        if out and to == "json":
            assert len(json.loads(out, parse_constant=pytest.fail)["tables"]) in (8, 9)


def check_validate(path: Path, content: bytes) -> list[dict]:
    code, out, err = govreport("validate", path, "--format", "json", "--verbose")
    findings = json.loads(out)
    assert err == ""
    assert code == any(finding["severity"] == "error" for finding in findings)
    with contextlib.suppress(UnicodeDecodeError):
        lines = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8").split("\n")
        for finding in findings:
            assert 1 <= finding["line"] <= len(lines)
            assert 1 <= finding["column"] <= len(lines[finding["line"] - 1]) + 1
    code, out, err = govreport("validate", path)
    assert (code, err) == (bool([f for f in findings if f["severity"] == "error"]), "")
    assert not [c for c in out if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    return findings


# ------------------------------------------------------------ what is tried

BYTES = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(lambda text: text.encode("utf-8")),
    st.text(
        st.sampled_from("ab=[]{}'\"#\n\r\t .,0123456789-_:TZ甲，。“”＝【】\x00\x1b\ufeff\u2028"), max_size=200
    ).map(str.encode),
    st.text(st.sampled_from("甲乙“”年12"), max_size=50).map(lambda text: text.encode("gbk")),
    st.text(max_size=50).map(lambda text: text.encode("utf-16")),
)

ROW_KEYS = [
    *(f"disclosure.{row[0]}" for row in DISCLOSURE_ROWS),
    *(f"applications.{key}" for key, _ in APPLICATION_ROWS),
    *(f"disputes.{key}" for key, _ in DISPUTE_ROWS),
]
FIELD_KEYS = [
    "format",
    "year",
    "agency.name",
    "agency.level",
    "agency.kind",
    "agency.contact.phone",
    "agency.contact",
    "agency",
    "publication",
    "publication.date",
    "publication.title",
    "publication.signature",
    "narrative.preamble",
    "narrative.overview.text",
    "narrative.overview.parts",
    "narrative.problems.text",
    "narrative.other",
    "narrative",
    "disclosure",
    "applications",
    "disputes",
    "applications.denied",
    "waive",
]
KEYS = st.one_of(
    st.sampled_from([*ROW_KEYS, *FIELD_KEYS]),
    st.sampled_from(
        ["a", "a.b", '"甲"', '"\\u001B"', "yaer", "applications.recieved", "applications.received.x", "x" * 300]
    ),
)
SCALARS = st.one_of(
    st.integers(-3, 12).map(str),
    st.integers(-(10**19), 10**19).map(str),
    st.sampled_from(
        ["0", "0", "2024", '"2021"', '"2019"', '""', "true", "nan", "-inf", "1e400", "1e-400", "0.1", "-0.0"]
    ),
    st.sampled_from([f"0x{'F' * 5000}", "9" * 4000, f"1.{'0' * 3000}1", "0b1", "0o7", "1_000", "-0", "1E5"]),
    st.sampled_from(
        ["2025-01-18", "2025-01-18T00:00:00Z", "2025-01-18T00:00:00", "07:32:00", "0001-01-01", "9999-12-31"]
    ),
    st.text(max_size=20)
    .map(lambda text: json.dumps(text.replace("\ud800", ""), ensure_ascii=True))
    .filter(lambda text: "\\ud" not in text and "\x7f" not in text),
    st.sampled_from(
        ['"{0}{year}"', '"【待填写】"', '"\\u0007"', '"甲\\n乙"', '"乡级"', '"government"', "'''\n甲\n\n乙'''"]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=8).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(
            st.tuples(
                st.sampled_from(["heading", "text", "run_in", "aspect", "rule", "at", "reason", "x"]), inner
            ),
            max_size=4,
        )
        .map(dict)
        .map(lambda items: "{" + ", ".join(f"{key} = {value}" for key, value in items.items()) + "}"),
    ),
    max_leaves=10,
)
ROWS = st.lists(st.sampled_from(['""', "0", "1", "2", "7", "-1", "0.5", "12345678"]), min_size=4, max_size=9).map(
    lambda cells: f"[{', '.join(cells)}]"
)
DOCUMENTS = st.one_of(
    st.lists(st.tuples(KEYS, VALUES), max_size=12).map(lambda items: "\n".join(f"{k} = {v}" for k, v in items)),
    st.dictionaries(st.sampled_from([*ROW_KEYS, *FIELD_KEYS[:6]]), st.one_of(ROWS, SCALARS), max_size=40).map(
        lambda items: "\n".join(f"{k} = {v}" for k, v in items.items())
    ),
).map(lambda text: text.encode("utf-8", "replace"))

REPORTS = [
    (SAMPLES / "qinglan-2024.toml").read_text(encoding="utf-8"),
    (SAMPLES / "laiyuan-2024.toml").read_text(encoding="utf-8"),
    make_report(),
]
ODD = [
    "０",
    "，",
    "、",
    "［",
    "“",
    "＝",
    "'",
    '"',
    "'''",
    '"""',
    "[",
    "]",
    "{",
    "#",
    "=",
    ",",
    ".",
    "-",
    "\n",
    "\r",
    "\t",
    " ",
    "\x00",
    "\x1b",
]
ODD += [
    "6件",
    "1,439",
    "06",
    "nan",
    "true",
    "2025年1月18日",
    "[x]",
    "[[waive]]",
    "[applications]",
    "\ufeff",
    "\u202e",
    "𠮷",
    "e5",
    "甲",
]


@st.composite
def edited(draw) -> bytes:
    text = draw(st.sampled_from(REPORTS))
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["insert", "replace", "delete", "swap lines", "repeat line", "cut"]))
        at = draw(st.integers(0, len(text)))
        length = draw(st.integers(1, 6))
        lines = text.split("\n")
        one, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        if kind == "insert":
            text = text[:at] + draw(st.sampled_from(ODD)) + text[at:]
        elif kind == "replace":
            text = text[:at] + draw(st.sampled_from(ODD)) + text[at + length :]
        elif kind == "delete":
            text = text[:at] + text[at + length :]
        elif kind == "cut":
            text = text[:at]
        else:
            lines[one], lines[other] = (lines[other], lines[one]) if kind == "swap lines" else (lines[other],) * 2
            text = "\n".join(lines)
    return text.encode("utf-8")


@fuzzed
@given(content=BYTES)
def test_random_bytes(folder, content):
    check(folder, content)


@fuzzed
@given(content=DOCUMENTS)
def test_random_toml_documents(folder, content):
    check(folder, content)


@fuzzed
@given(content=edited())
def test_random_edits_of_a_report(folder, content):
    check(folder, content)


MONSTER = f"0x{'F' * 5000}"
STRANGE = [MONSTER, f"[{MONSTER}]", f"{{a = {MONSTER}}}", f'["", {MONSTER}]', "nan", "1e400", "1e-400", "true"]
STRANGE += ["2025-01-18", "07:32:00", "-1", "2.5", "[]", "[[]]", "{}", "[{}]", '""', '"甲"', '"６件"', '"\\u0007"']
STRANGE += ["'''\n'''", "[0, 0, 0, 0, 0, 0]"]
PARENTS = [key for key in FIELD_KEYS if any(other.startswith(f"{key}.") for other in [*FIELD_KEYS, *ROW_KEYS])]
LEAVES = [key for key in [*FIELD_KEYS, *ROW_KEYS] if key not in (*PARENTS, "narrative.overview.parts", "waive")]
PART_KEYS = ("aspect", "heading", "run_in", "text", "rule", "at", "reason", "x")


@pytest.mark.parametrize("value", STRANGE, ids=lambda value: value[:12])
def test_every_key_may_hold_anything(folder, value):
    assert len(LEAVES) > 45
    lines = [f"{key} = {value}" for key in LEAVES]
    item = ", ".join(f"{key} = {value}" for key in PART_KEYS)
    lines += [f"{key} = [{{{item}}}]" for key in ("narrative.overview.parts", "waive")]
    text = "\n".join(lines)
    assert len(tomllib.loads(text)) > 7
    check(folder, text.encode())
    for key in (*PARENTS, "narrative.overview.parts", "waive", "x"):
        check(folder, f"{key} = {value}\n".encode())


DEEP = {
    "arrays": "a = " + "[" * 50_000,
    "closed arrays": "a = " + "[" * 5_000 + "]" * 5_000,
    "tables": "a = " + "{a = " * 5_000,
    "dotted key": ".".join("a" * 5_000) + " = 1",
    "dotted header": f"[{'.'.join('a' * 3_000)}]",
    "many headers": "".join(f"[a{i}]\n" for i in range(5_000)),
    "many unknown keys": "".join(f"a{i} = 0\n" for i in range(3_000)),
    "one header many times": "[applications]\n" * 3_000,
    "one key many times": "year = 2024\n" * 3_000,
    "many parts": '[[narrative.overview.parts]]\ntext = "甲"\n' * 2_000,
    "many waivers": '[[waive]]\nrule = "C13"\nreason = "甲"\n' * 1_000,
    "long row": f"[applications]\nreceived = [{'0, ' * 50_000}]",
    "long line": f'a = "{"甲" * 100_000}"',
    "long word": f'[narrative.overview]\ntext = "{"x" * 100_000}"',
    "long line of slips": "a = " + "１，" * 3_000,
    "long title": f'[publication]\ntitle = "{"甲" * 20_000}"',
    "open quotes": "a = '''\n" * 3_000,
    "quotes": "'" * 20_000,
    "blanks": " " * 100_000 + "x",
    "commas": f"a = [{',' * 20_000}]",
    "digits": f"a = {'1' * 100_000}",
    "hex digits": f"year = 0x{'F' * 100_000}",
    "exponent": "[disclosure]\nfees = 1e999999999999999999999",
    "brackets and quotes": "[\"'" * 10_000,
    "carriage returns": "a = 1\r" * 10_000,
    "newlines": "\n" * 100_000 + "x",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_large_and_deep_input_is_no_hang(folder, text):
    check(folder, text.encode("utf-8"))
