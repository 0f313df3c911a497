"""Writes an offer as PDF: A4, with outline, contents, links and embedded fonts, for archives and for screen readers.

Every file satisfies PDF/UA-1 and PDF/A-3a, or PDF/A-2a where nothing is attached. The same offer gives the same bytes:
no clock, no random number, the date is the offer's. Pages are drawn once; what is known only at the end (the number of
pages, the pages of the contents) is drawn into places that were kept for it.
"""

from __future__ import annotations

import io
from typing import Any

from reportlab import rl_config
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from wizard.documents import fonts
from wizard.documents.blocks import Cover, Document, cut
from wizard.documents.branding import Dress, dress
from wizard.documents.editions import Edition
from wizard.documents.look import (
    BOTTOM,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SMALL,
    TEXT_HEIGHT,
    TEXT_WIDTH,
)
from wizard.documents.offer_blocks import offer_document
from wizard.documents.pdf_archive import archive
from wizard.documents.pdf_attachment import Attachment
from wizard.documents.pdf_blocks import Composer, HeadingText
from wizard.documents.pdf_scene import draw_text
from wizard.documents.pdf_tags import TaggedCanvas
from wizard.documents.progress import Progress, Tell
from wizard.documents.scene import fit
from wizard.model.brand import Brand
from wizard.model.offer import Offer
from wizard.model.text import Language

_PLAIN = Dress()
_DRAWING = 0.65
"""Share of the time that drawing the pages takes."""
_LOGO = (170.0, 44.0)
"""Room of a logo on the first page."""


def pdf(
    offer: Offer,
    language: Language,
    attachment: Attachment | None = None,
    edition: Edition = "complete",
    brand: Brand | None = None,
    tell: Tell | None = None,
) -> bytes:
    """Return a document of the offer as a PDF file, with a file in it and in a partner's branding if one is given.

    ``tell`` is told the share that is done, at every page and often between.

    Raises
    ------
    BrandError
        If the branding cannot be used.
    """
    dressed = dress(brand)
    document = offer_document(offer, language, dressed.look.measure, edition, brand)
    return document_pdf(document, attachment, dressed, tell)


def document_pdf(
    document: Document, attachment: Attachment | None = None, dressed: Dress = _PLAIN, tell: Tell | None = None
) -> bytes:
    """Return a document as a PDF file."""
    progress = Progress(tell)
    fonts.register()
    rl_config.invariant = 1
    rl_config.useA85 = 0  # streams as letters: larger, slower, and nobody needs it
    composer = Composer(document.language, dressed.look, progress)
    story = composer.story(document.blocks)
    target = io.BytesIO()
    progress.stage(_DRAWING, len(story))
    template = _Template(target, document, dressed, composer, story)
    try:
        template.build(story, canvasmaker=TaggedCanvas)
        return archive(target.getvalue(), document, composer.root, attachment, progress)
    finally:
        composer.root.let_go()
        # It and its canvas know each other: somebody would have to look for them.
        vars(template).clear()


