"""Tables on paper: widths from what the cells hold, heads repeated on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable, LongTable, Paragraph, TableStyle

from wizard.documents import fonts
from wizard.documents.blocks import Cell, Column, Row, Table, cell_text, cut
from wizard.documents.pdf_scene import colour
from wizard.documents.pdf_styles import PAD, STYLES, TEXT_WIDTH, text
from wizard.model.text import Language

CELL = 700
"""Longest text of a cell on paper."""
_NARROWEST = 34.0
_HEAD = 62.0
"""Width up to which the head of a column stays on one line."""


class Anchor(Flowable):
    """A place that links lead to; takes no room."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def draw(self) -> None:
        """Bookmark the place, a line's height above it."""
        self.canv.bookmarkHorizontal(self.name, 0, 12)


def table(block: Table, language: Language, width: float = TEXT_WIDTH) -> LongTable:
    """Set a table."""
    widths = column_widths(block, language, width)
    head = [
        text(column.title, "head" if column.kind == "text" else "head-right", space - 2 * PAD)
        for column, space in zip(block.columns, widths, strict=True)
    ]
    rows: list[list[Any]] = [_row(row, block.columns, widths, language) for row in block.rows]
    flowable = LongTable([head, *rows], colWidths=widths, repeatRows=1, splitByRow=1, spaceBefore=2, spaceAfter=10)
    flowable.setStyle(TableStyle([*_grid(), *_row_styles(block.rows)]))
    return flowable


def _row(row: Row, columns: Sequence[Column], widths: Sequence[float], language: Language) -> list[Any]:
    if row.role == "group":
        first = cell_text(row.cells[0], "text", language)
        return [text(first, "cell-group", sum(widths) - 2 * PAD), *[""] * (len(columns) - 1)]
    cells: list[Any] = [
        _cell(cell, column, space - 2 * PAD, language, strong=row.role != "body")
        for cell, column, space in zip(row.cells, columns, widths, strict=True)
    ]
    return [[Anchor(row.anchor), cells[0]], *cells[1:]] if row.anchor else cells


def _cell(cell: Cell, column: Column, width: float, language: Language, *, strong: bool) -> Paragraph:
    words = cut(cell_text(cell, column.kind, language), CELL)
    if column.kind != "text":
        return text(words, "figure-strong" if strong else "figure-cell", width)
    return text(words, "cell-strong" if strong else "cell-quiet" if column.quiet else "cell", width)


def column_widths(block: Table, language: Language, width: float) -> list[float]:
    """Give columns of figures what they need, and share the rest among the columns of text.

    A column of short texts gets no more than its longest text.
    """
    natural = [_natural(block, index, column, language) for index, column in enumerate(block.columns)]
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
                widths[index] = max(free * block.columns[index].weight / weights, _NARROWEST)
            break
        for index in short:
            widths[index] = max(natural[index], _NARROWEST)
            free -= widths[index]
        open_columns = [index for index in open_columns if index not in short]
    excess = sum(widths)
    return [each * width / excess for each in widths] if excess else widths


def _natural(block: Table, index: int, column: Column, language: Language) -> float:
    """Return the width that a column needs to hold its widest cell on one line, or its widest word in the head."""
    head = STYLES["head"]
    widest = max((fonts.width(word, head.fontName, head.fontSize) for word in column.title.split()), default=0.0)
    widest = max(widest, min(fonts.width(column.title, head.fontName, head.fontSize), _HEAD))
    font = fonts.SEMIBOLD if column.kind == "text" else fonts.TABULAR_SEMIBOLD
    for row in block.rows:
        if row.role != "group":
            words = cut(cell_text(row.cells[index], column.kind, language), 200)
            widest = max(widest, fonts.width(words, font, STYLES["cell"].fontSize))
    return widest + 2 * PAD + 1


def _grid() -> list[tuple[Any, ...]]:
    return [
        ("FONTNAME", (0, 0), (-1, -1), fonts.REGULAR),  # of empty cells too: Helvetica would not be embedded
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), PAD),
        ("TOPPADDING", (0, 0), (-1, -1), 3.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.8),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, colour("ink")),
        ("LINEBELOW", (0, 1), (-1, -1), 0.35, colour("line")),
    ]


def _row_styles(rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    styles: list[tuple[Any, ...]] = []
    for number, row in enumerate(rows, start=1):
        whole = ((0, number), (-1, number))
        if row.role == "group":
            styles += [
                ("SPAN", *whole),
                ("BACKGROUND", *whole, colour("accent-soft")),
                ("NOSPLIT", (0, number), (-1, number + 1)),
            ]
        elif row.role == "total":
            styles += [("LINEABOVE", *whole, 0.8, colour("ink")), ("BACKGROUND", *whole, colour("accent-soft"))]
        elif row.role == "subtotal":
            styles += [("LINEABOVE", *whole, 0.6, colour("slate")), ("NOSPLIT", (0, number - 1), (-1, number))]
    return styles
