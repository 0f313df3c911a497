"""Where tables on paper are broken, and that what they carry over has room."""

from decimal import Decimal

import pytest

from wizard.documents.blocks import Column, Row, Table
from wizard.documents.look import TEXT_WIDTH, Look
from wizard.documents.pdf_rows import Rows
from wizard.documents.pdf_tables import Links, column_widths, table
from wizard.documents.pdf_tags import Element
from wizard.model.text import ENGLISH

LOOK = Look()


def made(rows: int) -> Rows:
    columns = (Column("Part", weight=2), Column("Net", "money"))
    each = (Row((f"part {n}", Decimal(900)), adds=(Decimal(900),)) for n in range(rows))
    block = Table(columns, tuple(each), carry_labels=("Carried over",), carry_column=1)
    return table(block, ENGLISH, LOOK, Element("Table"), Links())


@pytest.mark.parametrize("rows", [20, 37])
def test_few_rows_do_not_stand_alone_on_the_last_page(rows: int) -> None:
    whole = made(rows)
    high = sum(row.height for row in whole.shown)
    for missing in range(1, int(high)):
        parts = whole.split(TEXT_WIDTH, high - missing)
        if parts:
            first, rest = parts
            assert isinstance(rest, Rows)
            assert len(rest.rows) >= 3
            left = high - missing - first.wrap(TEXT_WIDTH, high)[1]
            assert left < rest.rows[0].height or rest.split(TEXT_WIDTH, left) == [], "heads twice on a page"
            assert first.wrap(TEXT_WIDTH, high)[1] <= high - missing + 0.01


def test_a_short_table_is_not_broken() -> None:
    short = made(4)
    assert short.split(TEXT_WIDTH, sum(row.height for row in short.shown) - 1) == []


def test_what_is_carried_over_stays_on_one_line() -> None:
    """No cell is as wide as the sum of all: a hundred lines of 900.00."""
    long = made(100)
    first, _ = long.split(TEXT_WIDTH, 400)
    assert isinstance(first, Rows)
    assert first.rows[-1].height <= first.rows[0].height + 0.01
    block = Table((Column("Part"), Column("Net", "money")), (Row(("a", Decimal(1)), adds=(Decimal(10**9),)),))
    plain, carrying = (
        column_widths(each, ENGLISH, TEXT_WIDTH, LOOK)[1]
        for each in (block, Table(block.columns, block.rows, carry_labels=("x",), carry_column=1))
    )
    assert carrying > plain
