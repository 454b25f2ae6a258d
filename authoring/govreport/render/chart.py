"""A figure's values drawn as bars, a line or a pie; readable without its colours."""

import io
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from govreport.display_width import measure, wrap
from govreport.errors import GovreportError
from govreport.illustration_view import IllustrationView, show
from govreport.pack import FigureLook
from govreport.render.coverage import FOLDER
from govreport.render.pie import SharePlace, label_shares

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

POINTS_PER_MM = 72 / 25.4
DOTS_PER_INCH = 300
"""Of a drawing made of dots: what a printer of an office shows."""
FACE = "GovReportHei.ttf"
MOST_LINES = 3
"""Lines of a name below a bar; with longer names bars lie, names at their left."""
LEADING = 1.25
"""Line height over type size."""
MIDDLE = 0.36
"""How far above its foot the middle of a line is, in sizes of its type."""
COLUMN_GAP = 1.6
"""Between a pie and the names at its sides, in sizes of their type."""
SMALLEST = 3.0
"""Points; no type is made smaller than that."""
MISSING = (
    "画图需要 matplotlib，没有装；请运行 pip install 'govreport[charts]'。纯文本的版本不用画图，可用 --to text"
)


def draw_chart(view: IllustrationView, look: FigureLook, kind: Literal["svg", "png"]) -> bytes:
    """Return a chart in the look of a pack; same values, same bytes. Raises GovreportError without matplotlib."""
    with drawing():
        figure = _Chart(view, look).draw()
        output = io.BytesIO()
        metadata = {"Date": None} if kind == "svg" else {"Software": None}
        dots = DOTS_PER_INCH if kind == "png" else 72
        figure.savefig(output, format=kind, dpi=dots, metadata=metadata, transparent=kind == "svg")
    return output.getvalue()


@contextmanager
def drawing() -> Iterator[None]:
    """Use matplotlib as it comes: no settings file of the machine or the current folder, no words of its own."""
    logging.getLogger("matplotlib").setLevel(logging.CRITICAL)
    try:
        import matplotlib as library
    except ModuleNotFoundError as error:
        raise GovreportError(MISSING) from error
    with library.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        library.rcdefaults()
        library.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "govreport"})
        yield


@dataclass(frozen=True)
class _Names:
    """The lines beside a pie, their places, and how far they reach down and up."""

    texts: Sequence[Sequence[str]]
    places: Sequence[SharePlace]
    low: float
    high: float


