"""No file for the customer holds a purchase price, a margin or a supplier, anywhere in its bytes.

Every file is taken apart: streams of the PDF are decompressed, its text is read, what is attached is opened, every
part of the workbook is read with its properties, names and hidden sheets. The vendor's files are the counter-check.
"""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pikepdf
import pypdfium2
import pytest

from wizard.flow import positions
from wizard.flow.offers import make_offer
from wizard.flow.ordering import FILE_KINDS
from wizard.flow.preparing import completed, whole_offer
from wizard.flow.price_lists import with_prices
from wizard.flow.quoting import write_files
from wizard.flow.revisions import send
from wizard.flow.sizing import Sizer
from wizard.model.text import ENGLISH
from wizard.persistence.catalogues import bundled_catalogue
from wizard.persistence.languages import language
from wizard.persistence.projects import read_project
from wizard.persistence.rulebook import bundled_rulebook

DAY = date(2026, 11, 22)
D = Decimal
PURCHASE, MARKUP, FLOOR, COST = D("7351.19"), D("17.31"), D("13.37"), D("611.83")
WORDS = ("SecretDistributor", "secret-reason", "geheimer-grund", "GeheimList")


def numbers(*amounts):
    """Return amounts as any file may write them."""
    found = set()
    for amount in amounts:
        english = f"{amount:,.2f}"
        german = english.translate(str.maketrans(",.", ".,"))
        found |= {f"{amount:.2f}", f"{amount:.2f}".replace(".", ","), english, german}
    return found


SECRETS = {*WORDS, *numbers(PURCHASE, MARKUP, FLOOR, COST)}


def sizer():
    """A catalogue whose every part names its supplier and what it costs."""
    catalogue = bundled_catalogue()
    prices = {
        id: part.price.model_copy(
            update={"purchase_net": COST, "list_net": part.price.net, "source": "SecretDistributor GeheimList"}
        )
        for id, part in catalogue.parts.items()
    }
    return Sizer(with_prices(catalogue, prices, "Preise Herbst"), bundled_rulebook())


def projects():
    project = read_project(Path("templates/examples/small-company-ha.json"))
    first = make_offer(project, sizer().size(project, DAY), on=DAY).lines[0]
    project = positions.change_position(
        project, first, purchase_net=PURCHASE, markup_percent=MARKUP, price_source="SecretDistributor"
    )
    project = positions.add_position(
        project, "Installation", quantity=D(2), purchase_net=PURCHASE, markup_percent=MARKUP, price_source="GeheimList"
    )
    project = positions.change_group(project, "network", markup_percent=MARKUP)
    return positions.change_terms(
        project, margin_floor_percent=FLOOR, margin_reason="secret-reason", validity_reason="geheimer-grund"
    )


def opened(name: str, content: bytes) -> list[str]:
    """Return everything that a file holds, as texts."""
    found = [content.decode("latin-1")]
    if content[:2] == b"PK":
        found += _package(content)
    elif content[:4] == b"%PDF":
        found += _pdf(content)
    else:
        found.append(content.decode("utf-8", "replace"))
    return found


def _package(content: bytes) -> list[str]:
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for info in package.infolist():
            found += [info.filename, str(info.comment), str(info.extra), package.read(info).decode("utf-8", "replace")]
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    found += [str(vars(book.properties)), *(str(name.attr_text) for name in book.defined_names.values())]
    assert all(sheet.sheet_state == "visible" for sheet in book), "nothing hides in a hidden sheet"
    return found


def _pdf(content: bytes) -> list[str]:
    found = []
    with pikepdf.open(io.BytesIO(content)) as file:
        for each in file.objects:
            found.append(repr(each)[:200_000])
            if isinstance(each, pikepdf.Stream):
                try:
                    found.append(each.read_bytes().decode("utf-8", "replace"))
                except pikepdf.PdfError:
                    found.append(each.read_raw_bytes().decode("latin-1"))
        for name, attached in file.attachments.items():
            found += [name, attached.get_file().read_bytes().decode("utf-8", "replace")]
    document = pypdfium2.PdfDocument(content)
    found += [page.get_textpage().get_text_range() for page in document]
    found.append(str(document.get_metadata_dict()))
    document.close()
    return found


