"""How the pages look: one grid, one type scale, and the colours and fonts of whoever sends the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle

from wizard.documents import fonts
from wizard.documents.scene import PALETTE, Measure, Role, Weight

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 56.7
"""Left and right margin, 20 mm."""
TOP, BOTTOM = 68.0, 62.0
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
TEXT_HEIGHT = PAGE_HEIGHT - TOP - BOTTOM
PAD = 4.0
"""Space between the text of a cell and its edge."""

SMALL, CELL, BODY, LEAD, FIGURE, CHAPTER, TITLE = 7.0, 8.0, 9.0, 11.0, 14.0, 18.0, 28.0
"""The type scale: no other size stands on a page, except in drawings that are scaled."""

Font = Literal["regular", "semibold", "tabular", "tabular-semibold"]
_INTER: Mapping[Font, str] = {
    "regular": fonts.REGULAR,
    "semibold": fonts.SEMIBOLD,
    "tabular": fonts.TABULAR,
    "tabular-semibold": fonts.TABULAR_SEMIBOLD,
}


@dataclass(frozen=True)
class _Style:
    """Size, line height, font, colour and the space around a kind of text."""

    size: float
    leading: float
    font: Font = "regular"
    role: Role = "ink"
    before: float = 0.0
    after: float = 0.0
    right: bool = False


_STYLES: Mapping[str, _Style] = {
    "body": _Style(BODY, 13.5, after=6),
    "strong": _Style(BODY, 13.5, "semibold", before=4, after=2),
    "lead": _Style(LEAD, 16, role="quiet", after=8),
    "small": _Style(SMALL, 10, role="quiet", after=5),
    "h1": _Style(CHAPTER, 22, "semibold", before=22, after=8),
    "h2": _Style(LEAD, 15, "semibold", before=13, after=5),
    "cell": _Style(CELL, 11),
    "cell-quiet": _Style(CELL, 11, role="quiet"),
    "cell-strong": _Style(CELL, 11, "semibold"),
    "cell-group": _Style(CELL, 11, "semibold", "accent"),
    "cell-link": _Style(CELL, 11, role="accent"),
    "figure-cell": _Style(CELL, 11, "tabular", right=True),
    "figure-strong": _Style(CELL, 11, "tabular-semibold", right=True),
    "figure-link": _Style(CELL, 11, "tabular", "accent", right=True),
    "figure-quiet": _Style(CELL, 11, "tabular", "quiet", right=True),
    "head": _Style(SMALL, 10, "semibold", "quiet"),
    "head-right": _Style(SMALL, 10, "semibold", "quiet", right=True),
    "label": _Style(CELL, 11.5, role="quiet"),
    "value": _Style(CELL, 11.5, "tabular"),
    "value-link": _Style(CELL, 11.5, "tabular", "accent"),
    "key-label": _Style(SMALL, 10, role="quiet"),
    "key-value": _Style(FIGURE, 18, "tabular-semibold", "accent"),
    "key-value-small": _Style(LEAD, 18, "tabular-semibold", "accent"),
    "note-right": _Style(SMALL, 10, role="accent", right=True),
    "key-note": _Style(SMALL, 10, role="quiet"),
    "caption": _Style(SMALL, 10, role="quiet", before=4, after=10),
    "note-label": _Style(CELL, 11, "semibold"),
    "formula": _Style(CELL, 11, "tabular"),
    "eyebrow": _Style(BODY, 13, "semibold", "accent", after=8),
    "cover-title": _Style(TITLE, 34, "semibold", after=10),
    "cover-customer": _Style(FIGURE, 19, role="quiet"),
    "contents-title": _Style(CHAPTER, 22, "semibold", after=10),
    "contents-1": _Style(BODY, 13.5, "semibold", before=6),
    "contents-2": _Style(BODY, 13.5, role="quiet"),
    "page-1": _Style(BODY, 13.5, "tabular-semibold", right=True),
    "page-2": _Style(BODY, 13.5, "tabular", "quiet", right=True),
}


@dataclass(frozen=True)
class Look:
    """Colours and fonts. ``faces`` are names that reportlab knows (:func:`wizard.documents.fonts.register`)."""

    palette: Mapping[Role, str] = field(default_factory=lambda: PALETTE)
    faces: Mapping[Font, str] = field(default_factory=lambda: _INTER)

    def colour(self, role: Role) -> Color:
        """Return the colour of a role on paper."""
        return self._colours[role]

    def style(self, name: str) -> ParagraphStyle:
        """Return a style of the type scale."""
        return self._styles[name]

    def face(self, weight: Weight) -> str:
        """Return the font of a label in a drawing."""
        return self.faces[weight]

    @cached_property
    def measure(self) -> Measure:
        """How wide a label is, as drawings ask."""
        return lambda text, size, weight: fonts.width(fonts.visual(text), self.face(weight), size)

    @cached_property
    def _colours(self) -> dict[Role, Color]:
        return {role: HexColor(value) for role, value in self.palette.items()}

    @cached_property
    def _styles(self) -> dict[str, ParagraphStyle]:
        fonts.register()
        return {name: self._made(name, style) for name, style in _STYLES.items()}

    def _made(self, name: str, style: _Style) -> ParagraphStyle:
        return ParagraphStyle(
            name, fontName=self.faces[style.font], fontSize=style.size, leading=style.leading,
            textColor=self.colour(style.role), spaceBefore=style.before, spaceAfter=style.after,
            bulletFontName=self.faces["regular"], splitLongWords=1, allowWidows=0, allowOrphans=0,
            alignment=TA_RIGHT if style.right else TA_LEFT,
        )  # fmt: skip


PLAIN = Look()
"""The look without anybody's branding."""