class _Chart:
    """Draws one figure; all lengths in points."""

    def __init__(self, view: IllustrationView, look: FigureLook) -> None:
        from matplotlib.font_manager import FontProperties

        self.view = view
        self.look = look
        self.labels = [clean(label) for label in view.labels]
        self.values = [float(number or 0) for number in view.numbers]
        self.shown = [clean(show(number, view.unit)) for number in view.numbers]
        self.width = look.width * POINTS_PER_MM
        self.height = look.height * POINTS_PER_MM
        self.size = look.text
        self.font: Callable[[], Any] = lambda: FontProperties(fname=str(FOLDER / FACE), size=self.size)

    def draw(self) -> "Figure":
        """Return the drawing."""
        if self.view.kind == "pie":
            return self.draw_pie()
        if self.view.kind == "line":
            return self.draw_line()
        fits = max(map(len, self.wrap_labels(self.slot))) <= MOST_LINES and self.widest(self.shown) <= self.slot
        return self.draw_bars() if fits else self.draw_lying_bars()

    # ------------------------------------------------------------ measures

    @property
    def slot(self) -> float:
        """The width that a bar or point has for itself."""
        return self.width / len(self.labels)

    def widest(self, texts: Sequence[str]) -> float:
        """Return the width of the widest line: a Chinese character is as wide as it is high."""
        return max((measure(line) for text in texts for line in text.split("\n")), default=0) * self.size / 2

    def wrap_labels(self, room: float) -> list[list[str]]:
        """Return each name in lines that fit into so much room, none much shorter than the others."""
        columns = max(2, int(room / (self.size / 2)) - 1)
        return [wrap_evenly(label, columns) for label in self.labels]

    def open_axes(self, left: float, bottom: float, right: float, top: float) -> "tuple[Figure, Axes]":
        """Return an empty drawing and axes without any marks, so far from its edges."""
        from matplotlib.figure import Figure

        figure = Figure(figsize=(self.width / 72, self.height / 72))
        across, up = (self.width - left - right) / self.width, (self.height - bottom - top) / self.height
        axes = figure.add_axes((left / self.width, bottom / self.height, across, up))
        axes.set_axis_off()
        return figure, axes

    # ------------------------------------------------------------ kinds

    def draw_bars(self) -> "Figure":
        """Return standing bars, names below, values above."""
        lines = self.wrap_labels(self.slot)
        figure, axes = self.open_axes(0, self.foot(lines), 0, 2 * self.size)
        places = range(len(self.values))
        bars = axes.bar(places, self.values, width=0.56, color=self.look.colours[0], clip_on=False)
        axes.bar_label(bars, self.shown, padding=2, fontproperties=self.font(), parse_math=False)
        axes.axhline(0, color=self.look.ink, linewidth=0.8, clip_on=False)
        self.limit(axes.set_xlim, axes.set_ylim)
        self.put_names(axes, lines)
        return figure

    def draw_lying_bars(self) -> "Figure":
        """Return bars that lie, names at their left, values at their right; as high as it needs to be."""
        lines = self.wrap_labels(0.42 * self.width)
        pitch = max(1.6, LEADING * max(map(len, lines)) + 0.4) * self.size
        self.height = len(lines) * pitch + self.size
        tallest = self.look.tallest * POINTS_PER_MM
        if self.height > tallest:
            self.size, self.height = self.size * tallest / self.height, tallest
        stub = self.widest(["\n".join(name) for name in lines]) + self.size
        below = self.widest(self.shown) + self.size if min(self.values) < 0 else 0
        figure, axes = self.open_axes(
            stub + below, self.size / 2, self.widest(self.shown) + self.size, self.size / 2
        )
        places = range(len(self.values))
        bars = axes.barh(places, self.values, height=0.6, color=self.look.colours[0], clip_on=False)
        axes.bar_label(bars, self.shown, padding=3, fontproperties=self.font(), parse_math=False)
        axes.axvline(0, color=self.look.ink, linewidth=0.8, clip_on=False)
        self.limit(axes.set_ylim, axes.set_xlim)
        axes.invert_yaxis()
        for place, name in zip(places, lines, strict=True):
            self.put_lines(axes, name, (0, place), (-below - self.size / 2, 0), ha="right", across=True)
        return figure

    def draw_line(self) -> "Figure":
        """Return a line with round marks, names below, values above the marks.

        Where values would run together, only the first, last, largest and smallest are written.
        """
        steps = range(1, len(self.labels) + 1)
        step = next((s for s in steps if max(map(len, self.wrap_labels(s * self.slot))) <= MOST_LINES), steps[-1])
        lines = [name if i % step == 0 else [] for i, name in enumerate(self.wrap_labels(step * self.slot))]
        side = max(0, self.widest([*self.shown, *("\n".join(name) for name in lines)]) - self.slot) / 2
        figure, axes = self.open_axes(side, self.foot(lines), side, 2.5 * self.size)
        points = [value if number is not None else float("nan") for value, number in self.pairs()]
        style: Mapping[str, Any] = {
            "color": self.look.colours[0],
            "linewidth": 1.6,
            "marker": "o",
            "markersize": 5,
        }
        axes.plot(range(len(points)), points, clip_on=False, **style)
        axes.axhline(min(0, *self.values), color=self.look.ink, linewidth=0.8, clip_on=False)
        self.limit(axes.set_xlim, axes.set_ylim)
        apart = self.widest(self.shown) <= self.slot
        ends = {0, len(points) - 1, self.values.index(max(self.values)), self.values.index(min(self.values))}
        for place in range(len(points)) if apart else sorted(ends):
            if self.shown[place]:
                self.put_text(axes, self.shown[place], (place, points[place]), (0, 0.6 * self.size), ha="center")
        self.put_names(axes, lines)
        return figure

    def draw_pie(self) -> "Figure":
        """Return a pie, each share with a line to its name, value and percentage; as high as these need."""
        radius = 0.37 * self.height
        names = self.place_shares(radius)
        while names.high - names.low > self.look.tallest * POINTS_PER_MM and self.size > SMALLEST:
            self.size *= 0.9
            names = self.place_shares(radius)
        spare = max(0, self.height - names.high + names.low) / 2
        self.height = names.high - names.low + 2 * spare
        figure, axes = self.open_axes(0, 0, 0, 0)
        count = len(self.look.colours)
        colours = [self.look.colours[index % count] for index in range(len(self.values))]
        edges = {"edgecolor": "white", "linewidth": 1.2, "clip_on": False}
        axes.pie(self.values, radius=radius, startangle=90, counterclock=False, colors=colours, wedgeprops=edges)
        axes.set_xlim(-self.width / 2, self.width / 2)
        axes.set_ylim(names.low - spare, names.high + spare)
        for place, text in zip(names.places, names.texts, strict=True):
            end = place.side * (radius + COLUMN_GAP * self.size)
            across, up = (place.edge_x * radius, place.turn_x, end), (place.edge_y * radius, place.turn_y, place.y)
            axes.plot(across, up, color=self.look.ink, linewidth=0.6, clip_on=False)
            side = "left" if place.side > 0 else "right"
            self.put_lines(axes, text, (end, place.y), (place.side * 3, 0), ha=side)
        return figure

    def place_shares(self, radius: float) -> "_Names":
        """Return what stands beside a pie, and where; lengths from its centre."""
        total = sum(self.values)
        words = [f"{shown}（{value / total:.1%}）" for shown, value in zip(self.shown, self.values, strict=True)]
        names = self.wrap_labels(self.width / 2 - radius - COLUMN_GAP * self.size)
        texts = [[*name, word] for name, word in zip(names, words, strict=True)]
        heights = [(len(text) + 0.3) * LEADING * self.size for text in texts]
        places = label_shares(self.values, heights, radius + self.size)
        ends = [
            (place.y - height / 2, place.y + height / 2) for place, height in zip(places, heights, strict=True)
        ]
        return _Names(texts, places, min(-radius, *(e[0] for e in ends)), max(radius, *(e[1] for e in ends)))

    # ------------------------------------------------------------ parts

    def pairs(self) -> Iterator[tuple[float, Any]]:
        """Yield every value with its number, None where that is blank."""
        yield from zip(self.values, self.view.numbers, strict=True)

    def limit(self, set_places: Callable[..., Any], set_values: Callable[..., Any]) -> None:
        """Set what the axes show: every slot, and the values from 0 on."""
        low, high = min(0.0, *self.values), max(0.0, *self.values)
        set_places(-0.5, len(self.values) - 0.5)
        set_values(low, high if high > low else low + 1)

    def foot(self, names: Sequence[Sequence[str]]) -> float:
        """Return the room below the axes for names, and for the value of a bar that hangs down."""
        return (max(map(len, names)) + 0.6) * self.size * LEADING + self.drop

    @property
    def drop(self) -> float:
        """How far below the axes the names begin."""
        return self.size * (1.6 if min(self.values) < 0 else 0.4)

    def put_names(self, axes: "Axes", names: Sequence[Sequence[str]]) -> None:
        """Put a name below each slot."""
        low = axes.get_ylim()[0]
        for place, name in enumerate(names):
            middle = -self.drop - len(name) * LEADING * self.size / 2
            self.put_lines(axes, name, (place, low), (0, middle), ha="center")

    def put_lines(  # noqa: PLR0913 - text, place, alignment
        self,
        axes: "Axes",
        lines: Sequence[str],
        place: tuple[float, float],
        offset: tuple[float, float],
        *,
        ha: str,
        across: bool = False,
    ) -> None:
        """Put lines so that their middle is so many points from a place (see `put_text`)."""
        for index, line in enumerate(lines):
            rise = ((len(lines) - 1) / 2 - index) * LEADING * self.size - MIDDLE * self.size
            self.put_text(axes, line, place, (offset[0], offset[1] + rise), ha=ha, across=across)

    def put_text(  # noqa: PLR0913 - text, place, alignment
        self,
        axes: "Axes",
        text: str,
        place: tuple[float, float],
        offset: tuple[float, float],
        *,
        ha: str,
        across: bool = False,
    ) -> None:
        """Put the foot of a text so many points from a place of the axes; `across`: its x from their left edge.

        Each line is a text of its own, so that in another font than the measured one it still hangs at its middle
        or end.
        """
        axes.annotate(
            text,
            place,
            offset,
            xycoords=axes.get_yaxis_transform() if across else "data",
            textcoords="offset points",
            fontproperties=self.font(),
            annotation_clip=False,
            parse_math=False,
            ha=ha,
            va="baseline",
        )


def wrap_evenly(text: str, columns: int) -> list[str]:
    """Return a text in as few lines as `columns` allow, none much shorter than the others."""
    lines = wrap(text, columns)
    for fewer in range(columns - 1, 1, -1):
        tried = wrap(text, fewer)
        if len(tried) > len(lines):
            break
        lines = tried
    return [line.strip() for line in lines]


def clean(text: str) -> str:
    """Return a text on one line, with a replacement for what cannot be drawn (control characters of a draft)."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
