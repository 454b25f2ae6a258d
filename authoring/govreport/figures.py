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


def compute_figures(report: Report, *, settled: bool = False) -> Mapping[str, Cells]:
    """Return the cells of every row in force by row path, totals that were left out computed from their parts.

    `settled`: blanks are 0 where the other parts make up the stated total, so that nothing is left for them.

    A total with a blank part stays None. A stated total is kept as stated. A total row is summed down its
    columns, its own total along the row, so that a wrong total elsewhere does not spread into it.
    """
    figures: dict[str, Cells] = {}
    for _, table in report.format.tables:
        blank: Cells = (None,) * len(table.columns)
        cells = {row.key: list(report.rows.get(row.path, blank)) for row in rows_in_force(table, report)}
        along_row = [s for s in table.sums if s.along == "row" and s.total]
        down = [(s, names_in_force(s.parts, table, report)) for s in table.sums if s.along == "column" and s.total]
        if settled:
            _settle_rows(cells, along_row, table)
            for total, parts in down:
                _settle_columns(cells, total, table, parts)
        _fill_row_totals(cells, along_row, table)
        for total, parts in down:
            _fill_column_totals(cells, total, table, parts)
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


def _settle_rows(cells: dict[str, list[Number | None]], sums: list[Sum], table: Table) -> None:
    order = {column.key: i for i, column in enumerate(table.columns)}
    for total in sums:
        for row in cells.values():
            if _leaves_nothing(row[order[total.total]], [row[order[name]] for name in total.parts]):
                for name in total.parts:
                    row[order[name]] = row[order[name]] or 0


def _settle_columns(
    cells: dict[str, list[Number | None]], total: Sum, table: Table, parts: tuple[str, ...]
) -> None:
    for i, column in enumerate(table.columns):
        own = [cells[name] for name in parts]
        if column.key not in table.total_columns and _leaves_nothing(
            cells[total.total][i], [row[i] for row in own]
        ):
            for row in own:
                row[i] = row[i] or 0


def _leaves_nothing(total: Number | None, parts: Sequence[Number | None]) -> bool:
    """Tell whether the parts that are filled in make up a stated total."""
    return total is not None and sum(part for part in parts if part is not None) == total


def add_up(values: Sequence[Number | None]) -> Number | None:
    """Return the sum, or None where a value is missing."""
    total: Number = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total