class _Template(BaseDocTemplate):
    """Pages with a running head and foot."""

    def __init__(
        self, target: io.BytesIO, document: Document, dressed: Dress, composer: Composer, story: list[Flowable]
    ) -> None:
        super().__init__(
            target,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            lang=document.language.tag,
            invariant=1,
            initialFontName=fonts.REGULAR,
        )
        self.document, self.dressed, self.look, self.composer = document, dressed, dressed.look, composer
        self._waiting, self._all = story, len(story)
        """What is still to be drawn: reportlab takes from the front."""
        self.numbers: list[int] = []
        """Places kept for the number of each page."""
        self.anchors: dict[str, int] = {}
        frame = Frame(
            MARGIN, BOTTOM, TEXT_WIDTH, TEXT_HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
        )
        self.addPageTemplates([PageTemplate("page", [frame], onPage=self._dress)])

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802 - reportlab calls it by this name
        """Enter a heading into the outline, and remember its page for the contents."""
        if isinstance(flowable, HeadingText):
            heading = flowable.heading
            self.canv.bookmarkHorizontal(heading.anchor, 0, getattr(self.frame, "_y", 0.0) + flowable.height + 14)
            title = cut(heading.text, 120)
            self.canv.addOutlineEntry(title, heading.anchor, heading.level - 1, closed=heading.level == 1)
            self.anchors[heading.anchor] = self.page

    def handle_flowable(self, flowables: list[Flowable]) -> None:
        """Draw what comes next, and say how much is drawn."""
        super().handle_flowable(flowables)
        self.composer.progress.at(self._all - len(self._waiting))

    def _endBuild(self) -> None:  # noqa: N802 - reportlab calls it by this name
        """Draw what is known only now, and write the file."""
        self._doSave = 0
        super()._endBuild()  # type: ignore[misc]  # the published types lack it
        canvas: Any = self.canv
        pages = len(self.numbers)
        for line in self.composer.lines:
            line.fill(canvas, self.anchors[line.heading.anchor])
        for number, slot in enumerate(self.numbers, start=1):
            words = self.document.page_template.format(page=number, pages=pages)
            with canvas.fill(slot):
                self._foot_text(canvas, words, PAGE_WIDTH - MARGIN, "end")
        canvas.save()

    def _dress(self, canvas: Any, template: Any) -> None:
        """Draw head and foot of a page; the cover has a band of colour instead of the head."""
        canvas.saveState()
        with canvas.artifact("header"):
            self._head(canvas)
        if canvas.page_index == 0:
            self._letterhead(canvas)
        with canvas.artifact("footer"):
            canvas.setStrokeColor(self.look.colour("line"))
            canvas.setLineWidth(0.5)
            canvas.line(MARGIN, BOTTOM - 20, PAGE_WIDTH - MARGIN, BOTTOM - 20)
            foot = fit(self.document.footer, TEXT_WIDTH - 90, SMALL, "regular", self.look.measure)
            self._foot_text(canvas, foot, MARGIN, "start")
            self.numbers.append(canvas.reserve())
        canvas.restoreState()

    def _head(self, canvas: TaggedCanvas) -> None:
        if canvas.page_index == 0:
            canvas.setFillColor(self.look.colour("accent"))
            canvas.rect(0, PAGE_HEIGHT - 10, PAGE_WIDTH, 10, stroke=0, fill=1)
            cover = self.document.blocks[0] if self.document.blocks else None
            if not isinstance(cover, Cover) or cover.eyebrow != self.document.stamp:
                self._stamp(canvas, PAGE_HEIGHT - 42)
            return
        canvas.setStrokeColor(self.look.colour("line"))
        canvas.setLineWidth(0.5)
        head = PAGE_HEIGHT - 42
        taken = self._stamp(canvas, head)
        title = fit(self.document.running_title, TEXT_WIDTH - taken, SMALL, "regular", self.look.measure)
        draw_text(canvas, title, MARGIN, head, self.look.faces["regular"], SMALL, self.look, "quiet")
        canvas.line(MARGIN, head - 7, PAGE_WIDTH - MARGIN, head - 7)

    def _letterhead(self, canvas: TaggedCanvas) -> None:
        """Draw the partner's logo at the top of the first page, and his lines above its foot."""
        if self.dressed.logo is not None:
            width, height = self.dressed.logo.getSize()
            factor = min(_LOGO[0] / width, _LOGO[1] / height)
            size = width * factor, height * factor
            with canvas.artifact("header"):  # his name stands on the page, and is read out there
                canvas.drawImage(self.dressed.logo, MARGIN, PAGE_HEIGHT - 34 - size[1], *size)
        y = BOTTOM - 10 + 9 * len(self.dressed.letterhead)
        for line in self.dressed.letterhead:
            y -= 9
            words = fit(line, TEXT_WIDTH, SMALL, "regular", self.look.measure)
            with canvas.marked(self.composer.letterhead.add("P")):
                draw_text(canvas, words, MARGIN, y, self.look.faces["regular"], SMALL, self.look, "quiet")

    def _stamp(self, canvas: TaggedCanvas, y: float) -> float:
        """Say at the right of the head what the document does not promise; return the width that this takes."""
        if not self.document.stamp:
            return 0.0
        stamp = fit(self.document.stamp, TEXT_WIDTH / 2, SMALL, "semibold", self.look.measure)
        right, face = PAGE_WIDTH - MARGIN, self.look.faces["semibold"]
        draw_text(canvas, stamp, right, y, face, SMALL, self.look, "amber", "end")
        return self.look.measure(stamp, SMALL, "semibold") + 12

    def _foot_text(self, canvas: TaggedCanvas, text: str, x: float, anchor: str) -> None:
        draw_text(canvas, text, x, BOTTOM - 31, self.look.faces["tabular"], SMALL, self.look, "quiet", anchor)
