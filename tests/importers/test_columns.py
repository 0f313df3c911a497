"""Headings, numbers and truths in the spellings of many countries and versions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from wizard.importers.columns import Sheet, decimal_mark, rows_text, squash, truth
from wizard.importers.csvtext import decode, delimiter, parse
from wizard.importers.tables import Cell, table


def numbers(*cells: Cell) -> list[object]:
    sheet = Sheet(table("t", enumerate([["Memory"], *([cell] for cell in cells)], 1)), {"memory": ("memory",)}, "t")
    return [sheet.number(row, "memory") for row in sheet]


@pytest.mark.parametrize(("cells", "wanted"), [
    (["1.234", "16.384", "512"], [1234, 16384, 512]),
    (["1.234,5", "2"], [Fraction("1234.5"), 2]),
    (["1,234.5", "2"], [Fraction("1234.5"), 2]),
    (["1.024", "8192"], [Fraction("1.024"), 8192]),
    (["0,5", "1.234"], [Fraction("0.5"), 1234]),
    (["1.234.567"], [1234567]),
    (["12,5"], [Fraction("12.5")]),
    (["8\u00a0192", "1’024", "1 000"], [8192, 1024, 1000]),
    ([8192.0, 1024.5, 7], [8192, Fraction("1024.5"), 7]),
    (["n/a", "", "1e9", "0x10", "--5", "٣", True], [None, None, None, None, None, None]),
    ([float("inf"), float("nan")], [None, None]),
])  # fmt: skip
def test_that_numbers_as_text_are_read_by_the_column(cells: list[Cell], wanted: list[object]) -> None:
    found = numbers(*cells)
    assert found == wanted[: len(found)]


def test_that_a_lone_number_that_can_be_both_is_said_to_be_uncertain() -> None:
    assert decimal_mark(["1.234"]) == (",", False)
    assert decimal_mark(["1.234", "2.048"]) == (",", True)


@pytest.mark.parametrize(("cell", "wanted"), [
    (True, True), ("TRUE", True), ("Wahr", True), ("VRAI", True), (1.0, True), ("1", True), (" yes ", True),
    (False, False), ("FALSCH", False), ("faux", False), (0.0, False), ("", False), ("maybe", None),
])  # fmt: skip
def test_that_truths_are_read_in_several_languages(cell: Cell, wanted: bool | None) -> None:
    assert truth(cell) is wanted


def test_that_headings_meet_across_blanks_case_and_marks() -> None:
    assert squash(" \ufeffIn  use\u00a0MB ") == squash("In Use MB") == "inusemb"
    assert squash("# Cores") != squash("Cores")
    assert squash("Free % ") == "free%"


def test_that_the_first_of_two_equal_headings_is_read_and_that_it_is_said() -> None:
    rows = [["VM", "Memory", "Memory"], ["a", 1.0, 2.0]]
    sheet = Sheet(table("vInfo", enumerate(rows, 1)), {"memory": ("memory",)}, "vinfo")
    assert [sheet.number(row, "memory") for row in sheet] == [1]
    assert "occurs twice" in str(sheet.notes[0])


def test_that_only_rows_with_values_are_kept_under_their_numbers() -> None:
    found = table("t", enumerate([["", ""], ["VM", ""], ["", ""], ["a", ""], ["", ""]], 1))
    assert found.header == ("VM", "")
    assert found.rows == ((4, ["a", ""]),)


def test_that_long_lists_of_rows_are_cut() -> None:
    assert rows_text(range(2, 5)) == "2, 3, 4"
    assert rows_text(range(20)).endswith("11 … (+8)")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_that_the_encoding_of_a_csv_file_is_found(encoding: str) -> None:
    assert decode("VM,Größe\r\nä,1\r\n".encode(encoding)).lstrip("\ufeff") == "VM,Größe\r\nä,1\r\n"


@pytest.mark.parametrize(("text", "wanted"), [
    ("VM,CPUs\na,1", ","), ("VM;CPUs\na;1,5", ";"), ("VM\tCPUs", "\t"), ('"a;b;c",x,y\n', ","), ("sep=;\nVM;CPUs", ";"),
])  # fmt: skip
def test_that_the_delimiter_is_found_outside_quotes(text: str, wanted: str) -> None:
    assert delimiter(text)[0] == wanted
    assert ["VM"] not in [record for _, record in parse(text.encode())[0]]


def test_that_quoted_line_breaks_stay_in_their_cell() -> None:
    records, note = parse(b'VM,Hosts\r\na,"one,\r\ntwo"\r\nb,c\r\n')
    assert list(records) == [(1, ["VM", "Hosts"]), (2, ["a", "one,\r\ntwo"]), (3, ["b", "c"])]
    assert note is None


def test_that_an_unclosed_quote_is_said() -> None:
    _, note = parse(b'VM,CPUs\na,1\n"b,2\nc,3\n')
    assert "do not match" in str(note)
