"""Turns blocks into what a page is made of. A heading never stands alone at the foot of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer, TableStyle
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus import Table as Grid
from reportlab.platypus.tableofcontents import TableOfContents

from wizard.documents import fonts
from wizard.documents.blocks import (
    Block,
    Contents,
    Cover,
    Derivation,
    Facts,
    Figure,
    Heading,
    KeyFigures,
    Note,
    PageBreak,
    Paragraph,
    Table,
    cut,
    rule_anchor,
)  # fmt: skip
from wizard.documents.pdf_scene import SceneFigure, colour
from wizard.documents.pdf_styles import PAD, PAGE_HEIGHT, STYLES, TEXT_HEIGHT, TEXT_WIDTH, text
from wizard.documents.pdf_tables import Anchor, table
from wizard.documents.scene import Role
from wizard.model.text import Language

_PLAIN = [
    ("FONTNAME", (0, 0), (-1, -1), fonts.REGULAR),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 8),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]
_TONES: dict[str, tuple[Role, Role]] = {
    "plain": ("surface", "slate"),
    "advice": ("accent-soft", "accent"),
    "warning": ("amber-soft", "amber"),
    "blocker": ("amber-soft", "red"),
}
_LONGEST = 4_000
_SHORT_SECTION = TEXT_HEIGHT * 0.28


class HeadingText(Flowable):
    """A heading that reports itself to the contents and the outline of the file."""

    def __init__(self, heading: Heading) -> None:
        super().__init__()
        self.heading = heading
        self.style_name = f"h{heading.level}"
        self.words = text(cut(heading.text, 240), self.style_name, TEXT_WIDTH)

    def getSpaceBefore(self) -> float:  # noqa: N802 - reportlab asks by this name
        """Return the space above, as the style has it."""
        return float(STYLES[self.style_name].spaceBefore)

    def getSpaceAfter(self) -> float:  # noqa: N802 - reportlab asks by this name
        """Return the space below, as the style has it."""
        return float(STYLES[self.style_name].spaceAfter)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take what the words take."""
        self.width, self.height = self.words.wrap(width, height)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the words."""
        self.words.drawOn(self.canv, 0, 0)


def story(blocks: Sequence[Block], language: Language) -> list[Flowable]:
    """Return the flow of a document."""
    flow: list[Flowable] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            flow.append(CondPageBreak(_needed(blocks[index:], language)))
        flow += _flowables(block, language)
    return flow


def _needed(blocks: Sequence[Block], language: Language) -> float:
    """Return the room that a heading wants below it: a short section whole, of a long one the beginning."""
    beginning = whole = 0.0
    inside = False
    for block in blocks:
        if isinstance(block, Heading):
            if inside:
                return whole
            style = STYLES[f"h{block.level}"]
            beginning += style.leading + style.spaceBefore + style.spaceAfter
            whole = beginning
            continue
        made = _flowables(block, language)
        height = _height(made)
        if not inside:
            rows = _row_heights(made[0])[:4] if isinstance(block, Table) and made and not block.keep else ()
            beginning += min(sum(rows), 130.0) if rows else min(height, TEXT_HEIGHT / 2)
            inside = True
        whole += height
        if whole > _SHORT_SECTION:
            return min(max(beginning, 90.0), TEXT_HEIGHT - 20)
    return whole


def _row_heights(flowable: Any) -> Sequence[float]:
    flowable.wrap(TEXT_WIDTH, PAGE_HEIGHT)
    return list(flowable._rowHeights)


def _height(flowables: Sequence[Any]) -> float:
    height = 0.0
    for each in flowables:
        if isinstance(each, KeepTogether):
            height += _height(getattr(each, "_content", ()))
        else:
            height += float(each.wrap(TEXT_WIDTH, PAGE_HEIGHT)[1]) + float(each.getSpaceAfter())
    return height


def _flowables(block: Block, language: Language) -> list[Flowable]:
    match block:
        case Heading():
            return [HeadingText(block)]
        case Paragraph(content, style):
            return [text(cut(content, _LONGEST), style, TEXT_WIDTH)]
        case Table():
            return [table(block, language)] if block.rows else []
        case Figure():
            picture = SceneFigure(block.scene)
            return [KeepTogether([picture, text(block.caption, "caption", TEXT_WIDTH)])]
        case KeyFigures():
            return [_key_figures(block)]
        case Facts():
            return [_facts(block.pairs, TEXT_WIDTH)]
        case Note():
            return [_note(block)]
        case Derivation():
            return [_derivation(block)]
        case Contents():
            return [text(block.title, "contents-title", TEXT_WIDTH), _contents(), NewPage()]
        case PageBreak():
            return [NewPage()]
        case Cover():
            return _cover(block, language)


def _key_figures(block: KeyFigures) -> Flowable:
    count = len(block.figures)
    each = TEXT_WIDTH / max(count, 1)
    columns = [
        [
            text(figure.label, "key-label", each - 20),
            text(figure.value, _key_style(figure.value, each - 20), each - 20),
            text(figure.note, "key-note", each - 20),
        ]
        for figure in block.figures
    ]
    grid = Grid([columns], colWidths=[each] * count, spaceBefore=4, spaceAfter=10)
    edges = [("LINEBEFORE", (n, 0), (n, 0), 1.6, colour("accent-mid")) for n in range(count)]
    grid.setStyle(TableStyle([*_PLAIN, ("LEFTPADDING", (0, 0), (-1, -1), 10), *edges]))
    return grid


def _key_style(value: str, width: float) -> str:
    """Return the larger style if the figure fits on one line in it."""
    style = STYLES["key-value"]
    return "key-value" if fonts.width(value, style.fontName, style.fontSize) <= width else "key-value-small"


def _facts(pairs: Sequence[tuple[str, str]], width: float, label_width: float = 190.0) -> Flowable:
    rows = [
        [text(label, "label", label_width - 8), text(cut(value, 500), "value", width - label_width - 8)]
        for label, value in pairs
    ]
    grid = Grid(rows, colWidths=[label_width, width - label_width], spaceBefore=2, spaceAfter=8)
    lines = [("LINEBELOW", (0, 0), (-1, -2), 0.35, colour("line"))]
    grid.setStyle(
        TableStyle(
            [
                *_PLAIN,
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3.6),
                ("LEFTPADDING", (0, 0), (-1, -1), PAD),
                *lines,
            ]
        )
    )
    return grid


def _note(block: Note) -> Flowable:
    fill, edge = _TONES[block.tone]
    inner = TEXT_WIDTH - 24
    parts: list[Any] = [
        text(block.label, "note-label", inner, edge),
        text(cut(block.text, _LONGEST // 2), "cell", inner),
    ]
    if block.source:
        parts.append(text(cut(block.source, 300), "key-note", inner))
    grid = Grid([[parts]], colWidths=[TEXT_WIDTH], spaceBefore=2, spaceAfter=6)
    style: list[Any] = [
        *_PLAIN, ("BACKGROUND", (0, 0), (-1, -1), colour(fill)), ("LINEBEFORE", (0, 0), (0, -1), 2.2, colour(edge)),
        ("LEFTPADDING", (0, 0), (-1, -1), 12), ("TOPPADDING", (0, 0), (-1, -1), 5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
    ]  # fmt: skip
    grid.setStyle(TableStyle(style))
    return grid


def _derivation(block: Derivation) -> Flowable:
    """Title and result on one line; below them formula and inputs, and the rules with links to their sources."""
    right = 170.0
    left = TEXT_WIDTH - right
    inputs = ";  ".join(f"{name} = {value}" for name, value in block.inputs)
    how: list[Any] = [text(cut(block.formula, 500), "formula", left - 12)]
    if inputs:
        how.append(text(cut(inputs, 1_200), "key-note", left - 12))
    rules = [text(cut(rule, 120), "note-right", right - 4, link=rule_anchor(rule)) for rule in block.rules[:12]]
    rows: list[list[Any]] = [
        [
            text(cut(block.title, 200), "cell-strong", left - 12),
            text(cut(block.result, 160), "figure-strong", right - 4),
        ],
        [how, rules],
    ]
    grid = Grid(rows, colWidths=[left, right], spaceAfter=3)
    tight = [
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, 0), 0.5),
        ("BOTTOMPADDING", (0, 1), (-1, 1), 5),
    ]
    sides = [("LEFTPADDING", (0, 0), (-1, -1), PAD), ("RIGHTPADDING", (1, 0), (1, -1), PAD)]
    grid.setStyle(TableStyle([*_PLAIN, *tight, *sides, ("LINEBELOW", (0, -1), (-1, -1), 0.35, colour("line"))]))
    return KeepTogether([grid])


def _contents() -> TableOfContents:
    contents = TableOfContents(dotsMinLevel=-1, tableStyle=TableStyle(_PLAIN))
    contents.levelStyles = [STYLES["contents-1"], STYLES["contents-2"]]
    return contents


def _cover(cover: Cover, language: Language) -> list[Flowable]:
    flow: list[Flowable] = [
        Anchor("cover"),
        Spacer(1, 36),
        text(cut(cover.eyebrow, 120), "eyebrow", TEXT_WIDTH),
        text(cut(cover.title, 110), "cover-title", TEXT_WIDTH),
        text(cut(cover.customer, 160), "cover-customer", TEXT_WIDTH),
        Spacer(1, 24),
    ]
    if cover.label:
        flow += [_note(Note("warning", cover.label, "")), Spacer(1, 8)]
    flow += [_key_figures(KeyFigures(cover.figures)), Spacer(1, 14), _facts(cover.facts, TEXT_WIDTH), Spacer(1, 12)]
    flow += [table(cover.sums, language), Spacer(1, 4)]
    flow += [text(line, "small", TEXT_WIDTH) for line in cover.small_print]
    return [*flow, NewPage()]
