"""Text on a page: plain words that nothing reads as markup, marked with what they mean."""

from __future__ import annotations

from itertools import accumulate
from typing import Any, NamedTuple

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable, Paragraph
from reportlab.platypus.paraparser import ParaFrag

from wizard.documents import fonts
from wizard.documents.pdf_tags import Element, TaggedCanvas, marked

_LINK_ABOVE = 2.0
"""Room of a link beyond its words."""


class Target(NamedTuple):
    """A place that a link leads to, and what stands there."""

    anchor: str
    title: str = ""

    def named(self, words: str) -> str:
        """Return the name of a link with these words: by itself, in a list of links, a figure says nothing."""
        return f"{words}: {self.title}" if self.title and self.title != words else words


class _Reading:
    """How far a text has been written, and whether its words end there: not where a long word was broken."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._said = 0
        self._ends: frozenset[int] | None = None

    def begin(self) -> None:
        """Write the text from its beginning."""
        self._said = 0

    def after(self, written: str) -> str:
        """Return what parts a line that ends now from the next one: a space, or nothing within a word."""
        self.goes_on(written)
        if self._ends is None:  # counted in letters: how many spaces stand between two words is left to the lines
            self._ends = frozenset(accumulate(len(word) for word in self.text.split()[:-1]))
        return " " if self._said in self._ends and not written.endswith(" ") else ""

    def goes_on(self, written: str) -> None:
        """Count what stands on a line."""
        self._said += sum(map(len, written.split()))


class _Lines(PDFTextObject):
    """The lines of a paragraph. Whoever reads them out or copies them joins them: so the space between the last word
    of a line and the first of the next one is written too, where nobody sees it."""

    def __init__(self, canvas: Any, x: float, y: float, reading: _Reading) -> None:
        super().__init__(canvas, x, y)
        self._reading = reading

    def _textOut(self, text: str, TStar: int = 0) -> None:  # noqa: N802, N803 - reportlab's names
        if TStar:
            text += self._reading.after(text)
        else:
            self._reading.goes_on(text)
        super()._textOut(text, TStar)  # type: ignore[misc]  # the published types lack it


class Words(Paragraph):
    """A paragraph. ``element`` is what its words belong to; with ``link`` the whole of it leads to its target.

    Words whose place is drawn twice (the head of a table on its second page) count only once.
    """

    element: Element | None = None
    link: Target | None = None
    repeated: bool = False
    reading: _Reading
    """Shared by the parts of a paragraph that was split."""
    instead: str = ""
    """What is read out, where the letters do not stand in the order of reading."""
    _continued: bool = False
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
            part.element, part.link, part.reading = self.element, self.link, self.reading
        for part in parts[1:]:
            part._continued = True
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
        if not self._continued:
            self.reading.begin()
        return _Lines(self.canv, x + self._origin[0], y + self._origin[1], self.reading)

    def draw(self) -> None:
        """Draw the lines, as content of the element."""
        canvas: Any = self.canv
        again = self.repeated and self.element is not None and self.element.content
        if again and isinstance(canvas, TaggedCanvas):
            with canvas.artifact("repeated"):
                super().draw()
            return
        with marked(canvas, self.element, self.instead):
            super().draw()
        if self.link is not None and self.element is not None and isinstance(canvas, TaggedCanvas):
            x, y = self._origin
            box = (x, y - _LINK_ABOVE, x + float(self.width), y + float(self.height) + _LINK_ABOVE)
            canvas.jump(self.element, self.link.anchor, self.link.named(self.reading.text), box)


def words(
    content: str, style: ParagraphStyle, width: float, *, element: Element | None = None, colour: Color | None = None,
    link: Target | None = None, repeated: bool = False,
) -> Words:  # fmt: skip
    """Return a text as a paragraph for a line of ``width``."""
    frags = [
        _frag(text, font, style, colour, broken=broken)
        for text, font, broken in fonts.stretches(content, style.fontName, style.fontSize, width)
    ]
    made = Words("", style, frags=frags or [_frag("", style.fontName, style, colour, broken=False)])
    made.reading = _Reading("".join(frag.text for frag in frags))
    made.instead = content if fonts.right_to_left(content) else ""
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
