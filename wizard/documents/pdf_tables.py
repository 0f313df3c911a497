"""Tables on paper: widths from what the cells hold, heads repeated on every page, sums carried over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportlab.lib.colors import Color

from wizard.documents import fonts
from wizard.documents.blocks import Block, Column, Derivation, Heading, Row, Table, cell_text, cut
from wizard.documents.look import PAD, TEXT_HEIGHT, TEXT_WIDTH, Look
from wizard.documents.pdf_rows import CarryOver, Cell, RowOfCells, Rows, Rule
from wizard.documents.pdf_tags import Element
from wizard.documents.pdf_words import Target, words
from wizard.model.text import Language

CELL = 700
"""Longest text of a cell on paper."""
_SHORT = 160
"""The same in a row that would not fit on a page."""
_UNBROKEN = TEXT_HEIGHT * 0.22
"""Height up to which a table is not broken: two rows of five on the next page are no table."""
_NARROWEST = 34.0
_WORD = 90.0
"""Width up to which a word is not broken."""
_HEAD = 62.0
"""Width up to which the head of a column stays on one line."""


class Links:
    """The places of a document that links may lead to: a link to nowhere is no link."""

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        self._titles = dict(_places(blocks))

    def known(self, anchor: str | None) -> Target | None:
        """Return the place with its name if the document has it."""
        return None if anchor is None or anchor not in self._titles else Target(anchor, self._titles[anchor])


def _places(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """Yield the places of a document that can be linked to, and what stands there."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block.anchor, block.text
        elif isinstance(block, Derivation) and block.anchor:
            yield block.anchor, block.title
        elif isinstance(block, Table):
            yield from ((row.anchor, _row_title(row)) for row in block.rows if row.anchor)


def _row_title(row: Row) -> str:
    """Name a row by what it begins with, such as its position and its part."""
    return cut(" ".join(cell for cell in row.cells[: 1 if row.role == "group" else 2] if isinstance(cell, str)), 120)


def table(block: Table, language: Language, look: Look, element: Element, links: Links) -> Rows:
    """Set a table: its rows are added to its element of the tree."""
    return _Setter(block, language, look, column_widths(block, language, TEXT_WIDTH, look), links).table(element)


@dataclass(frozen=True)
class _Setter:
    """Sets the rows of one table."""

    block: Table
    language: Language
    look: Look
    widths: Sequence[float]
    links: Links

    def table(self, element: Element) -> Rows:
        heads = [self._head(element.add("THead").add("TR"))] if any(c.title for c in self.block.columns) else []
        body = element.add("TBody")
        room = TEXT_HEIGHT - sum(head.height for head in heads) - 40
        rows: list[RowOfCells] = []
        for row in self.block.rows:
            made = self._row(row, body, CELL)
            if made.height > room:
                body.children.pop()
                made = self._row(row, body, _SHORT)
            made.glued = self._glued(row, self.block.rows[len(rows) - 1] if rows else None)
            rows.append(made)
        short = sum(row.height for row in (*heads, *rows)) <= _UNBROKEN
        return Rows(
            rows, sum(self.widths), heads=heads, carry=self._carry() if self.block.carry_labels else None,
            whole=self.block.keep or short, page_height=TEXT_HEIGHT,
        )  # fmt: skip

    @staticmethod
    def _glued(row: Row, before: Row | None) -> bool:
        return row.role in ("subtotal", "total") or (before is not None and before.role == "group")

    def _head(self, element: Element) -> RowOfCells:
        cells = []
        for column, x, width in self._places():
            style = self.look.style("head" if column.kind == "text" else "head-right")
            # The corner over the heads of the rows has no words, and heads nothing.
            place = element.add("TH", scope="Column") if column.title else element.add("TD")
            cells.append(Cell(x, width, (words(column.title, style, width, element=place, repeated=True),)))
        return RowOfCells(cells, rules=(Rule("below", self.look.colour("ink"), 0.8),), bottom=True)

    def _row(self, row: Row, body: Element, longest: int) -> RowOfCells:
        element = body.add("TR")
        if row.role == "group":
            return self._group(row, element)
        cells = []
        for number, (column, x, width) in enumerate(self._places()):
            place = self._meaning(element, number)
            content = cut(cell_text(row.cells[number], column.kind, self.language), longest)
            link = self.links.known(row.links[number]) if number < len(row.links) else None
            style = self.look.style(self._style(row, column, linked=link is not None))
            anchor = row.anchor if number == 0 else None
            cells.append(Cell(x, width, (words(content, style, width, element=place, link=link),), anchor))
        return RowOfCells(cells, rules=self._rules(row), fill=self._fill(row), sums=row.adds)

    def _meaning(self, row: Element, number: int) -> Element:
        """The cell that names a row is its head."""
        return row.add("TH", scope="Row") if number == self._naming else row.add("TD")

    @property
    def _naming(self) -> int:
        if self.block.heading_column is not None:
            return self.block.heading_column
        wide = (n for n, column in enumerate(self.block.columns) if column.kind == "text" and column.weight > 1)
        return next(wide, 0)

    def _group(self, row: Row, element: Element) -> RowOfCells:
        width = sum(self.widths) - 2 * PAD
        place = element.add("TH", scope="Column", columns=len(self.widths))
        text = cell_text(row.cells[0], "text", self.language)
        cell = Cell(PAD, width, (words(text, self.look.style("cell-group"), width, element=place),), row.anchor)
        line = Rule("below", self.look.colour("line"), 0.35)
        return RowOfCells((cell,), fill=self.look.colour("accent-soft"), rules=(line,))

    def _style(self, row: Row, column: Column, *, linked: bool) -> str:
        strong = row.role != "body"
        if column.kind != "text":
            return "figure-strong" if strong else "figure-link" if linked else "figure-cell"
        return "cell-strong" if strong else "cell-link" if linked else "cell-quiet" if column.quiet else "cell"

    def _fill(self, row: Row) -> Color | None:
        return self.look.colour("accent-soft") if row.role == "total" else None

    def _rules(self, row: Row) -> tuple[Rule, ...]:
        line = Rule("below", self.look.colour("line"), 0.35)
        if row.role == "total":
            return line, Rule("above", self.look.colour("ink"), 0.8)
        if row.role == "subtotal":
            return line, Rule("above", self.look.colour("slate"), 0.6)
        return (line,)

    def _carry(self) -> CarryOver:
        """Return what makes a carry-over: it belongs to the page, and nobody reads it out."""
        named, line = self._naming, Rule("below", self.look.colour("slate"), 0.6)

        def carried(sums: tuple[Decimal, ...]) -> RowOfCells:
            shown = [pair for pair in zip(self.block.carry_labels, sums, strict=False) if pair[1]]
            cells = []
            for number, (_, x, width) in enumerate(self._places()):
                if number == named:
                    style = self.look.style("cell-quiet")
                    cells.append(Cell(x, width, [words(label, style, width) for label, _ in shown]))
                elif number == self.block.carry_column:
                    style = self.look.style("figure-quiet")
                    amounts = [words(self.language.money(amount), style, width) for _, amount in shown]
                    cells.append(Cell(x, width, amounts))
            return RowOfCells(cells, rules=(line,))

        return carried

    def _places(self) -> Sequence[tuple[Column, float, float]]:
        places, x = [], 0.0
        for column, width in zip(self.block.columns, self.widths, strict=True):
            places.append((column, x + PAD, width - 2 * PAD))
            x += width
        return places


