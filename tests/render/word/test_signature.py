"""Where signature and date stand, by GB/T 9704-2012 and worked out by hand."""

import pytest

from govreport.render.word.signature import place_signature


@pytest.mark.parametrize(
    ("signature", "date", "from_right", "from_left"),
    [
        # 11 characters end 2 before the edge of 28, so begin at 15; the date at 17
        ("青澜市临湖区水利局机关", "2025年3月20日", 2, 17),
        # the date of 6.5 begins 2 behind, ends 2 before the edge: the name begins at 17.5, ends at 19.5
        ("法院", "2025年3月20日", 8.5, 19.5),
        ("青澜市人民政府", "", 2, 21),
        ("", "2025年3月20日", 26, 19.5),
        # longer than a line: the date as if the name began at the left edge
        ("青澜市临湖区高新技术产业开发区管理委员会行政审批服务局办公室信息科", "2025年3月20日", 2, 2),
    ],
)
def test_longer_line_ends_two_characters_from_the_edge_and_date_begins_two_behind(
    signature, date, from_right, from_left
):
    found = place_signature(signature, date, 28)
    if signature:
        assert found[0] == from_right
    if date:
        assert found[1] == from_left
