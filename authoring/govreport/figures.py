"""The numbers of a report with the totals that the author left out."""

from collections.abc import Mapping, Sequence

from govreport.finding import Number
from govreport.report import Cells, Report
from govreport.report_format import Row, Sum, Table, Variant


def rows_in_force(table: Table, report: Report) -> tuple[Row, ...]:
    """Return the table's rows in order, a group replaced by its single row where the author stated that."""
    rows = table.rows
    for variant in table.variants:
        if variant_in_force(variant, table, report):
            first = variant.replaces[0]
            rows = tuple(
                variant.row if row.key == first else row
                for row in rows
                if row.key == first or row.key not in variant.replaces
            )
    return rows


def variant_in_force(variant: Variant, table: Table, report: Report) -> bool:
    """Tell whether the single row stands for its group: it is stated and none of the group's rows is."""
    group_paths = {r.path for r in table.rows if r.key in variant.replaces}
    return variant.row.path in report.rows and not group_paths & report.rows.keys()


def names_in_force(names: Sequence[str], table: Table, report: Report) -> tuple[str, ...]:
    """Return the row keys of a sum along a column, a replaced group as its single row."""
    result = tuple(names)
    for variant in table.variants:
        if variant_in_force(variant, table, report):
            kept = [n for n in result if n not in variant.replaces]
            if len(kept) < len(result):
                result = (*kept, variant.row.key)
    return result


def compute_figures(report: Report) -> Mapping[str, Cells]:
    """Return the cells of every row in force by row path, totals that were left out computed from their parts.

    A total with a blank part stays None. A stated total is kept as stated. A total row is summed down its
    columns, its own total along the row, so that a wrong total elsewhere does not spread into it.
    """
    figures: dict[str, Cells] = {}
    for _, table in report.format.tables:
        blank: Cells = (None,) * len(table.columns)
        cells = {row.key: list(report.rows.get(row.path, blank)) for row in rows_in_force(table, report)}
        along_row = [s for s in table.sums if s.along == "row" and s.total]
        _fill_row_totals(cells, along_row, table)
        for total in (s for s in table.sums if s.along == "column" and s.total):
            _fill_column_totals(cells, total, table, names_in_force(total.parts, table, report))
        _fill_row_totals(cells, along_row, table)
        for row in rows_in_force(table, report):
            figures[row.path] = tuple(cells[row.key])
    return figures


def _fill_row_totals(cells: dict[str, list[Number | None]], sums: list[Sum], table: Table) -> None:
    order = {column.key: i for i, column in enumerate(table.columns)}
    for total in sums:
        at, parts = order[total.total], [order[name] for name in total.parts]
        for row in cells.values():
            if row[at] is None:
                row[at] = add_up([row[i] for i in parts])


def _fill_column_totals(
    cells: dict[str, list[Number | None]], total: Sum, table: Table, parts: tuple[str, ...]
) -> None:
    target = cells[total.total]
    for i, column in enumerate(table.columns):
        if target[i] is None and column.key not in table.total_columns:
            target[i] = add_up([cells[name][i] for name in parts])


def add_up(values: Sequence[Number | None]) -> Number | None:
    """Return the sum, or None where a value is missing."""
    total: Number = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total
