"""What the content of a page means: a tree of elements, as assistive programs read it (PDF/UA), and the marks on the
pages that belong to it.

The tree is made with the flow of the document, in the order of reading. Whatever draws says to which element its words
belong; the rest of a page (lines, backgrounds, running heads) is an artifact, which nobody reads out.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from reportlab.pdfgen import canvas as pdf_canvas

from wizard.checkpoint import checkpoint
from wizard.documents import fonts

Artifact = Literal["layout", "header", "footer", "repeated"]
_ARTIFACTS: dict[Artifact, str] = {
    "layout": "/Artifact <</Type /Layout>> BDC",
    "header": "/Artifact <</Type /Pagination /Subtype /Header>> BDC",
    "footer": "/Artifact <</Type /Pagination /Subtype /Footer>> BDC",
    "repeated": "/Artifact <</Type /Pagination>> BDC",
}
_SLOT = re.compile(r"%later-(\d+)%")


@dataclass(frozen=True, slots=True)
class Mark:
    """Content of an element: the numbered stretch of a page, counted from 0."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Jump:
    """A link of an element: which annotation of a page, and where it leads, in words."""

    page: int
    number: int
    words: str


@dataclass(eq=False, slots=True)
class Element:
    """A node of the tree: its standard type, what it consists of, and what a screen reader says of it."""

    kind: str
    children: list[Element] = field(default_factory=list)
    content: list[Mark | Jump] = field(default_factory=list)
    alternative: str = ""
    scope: Literal["", "Column", "Row", "Both"] = ""
    columns: int = 1
    box: tuple[float, float, float, float] | None = None

    def add(self, kind: str, **properties: Any) -> Element:
        """Add a child at the end and return it."""
        child = Element(kind, **properties)
        self.children.append(child)
        return child

    def size(self) -> int:
        """Return how many elements there are, this one and all below it."""
        return sum(1 for _ in self.everything())

    def let_go(self) -> None:
        """Forget all below, little by little: the tree of a long document, freed at once, keeps everybody waiting."""
        left = [self]
        while left:
            checkpoint()
            one = left.pop()
            left += one.children
            one.children.clear()
            one.content.clear()

    def everything(self) -> Iterator[Element]:
        """Yield this element and all below it, in the order of reading."""
        yield self
        for child in self.children:
            yield from child.everything()


class TaggedCanvas(pdf_canvas.Canvas):
    """A canvas whose content is marked, and some of whose words are known only when all pages are drawn.

    It begins every page in the document's font: reportlab's own choice would stand in the file, not embedded.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"initialFontName": fonts.REGULAR, "invariant": 1, "pageCompression": 1}
        super().__init__(*args, **kwargs)
        self._code: list[str]
        self._annotationrefs: list[Any]
        self._doc: Any
        self._marks: dict[int, int] = {}
        self._later: list[str] = []

    @property
    def page_index(self) -> int:
        """Number of the page, counted from 0."""
        return int(self.getPageNumber()) - 1

    @contextmanager
    def marked(self, element: Element, instead: str = "") -> Iterator[None]:
        """Make what is drawn meanwhile the content of an element; ``instead`` is read out in its place."""
        page = self.page_index
        number = self._marks.get(page, 0)
        self._marks[page] = number + 1
        element.content.append(Mark(page, number))
        spoken = codecs.BOM_UTF16_BE + instead.encode("utf-16-be", "replace")
        actual = f" /ActualText <{spoken.hex()}>" if instead else ""
        self._code.append(f"/{element.kind} <</MCID {number}{actual}>> BDC")
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self, kind: Artifact = "layout") -> Iterator[None]:
        """Make what is drawn meanwhile something that nobody reads out."""
        self._code.append(_ARTIFACTS[kind])
        yield
        self._code.append("EMC")

    def jump(self, element: Element, anchor: str, words: str, box: tuple[float, float, float, float]) -> None:
        """Make a place of the page a link to an anchor."""
        element.content.append(Jump(self.page_index, len(self._annotationrefs), words))
        self.linkRect(words, anchor, box, relative=1)

    def reserve(self) -> int:
        """Keep a place in what is drawn for :meth:`fill`; return its number."""
        self._later.append("")
        number = len(self._later) - 1
        self._code.append(f"%later-{number}%")
        return number

    @contextmanager
    def fill(self, number: int) -> Iterator[None]:
        """Draw into a place that was reserved, on the page where it stands."""
        kept, self._code = self._code, []
        self.saveState()
        yield
        self.restoreState()
        self._later[number], self._code = "\n".join(self._code), kept

    def save(self) -> None:
        """Put what was drawn later into its places, and write the file."""
        for page in self._doc.Pages.pages:
            page.stream = _SLOT.sub(lambda match: self._later[int(match[1])], page.stream)
        super().save()


@contextmanager
def marked(canvas: Any, element: Element | None, instead: str = "") -> Iterator[None]:
    """Mark what is drawn as content of an element, or as an artifact where there is none."""
    if not isinstance(canvas, TaggedCanvas):  # somebody draws our flowables on a canvas of their own
        yield
    elif element is None:
        with canvas.artifact():
            yield
    else:
        with canvas.marked(element, instead):
            yield
