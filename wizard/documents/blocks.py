"""A neutral document: frozen blocks in reading order, which every file format renders in its own way.

Words in blocks are already in the reader's language; figures stay typed until a renderer writes or stores them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from wizard.documents.scene import Scene
from wizard.model.text import Language

Kind = Literal["text", "number", "size", "money"]
Tone = Literal["plain", "advice", "warning", "blocker"]
Cell = str | int | Fraction | Decimal | None
UNKNOWN = "–"
_SPACES = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (chapter) or 2. ``anchor`` is what links and bookmarks point to."""

    level: Literal[1, 2]
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    style: Literal["body", "strong", "lead", "small"] = "body"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure that stands out, with what it means."""

    label: str
    value: str
    note: str = ""
    link: str | None = None
    """Where its calculation stands."""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Figures side by side."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value. ``link`` is where the calculation of a figure stands."""

    label: str
    value: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values, one below the other."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``weight`` shares out the width among the columns of text."""

    title: str
    kind: Kind = "text"
    weight: float = 1.0
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. A ``group`` row is a heading: its first cell runs across."""

    cells: tuple[Cell, ...]
    role: Literal["body", "group", "subtotal", "total"] = "body"
    anchor: str | None = None
    links: tuple[str | None, ...] = ()
    """Where each cell leads, such as from a figure to its calculation."""
    adds: tuple[Decimal, ...] = ()
    """What the row adds to each sum that is carried over to the next page."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under typed columns. ``keep`` asks to leave it on one page.

    With ``carry_labels`` a table that is broken says at the foot of a page, and again on the next one, what its rows
    have added up to (``Row.adds``): each sum under its label, in ``carry_column``.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    keep: bool = False
    heading_column: int | None = None
    """The column that names the rows: if none is given, the first wide one of text."""
    carry_labels: tuple[str, ...] = ()
    carry_column: int = 0
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its caption, and the sentence that a screen reader says instead."""

    scene: Scene
    caption: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something to heed: its tone, a label for the tone, the text and where it comes from."""

    tone: Tone
    label: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a figure came about: formula, inputs, result, and the rules (id) that it used."""

    title: str
    formula: str
    inputs: tuple[tuple[str, str], ...]
    result: str
    rules: tuple[str, ...]
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents."""

    title: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page."""

    eyebrow: str
    title: str
    customer: str
    vendor: str
    label: str
    facts: tuple[Fact, ...]
    figures: tuple[KeyFigure, ...]
    sums: Table
    small_print: tuple[str, ...]


Block = (
    Heading | Paragraph | KeyFigures | Facts | Table | Figure | Note | Derivation | Contents | PageBreak | Cover
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks, and what stands on every page and in the file's properties."""

    title: str
    author: str
    subject: str
    running_title: str
    footer: str
    page_template: str
    """``Page {page} of {pages}`` in the reader's language."""
    date: date
    language: Language
    blocks: tuple[Block, ...]
    stamp: str = ""
    """What stands on every page beside the running title, such as that nobody is bound by it."""


def cell_text(cell: Cell, kind: Kind, language: Language) -> str:
    """Write a cell in the reader's language. Unknown is a dash, never zero."""
    if cell is None:
        return UNKNOWN
    if isinstance(cell, str):
        return cell
    match kind:
        case "size":
            return language.size(int(cell))
        case "money":
            return language.money(
                cell if isinstance(cell, Decimal | int) else Decimal(cell.numerator) / cell.denominator
            )
    return language.number(cell)


def cut(text: str, length: int) -> str:
    """Return a foreign text on one line, at most ``length`` characters long."""
    text = _SPACES.sub(" ", text).strip()
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def group_anchor(key: str) -> str:
    """Return the name of the place where a group of the bill begins."""
    return f"bill-{key}"


def price_anchor(position: str) -> str:
    """Return the name of the place that says of when a price is and how long it holds."""
    return f"price-{position}"


def rule_anchor(rule: str) -> str:
    """Return the name of the place where a rule is explained."""
    return f"rule-{rule}"


def calculation_anchor(key: str) -> str:
    """Return the name of the place where a calculation stands."""
    return f"calculation-{key}"
