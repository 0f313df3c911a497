"""An offer of thirty pages takes at most twice the time of drawing the same flowables with bare reportlab."""

from __future__ import annotations

import gc
import io
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
from reportlab.platypus import SimpleDocTemplate

from tests.documents.test_examples import DAY, EXAMPLES, assessed
from wizard.cli import rare_collection
from wizard.documents.blocks import Document
from wizard.documents.look import BOTTOM, MARGIN, PLAIN, TOP
from wizard.documents.offer_blocks import offer_document
from wizard.documents.pdf import document_pdf
from wizard.documents.pdf_blocks import Composer
from wizard.documents.pdf_rows import RowOfCells
from wizard.documents.pdf_words import Words
from wizard.flow.offers import make_offer
from wizard.flow.quoting import project_attachment
from wizard.model.text import ENGLISH

_TIMES = 2
_PAGES = 30
_ROUNDS = 5


def least(function: Callable[[], Any]) -> float:
    """Return the shortest of several runs: the others had to share the machine."""
    times = []
    for _ in range(_ROUNDS):
        begin = time.process_time()
        function()
        times.append(time.process_time() - begin)
    return min(times)


def long_document(example: Path) -> Document:
    """Return the offer of an example, with its annex once more if it is short of thirty pages."""
    document = offer_document(make_offer(*assessed(example), on=DAY), ENGLISH)
    with pikepdf.open(io.BytesIO(document_pdf(document))) as file:
        pages = len(file.pages)
    if pages >= _PAGES:
        return document
    tables = tuple(block for block in document.blocks if type(block).__name__ in ("Table", "Note", "Facts"))
    return replace(document, blocks=(*document.blocks, *tables, *tables))


def bare(document: Document) -> Callable[[], None]:
    """Return what draws the flowables of a document that were made before, as reportlab does by itself."""
    stories = [Composer(document.language, PLAIN).story(document.blocks) for _ in range(_ROUNDS)]
    for each in gc.get_objects():
        if isinstance(each, Words):
            each._wrapped = None  # lines are broken when a paragraph is drawn, not when it is made
        elif isinstance(each, RowOfCells):
            each._height = None

    def draw() -> None:
        margins = {
            "leftMargin": MARGIN - 6,
            "rightMargin": MARGIN - 6,
            "topMargin": TOP - 6,
            "bottomMargin": BOTTOM - 6,
        }
        SimpleDocTemplate(io.BytesIO(), **margins).build(stories.pop())

    return draw


def test_thirty_pages_take_at_most_twice_as_long_as_bare_reportlab() -> None:
    example = next(path for path in EXAMPLES if path.stem == "two-sites")
    document = long_document(example)
    attachment = project_attachment(make_offer(*assessed(example), on=DAY), ENGLISH)
    with pikepdf.open(io.BytesIO(document_pdf(document, attachment))) as file:
        assert len(file.pages) >= _PAGES
    with rare_collection():  # as the command has it
        alone = least(bare(document))
        whole = least(lambda: document_pdf(document, attachment))
    print(f"bare {alone:.3f} s, whole {whole:.3f} s: {whole / alone:.2f} times")
    assert whole <= _TIMES * alone
