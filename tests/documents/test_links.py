"""Every figure of a document leads to its calculation or its source; what does not is listed here, with its reason."""

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from tests.documents.test_examples import DAY, EXAMPLES
from wizard.documents.blocks import Cover, Derivation, Document, Facts, Heading, KeyFigures, Row, Table
from wizard.documents.offer_blocks import offer_document
from wizard.documents.pdf import pdf
from wizard.documents.workbook import workbook
from wizard.flow.preparing import whole_offer
from wizard.flow.sizing import bundled_sizer
from wizard.model.offer import Offer
from wizard.model.project import Project
from wizard.persistence.languages import language

NO_CALCULATION = {
    "request": "what the customer said: it is the source",
    "changes": "each amount is explained by its cause, beside it",
    "search": "what the search did, for the vendor",
    "costing": "the vendor's own prices",
}
"""Chapters whose figures are not calculated from anything."""
GIVEN = {
    ("cover", "Contact"): "",
    ("cover", "Offer number"): "",
    ("cover", "Date"): "",
    ("cover", "Valid until"): "",
    ("cover", "Fingerprint"): "",
    ("glance", "Positions"): "counts the lines of the bill",
    ("storage", "Layout"): "names the layout",
    ("storage", "Copies needed to go on writing (min_size)"): "a setting of the pool",
    ("network", "Ports"): "what one network has; together they are calculated below",
    ("network", "Gbit/s"): "speed of the part",
    ("backup", "Layout"): "names the layout",
    ("backup", "Namespaces, one for each site"): "counts the sites",
    ("backup", "Tape device"): "names the part",
    ("bill", "Quantity"): "the column “because” says why",
    ("bill", "Net"): "quantity times unit price, in the same row",
    ("bill", "Against the base"): "the difference of two rows of the bill",
    ("expansion", "Quantity"): "the difference of two bills",
    ("expansion", "Unit price"): "a price of the bill, or of the catalogue on the same day",
    ("expansion", "Net (EUR)"): "quantity times unit price, in the same row",
    ("exploration", "Topology"): "names the topology",
    ("exploration", "Nodes"): "another design, whose price leads to its calculation",
    ("exploration", "Cores, memory, usable storage"): "another design, as above",
    ("exploration", "Lasts until"): "follows from the growth, as above",
    ("exploration", "Given up"): "a sentence",
    ("exploration", "Gained"): "a sentence",
    ("cabling", "No."): "numbers the cables",
    ("cabling", "Gbit/s"): "speed of the part",
}
"""Labels by chapter that hold a number which nothing was calculated for."""


@cache
def offered(path: Path) -> Offer:
    given = Project.model_validate_json(path.read_text(encoding="utf-8"))
    backup = {"wanted": True, "offsite": "one-way", "offsite_mbps": 100, "tape": True, "removable": True, "s3": True}
    costs = {"years": 5, "today_watts": 900, "today": [{"name": "Maintenance", "per_year_net": "4000.00"}]}
    project = Project.model_validate(
        {**given.model_dump(mode="json"), "backup": backup, "offer": {"costs": costs, "discount_percent": 3}}
    )
    sizer = bundled_sizer()
    assessment = sizer.size(project, DAY)
    if path.stem == "small-company-ha":
        assessment = sizer.explore(project, assessment)
    return whole_offer(project, assessment, sizer.size, on=DAY)


def anchors(document: Document) -> set[str]:
    found = {block.anchor for block in document.blocks if isinstance(block, Heading | Derivation) and block.anchor}
    return found | {
        row.anchor for block in document.blocks if isinstance(block, Table) for row in block.rows if row.anchor
    }


def figures(document: Document) -> Iterator[tuple[str, str, str, str | None]]:
    """Yield chapter, label, figure and link of all that has a digit in a place for figures."""
    chapter = "cover"
    for block in document.blocks:
        match block:
            case Heading(1, _, anchor):
                chapter = anchor
            case Cover():
                yield from ((chapter, each.label, each.value, each.link) for each in (*block.facts, *block.figures))
                yield from _of_table(chapter, block.sums)
            case KeyFigures(figures=every):
                yield from ((chapter, each.label, each.value, each.link) for each in every)
            case Facts(facts=every):
                yield from ((chapter, each.label, each.value, each.link) for each in every)
            case Table():
                yield from _of_table(chapter, block)


def _of_table(chapter: str, table: Table) -> Iterator[tuple[str, str, str, str | None]]:
    for row in table.rows:
        if row.role not in ("body", "total"):
            continue
        for number, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
            if (column.kind != "text" or column.title == "Suffices for") and not _sum(table, row):
                yield chapter, column.title, str(cell), row.links[number] if number < len(row.links) else None


def _sum(table: Table, row: Row) -> bool:
    """Tell whether a row only adds up what stands above it in the same column."""
    return row.role == "total" and not row.links and row is not table.rows[0]


def unlinked(document: Document) -> list[tuple[str, str, str, str | None]]:
    known = anchors(document)
    return [
        (chapter, label, figure, link)
        for chapter, label, figure, link in figures(document)
        if re.search(r"\d", figure)
        and link not in known
        and chapter not in NO_CALCULATION
        and (chapter, label) not in GIVEN
        and not (chapter == "sums" and label.startswith("Amount"))  # the sums lead to the bill, and add up themselves
    ]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_figure_leads_to_its_calculation_or_source(path: Path) -> None:
    document = offer_document(offered(path), language("en"))
    assert unlinked(document) == []
    assert sum(link is not None for *_, link in figures(document)) > 60


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_links_stand_in_the_file(code: str) -> None:
    path = next(path for path in EXAMPLES if path.stem == "small-company-ha")
    document = offer_document(offered(path), language(code))
    wanted = sum(link in anchors(document) for *_, link in figures(document))
    headings = sum(isinstance(block, Heading) for block in document.blocks)
    rules = sum(len(block.rules) for block in document.blocks if isinstance(block, Derivation))
    with pikepdf.open(io.BytesIO(pdf(offered(path), language(code)))) as file:
        pages = {page.obj.objgen for page in file.pages}
        there = [each.Dest[0].objgen for page in file.pages for each in page.get("/Annots", [])]
    assert set(there) <= pages
    assert len(there) >= wanted + headings + rules, "contents, rules and figures"


@pytest.mark.parametrize("code", ["en", "de"])
@pytest.mark.parametrize("name", ["two-sites", "small-company-ha"])
def test_figures_of_the_workbook_lead_to_their_calculations(name: str, code: str) -> None:
    offer = offered(next(path for path in EXAMPLES if path.stem == name))
    book = openpyxl.load_workbook(io.BytesIO(workbook(offer, language(code))))
    speech = language(code)
    target = speech.translate("Calculations")
    for title, fewest in (("Capacity", 12), ("Backup", 18), ("Network", 1), ("Cost over the years", 1)):
        sheet = book[speech.translate(title)]
        links = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
        assert len(links) >= fewest, title
        for cell in links:
            there, place = cell.hyperlink.location.replace("$", "").split("!")
            assert there.strip("'") == target
            assert str(cell.value).replace("$", "").startswith(f"={cell.hyperlink.location}".replace("$", "")), place
            assert book[target][place].value is not None
