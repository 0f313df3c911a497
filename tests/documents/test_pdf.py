"""The PDF: its figures are the offer's, names come through unharmed, nothing depends on the day it is made."""

import io
import unicodedata

import pikepdf
import pytest

from tests.documents import sample
from tests.documents.helpers import pdf_text
from wizard.documents.offer_blocks import offer_document
from wizard.documents.pdf import pdf
from wizard.model.offer import Offer
from wizard.model.text import ENGLISH
from wizard.persistence.languages import language

CODES = ("en", "de")


def amounts(offer: Offer, code: str) -> list[str]:
    sums = [offer.once_net, offer.per_year_net, offer.total_net, offer.vat.vat, offer.vat.gross]
    sums += [group.once_net or group.per_year_net for group in offer.groups]
    sums += [line.net for group in offer.groups for line in group.lines]
    return [language(code).money(amount) for amount in sums]


@pytest.mark.parametrize("code", CODES)
def test_every_sum_and_line_is_the_offers(code: str) -> None:
    offer = sample.offer(language=code)
    text = pdf_text(pdf(offer, language(code)))
    assert [amount for amount in amounts(offer, code) if amount not in text] == []


@pytest.mark.parametrize("code", CODES)
def test_the_same_offer_gives_the_same_bytes(code: str) -> None:
    assert pdf(sample.offer(), language(code)) == pdf(sample.offer(), language(code))


@pytest.mark.parametrize("key", [key for key in sample.HOSTILE if key not in ("long", "words", "control")])
def test_a_hostile_name_appears_unharmed(key: str) -> None:
    name = sample.HOSTILE[key]
    text = pdf_text(pdf(sample.offer(name), ENGLISH))
    expected = unicodedata.normalize("NFKC", name).replace("\u200d", "")
    found = text.replace("\u200d", "")
    assert " ".join(expected.split()) in found


@pytest.mark.parametrize("key", ["long", "words", "control"])
def test_an_endless_name_is_cut_and_breaks_nothing(key: str) -> None:
    content = pdf(sample.offer(sample.HOSTILE[key], groups=60), ENGLISH)
    text = pdf_text(content)
    assert "155,837.04" in text
    if key != "control":
        assert "..." in text  # the ellipsis, normalised
    with pikepdf.open(io.BytesIO(content)) as file:
        assert len(file.pages) < 25


@pytest.mark.parametrize("key", [None, "emoji", "hebrew", "arabic"])
def test_every_font_is_embedded(key: str | None) -> None:
    offer = sample.offer() if key is None else sample.offer(sample.HOSTILE[key])
    with pikepdf.open(io.BytesIO(pdf(offer, ENGLISH))) as file:
        fonts = [each for each in file.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font"]
        names = {str(font["/BaseFont"]) for font in fonts}
        assert [str(font["/BaseFont"]) for font in fonts if "/FontFile2" not in font["/FontDescriptor"]] == []
        assert not any("Helvetica" in name for name in names)


def test_the_file_says_what_it_is() -> None:
    with pikepdf.open(io.BytesIO(pdf(sample.offer(), language("de")))) as file:
        assert str(file.docinfo["/Title"]) == "Richtpreisangebot AN-2026-001 Rev. A: VMware replacement 2027"
        assert str(file.Root.Lang) == "de"
        with file.open_outline() as outline:
            assert [item.title.split(maxsplit=1)[1] for item in outline.root][:2] == [
                "Auf einen Blick",
                "Was enthalten ist und was Sie beistellen",
            ]


def test_every_page_has_number_and_fingerprint() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf(sample.offer(), ENGLISH))
    count = len(document)
    for number, page in enumerate(document, start=1):
        text = page.get_textpage().get_text_range()
        assert f"Page {number} of {count}" in text
        assert "AN-2026-001" in text
        assert "7f3a90c1d4e25b66" in text
    document.close()


@pytest.mark.parametrize(
    "design", [sample.stretch(), sample.fleet(), sample.fleet(50), sample.design(50), sample.design(1)]
)
def test_every_shape_of_design_is_drawn(design) -> None:  # type: ignore[no-untyped-def]
    assert len(pdf(sample.offer(chosen=design), ENGLISH)) > 10_000


def test_forty_groups_are_listed_and_the_rest_is_summed_up() -> None:
    text = pdf_text(pdf(sample.offer(groups=43), ENGLISH))
    assert "Application servers 40" in text
    assert "Application servers 41" not in text
    assert "and 3 more groups, together" in text


def test_the_customer_sees_nothing_internal() -> None:
    text = pdf_text(pdf(sample.offer(), ENGLISH))
    for word in ("SecretDistributor", "Candidates", "4,242", "Internal", "Confidence"):
        assert word not in text
    internal = pdf_text(pdf(sample.offer(view="internal"), ENGLISH))
    for word in ("SecretDistributor", "Candidates", "4,242", "Internal", "Confidence"):
        assert word in internal
    assert "SecretDistributor" not in repr(offer_document(sample.offer(), ENGLISH))


def test_marks_of_prices_are_explained() -> None:
    text = pdf_text(pdf(sample.offer(), ENGLISH))
    assert "64 GB DDR5-6400 RDIMM ‡" in text
    assert "† estimated" in text
    assert "‡ run out" in text
