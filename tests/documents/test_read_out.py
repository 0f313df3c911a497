"""What is read out: the words of the tagged file, as they are written, against the blocks that they come from."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import pikepdf
import pytest

from tests.documents import sample
from tests.documents.helpers import reading
from tests.documents.test_examples import DAY, EXAMPLES, assessed
from wizard.documents.blocks import (
    Block,
    Contents,
    Cover,
    Derivation,
    Document,
    Facts,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Note,
    Paragraph,
    Table,
    cell_text,
    cut,
)
from wizard.documents.offer_blocks import offer_document
from wizard.documents.pdf import document_pdf, pdf
from wizard.documents.pdf_tables import CELL
from wizard.flow.offers import make_offer
from wizard.model.brand import Brand
from wizard.model.text import Language
from wizard.persistence.languages import language


@cache
def made(name: str, code: str) -> Document:
    if name == "sample":
        return offer_document(sample.offer(), language(code))
    project, assessment = assessed(next(path for path in EXAMPLES if path.stem == name))
    return offer_document(make_offer(project, assessment, on=DAY), language(code))


def plain(text: str) -> str:
    return " ".join(text.split())


def said(document: Document) -> list[str]:
    """Return what a document says, paragraph by paragraph, in the order of reading."""
    found = (text for block in document.blocks for text in _said(block, document))
    return [text for text in map(plain, found) if text]


def _said(block: Block, document: Document) -> Iterator[str]:
    match block:
        case Heading(text=text):
            yield text
        case Paragraph(text):
            yield cut(text, 4_000)
        case KeyFigures(figures):
            yield from _figures(figures)
        case Facts(facts):
            yield from (words for fact in facts for words in (fact.label, cut(fact.value, 500)))
        case Table() if block.rows:
            yield from _table(block, document.language)
        case Figure(_, caption, alternative):
            yield from (alternative, caption)
        case Note(_, label, text, source):
            yield from (label, text, cut(source, 300))
        case Derivation():
            yield from _derivation(block)
        case Contents(title):
            yield from (title, *(f"{text} # page" for text in _titles(document)))
        case Cover():
            yield from _cover(block, document.language)


def _derivation(block: Derivation) -> Iterator[str]:
    inputs = ";  ".join(f"{name} = {value}" for name, value in block.inputs)
    yield from (cut(block.title, 200), cut(block.result, 160), cut(block.formula, 500), cut(inputs, 1_200))
    yield from block.rules[:12]


def _figures(figures: Sequence[KeyFigure]) -> Iterator[str]:
    for figure in figures:
        yield from (figure.label, figure.value, figure.note)


def _table(block: Table, said_in: Language) -> Iterator[str]:
    yield from (column.title for column in block.columns)
    for row in block.rows:
        if row.role == "group":
            yield cell_text(row.cells[0], "text", said_in)
            continue
        for cell, column in zip(row.cells, block.columns, strict=True):
            yield cut(cell_text(cell, column.kind, said_in), CELL)
    yield block.caption


def _cover(cover: Cover, said_in: Language) -> Iterator[str]:
    yield from (cover.eyebrow, cover.title, cover.customer, cover.label)
    yield from _figures(cover.figures)
    for fact in cover.facts:
        yield from (fact.label, fact.value)
    if cover.sums.rows:
        yield from _table(cover.sums, said_in)
    yield from cover.small_print


def heard(document: Document) -> list[str]:
    """Return what is read out of the file, each number of a page in the contents as ``# page``."""
    lines = []
    for line in reading(document_pdf(document)):
        kind, _, words = line.partition(" ")
        words = words.removeprefix("[").removesuffix("]") if kind == "/Figure" else words
        title, _, number = words.rpartition(" ")
        toc = kind == "/Link" and number.isdigit() and any(title == plain(text) for text in _titles(document))
        lines.append(f"{title} # page" if toc else plain(words))
    return lines


def _titles(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading)]


@pytest.mark.parametrize("code", ["de", "en"])
@pytest.mark.parametrize("name", ["sample", "vmware-replacement", "two-sites", "fleet", "branch-shop"])
def test_every_paragraph_is_read_out_as_it_was_written(name: str, code: str) -> None:
    document = made(name, code)
    assert heard(document) == said(document)


def test_a_long_word_is_read_as_one_and_words_on_two_lines_as_two() -> None:
    word = "Donaudampfschifffahrtsgesellschaft" * 9
    text = f"Vor dem Wort {word} steht etwas, und danach {word}."
    assert heard(replace(made("sample", "de"), blocks=(Paragraph(text), Note("plain", "L", text)))) == [text, "L", text]


def test_a_paragraph_on_several_pages_is_read_as_one() -> None:
    text = " ".join(f"Wort{number}" for number in range(500)) + "🚀 Ende"
    story = tuple(Paragraph(text) for _ in range(5))
    document = replace(made("sample", "de"), blocks=story)
    assert heard(document) == [text] * 5


@pytest.mark.parametrize("name", ["hebrew", "arabic"])
def test_what_runs_from_the_right_is_read_in_its_own_order(name: str) -> None:
    text = f"Angebot für {sample.HOSTILE[name]} in Wien, " * 6 + "mit Anhang."
    assert heard(replace(made("sample", "de"), blocks=(Paragraph(text),))) == [text]


def test_who_sends_the_document_is_read_out_first() -> None:
    brand = Brand(letterhead=("Muster IT GmbH · Ring 1 · Wien", "Telefon +43 1 234"))
    spoken = reading(pdf(sample.offer(), language("de"), brand=brand))
    assert spoken[:2] == [f"/P {line}" for line in brand.letterhead]


@pytest.mark.parametrize("name", ["vmware-replacement", "two-sites"])
def test_a_row_is_named_by_what_tells_it_from_the_others(name: str) -> None:
    """The head of a row is no sentence from its middle: no two rows of a table have the same one."""
    tables = [block for block in made(name, "de").blocks if isinstance(block, Table) and block.rows]
    networks = next(table for table in tables if table.columns[0].title == "Netzwerk")
    cables = [table for table in tables if table.columns[-1].title == "Kabel"]
    assert networks.heading_column == 0
    assert cables
    for table in (networks, *cables):
        heads = [row.cells[table.heading_column or 0] for row in table.rows]
        assert len(set(heads)) == len(heads)


def test_links_are_named_by_where_they_lead() -> None:
    with pikepdf.open(io.BytesIO(document_pdf(made("vmware-replacement", "de")))) as file:
        names = {plain(str(link.Contents)) for page in file.pages for link in page.obj.get("/Annots", [])}
    assert "22,91 TiB: Sichere Daten: auch nach dem eingeplanten Ausfall und der Heilung noch untergebracht" in names
    assert "170.208,00: 01 Knoten" in names
    assert not any(re.fullmatch(r"[\d.,]+", name) for name in names)
