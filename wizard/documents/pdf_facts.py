"""Labels with their values: short ones two on a line, long ones across the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from wizard.documents import fonts
from wizard.documents.blocks import Fact, Facts, cut
from wizard.documents.look import PAD, TEXT_HEIGHT, TEXT_WIDTH, Look
from wizard.documents.pdf_rows import Cell, RowOfCells, Rows, Rule
from wizard.documents.pdf_tables import Links
from wizard.documents.pdf_tags import Element
from wizard.documents.pdf_words import words

_LABEL = 190.0
"""Width of a label that stands alone on its line."""
_GUTTER = 18.0
_HALF = (TEXT_WIDTH - _GUTTER) / 2
_HALF_LABEL = 146.0
_FEWEST = 4
"""Short facts in a row that are worth two columns."""
_LONGEST = 500
_KEPT = 6
"""Lines that stay on one page."""


def facts(block: Facts, look: Look, parent: Element, links: Links) -> Rows:
    """Set labels with their values, and add them to the tree in the order of the block."""
    return _Setter(block, look, links).rows(parent.add("Table").add("TBody"))


@dataclass(frozen=True)
class _Setter:
    """Sets the facts of one block."""

    block: Facts
    look: Look
    links: Links

    def rows(self, body: Element) -> Rows:
        runs = [(short, list(run)) for short, run in groupby(self.block.facts, self._is_short)]
        if not any(short and len(members) >= _FEWEST for short, members in runs):
            return _kept(list(self._lines(self.block.facts, body, _LABEL)))
        made: list[RowOfCells] = []
        for short, members in runs:
            made += self._columns(members, body) if short else self._lines(members, body, _HALF_LABEL)
        return _kept(made)

    def _is_short(self, fact: Fact) -> bool:
        label, value = fact.label, fact.value
        style, named = self.look.style("value"), self.look.style("label")
        fits = fonts.width(value, style.fontName, style.fontSize) <= _HALF - _HALF_LABEL - PAD
        return fits and fonts.width(label, named.fontName, named.fontSize) <= 1.8 * (_HALF_LABEL - PAD)

    def _lines(self, members: Sequence[Fact], body: Element, label: float) -> Iterator[RowOfCells]:
        for fact in members:
            yield self._row(self._fact(fact, body, 0, label, TEXT_WIDTH), (0.0, TEXT_WIDTH))

    def _columns(self, members: Sequence[Fact], body: Element) -> Iterator[RowOfCells]:
        """Set two facts beside each other, line by line: so they are read out as well."""
        right = _HALF + _GUTTER
        for number in range(0, len(members), 2):
            cells = self._fact(members[number], body, 0, _HALF_LABEL, _HALF)
            if number + 1 < len(members):
                beside = self._fact(members[number + 1], body, right, _HALF_LABEL, _HALF)
                yield self._row([*cells, *beside], (0.0, _HALF), (right, _HALF))
            else:
                yield self._row(cells, (0.0, TEXT_WIDTH))

    def _fact(self, fact: Fact, body: Element, x: float, label: float, width: float) -> list[Cell]:
        row = body.add("TR")
        room = label - PAD - 8
        named = words(fact.label, self.look.style("label"), room, element=row.add("TH", scope="Row"))
        link = self.links.known(fact.link)
        style = self.look.style("value" if link is None else "value-link")
        rest = width - label - 2 * PAD
        figure = words(cut(fact.value, _LONGEST), style, rest, element=row.add("TD"), link=link)
        return [Cell(x + PAD, room, (named,)), Cell(x + label + PAD, rest, (figure,))]

    def _row(self, cells: Sequence[Cell], *under: tuple[float, float]) -> RowOfCells:
        line = self.look.colour("line")
        return RowOfCells(cells, 3, 3.6, rules=[Rule("below", line, 0.35, x, length) for x, length in under])


def _kept(rows: Sequence[RowOfCells]) -> Rows:
    return Rows(rows, TEXT_WIDTH, after=8, whole=len(rows) <= _KEPT, page_height=TEXT_HEIGHT)
