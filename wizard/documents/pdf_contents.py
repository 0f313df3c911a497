"""A line of the table of contents. The number of its page is drawn when all pages are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable

from wizard.documents.blocks import Heading
from wizard.documents.look import TEXT_WIDTH, Look
from wizard.documents.pdf_scene import draw_text
from wizard.documents.pdf_tags import Element, TaggedCanvas
from wizard.documents.scene import Role, Weight, fit

_NUMBER = 40.0
"""Width of the page number."""
_INDENT = 30.0
"""Where the titles begin, behind the numbers."""
_BASE = 4.0
"""Base line of the words above the rule."""
_CLOSEST = 0.8
"""Share of their usual height that lines have at least: below it, a second page is better than a crowd."""


def spread(lines: Sequence[ContentsLine], room: float) -> None:
    """Set lines closer where they have all but room enough on one page."""
    share = room / sum(line.getSpaceBefore() + line.style.leading for line in lines) if lines else 1.0
    if _CLOSEST <= share < 1:
        for line in lines:
            line.spread = share


class ContentsLine(Flowable):
    """Title and page of a heading, both one link to it."""

    def __init__(self, heading: Heading, look: Look, element: Element) -> None:
        super().__init__()
        self.heading, self.look = heading, look
        self.element = element.add("Reference").add("Link")
        self.style = look.style(f"contents-{heading.level}")
        self.spread = 1.0
        """Share of its usual height and of the space above it."""
        self._slot: int | None = None

    @property
    def _base(self) -> float:
        return _BASE * self.spread

    def getSpaceBefore(self) -> float:  # noqa: N802 - reportlab asks by this name
        """Return the space above, as the style has it."""
        return float(self.style.spaceBefore) * self.spread

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take one line."""
        self.width, self.height = width, float(self.style.leading) * self.spread
        return self.width, self.height

    def draw(self) -> None:
        """Draw the title and a fine line to the number, and keep its place."""
        canvas: Any = self.canv
        if not isinstance(canvas, TaggedCanvas):
            self._title(canvas)
            return
        with canvas.marked(self.element):
            self._title(canvas)
        with canvas.artifact():
            canvas.setStrokeColor(self.look.colour("line"))
            canvas.setLineWidth(0.35)
            canvas.line(0, 0, TEXT_WIDTH, 0)
        with canvas.marked(self.element):
            self._slot = canvas.reserve()
        canvas.jump(self.element, self.heading.anchor, self.heading.text, (0, 0, TEXT_WIDTH, self.height))

    def fill(self, canvas: TaggedCanvas, page: int) -> None:
        """Draw the number of the page."""
        if self._slot is not None:
            style = self.look.style(f"page-{self.heading.level}")
            role: Role = "ink" if self.heading.level == 1 else "quiet"
            with canvas.fill(self._slot):
                number = str(page)
                draw_text(
                    canvas, number, TEXT_WIDTH, self._base, style.fontName, style.fontSize, self.look, role, "end"
                )

    def _title(self, canvas: Any) -> None:
        level = self.heading.level
        weight: Weight = "semibold" if level == 1 else "regular"
        role: Role = "ink" if level == 1 else "quiet"
        number, _, title = self.heading.text.partition("\u2002")
        indent = 0.0
        if title:
            draw_text(canvas, number, 0, self._base, self.style.fontName, self.style.fontSize, self.look, role)
            indent = _INDENT
        title = fit(title or number, TEXT_WIDTH - indent - _NUMBER, self.style.fontSize, weight, self.look.measure)
        draw_text(canvas, title, indent, self._base, self.style.fontName, self.style.fontSize, self.look, role)
