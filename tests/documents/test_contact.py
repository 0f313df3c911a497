"""Whom the customer asks at the vendor's: on the cover, in the workbook, in texts of a branding."""

import json

import pytest

from tests.documents.helpers import cells, pdf_text
from tests.documents.test_examples import DAY, EXAMPLES, assessed
from wizard.documents.pdf import pdf
from wizard.documents.workbook import workbook
from wizard.flow.offers import make_offer
from wizard.model.brand import Brand, BrandFile
from wizard.model.commercial import VendorContact
from wizard.model.offer import Offer
from wizard.model.project import Project
from wizard.persistence.languages import language

PATH = next(path for path in EXAMPLES if path.stem == "branch-shop")
ERIKA = VendorContact(name="Erika Beispiel", phone="+43 1 234 56", email="erika@example.org")


def offer(contact: VendorContact, vendor: str = "Systemhaus Muster") -> Offer:
    project, assessment = assessed(PATH)
    terms = project.offer.model_copy(update={"vendor": vendor, "contact": contact})
    return make_offer(project.model_copy(update={"offer": terms}), assessment, on=DAY)


@pytest.mark.parametrize(("code", "title"), [("en", "Your contact"), ("de", "Ihr Kontakt")])
def test_it_stands_on_the_cover_and_in_the_summary(code: str, title: str) -> None:
    made = offer(ERIKA)
    words = "Erika Beispiel · +43 1 234 56 · erika@example.org"
    text = pdf_text(pdf(made, language(code)))
    assert f"{title} {words}" in text
    assert f"Systemhaus Muster ({words})" in text
    summary = next(iter(cells(workbook(made, language(code))).values()))
    assert {title, words} <= set(summary.values())


def test_what_is_not_named_is_not_said() -> None:
    nobody, known = (pdf_text(pdf(offer(who), language("en"))) for who in (VendorContact(), VendorContact(phone="7 7")))
    assert "Your contact" not in nobody
    assert "Your contact 7 7" in known
    assert "7 7 answers questions" in pdf_text(pdf(offer(VendorContact(phone="7 7"), vendor=""), language("en")))


def test_texts_name_it() -> None:
    template = b"Ask {{ vendor_contact }}, {{ vendor_phone }} or {{ vendor_email }}."
    brand = Brand(texts={("en", "letter"): BrandFile("letter.txt", template)})
    text = pdf_text(pdf(offer(ERIKA), language("en"), brand=brand))
    assert "Ask Erika Beispiel, +43 1 234 56 or erika@example.org." in text


def test_projects_of_before_name_nobody() -> None:
    written = json.loads(PATH.read_text(encoding="utf-8"))
    assert "contact" not in written.get("offer", {})
    assert Project.model_validate(written).offer.contact == VendorContact()
