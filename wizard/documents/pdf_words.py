"""Text on a page: plain words that nothing reads as markup, marked with what they mean."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph
from reportlab.platypus.paraparser import ParaFrag

from wizard.documents import fonts
from wizard.documents.pdf_tags import Element, TaggedCanvas, marked

_LINK_ABOVE = 2.0
"""Room of a link beyond its words."""


class Words(Paragraph):
    """A paragraph. ``element`` is what its words belong to; with ``link`` the whole of it leads to an anchor.

    Words whose place is drawn twice (the head of a table on its second page) count only once.
    """

    element: Element | None = None
    link: str | None = None
    repeated: bool = False
    _origin: tuple[float, float] = (0.0, 0.0)
    _wrapped: tuple[float, tuple[float, float]] | None = None

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803 - reportlab's names
        """Break into lines; the same width gives the same lines."""
        if self._wrapped is None or self._wrapped[0] != availWidth:
            width, height = super().wrap(availWidth, availHeight)
            self._wrapped = (availWidth, (float(width), float(height)))
        return self._wrapped[1]

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 - reportlab's names
        """Split between lines; both parts mean the same."""
        self._wrapped = None
        self.wrap(availWidth, availHeight)
        parts: list[Any] = super().split(availWidth, availHeight)
        for part in parts:
            part.element, part.link = self.element, self.link
        self._wrapped = None
        return list(parts)

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803 - reportlab's names
        """Draw at a place. Our canvas needs no new origin for it: that would cost more than the words."""
        if not isinstance(canvas, TaggedCanvas):
            super().drawOn(canvas, x, y, _sW)  # type: ignore[call-arg]  # the stubs leave out _sW
            return
        self.canv = canvas
        self._origin = (x, y)
        self.draw()
        self._origin = (0.0, 0.0)

    def beginText(self, x: float, y: float) -> Any:  # noqa: N802 - reportlab asks by this name
        """Begin the lines where the paragraph stands."""
        return self.canv.beginText(x + self._origin[0], y + self._origin[1])

    def draw(self) -> None:
        """Draw the lines, as content of the element."""
        canvas: Any = self.canv
        again = self.repeated and self.element is not None and self.element.content
        if again and isinstance(canvas, TaggedCanvas):
            with canvas.artifact("repeated"):
                super().draw()
            return
        with marked(canvas, self.element):
            super().draw()
        if self.link is not None and self.element is not None and isinstance(canvas, TaggedCanvas):
            x, y = self._origin
            box = (x, y - _LINK_ABOVE, x + float(self.width), y + float(self.height) + _LINK_ABOVE)
            canvas.jump(self.element, self.link, self.getPlainText(), box)


def words(
    content: str, style: ParagraphStyle, width: float, *, element: Element | None = None, colour: Color | None = None,
    link: str | None = None, repeated: bool = False,
) -> Words:  # fmt: skip
    """Return a text as a paragraph for a line of ``width``."""
    frags = [
        _frag(text, font, style, colour, broken=broken)
        for text, font, broken in fonts.stretches(content, style.fontName, style.fontSize, width)
    ]
    made = Words("", style, frags=frags or [_frag("", style.fontName, style, colour, broken=False)])
    made.element = element.add("Link") if link is not None and element is not None else element
    made.link, made.repeated = link, repeated
    return made


def _frag(text: str, font: str, style: ParagraphStyle, colour: Color | None, *, broken: bool) -> Any:
    frag: Any = ParaFrag(
        rise=0, greek=0, link=[], fontName=font, bold=0, italic=0, fontSize=style.fontSize,
        textColor=colour or style.textColor, us_lines=[], text=text,
    )  # fmt: skip
    if broken:
        frag.lineBreak = True
    return frag
