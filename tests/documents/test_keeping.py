"""What stays together on a page: read from finished pages, wherever on a page it would begin."""

from collections.abc import Sequence
from dataclasses import replace

import pypdfium2
import pytest

from tests.documents.test_read_out import made
from wizard.documents.blocks import (
    Block,
    Column,
    Contents,
    Fact,
    Facts,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    Table,
)  # fmt: skip
from wizard.documents.pdf import document_pdf
from wizard.documents.scene import Label, Scene

_FILLING = tuple(range(2, 52, 3))
"""Lines that stand on the page before: what follows begins anywhere on it."""


def pages(blocks: Sequence[Block], filling: int) -> list[str]:
    above = (Paragraph("Vorher."),) * filling
    content = document_pdf(replace(made("sample", "de"), blocks=(*above, *blocks)))
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def page_of(words: str, found: Sequence[str]) -> int:
    return next(number for number, text in enumerate(found) if words in text)


def figure(height: float) -> Figure:
    return Figure(Scene(400.0, height, (Label(10, height / 2, "In der Mitte", 8),)), "Eine Zeichnung", "x" * 60)


def table(rows: int) -> Table:
    return Table(
        (Column("Teil", weight=2), Column("Netto", "money")), tuple(Row((f"Zeile {n}", n)) for n in range(rows))
    )


@pytest.mark.parametrize("filling", _FILLING)
def test_a_chapter_begins_with_the_drawing_of_its_first_section(filling: int) -> None:
    found = pages(
        (Heading(1, "Kapitel", "a"), Paragraph("Einleitung."), Heading(2, "Abschnitt", "b"), figure(200), table(40)),
        filling,
    )
    assert page_of("Kapitel", found) == page_of("Abschnitt", found) == page_of("In der Mitte", found)


@pytest.mark.parametrize("filling", _FILLING)
def test_a_drawing_stands_on_the_page_of_its_table(filling: int) -> None:
    found = pages((Heading(1, "Summen", "a"), table(9), Paragraph("Gültig.", "small"), figure(110)), filling)
    assert page_of("Summen", found) == page_of("Zeile 0", found) == page_of("In der Mitte", found)


@pytest.mark.parametrize("filling", _FILLING)
def test_a_last_word_does_not_stand_alone_on_the_next_page(filling: int) -> None:
    found = pages((Heading(1, "Ausbau", "a"), table(14), Paragraph("Ein letztes Wort.", "small")), filling)
    assert page_of("Ein letztes Wort.", found) == page_of("Zeile 13", found)


@pytest.mark.parametrize("filling", _FILLING)
def test_a_strong_line_stands_above_what_it_heads(filling: int) -> None:
    facts = Facts(tuple(Fact(f"Eintrag {n}", "Wert") for n in range(8)))
    found = pages((Paragraph("Überschrift der Variante", "strong"), facts), filling)
    assert page_of("Überschrift der Variante", found) == page_of("Eintrag 0", found)


@pytest.mark.parametrize(("headings", "wanted"), [(40, 1), (44, 1), (90, 2)])
def test_contents_that_are_little_too_long_stand_on_one_page(headings: int, wanted: int) -> None:
    each = (Heading(2 if n % 3 else 1, f"Abschnitt {n}", f"a{n}") for n in range(headings))
    found = pages((Contents("Inhalt"), PageBreak(), *each), 0)
    assert page_of(f"Abschnitt {headings - 1}", found) == wanted - 1
