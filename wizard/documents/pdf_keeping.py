"""What stays together on a page: a heading with what it heads, a drawing with its table, a last word with its rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from reportlab.platypus import Flowable

from wizard.documents.blocks import Block, Figure, Heading, PageBreak, Paragraph, Table
from wizard.documents.look import PAGE_HEIGHT, TEXT_HEIGHT, TEXT_WIDTH
from wizard.documents.pdf_rows import Rows

_SHORT_SECTION = TEXT_HEIGHT * 0.28
_SHORT_WITH_FIGURE = TEXT_HEIGHT * 0.42
"""The same for a section with a drawing: it cannot be broken, and parted from its table it leaves a hole."""
_TOGETHER = TEXT_HEIGHT * 0.61
"""Most that a heading waits for so that a drawing and a table below it stand on one page."""
_LEAST = 90.0
_STRONG = 9
_ROWS, _ROWS_HIGH = 4, 130.0
"""Rows of a table that a heading waits for, and how high they are at most."""
_CLOSING = 42.0
"""Height of a closing word: three lines."""


def heads(block: Block) -> int | None:
    """Return the level of what heads the blocks below it: a heading, or a strong line as the lowest of them."""
    if isinstance(block, Heading):
        return block.level
    return _STRONG if isinstance(block, Paragraph) and block.style == "strong" else None


def room_below(blocks: Sequence[Block], made: Sequence[Sequence[Flowable]]) -> float:
    """Return the room that a heading, the first block, wants: a short section whole, of a long one the beginning."""
    whole = beginning = together = 0.0
    begun, kinds = False, set()
    for index, (block, flowables) in enumerate(zip(blocks, made, strict=True)):
        level = heads(block)
        if level is not None:
            if index and (begun or level <= (heads(blocks[0]) or 1)):
                break
            whole += sum(each.getSpaceBefore() for each in flowables)
        height = _height(flowables)
        if not begun and not isinstance(block, Heading | Paragraph):
            beginning, begun = whole + _first(block, flowables, height), True
        whole += height
        if not begun:  # headings and an introduction stay with what they introduce
            beginning = whole
        kinds |= {type(block)} & {Figure, Table}
        if len(kinds) == 2 and not together:
            together = whole
        if whole > _TOGETHER:
            break
    if whole <= (_SHORT_WITH_FIGURE if _drawn(blocks) else _SHORT_SECTION):
        return whole
    return min(max(beginning, together if together <= _TOGETHER else 0.0, _LEAST), TEXT_HEIGHT - 20)


def closes(blocks: Sequence[Block], made: Sequence[Sequence[Flowable]], index: int) -> bool:
    """Tell whether a block is a short last word to the rows before it, such as what a table leaves unsaid."""
    block, before = blocks[index], made[index - 1] if index else ()
    if not isinstance(block, Paragraph) or len(before) != 1 or not isinstance(before[0], Rows):
        return False
    last = index + 1 == len(blocks) or isinstance(blocks[index + 1], Heading | PageBreak)
    return (last or block.style == "small") and _height(made[index]) <= _CLOSING


def _drawn(blocks: Sequence[Block]) -> bool:
    """Whether the section that a heading begins has a drawing."""
    section = takewhile(lambda block: heads(block) is None, blocks[1:])
    return any(isinstance(block, Figure) for block in section)


def _first(block: Block, flowables: Sequence[Any], height: float) -> float:
    """Return how much of its first block a heading waits for: a drawing cannot be broken, so that it waits for all."""
    if isinstance(block, Figure):
        return height
    rows = _row_heights(flowables) if isinstance(block, Table) else ()
    return min(sum(rows), _ROWS_HIGH) if rows else min(height, TEXT_HEIGHT / 2)


def _row_heights(flowables: Sequence[Any]) -> Sequence[float]:
    """Return the first rows of a table that may be broken."""
    return [row.height for row in flowables[0].shown[:_ROWS]] if flowables and not flowables[0].look.whole else ()


def _height(flowables: Sequence[Any]) -> float:
    return sum(float(each.wrap(TEXT_WIDTH, PAGE_HEIGHT)[1]) + float(each.getSpaceAfter()) for each in flowables)
