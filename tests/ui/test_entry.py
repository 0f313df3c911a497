"""How answers are typed and written, in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.model.text import ENGLISH, Language
from wizard.model.units import GIB
from wizard.persistence.languages import language
from wizard.ui.entry import (
    CodeEntry,
    DateEntry,
    EntryError,
    MoneyEntry,
    NumberEntry,
    SizeEntry,
    TextEntry,
    parse_number,
)

GERMAN = language("de")


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("1.5", ENGLISH, Fraction(3, 2)),
        ("1,500", ENGLISH, Fraction(1500)),
        ("1,5", GERMAN, Fraction(3, 2)),
        ("1.500", GERMAN, Fraction(1500)),
        ("1.5", GERMAN, Fraction(3, 2)),
        ("1.234.567,25", GERMAN, Fraction(123456725, 100)),
        ("12 000", ENGLISH, Fraction(12000)),
        ("-3", ENGLISH, Fraction(-3)),
    ],
)
def test_numbers_follow_the_language(text: str, words: Language, number: Fraction) -> None:
    assert parse_number(text, words) == number


@pytest.mark.parametrize("text", ["1,5", "a", "1..2", "1e5", "٣", "1.5.2", "0x10", "∞"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(EntryError):
        parse_number(text, ENGLISH)


@pytest.mark.parametrize("entry", [NumberEntry("ms"), NumberEntry(whole=True), MoneyEntry(), SizeEntry(), CodeEntry()])
@pytest.mark.parametrize("text", ["", "  ", "?", "unknown", "–"])
def test_unknown_is_none_and_never_zero(entry: NumberEntry, text: str) -> None:
    assert entry.parse(text, ENGLISH) is None
    assert entry.write(None, ENGLISH) == ""


def test_units_may_be_typed() -> None:
    assert NumberEntry("ms").parse("1.2 ms", ENGLISH) == Fraction(6, 5)
    assert NumberEntry("%").parse("10%", ENGLISH) == 10
    assert SizeEntry().parse("16gib", ENGLISH) == 16 * GIB
    assert SizeEntry().parse("3,84 TB", GERMAN) == 3_840_000_000_000
    assert MoneyEntry().parse("€ 1,234.50", ENGLISH) == Decimal("1234.50")
    assert CodeEntry().parse("at ", ENGLISH) == "AT"
    assert TextEntry(optional=True).parse(" ", ENGLISH) is None


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (SizeEntry(), "16"),
        (SizeEntry(), "16 apples"),
        (SizeEntry(), "GiB"),
        (NumberEntry(whole=True), "1.5"),
        (MoneyEntry(), "1.005"),
    ],
)
def test_what_cannot_be_meant_is_refused(entry: SizeEntry, text: str) -> None:
    with pytest.raises(EntryError):
        entry.parse(text, ENGLISH)


@given(st.integers(min_value=1, max_value=2**62), st.sampled_from([ENGLISH, GERMAN]))
def test_sizes_are_written_exactly(size: int, words: Language) -> None:
    assert SizeEntry().parse(SizeEntry().write(size, words), words) == size


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from([ENGLISH, GERMAN]))
def test_money_is_written_exactly(amount: Decimal, words: Language) -> None:
    assert MoneyEntry().parse(MoneyEntry().write(amount, words), words) == amount


def test_sizes_read_well() -> None:
    write = SizeEntry().write
    assert write(16 * GIB, ENGLISH) == "16 GiB"
    assert write(1536 * GIB, GERMAN) == "1,5 TiB"
    assert write(3_840_000_000_000, ENGLISH) == "3.84 TB"
    assert write(1, ENGLISH) == "1 B"


@pytest.mark.parametrize("text", ["2026-12-31", "31.12.2026", "31.12.26", "31/12/2026", " 2026-12-31 "])
def test_days_are_read_in_any_usual_form(text: str) -> None:
    assert DateEntry().parse(text, ENGLISH) == date(2026, 12, 31)


@pytest.mark.parametrize("text", ["soon", "2026-13-01", "31.02.2026", "1" * 10_000])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(EntryError, match="is not a date"):
        DateEntry().parse(text, ENGLISH)


def test_an_amount_beyond_all_sense_is_refused() -> None:
    with pytest.raises(EntryError, match="too large"):
        MoneyEntry().parse("9" * 40, ENGLISH)
