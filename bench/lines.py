"""The table of all measurements: a line is ours against another's of the same run, their ratio, and a bar."""

from collections.abc import Iterable
from dataclasses import dataclass

WIDTHS = (58, 9, 33, 9, 8, 18)
HEAD = ("measured", "ours", "against", "theirs", "ratio", "bar")


@dataclass(frozen=True)
class Line:
    """One measurement. `ratio` is ours over theirs, unless the bar says otherwise; `held`: None without a bar."""

    what: str
    ours: str
    against: str
    theirs: str
    ratio: float
    bar: str = ""
    held: bool | None = None

    def show(self) -> str:
        """Return the line of the table."""
        mark = {None: "", True: "  held", False: "  MISSED"}[self.held]
        cells = (self.what, self.ours, self.against, self.theirs, f"{self.ratio:.2f} x", self.bar)
        return arrange(cells) + mark


def arrange(cells: Iterable[str]) -> str:
    """Return cells in the table's columns: words to the left, numbers to the right."""
    return "  ".join(
        f"{cell:{'<' if i in (0, 2, 5) else '>'}{width}}"
        for i, (cell, width) in enumerate(zip(cells, WIDTHS, strict=True))
    ).rstrip()


def seconds(what: str, ours: float, against: str, theirs: float, *, most: float | None = None) -> Line:
    """Return a comparison of times; bar: `most` times as long."""
    ratio = ours / theirs
    bar, held = ("", None) if most is None else (f"at most {most:.2f} x", ratio <= most)
    return Line(what, f"{ours:.3f} s", against, f"{theirs:.3f} s", ratio, bar, held)


def seconds_over(what: str, ours: float, against: str, theirs: float, *, most: float) -> Line:
    """Return a comparison of times; bar: `most` seconds more."""
    more = ours - theirs
    bar = f"{more:+.3f} of {most:+.2f} s"
    return Line(what, f"{ours:.3f} s", against, f"{theirs:.3f} s", ours / theirs, bar, more <= most)


def times_as_fast(what: str, ours: float, against: str, theirs: float, *, least: float | None = None) -> Line:
    """Return a comparison of seconds for the same work, whose ratio is how many times as fast we are."""
    ratio = theirs / ours
    bar, held = ("faster", None) if least is None else (f"faster, {least:.1f} x", ratio >= least)
    return Line(what, f"{ours:.2f} s", against, f"{theirs:.2f} s", ratio, bar, held)


def rates(what: str, ours: float, against: str, theirs: float, *, least: float | None = None) -> Line:
    """Return a comparison of what is done in a second; bar: `least` a second."""
    bar, held = ("", None) if least is None else (f"at least {least:.0f}/s", ours >= least)
    return Line(what, f"{ours:.0f}/s", against, f"{theirs:.0f}/s", ours / theirs, bar, held)


def megabytes(what: str, ours: float, against: str, theirs: float, *, most: float | None = None) -> Line:
    """Return a comparison of memory; bar: `most` MB."""
    bar, held = ("", None) if most is None else (f"at most {most:.0f} MB", ours <= most)
    return Line(what, f"{ours:.0f} MB", against, f"{theirs:.0f} MB", ours / theirs, bar, held)
