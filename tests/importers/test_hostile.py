"""Files that are broken, locked, or made to hurt: each ends in one sentence, and the program lives on."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.importers import books
from wizard.importers import child, limits, prescan, registry, tables
from wizard.importers.problems import ImportProblem
from wizard.model.text import Language

GOOD = {"vInfo": [books.HEAD, books.guest("web")]}


def reason(*paths: Path) -> str:
    """Return the sentence that refuses these files."""
    with pytest.raises(ImportProblem) as caught:
        registry.import_files(paths)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    return sentence


def test_that_a_missing_an_empty_and_an_unknown_file_are_told_apart(tmp_path: Path) -> None:
    empty, text = tmp_path / "empty.xlsx", tmp_path / "notes.txt"
    empty.touch()
    text.write_text("Dear customer,\nthank you\n")
    assert reason(tmp_path / "gone.xlsx") == "gone.xlsx: does not exist"
    assert reason(empty) == "empty.xlsx: is empty"
    assert "is of no known format: found Dear customer" in reason(text)
    assert "understood is RVTools" in reason(text)


def test_that_a_folder_without_csv_says_so(tmp_path: Path) -> None:
    assert "the folder holds no CSV files" in reason(tmp_path)


def test_that_binary_content_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    assert "neither a workbook nor text" in reason(path)


def test_that_a_name_with_line_breaks_stays_one_line(tmp_path: Path) -> None:
    assert "does not exist" in reason(tmp_path / "two\nlines.xlsx")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_that_a_truncated_workbook_is_refused(tmp_path: Path, share: float) -> None:
    content = books.workbook(tmp_path / "whole.xlsx", GOOD).read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(content[: int(len(content) * share)])
    assert "damaged or incomplete" in reason(path)


def test_that_a_flipped_byte_inside_a_sheet_is_noticed(tmp_path: Path) -> None:
    path = books.workbook(tmp_path / "book.xlsx", {"vInfo": [books.HEAD, *(books.guest(f"vm{n}") for n in range(200))]})
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    content[entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2] ^= 0xFF
    path.write_bytes(content)
    assert "damaged or incomplete" in reason(path)


def test_that_locked_and_old_workbooks_are_named_for_what_they_are(tmp_path: Path) -> None:
    signature = bytes.fromhex("d0cf11e0a1b11ae1")
    locked, old = tmp_path / "locked.xlsx", tmp_path / "old.xlsx"
    locked.write_bytes(signature + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500))
    old.write_bytes(signature + bytes(500) + "Workbook".encode("utf-16-le") + bytes(500))
    assert "protected by a password" in reason(locked)
    assert ".xls" in reason(old)


def test_that_other_archives_are_named_for_what_they_are(tmp_path: Path) -> None:
    for inside, said in (("a.txt", "zip archive"), ("content.xml", "OpenDocument"), ("xl/workbook.bin", ".xlsb")):
        path = tmp_path / f"{said.strip('.').split()[0]}.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(inside, "x")
        assert said in reason(path)


def test_that_an_encrypted_entry_is_refused(tmp_path: Path) -> None:
    content = bytearray(books.workbook(tmp_path / "book.xlsx", GOOD).read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "locked.xlsx"
    path.write_bytes(content)
    assert "protected by a password" in reason(path)


def test_that_a_sparse_workbook_is_refused_before_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = books.raw_workbook(tmp_path / "sparse.xlsx", books.SPARSE)
    assert path.stat().st_size < 2_000
    assert "17,179,869,184 cells" in reason(path)


@pytest.mark.parametrize("rows", [
    b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    b"<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
    b'<row r="1"><c s="1" r = "A1"><v>1</v></c></row><row r="1048576"><c t="n"\n r="XFD1048576"><v>1</v></c></row>',
    b'<row r="1">' + b"<c><v>1</v></c>" * 16_000 + b'</row><row r="1048576"><c><v>1</v></c></row>',
    b'<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row><x:row><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    b'<row r="1"><c r="a1"><v>1</v></c></row><row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
])  # fmt: skip
def test_that_no_spelling_hides_a_sparse_sheet(tmp_path: Path, rows: bytes) -> None:
    path = books.raw_workbook(tmp_path / "sparse.xlsx", books.sheet_xml(rows))
    with pytest.raises(prescan.RefusedError) as caught:
        prescan.check(path)
    assert "spreads its values" in caught.value.template


def test_that_empty_formatted_cells_do_not_count(tmp_path: Path) -> None:
    empty = b'<row r="1048576"><c r="XFD1048576" s="3"/><c r="A1048576" s="3"></c></row>'
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t>VM</t></is></c></row>' + empty
    path = books.raw_workbook(tmp_path / "formatted.xlsx", books.sheet_xml(rows))
    assert registry.import_files([path]).totals.guests == 0


def test_that_the_child_dies_alone_when_the_scan_is_fooled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resource", reason="memory is limited on POSIX systems only")
    path = books.raw_workbook(tmp_path / "sparse.xlsx", books.SPARSE)
    # The reader without its scan: what remains is the limit of the process.
    blind = tmp_path / "blind.py"
    blind.write_text("import sys\nfrom wizard.importers import child, prescan\n"
                     "prescan.check = lambda path: None\nraise SystemExit(child.main(sys.argv[1:]))\n")  # fmt: skip
    command = tables.child_command()
    monkeypatch.setattr(tables, "child_command", lambda: [command[0], str(blind)])
    assert "needs more than 2 GiB of memory" in reason(path)


def test_that_a_child_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = books.workbook(tmp_path / "book.xlsx", GOOD)
    slow = tmp_path / "slow.py"
    slow.write_text("import time\ntime.sleep(60)\n")
    command = tables.child_command()
    monkeypatch.setattr(tables, "child_command", lambda: [command[0], str(slow)])
    monkeypatch.setattr(limits, "CHILD_SECONDS", 1)
    assert "was not read within 1 seconds" in reason(path)


def test_that_a_zip_bomb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    books.raw_workbook(path, books.SPARSE)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/bomb.xml", "w") as entry:
        for _ in range(limits.EXPANDED_BYTES // (16 << 20) + 1):
            entry.write(bytes(16 << 20))
    assert "would unpack to" in reason(path)


def test_that_an_entry_that_lies_about_its_size_is_damage(tmp_path: Path) -> None:
    path = books.raw_workbook(tmp_path / "lie.xlsx", books.sheet_xml(b""), {"xl/big.xml": b" " * 5_000_000})
    content = bytearray(path.read_bytes())
    size = (5_000_000).to_bytes(4, "little")
    content = bytearray(bytes(content).replace(size, (100).to_bytes(4, "little")))
    path.write_bytes(content)
    assert "damaged or incomplete" in reason(path)


def test_that_thousands_of_parts_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "parts.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(limits.ENTRIES + 1):
            archive.writestr(f"{number}.xml", b"")
    assert "more than any inventory has" in reason(path)


def test_that_entities_are_refused(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><worksheet/>'
    assert "entities" in reason(books.raw_workbook(tmp_path / "laughs.xlsx", bomb))


def test_that_wide_characters_are_refused(tmp_path: Path) -> None:
    wide = books.SPARSE.decode().encode("utf-16")
    assert "UTF-8" in reason(books.raw_workbook(tmp_path / "wide.xlsx", wide))


def test_that_a_text_in_many_cells_does_not_flood_the_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = books.workbook(tmp_path / "flood.xlsx", {"vInfo": [["x" * 30_000] * 50] * 20})
    monkeypatch.setattr(limits, "RESULT_BYTES", 1_000_000)
    answer = io.StringIO()
    with pytest.raises(prescan.RefusedError, match="of text"):
        child._read(path, frozenset({"vinfo"}), answer)
    assert len(answer.getvalue()) < 5_000_000


def test_that_more_cells_than_any_export_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CSV_CELLS", 100)
    path = tmp_path / "wide.csv"
    path.write_text("VM,CPUs\n" * 51)
    assert "more than 100 cells" in reason(path)
    monkeypatch.setattr(limits, "CSV_BYTES", 100)
    assert "is larger than the 100 B" in reason(path)
    monkeypatch.setattr(limits, "RESULT_CELLS", 1)
    with pytest.raises(prescan.RefusedError, match=r"more than the \{cells\} cells"):
        child._read(books.workbook(tmp_path / "b.xlsx", GOOD), frozenset({"vinfo"}), io.StringIO())


def test_that_a_refusal_is_rendered_in_the_readers_language(tmp_path: Path) -> None:
    german = Language("de", {"does not exist": "gibt es nicht"})
    with pytest.raises(ImportProblem) as caught:
        registry.import_files([tmp_path / "weg.xlsx"], german)
    assert caught.value.render(german) == "weg.xlsx: gibt es nicht"


TABLE_LIKE = st.text(alphabet='VM,;"\t\r\nPowerstateCPUsMemory0123456789.', max_size=300)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400) | TABLE_LIKE.map(lambda text: f"VM,Powerstate,CPUs,Memory\r\n{text}".encode()))
def test_that_any_text_is_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(content.replace(b"PK", b"KP"))
    with contextlib.suppress(ImportProblem):
        registry.import_files([path])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10_000), value=st.integers(0, 255))
def test_that_any_change_of_a_byte_is_survived_by_the_scan(tmp_path: Path, place: int, value: int) -> None:
    content = bytearray(books.raw_workbook(tmp_path / "book.xlsx", books.sheet_xml(b"")).read_bytes())
    content[place % len(content)] = value
    path = tmp_path / "changed.xlsx"
    path.write_bytes(content)
    with contextlib.suppress(prescan.RefusedError):
        prescan.check(path)
