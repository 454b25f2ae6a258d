"""Charts: what is drawn is what the values say, in any page, without colours, the same every time."""

import os
import re
import subprocess
import sys
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from govreport.finding import Number
from govreport.illustration_view import IllustrationView
from govreport.pack_search import load_pack
from govreport.render.chart import draw_chart, wrap_evenly
from govreport.render.pie import label_shares, push_apart
from govreport.render.svg import make_inline

LOOK = load_pack().figures
CHANNELS = ("滕州市政府信息公开网", "柴胡店镇官网", "“柴胡店镇微讯”微信公众号", "线下张贴")
COUNTS = (24, 815, 1325, 9)
KINDS = ("bar", "line", "pie")


def view(
    kind: str, labels: tuple[str, ...] = CHANNELS, numbers: tuple[Number | None, ...] = COUNTS, unit: str = "条"
) -> IllustrationView:
    return IllustrationView("figure-1", kind, "渠道", "替代文字", "", labels, numbers, unit, "", None)


def draw(figure: IllustrationView) -> etree._Element:
    return etree.fromstring(make_inline(draw_chart(figure, LOOK, "svg"), figure.alt))


def texts_of(root: etree._Element) -> list[str]:
    return [element.text for element in root.iter("text")]


def shapes_of(root: etree._Element, colour: str) -> list[list[tuple[float, float]]]:
    """Return the corners of every shape that is filled with a colour."""
    paths = [path for path in root.iter("path") if f"fill: {colour}" in path.get("style", "")]
    return [[(float(x), float(y)) for x, y in re.findall(r"[ML] (\S+) (\S+)", path.get("d"))] for path in paths]


def test_bars_are_as_high_as_their_values():
    bars = shapes_of(draw(view("bar")), LOOK.colours[0])
    heights = [max(y for _, y in bar) - min(y for _, y in bar) for bar in bars]
    assert [height / heights[2] for height in heights] == pytest.approx([n / 1325 for n in COUNTS], abs=0.001)


def test_lying_bars_are_as_long_as_their_values():
    labels = tuple(f"{label}及其所属各部门各单位的网站" for label in CHANNELS)
    bars = shapes_of(draw(view("bar", labels)), LOOK.colours[0])
    lengths = [max(x for x, _ in bar) - min(x for x, _ in bar) for bar in bars]
    assert [length / lengths[2] for length in lengths] == pytest.approx([n / 1325 for n in COUNTS], abs=0.001)
    tops = [min(y for _, y in bar) for bar in bars]
    assert tops == sorted(tops)


def test_a_line_goes_through_its_values_and_leaves_a_gap_for_a_blank():
    root = draw(view("line", ("2021", "2022", "2023", "2024"), (10, 30, None, 20)))
    (path,) = [p for p in root.iter("path") if "stroke-width: 1.6" in p.get("style", "")]
    assert path.get("d").count("L") == 1
    marks = [p.get("transform") for p in root.iter("path") if p.get("transform")]
    heights = [float(re.findall(r"[\d.]+", mark)[1]) for mark in marks]
    assert len(heights) == 3
    assert (heights[0] - heights[2]) / (heights[0] - heights[1]) == pytest.approx(0.5, abs=0.001)


@pytest.mark.parametrize("kind", KINDS)
def test_every_name_and_value_is_text_in_the_drawing(kind):
    said = "".join(texts_of(draw(view(kind))))
    for label, number in zip(CHANNELS, COUNTS, strict=True):
        assert f"{number}条" in said
        assert all(piece in said for piece in wrap_evenly(label, 10))


def test_a_pie_says_percentages():
    assert [text for text in texts_of(draw(view("pie"))) if "%" in text] == [
        "24条（1.1%）",
        "815条（37.5%）",
        "1325条（61.0%）",
        "9条（0.4%）",
    ]


def test_a_decimal_is_written_as_it_was_stated():
    said = texts_of(draw(view("bar", ("收费", "退费"), (Decimal("1439.4967"), Decimal("-0.5")), "万元")))
    assert "1439.4967万元" in said
    assert "-0.5万元" in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_may_stand_in_any_page(kind):
    """No ids that could be there twice, no style sheet that could reach the page, nothing to load."""
    text = make_inline(draw_chart(view(kind), LOOK, "svg"), "a<b>\"'&")
    root = etree.fromstring(text)
    assert {element.tag for element in root.iter()} <= {"svg", "title", "g", "path", "text"}
    assert not [name for element in root.iter() for name in element.attrib if name in ("id", "class", "href")]
    assert not re.search(r"://|url\(|font-family", text)
    assert (root[0].tag, root[0].text, root.get("aria-label")) == ("title", "a<b>\"'&", "a<b>\"'&")
    assert (root.get("role"), root.get("width")) == ("img", f"{LOOK.width:.2f}mm")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "text", ["$x^2$ $", r"\frac{", "</text><script>x</script>", "a\x01b\u202ec", "", "𠮷😀", "很" * 300]
)
def test_any_text_may_be_a_name(kind, text):
    root = draw(view(kind, (text, "乙"), (1, 2), text[:5]))
    drawn = "".join(texts_of(root))
    visible = "".join(c if c.isprintable() else "\ufffd" for c in text)
    assert drawn.replace(" ", "").count(visible[:2].replace(" ", "")) >= 1
    assert draw_chart(view(kind, (text, "乙"), (1, 2)), LOOK, "png").startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 2, 7, 12, 25, 40])
