"""Rows of cells, from which tables, notes and key figures are made: one way to lay out, draw and split them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

from wizard.documents.pdf_tags import marked
from wizard.documents.pdf_words import Words

_HIGH = 10_000.0
_HAIR = 0.01


@dataclass(slots=True)
class Cell:
    """Paragraphs one below the other, at a place of their row. ``anchor`` is a place that links lead to."""

    x: float
    width: float
    words: Sequence[Words]
    anchor: str | None = None

    def height(self) -> float:
        """Return the height of the paragraphs."""
        return sum(each.wrap(self.width, _HIGH)[1] for each in self.words)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line in a row: below it or above it from ``x`` on, all across without ``length``; or down at ``x``."""

    side: str
    colour: Color
    width: float
    x: float = 0.0
    length: float | None = None


@dataclass(slots=True)
class RowOfCells:
    """One row: its cells, the space around them, and what lies behind and around them.

    ``glued`` keeps it on one page with the row before it. ``sums`` are the amounts that a carry-over adds up.
    """

    cells: Sequence[Cell]
    above: float = 3.2
    below: float = 3.8
    fill: Color | None = None
    rules: Sequence[Rule] = ()
    bottom: bool = False
    glued: bool = False
    sums: tuple[Any, ...] = ()
    _height: float | None = None

    @property
    def height(self) -> float:
        """Height with the space around the cells."""
        if self._height is None:
            self._height = max((cell.height() for cell in self.cells), default=0.0) + self.above + self.below
        return self._height

    def draw_ground(self, canvas: Any, x: float, y: float, width: float) -> None:
        """Draw background and lines; ``y`` is the lower edge."""
        if self.fill is not None:
            canvas.setFillColor(self.fill)
            canvas.rect(x, y, width, self.height, stroke=0, fill=1)
        for rule in self.rules:
            canvas.setStrokeColor(rule.colour)
            canvas.setLineWidth(rule.width)
            if rule.side == "left":
                canvas.line(x + rule.x, y, x + rule.x, y + self.height)
            else:
                at = y if rule.side == "below" else y + self.height
                start = x + rule.x
                canvas.line(start, at, x + width if rule.length is None else start + rule.length, at)

    def draw_words(self, canvas: Any, x: float, y: float) -> None:
        """Draw the cells from left to right."""
        for cell in self.cells:
            top = y + self.below + cell.height() if self.bottom else y + self.height - self.above
            if cell.anchor is not None:
                canvas.bookmarkHorizontal(cell.anchor, 0, top + 12)
            for each in cell.words:
                top -= each.wrap(cell.width, _HIGH)[1]
                each.drawOn(canvas, x + cell.x, top)


CarryOver = Callable[[tuple[Any, ...]], RowOfCells]
"""Makes the row that carries sums over to the next page."""


@dataclass
class _Look:
    """What all parts of a table share."""

    width: float
    heads: Sequence[RowOfCells]
    carry: CarryOver | None
    whole: bool
    after: float
    page_height: float


_LAST = 3
"""Rows of a table that stand on its last page at least, where it has as many before."""


class Rows(Flowable):
    """Rows below each other; on a new page the heads stand again, and sums are carried over.

    Parameters
    ----------
    rows, heads
        The rows, and those that stand on every page.
    width
        Width of all.
    carry
        Makes the row that carries the sums of ``RowOfCells.sums`` over a break.
    whole
        Whether all rows ask for one page, if it can hold them.
    """

    def __init__(
        self, rows: Sequence[RowOfCells], width: float, *, heads: Sequence[RowOfCells] = (),
        carry: CarryOver | None = None, whole: bool = False, before: float = 2.0, after: float = 10.0,
        page_height: float = _HIGH,
    ) -> None:  # fmt: skip
        super().__init__()
        self.rows = list(rows)
        self.look = _Look(width, heads, carry, whole, after, page_height)
        self.spaceBefore, self.spaceAfter = before, after
        self.brought: tuple[Any, ...] | None = None

    @property
    def shown(self) -> list[RowOfCells]:
        """The rows as they stand on the page."""
        carry = self.look.carry
        brought = [] if self.brought is None or carry is None else [carry(self.brought)]
        return [*self.look.heads, *brought, *self.rows]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the height of all rows."""
        self.width, self.height = self.look.width, sum(row.height for row in self.shown)
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return what fits, and the rest with the heads again; nothing where not even one row fits."""
        if self.look.whole and sum(row.height for row in self.shown) <= self.look.page_height:
            return []
        at = self._last_fitting(height)
        if at == 0 or at >= len(self.rows):
            return []
        first, rest = self._part(self.rows[:at]), self._part(self.rows[at:])
        first.brought, first.spaceAfter = self.brought, 0.0
        rest.look.whole = len(rest.rows) <= _LAST
        if self.look.carry is not None:
            sums = self._sums(self.rows[:at])
            if any(sums):
                rest.brought = sums
                first.rows.append(self.look.carry(sums))
        return [first, rest]

    def close(self, words: Words) -> None:
        """Let a last paragraph stand with the last row: by itself it would stand at the top of a page."""
        ending = Cell(0, self.look.width, (words,))
        self.rows.append(RowOfCells((ending,), self.look.after, float(words.getSpaceAfter()), glued=True))
        self.spaceAfter = self.look.after = 0.0

    def _last_fitting(self, height: float) -> int:
        """Return how many rows fit, none of them separated from the one that it belongs to."""
        used = sum(row.height for row in self.shown) - sum(row.height for row in self.rows)
        if self.look.carry is not None:
            used += self.look.carry(self._sums(self.rows)).height  # the highest that it can become
        fitting = 0
        for row in self.rows:
            used += row.height
            if used > height + _HAIR:
                break
            fitting += 1
        least = len(self.rows) - _LAST
        if _LAST <= least < fitting < len(self.rows):
            fitting = least  # the last rows do not stand on a page all but alone
        while 0 < fitting < len(self.rows) and self.rows[fitting].glued:
            fitting -= 1
        return fitting

    def _sums(self, rows: Sequence[RowOfCells]) -> tuple[Any, ...]:
        counted = [row.sums for row in rows if row.sums]
        before = self.brought or tuple(0 for _ in next((row.sums for row in self.rows if row.sums), ()))
        return tuple(sum(column) for column in zip(before, *counted, strict=True))

    def _part(self, rows: Sequence[RowOfCells]) -> Rows:
        look = self.look
        return Rows(rows, look.width, heads=look.heads, carry=look.carry, after=look.after, before=0)

    def draw(self) -> None:
        """Draw the rows: first what lies behind the words, which nobody reads out."""
        canvas: Any = self.canv
        shown = self.shown
        places, y = [], self.height
        for row in shown:
            y -= row.height
            places.append(y)
        with marked(canvas, None):
            for row, place in zip(shown, places, strict=True):
                row.draw_ground(canvas, 0, place, self.width)
        for row, place in zip(shown, places, strict=True):
            row.draw_words(canvas, 0, place)
