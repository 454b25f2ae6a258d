"""Synthetic reports for measurements: realistic numbers and prose, valid by construction, the same for one seed.

As a program: python bench/synthetic.py 1000 FOLDER [--year 2024] [--seed 1]
"""

import argparse
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from govreport.format_loader import load_format

FIRST_YEAR = 2021
PROVINCES = ("河北省", "山东省", "江苏省", "安徽省", "河南省", "四川省", "浙江省", "湖南省")
FIRST, SECOND = "青临松柳云鹤白清金安永和平长石龙桃梅东南", "澜湖江溪山泉岭桥河塘泽原坪关阳川集庄屯口"
KINDS = (
    # share, level, kind, end of the name, scale of its numbers
    (0.70, "乡级", "government", "镇人民政府", 1.0),
    (0.25, "县级", "department", "县水利局", 8.0),
    (0.04, "县级", "government", "县人民政府", 60.0),
    (0.01, "市级", "government", "市人民政府", 600.0),
)
APPLICANTS = (70, 17, 2, 2, 5, 4)
"""Of a hundred applications, from whom."""
RESULTS = (40, 14, *(1, 1, 1, 2, 2, 3, 4, 3), *(18, 2, 3), *(2, 1, 1, 0.5, 0.5))
"""Of a hundred results, which; what stands under （六） comes from the rest."""
OTHER = (2, 0.2, 2)
SINGLE_SHARE = 0.3
"""Of the reports that state （六） in one row."""


@dataclass(frozen=True)
class Agency:
    """Whose report it is, and how large its numbers are."""

    number: int
    name: str
    place: str
    province: str
    level: str
    kind: str
    scale: float


def make_agency(seed: int, number: int) -> Agency:
    """Return the agency of a number; no two have one name."""
    rng = Random(f"{seed} {number}")
    at, kind = rng.random(), KINDS[-1]
    for entry in KINDS:
        if at < entry[0]:
            kind = entry
            break
        at -= entry[0]
    _, level, sort, end, scale = kind
    place = f"{spell(number // 400)}{spell(number % 400)}"
    return Agency(
        number, f"{place}{end}", place, rng.choice(PROVINCES), level, sort, scale * rng.lognormvariate(0, 0.7)
    )


