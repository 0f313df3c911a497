"""File names: plain ASCII, at most 100 characters, never a path."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents import sample
from wizard.documents.files import file_name


def test_number_and_customer_are_in_the_name() -> None:
    assert file_name(sample.offer("Müller & Söhne"), "pdf") == "AN-2026-001_Mueller-Soehne_offer.pdf"
    assert file_name(sample.offer("Müller", view="internal"), "xlsx") == "AN-2026-001_Mueller_internal.xlsx"


@pytest.mark.parametrize("name", [*sample.HOSTILE.values(), "", "../../etc/passwd", "CON", "a" * 300])
def test_hostile_names(name: str) -> None:
    offer = replace(sample.offer(), number=name, project=sample.project(name))
    check(file_name(offer, "pdf"))


@given(st.text(max_size=300))
def test_any_number(number: str) -> None:
    check(file_name(replace(_OFFER, number=number), "xlsx"))


def check(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*\.(pdf|xlsx)", name), name
    assert len(name) <= 100


_OFFER = sample.offer()
