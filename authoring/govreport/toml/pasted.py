"""A row of the form that was pasted from a spreadsheet or a Word table."""

import re

from govreport.cells import squeeze
from govreport.finding import Place, Strike
from govreport.format_loader import list_formats, load_format
from govreport.report_format import all_rows

NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)


def read_pasted(number: int, text: str) -> Strike | None:
    """Return a strike with the row as TOML where a line is a label of the form and its cells, tabs between."""
    cells = [cell.strip() for cell in text.strip().split("\t")]
    figures = [cell for cell in cells if NUMBER.fullmatch(cell)]
    label = squeeze("".join(cells[: len(cells) - len(figures)]))
    if len(cells) < 2 or not figures or cells[-len(figures) :] != figures:
        return None
    for name in list_formats():
        for _, table in load_format(name).tables:
            own = len(table.columns) - len(table.total_columns)
            for row in all_rows(table):
                if row.label and label.endswith(squeeze(row.label)) and len(figures) in (own, len(table.columns)):
                    value = f"[{', '.join(figures)}]" if len(table.columns) > 1 else figures[0]
                    place = Place(number, 1 + len(text) - len(text.lstrip()), len(text.strip()))
                    return Strike("F42", found=label, place=place, corrected=f"{row.key} = {value}")
    return None