def spell(number: int) -> str:
    """Return an invented name of a place: two characters for each 400 numbers."""
    more = spell(number // 400 - 1) if number >= 400 else ""
    return f"{more}{FIRST[number // 20 % 20]}{SECOND[number % 20]}"


def scatter(rng: Random, total: int, weights: tuple[float, ...]) -> list[int]:
    """Return `total` in parts, at random by weight."""
    parts = [0] * len(weights)
    if total > 60:
        share = sum(weights)
        parts = [int(total * weight / share) for weight in weights]
    for index in rng.choices(range(len(weights)), weights, k=total - sum(parts)):
        parts[index] += 1
    return parts


def draw(rng: Random, mean: float) -> int:
    """Return a count about the mean; where that is small it is often 0."""
    return int(mean * rng.lognormvariate(0, 0.3) + rng.random())


def carry_over(seed: int, agency: Agency, year: int) -> list[int]:
    """Return by applicant what a year hands on to the next one."""
    rng = Random(f"{seed} {agency.number} {year} over")
    return scatter(rng, draw(rng, agency.scale * 0.4), APPLICANTS)


def count_documents(seed: int, agency: Agency, year: int) -> tuple[int, int, int]:
    """Return how many documents a year issues, repeals and leaves in force."""
    in_force, issued, repealed = 3 + int(agency.scale), 0, 0
    for each in range(FIRST_YEAR, year + 1):
        rng = Random(f"{seed} {agency.number} {each} documents")
        issued, repealed = draw(rng, 0.5 + agency.scale / 20), min(in_force, draw(rng, 0.3 + agency.scale / 30))
        in_force += issued - repealed
    return issued, repealed, in_force


def make_numbers(seed: int, agency: Agency, year: int) -> dict[str, list[int] | str]:
    """Return the rows of all tables by path, totals left out; the sums of the form hold."""
    rng = Random(f"{seed} {agency.number} {year}")
    rows: dict[str, list[int] | str] = {"disclosure.rules": [0, 0, 0]}
    rows["disclosure.normative_documents"] = list(count_documents(seed, agency, year))
    rows["disclosure.licences"] = [draw(rng, agency.scale * 60)]
    rows["disclosure.penalties"] = [draw(rng, agency.scale * 12)]
    rows["disclosure.coercive_measures"] = [draw(rng, agency.scale)]
    rows["disclosure.fees"] = f"{agency.scale * rng.random() * rng.choice((0, 0, 1)):.4f}"
    before, after = carry_over(seed, agency, year - 1), carry_over(seed, agency, year)
    received = scatter(rng, draw(rng, agency.scale * 3), APPLICANTS)
    received = [max(new, over - old) for new, old, over in zip(received, before, after, strict=True)]
    handled = [new + old - over for new, old, over in zip(received, before, after, strict=True)]
    columns = [scatter(rng, total, (*RESULTS, *OTHER)) for total in handled]
    rows |= {"applications.received": received, "applications.carried_in": before}
    results = [list(row) for row in zip(*columns, strict=True)]
    rows |= dict(zip(RESULT_PATHS, results, strict=True))
    if rng.random() < SINGLE_SHARE:
        rows["applications.other_single"] = [sum(cells) for cells in zip(*results[-3:], strict=True)]
        for path in RESULT_PATHS[-3:]:
            del rows[path]
    rows["applications.carried_over"] = after
    for path, mean in zip(DISPUTE_PATHS, (0.1, 0.05, 0.03), strict=True):
        rows[path] = scatter(rng, draw(rng, agency.scale * mean), (6, 1, 2, 1))
    return rows


FORM = load_format("2021")
"""The form, of which only the paths and labels of rows are taken."""
RESULT_PATHS = tuple(
    row.path for row in FORM.tables[4][1].rows if row.group and row.key not in FORM.tables[4][1].total_rows
)
DISPUTE_PATHS = tuple(row.path for _, table in FORM.tables[5:] for row in table.rows)
LABELS = {path: row.label or table.name for path, (_, table, row) in FORM.row_index.items()}

PROSE = """\
[narrative]
preamble = '''
根据《中华人民共和国政府信息公开条例》和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）编制本报告。报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。
'''
[narrative.overview]
text = '''
{year}年，{name}认真落实政府信息公开各项要求，围绕群众关心的事项公开信息，工作平稳有序。
'''
[[narrative.overview.parts]]
aspect = "主动公开"
heading = "（一）主动公开情况"
text = '''
全年通过政府网站公开政府信息{web}条，通过政务新媒体公开{media}条，重点公开了财政预决算、惠民补贴、工程建设和应急管理等方面的内容。
'''
[[narrative.overview.parts]]
aspect = "依申请公开"
heading = "（二）依申请公开情况"
text = '''
全年收到政府信息公开申请{received}件，上年结转{carried}件，办结{handled}件，结转下年度继续办理{over}件。申请的登记、审查、答复、送达都有记录，答复前经法制机构审核。
'''
[[narrative.overview.parts]]
aspect = "政府信息管理"
heading = "（三）政府信息管理情况"
text = '''
严格执行信息发布前的审查制度，坚持先审后发，按季度清理已经公开的信息，及时更正和更新。
'''
[[narrative.overview.parts]]
aspect = "政府信息公开平台建设"
heading = "（四）政府信息公开平台建设情况"
text = '''
维护好政府网站的信息公开专栏，在便民服务大厅设立公开栏和查阅点，方便没有上网条件的群众查询。
'''
[[narrative.overview.parts]]
aspect = "监督保障"
heading = "（五）监督保障情况"
text = '''
明确专人负责，全年组织业务培训{training}次。政务公开纳入年度工作考核；开展社会评议，结果良好；没有需要追究责任的情形。
'''
"""
CLOSING = """\
[narrative.problems]
text = '''
存在的主要问题：一是公开的内容还不够丰富，政策解读的形式较单一；二是人员变动较多，业务还不熟练。改进措施：充实公开内容，增加图文解读；定期开展培训，固定人员分工。
'''
[narrative.other]
text = '''
本年度没有收取信息处理费。没有其他需要报告的事项。
'''
"""


def make_report(seed: int, number: int, year: int = 2024) -> str:
    """Return a report as TOML: about six kilobytes, without an error."""
    agency = make_agency(seed, number)
    rows = make_numbers(seed, agency, year)
    rng = Random(f"{seed} {number} {year} prose")
    totals = {key: sum(rows[f"applications.{key}"]) for key in ("received", "carried_in", "carried_over")}
    prose = PROSE.format(
        year=year,
        name=agency.name,
        web=40 + draw(rng, 200),
        media=10 + draw(rng, 80),
        training=rng.randint(1, 4),
        received=totals["received"],
        carried=totals["carried_in"],
        over=totals["carried_over"],
        handled=totals["received"] + totals["carried_in"] - totals["carried_over"],
    )
    lines = [
        f'format = "2021"\nyear = {year}\n[agency]\nname = "{agency.name}"\nprovince = "{agency.province}"',
        f'level = "{agency.level}"\nkind = "{agency.kind}"\n[publication]\ndate = {year + 1}-01-18\n{prose}',
    ]
    table = ""
    for path, cells in rows.items():
        name, _, key = path.partition(".")
        if name != table:
            lines.append(f"[{name}]")
            table = name
        value = cells if isinstance(cells, str) else cells[0] if len(cells) == 1 else cells
        lines.append(f"{key:26} = {value!s:28}  # {LABELS[path]}")
    return "\n".join(lines) + "\n" + CLOSING


def write_reports(folder: Path, numbers: range, *, seed: int = 1, year: int = 2024) -> Iterator[Path]:
    """Write the reports of some numbers into a folder, as files that are called by their numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        path = folder / f"{number:06}.toml"
        path.write_text(make_report(seed, number, year), encoding="utf-8")
        yield path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--year", type=int, default=2024)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    size = sum(
        os.path.getsize(path)  # noqa: PTH202
        for path in write_reports(given.folder, range(given.count), seed=given.seed, year=given.year)
    )
    print(f"{given.count} reports, {size / max(1, given.count):.0f} bytes each, in {given.folder}")


if __name__ == "__main__":
    main()
