"""Numbers, money and legal words as Germany, Austria, Switzerland and the United Kingdom write them."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.documents import sample
from tests.documents.helpers import pdf_text
from wizard.assets import Assets, folder
from wizard.documents.pdf import pdf
from wizard.documents.words import Voice
from wizard.flow.quoting import regional
from wizard.model.offer import Offer
from wizard.model.project import Customer
from wizard.persistence.languages import language

LOCALE = folder(Assets.RESOURCES) / "locale"


def offer(country: str) -> Offer:
    made = sample.offer()
    customer = Customer(name="Straßenbau Groß", country=country)
    return replace(made, project=made.project.model_copy(update={"customer": customer}))


@pytest.mark.parametrize(
    ("code", "country", "money", "words"),
    [
        ("de", "DE", "155.837,04 EUR", ("Umsatzsteuer", "größte", "22.11.2026")),
        ("de", "AT", "155.837,04 EUR", ("exkl. USt.", "größte", "22.11.2026")),
        ("de", "CH", "EUR 155’837.04", ("MWST", "grösste", "Offertnummer", "22.11.2026")),
        ("en", "GB", "EUR 155,837.04", ("Quotation number", "excluding VAT", "22 November 2026")),
        ("en", "US", "155,837.04 EUR", ("Offer number", "22 November 2026")),
    ],
)
def test_a_country_reads_its_own_conventions(code: str, country: str, money: str, words: tuple[str, ...]) -> None:
    made = offer(country)
    text = pdf_text(pdf(made, regional(made, language(code)))).replace("\u00a0", " ")
    assert [each for each in (money, *words) if each not in text] == []
    # A name is written as it is, whatever the country does to words.
    assert "Straßenbau Groß" in text


def test_the_swiss_write_no_sharp_s() -> None:
    assert [words for words in language("de", "CH").messages.values() if "ß" in words] == []
    assert language("de", "LI").messages == language("de", "CH").messages


def test_the_currency_stands_where_the_country_sets_it() -> None:
    assert Voice(language("de", "CH"), "CHF").money(Decimal("1234.5")) == "CHF\u00a01’234.50"
    assert Voice(language("de", "AT"), "EUR").money(Decimal("1234.5")) == "1.234,50\u00a0EUR"


@pytest.mark.parametrize("path", sorted(LOCALE.glob("region.*.json")), ids=lambda path: path.name)
def test_a_countrys_words_stand_for_words_of_the_language(path) -> None:  # type: ignore[no-untyped-def]
    german = language("de").messages
    own = json.loads(path.read_text(encoding="utf-8"))
    assert sorted(template for template in own if template not in german) == []