def secrets_in(texts: list[str]) -> set[str]:
    return {
        secret for secret in SECRETS for text in texts
        if re.search(rf"(?<!\d){re.escape(secret)}(?!\d)", text)
    }  # fmt: skip


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_customers_files_hold_nothing_of_the_vendor(tmp_path, code):
    tool, project = sizer(), projects()
    offer = whole_offer(project, tool.size(project, DAY), tool.size, on=DAY, view="customer")
    for path in write_files(offer, tmp_path, language(code), FILE_KINDS):
        found = secrets_in(opened(path.name, path.read_bytes()))
        assert found == set(), path.name


def test_a_project_with_a_sent_revision_keeps_its_secrets_too(tmp_path):
    tool, project = sizer(), projects()
    offer = make_offer(project, tool.size(project, DAY), on=DAY, view="internal")
    project = positions.change_terms(send(project, offer, ENGLISH), discount_percent=D(1))
    offer = whole_offer(project, tool.size(project, DAY), tool.size, on=DAY)
    assert offer.changes_since == "A"
    assert sum(one.net for one in offer.changes) == offer.total_net - project.revisions[0].total_net
    bare = make_offer(project, tool.size(project, DAY), on=DAY)
    again = completed(bare, project, tool.size)
    assert again.changes == offer.changes
    assert again.expansion == offer.expansion
    for path in write_files(offer, tmp_path, ENGLISH, FILE_KINDS):
        assert secrets_in(opened(path.name, path.read_bytes())) == set(), path.name


def dearer(tool):
    """The same catalogue with memory modules that cost the vendor twice as much."""
    prices = {
        part.id: part.price.model_copy(update={"purchase_net": part.price.purchase_net * 2})
        for part in tool.catalogue.memory
    }
    return Sizer(with_prices(tool.catalogue, prices, "Preise Winter"), bundled_rulebook())


@pytest.mark.parametrize("view", ["customer", "internal"])
def test_a_price_of_the_catalogue_and_a_markup_have_causes_of_their_own_in_the_window_too(view, tmp_path):
    tool, project = sizer(), projects()
    project = positions.change_terms(project, markup_percent=D("20"))
    sent = make_offer(project, tool.size(project, DAY), on=DAY, view="internal")
    project = positions.change_terms(send(project, sent, ENGLISH), markup_percent=D("31.37"))
    later = dearer(tool)
    assessment = later.size(project, DAY)
    offer = completed(make_offer(project, assessment, on=DAY, view=view), project, later.size)
    causes = {str(one.cause): one.net for one in offer.changes}
    assert causes["prices of the catalogue"] > 0
    assert sum(causes.values()) == offer.total_net - project.revisions[0].total_net
    if view == "customer":
        assert "prices of this offer" in causes
        assert not any("markup" in cause or "31.37" in cause for cause in causes)
        for path in write_files(offer, tmp_path, ENGLISH, FILE_KINDS):
            texts = opened(path.name, path.read_bytes())
            assert secrets_in(texts) == set(), path.name
            assert not any("31.37" in text for text in texts), path.name
    else:
        assert "markup from 20 % to 31.37 %" in causes


def test_the_search_finds_them_in_the_vendors_files(tmp_path):
    tool, project = sizer(), projects()
    offer = whole_offer(project, tool.size(project, DAY), tool.size, on=DAY, view="internal")
    pdf, book = write_files(offer, tmp_path, ENGLISH, ("pdf", "xlsx"))
    for path in (pdf, book):
        found = secrets_in(opened(path.name, path.read_bytes()))
        assert found & {"7351.19", "7,351.19"}, path.name
        assert found & {"611.83"}, path.name
        assert "SecretDistributor" in found, path.name
