"""The type scale and the grid of the pages."""

from __future__ import annotations

from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from wizard.documents import fonts
from wizard.documents.pdf_scene import colour
from wizard.documents.scene import PALETTE, Role

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 56.7
"""Left and right margin, 20 mm."""
TOP, BOTTOM = 68.0, 62.0
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
TEXT_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM
PAD = 4.0
"""Space between the text of a cell and its edge."""


def _style(
    name: str, size: float, leading: float, *, font: str = fonts.REGULAR, role: Role = "ink", before: float = 0,
    after: float = 0, right: bool = False,
) -> ParagraphStyle:  # fmt: skip
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=leading, textColor=colour(role), spaceBefore=before,
        spaceAfter=after, bulletFontName=fonts.REGULAR, splitLongWords=1, allowWidows=0, allowOrphans=0,
        alignment=TA_RIGHT if right else TA_LEFT,
    )  # fmt: skip


STYLES = {
    style.name: style
    for style in (
        _style("body", 9, 13.5, after=6),
        _style("lead", 11, 16, role="quiet", after=8),
        _style("small", 7.5, 10.5, role="quiet", after=5),
        _style("h1", 17, 21, font=fonts.SEMIBOLD, before=20, after=8),
        _style("h2", 11, 15, font=fonts.SEMIBOLD, before=13, after=5),
        _style("cell", 8, 11),
        _style("cell-quiet", 8, 11, role="quiet"),
        _style("cell-strong", 8, 11, font=fonts.SEMIBOLD),
        _style("cell-group", 8, 11, font=fonts.SEMIBOLD, role="accent"),
        _style("figure-cell", 8, 11, font=fonts.TABULAR, right=True),
        _style("figure-strong", 8, 11, font=fonts.TABULAR_SEMIBOLD, right=True),
        _style("head", 7.5, 10, font=fonts.SEMIBOLD, role="quiet"),
        _style("head-right", 7.5, 10, font=fonts.SEMIBOLD, role="quiet", right=True),
        _style("label", 8.5, 11.5, role="quiet"),
        _style("value", 8.5, 11.5, font=fonts.TABULAR),
        _style("key-label", 7.5, 10, role="quiet"),
        _style("key-value", 14, 18, font=fonts.TABULAR_SEMIBOLD, role="accent"),
        _style("key-value-small", 10.5, 18, font=fonts.TABULAR_SEMIBOLD, role="accent"),
        _style("note-right", 7.5, 10, role="accent", right=True),
        _style("key-note", 7.5, 10, role="quiet"),
        _style("caption", 7.5, 10.5, role="quiet", before=4, after=10),
        _style("note-label", 8, 11, font=fonts.SEMIBOLD),
        _style("formula", 8, 11, font=fonts.TABULAR),
        _style("eyebrow", 9, 13, font=fonts.SEMIBOLD, role="accent", after=8),
        _style("cover-title", 28, 34, font=fonts.SEMIBOLD, after=10),
        _style("cover-customer", 14, 19, role="quiet", after=0),
        _style("contents-title", 17, 21, font=fonts.SEMIBOLD, after=10),
        _style("contents-1", 9.5, 15, font=fonts.SEMIBOLD, before=7),
        _style("contents-2", 9, 13.5, role="quiet"),
    )
}


def text(content: str, style: str, width: float, role: Role | None = None, link: str | None = None) -> Paragraph:
    """Return a paragraph of plain text; nothing in it is read as markup."""
    base = STYLES[style]
    words = fonts.markup(content, base.fontName, base.fontSize, width)
    if role is not None:
        words = f'<font color="{PALETTE[role]}">{words}</font>'
    if link is not None:
        words = f'<a href="#{link}">{words}</a>'
    return Paragraph(words, base)