def column_widths(block: Table, language: Language, width: float, look: Look) -> list[float]:
    """Give columns of figures what they need, and share the rest among the columns of text.

    A column of short texts gets no more than its longest text.
    """
    natural = [_natural(block, index, column, language, look) for index, column in enumerate(block.columns)]
    widths = [need if column.kind != "text" else 0.0 for need, column in zip(natural, block.columns, strict=True)]
    open_columns = [index for index, column in enumerate(block.columns) if column.kind == "text"]
    free = width - sum(widths)
    while open_columns:
        weights = sum(block.columns[index].weight for index in open_columns)
        short = [i for i in open_columns if natural[i] <= free * block.columns[i].weight / weights]
        if len(short) == len(open_columns):
            # All of them fit: the one that matters most takes what is left over.
            widest = max(open_columns, key=lambda index: block.columns[index].weight)
            for index in open_columns:
                widths[index] = natural[index]
            widths[widest] += max(free - sum(natural[index] for index in open_columns), 0.0)
            break
        if not short:
            for index in open_columns:
                least = max(_longest_word(block, index, language, look), _NARROWEST)
                widths[index] = max(free * block.columns[index].weight / weights, least)
            widest = max(open_columns, key=lambda index: widths[index])
            widths[widest] -= min(max(sum(widths) - width, 0.0), widths[widest] / 2)
            break
        for index in short:
            widths[index] = max(natural[index], _NARROWEST)
            free -= widths[index]
        open_columns = [index for index in open_columns if index not in short]
    excess = sum(widths)
    return [each * width / excess for each in widths] if excess else widths


def _longest_word(block: Table, index: int, language: Language, look: Look) -> float:
    """Return the width of the longest word in a column, where it is no more than a word."""
    style, font = look.style("cell"), look.faces["regular"]
    texts = {cut(cell_text(row.cells[index], "text", language), 200) for row in block.rows if row.role != "group"}
    lengths = (fonts.width(word, font, style.fontSize) for text in texts for word in text.split())
    return min(max(lengths, default=0.0) + 2 * PAD + 1, _WORD)


def _natural(block: Table, index: int, column: Column, language: Language, look: Look) -> float:
    """Return the width that a column needs to hold its widest cell on one line, or its widest word in the head."""
    head = look.style("head")
    widest = max((fonts.width(word, head.fontName, head.fontSize) for word in column.title.split()), default=0.0)
    widest = max(widest, min(fonts.width(column.title, head.fontName, head.fontSize), _HEAD))
    font = look.faces["semibold" if column.kind == "text" else "tabular-semibold"]
    texts = {cut(cell_text(row.cells[index], column.kind, language), 200) for row in block.rows if row.role != "group"}
    if block.carry_labels and index == block.carry_column:
        texts |= {language.money(amount) for amount in _carried(block)}
    size = look.style("cell").fontSize
    return max([widest, *(fonts.width(each, font, size) for each in texts)]) + 2 * PAD + 1


def _carried(block: Table) -> Iterable[Decimal]:
    """Yield the most that can stand in the rows that carry sums over: each sum over all rows."""
    adding = [row.adds for row in block.rows if row.adds]
    return (sum(column, Decimal(0)) for column in zip(*adding, strict=True))