def test_texts_lie_inside_the_drawing_and_it_fits_on_a_page(kind, count):
    root = draw(view(kind, tuple(f"第{i}类政府信息公开的渠道" for i in range(count)), tuple(range(7, 7 + count))))
    _, _, width, height = map(float, root.get("viewBox").split())
    assert height <= load_pack().page.block_height * 72 / 25.4 - 40
    for element in root.iter("text"):
        x, y = float(element.get("x")), float(element.get("y"))
        size = float(re.search(r"font-size: ([\d.]+)px", element.get("style"))[1])
        room = sum(size if ord(c) > 0x2E7F else 0.6 * size for c in element.text)
        anchor = re.search("text-anchor: (middle|end)", element.get("style"))
        left = x - {"middle": room / 2, "end": room}.get(anchor[1] if anchor else "", 0)
        assert left > -2
        assert left + room < width + 2
        assert size < y + 2 < height + 4


@pytest.mark.parametrize("numbers", [(0, 0), (None, None), (-5, -3), (10**12 - 1, 1), (0, None)])
@pytest.mark.parametrize("kind", ["bar", "line"])
def test_odd_values_can_be_drawn(kind, numbers):
    root = draw(view(kind, ("甲", "乙"), numbers))
    assert "nan" not in etree.tostring(root, encoding="unicode")
    shown = [f"{number}条" for number in numbers if number is not None]
    assert [text for text in texts_of(root) if text.endswith("条")] == shown


def test_neighbouring_shares_differ_in_grey_too():
    """So that a black-and-white print shows where one ends."""
    greys = [sum(int(c[i : i + 2], 16) * w for i, w in ((1, 0.299), (3, 0.587), (5, 0.114))) for c in LOOK.colours]
    assert all(abs(a - b) > 50 for a, b in pairwise([*greys, greys[0]]))


def test_same_values_same_bytes_whatever_settings_lie_about(tmp_path):
    (tmp_path / "matplotlibrc").write_text("text.usetex: True\nfont.size: 40\nsavefig.facecolor: red\n")
    code = (
        "import sys, hashlib; from render.test_chart import *\n"
        "print([hashlib.sha256(draw_chart(view(k), LOOK, t)).hexdigest() for k in KINDS for t in ('svg', 'png')])"
    )
    seen = set()
    for seed, folder in (("0", tmp_path), ("1", tmp_path / "..")):
        path = os.pathsep.join([*filter(None, sys.path)])
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, timeout=120, check=True
        )
        assert done.stderr == b""
        seen.add(done.stdout)
    assert len(seen) == 1


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(1, 40)), min_size=1, max_size=30))
@settings(max_examples=200, deadline=None)
def test_names_beside_a_pie_never_overlap_and_keep_their_order(boxes):
    boxes.sort(key=lambda box: -box[0])
    middles, heights = [m for m, _ in boxes], [h for _, h in boxes]
    placed = push_apart(middles, heights)
    for (a, high), (b, low) in pairwise(zip(placed, heights, strict=True)):
        assert a - b >= (high + low) / 2 - 1e-6
    if all(a - b >= (x + y) / 2 for (a, x), (b, y) in pairwise(boxes)):
        assert placed == pytest.approx(middles)


def test_a_share_begins_at_its_own_middle_clockwise_from_the_top():
    right, bottom, left = label_shares([1, 2, 1], [1, 1, 1], 1)
    assert (round(right.edge_x, 3), round(right.edge_y, 3), right.side) == (0.707, 0.707, 1)
    assert (round(bottom.edge_x, 3), round(bottom.edge_y, 3)) == (0, -1)
    assert (round(left.edge_x, 3), round(left.edge_y, 3), left.side) == (-0.707, 0.707, -1)


def test_lines_of_a_name_are_even():
    assert wrap_evenly("滕州市政府信息公开网", 16) == ["滕州市政府", "信息公开网"]
    assert wrap_evenly("官网", 16) == ["官网"]
