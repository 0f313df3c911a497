"""Writes an offer as PDF: A4, with outline, contents, links and embedded fonts, ready for archiving (PDF/A-2u).

The same offer gives the same bytes: no clock, no random number, the date is the offer's.
"""

from __future__ import annotations

import io
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen import canvas as pdf_canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from wizard.documents import fonts
from wizard.documents.blocks import Document, cut
from wizard.documents.offer_blocks import offer_document
from wizard.documents.pdf_archive import archive
from wizard.documents.pdf_blocks import HeadingText, story
from wizard.documents.pdf_scene import colour, draw_text
from wizard.documents.pdf_styles import BOTTOM, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, TEXT_HEIGHT, TEXT_WIDTH
from wizard.documents.scene import fit
from wizard.model.offer import Offer
from wizard.model.text import Language

_SMALL = 7.0


def pdf(offer: Offer, language: Language) -> bytes:
    """Return the offer as a PDF file."""
    return document_pdf(offer_document(offer, language))


def document_pdf(document: Document) -> bytes:
    """Return a document as a PDF file."""
    fonts.register()
    rl_config.invariant = 1
    target = io.BytesIO()
    template = _Template(target, document)
    template.multiBuild(story(document.blocks, document.language), canvasmaker=_Canvas)
    return archive(target.getvalue(), document)


class _Canvas(pdf_canvas.Canvas):
    """A canvas that begins every page in Inter: reportlab's own choice would stand in the file, not embedded."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"initialFontName": fonts.REGULAR, "invariant": 1, "pageCompression": 1}
        super().__init__(*args, **kwargs)


class _Template(BaseDocTemplate):
    """Pages with a running head and foot. The build is repeated until contents and page count are right."""

    def __init__(self, target: io.BytesIO, document: Document) -> None:
        super().__init__(
            target,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            lang=document.language.code,
            invariant=1,
            initialFontName=fonts.REGULAR,
        )
        self.document = document
        self.pages = 0
        frame = Frame(
            MARGIN, BOTTOM, TEXT_WIDTH, TEXT_HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0
        )
        self.addPageTemplates([PageTemplate("page", [frame], onPage=self._dress)])

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802 - reportlab calls it by this name
        """Enter a heading into contents and outline."""
        if isinstance(flowable, HeadingText):
            heading = flowable.heading
            self.canv.bookmarkHorizontal(heading.anchor, 0, getattr(self.frame, "_y", 0.0) + flowable.height + 14)
            title = cut(heading.text, 120)
            self.canv.addOutlineEntry(title, heading.anchor, heading.level - 1, closed=heading.level == 1)
            style = fonts.SEMIBOLD if heading.level == 1 else fonts.REGULAR
            words = fonts.markup(title, style, 9, TEXT_WIDTH - 60)
            self.notify("TOCEntry", (heading.level - 1, words, self.page, heading.anchor))

    def afterPage(self) -> None:  # noqa: N802 - reportlab calls it by this name
        """Count the pages: the next pass prints the number."""
        self.pages = max(self.pages, self.page)

    def _dress(self, canvas: Any, template: Any) -> None:
        """Draw the running head and foot; the cover has only the foot."""
        document, page = self.document, canvas.getPageNumber()
        canvas.saveState()
        canvas.setStrokeColor(colour("line"))
        canvas.setLineWidth(0.5)
        right = PAGE_WIDTH - MARGIN
        if page == 1:
            canvas.setFillColor(colour("accent"))
            canvas.rect(0, PAGE_HEIGHT - 10, PAGE_WIDTH, 10, stroke=0, fill=1)
        else:
            head = PAGE_HEIGHT - 42
            title = fit(document.running_title, TEXT_WIDTH, _SMALL, "regular", fonts.measure)
            draw_text(canvas, title, MARGIN, head, fonts.REGULAR, _SMALL, "quiet")
            canvas.line(MARGIN, head - 7, right, head - 7)
        foot = fit(document.footer, TEXT_WIDTH - 90, _SMALL, "regular", fonts.measure)
        canvas.line(MARGIN, BOTTOM - 20, right, BOTTOM - 20)
        draw_text(canvas, foot, MARGIN, BOTTOM - 31, fonts.TABULAR, _SMALL, "quiet")
        words = document.page_template.format(page=page, pages=max(self.pages, page))
        draw_text(canvas, words, right, BOTTOM - 31, fonts.TABULAR, _SMALL, "quiet", "end")
        canvas.restoreState()
