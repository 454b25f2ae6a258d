"""What a template shows of a report's figures: captions, alternative texts, values as a small table."""

from collections.abc import Iterator
from dataclasses import dataclass

from govreport.bound import GAP
from govreport.finding import Number
from govreport.grid import Cell, Grid
from govreport.numbers import format_number
from govreport.pack import Pack
from govreport.report import Illustration, Report


@dataclass(frozen=True)
class IllustrationView:
    """A figure as printed. `key` is its own in the document; `grid` are a chart's values, None for a picture.

    `kind` is bar, line, pie or image; a pie without shares is shown as bars. `numbers` are None where blank.
    """

    key: str
    kind: str
    caption: str
    alt: str
    place: str
    labels: tuple[str, ...]
    numbers: tuple[Number | None, ...]
    unit: str
    file: str
    grid: Grid | None


def view_illustrations(report: Report, pack: Pack) -> Iterator[IllustrationView]:
    """Yield the figures of a report whose placeholders are replaced, in order."""
    for index, illustration in enumerate(report.illustrations):
        numbers = tuple(None if isinstance(value, str) else value for value in illustration.values)
        has_shares = any(numbers) and all(number is None or number >= 0 for number in numbers)
        yield IllustrationView(
            key=f"figure-{index + 1}",
            kind="bar" if illustration.kind == "pie" and not has_shares else illustration.kind,
            caption=illustration.caption,
            alt=illustration.alt or describe(illustration, numbers),
            place=illustration.place,
            labels=illustration.labels,
            numbers=numbers,
            unit=illustration.unit,
            file=illustration.file,
            grid=tabulate(illustration, numbers, pack) if numbers else None,
        )


def describe(illustration: Illustration, numbers: tuple[Number | None, ...]) -> str:
    """Return what is read out for a figure without words of its own: its caption, then every value."""
    pairs = zip(illustration.labels, numbers, strict=True)
    values = "，".join(f"{label} {show(number, illustration.unit) or GAP}" for label, number in pairs)
    return "：".join(filter(None, (illustration.caption, values)))


def show(number: Number | None, unit: str) -> str:
    """Return a value with its unit, "" for a blank."""
    return "" if number is None else f"{format_number(number)}{unit}"


def tabulate(illustration: Illustration, numbers: tuple[Number | None, ...], pack: Pack) -> Grid:
    """Return a chart's values as a grid of two columns, the unit in the head."""
    unit = f"（{illustration.unit}）" if illustration.unit else ""
    head = (Cell(pack.figures.item, "corner", 0, 0), Cell(f"{pack.figures.amount}{unit}", "head", 0, 1))
    rows = [
        (Cell(label, "label", row, 0), Cell(show(number, ""), "value", row, 1))
        for row, (label, number) in enumerate(zip(illustration.labels, numbers, strict=True), 1)
    ]
    return Grid(illustration.caption, (head, *rows), 2, 1, 1, (1,))
