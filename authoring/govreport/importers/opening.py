"""What stands before the first section: the title and the preamble."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from govreport.importers.document import Paragraph
from govreport.importers.prose import clean_paragraph

LONGEST_TITLE = 70
TITLE = re.compile(
    r"(?:公开|政务|政府信息).*(?:年度?报告|年报)$|\d{4}年?度?(?:政府信息|政务信息|政务|信息)公开(?:工作)?(?:情况)?的?(?:报告|总结)$"
)
TITLE_TAIL = re.compile(r"^(?:工作)?年度?报告$|^(?:年度?)?(?:政府信息公开|政务公开).{0,4}(?:年度?|工作)报告$")
SUBJECT = "政府信息公开工作年度报告"
BROKEN_TAILS = frozenset(SUBJECT[i:] for i in range(1, len(SUBJECT) - 1))
"""What may stand on a line of its own where the title's last line is broken in the middle of a word."""
REMARK = re.compile(r"[（(](?:公开稿|定稿|全文|样本|草稿)[）)]$")
SITE = re.compile(
    r"(?:发布|更新|生成|成文|公开)(?:时间|日期|机构)|信息来源|文章来源|来\s*源\s*[:：]|浏览次数|阅读次数|点击数|访问量|字\s*体\s*[:：]"
    r"|字号|【[^】]*】|打印(?:本页)?|关闭(?:窗口)?|分享|收藏|当前位置|您(?:的|现在的)?位置|首页|索\s*引\s*号|信息分类|主题分类|责任编辑"
    r"|扫一扫|无障碍|版权所有|主办单位|承办单位|ICP备|公网安备|网站标识码|上一篇|下一篇|上一条|下一条|相关(?:附件|文档|链接|稿件)|附件\s*[:：]"
    r"|^下载$|^正\s*文$|^\[.{0,6}\]$|^目\s*录$|^【草稿】$|^草稿$"
)
"""Lines that a site or a program puts around a report."""
LONGEST_SITE_LINE = 80


@dataclass(frozen=True)
class Opening:
    """The lines of the title, and the paragraphs of the preamble."""

    title: tuple[str, ...]
    preamble: tuple[str, ...]


def is_site_line(text: str) -> bool:
    """Tell whether a line is a site's or a program's own, and no part of the report."""
    flat = "".join(text.split())
    return not flat or (len(flat) <= LONGEST_SITE_LINE and SITE.search(text) is not None and "。" not in flat[:-1])


def read_opening(paragraphs: Sequence[Paragraph], titles: Sequence[str]) -> Opening:
    """Return title and preamble; `titles` are those that a web page gives elsewhere, for want of a better."""
    lines = [Paragraph(clean_paragraph(p.text), p.where) for p in paragraphs]
    lines = [line for line in lines if line.text]
    ends = [index for index, line in enumerate(lines) if is_title_end(line.text)]
    if ends:
        start, end = find_title(lines, ends)
        title = join_broken([REMARK.sub("", line.text) for line in lines[start : end + 1]])
        rest = lines[end + 1 :]
    else:
        title, rest = title_of_page(titles), drop_navigation(lines)
    preamble = [line.text for line in rest if not is_site_line(line.text) and not is_title_end(line.text)]
    return Opening(title, tuple(drop_contents(preamble)))


def is_title_end(text: str) -> bool:
    """Tell whether a line is a report's title, or the end of one."""
    flat = REMARK.sub("", "".join(text.split()))
    return (
        len(flat) <= LONGEST_TITLE
        and "。" not in flat
        and ">" not in flat
        and (flat in BROKEN_TAILS or TITLE.search(flat) is not None or TITLE_TAIL.match(flat) is not None)
    )


def join_broken(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the lines of a title, one that was broken in the middle of a word put together again."""
    if len(lines) > 1 and lines[-1] in BROKEN_TAILS and not TITLE_TAIL.match(lines[-1]):
        return (*lines[:-2], lines[-2] + lines[-1])
    return tuple(lines)


def find_title(lines: Sequence[Paragraph], ends: Sequence[int]) -> tuple[int, int]:
    """Return the first and last line of the title: the last that names year and subject."""
    spans = [(extend_title(lines, end), end) for end in ends]
    complete = [span for span in spans if names_subject(lines, span)]
    return (complete or spans)[-1]


def extend_title(lines: Sequence[Paragraph], end: int) -> int:
    """Return where a title begins that ends on line `end`: it takes in lines until it names an agency."""
    start = end
    while start > 0 and end - start < 3 and lacks_agency("".join(line.text for line in lines[start : end + 1])):
        before = lines[start - 1]
        is_apart = before.where[:-1] != lines[end].where[:-1]
        if is_apart or not is_title_line(before.text) or is_title_end(before.text):
            break
        start -= 1
    return start


def lacks_agency(title: str) -> bool:
    """Tell whether no agency stands before a title's subject, so that it may stand on the line before."""
    flat = re.sub(r"^(?:\d{4}|[二〇○零一二三四五六七八九]{4})(?:年度?|度)?", "", "".join(title.split()))
    return flat in BROKEN_TAILS or re.match(r"年|政府信息|政务|信息公开|工作|年度|$", flat) is not None


def is_title_line(text: str) -> bool:
    """Tell whether a line may be the first part of a title."""
    flat = "".join(text.split())
    return 2 <= len(flat) <= 40 and re.search(r"[。，；：:,;>»|]", flat) is None and not is_site_line(text)


def names_subject(lines: Sequence[Paragraph], span: tuple[int, int]) -> bool:
    """Tell whether a title says what it is about."""
    text = "".join(line.text for line in lines[span[0] : span[1] + 1])
    return "公开" in text and re.search(r"\d{4}|[〇○零一二三四五六七八九]{4}", text) is not None


def title_of_page(titles: Sequence[str]) -> tuple[str, ...]:
    """Return the best title that a page gives outside its text, without the site's name."""
    for title in titles:
        for piece in (title, *re.split(r"[-_|—–]", title)):
            if is_title_end(piece):
                return (clean_paragraph(piece),)
    return ()


def drop_navigation(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the lines that are sentences: without a title nothing else tells a preamble from a site's menus."""
    return [line for line in lines if len(line.text) > 30 or "。" in line.text]


def drop_contents(paragraphs: Sequence[str]) -> list[str]:
    """Return paragraphs without the lines of a table of contents (一、总体……1)."""
    contents = re.compile(r"^[一二三四五六]、.{2,30}?(?:[.…·\s]*\d{0,2})$")
    return [text for text in paragraphs if not contents.match(text)]
