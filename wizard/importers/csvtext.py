"""The text of a CSV file: its encoding, its delimiter, its records."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from wizard.checkpoint import with_checkpoints
from wizard.importers import limits
from wizard.model.text import Text

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ",;\t"
_BINARY_SAMPLE = 4096
_HEAD = 1 << 16
"""The delimiter is looked for in this much of the heading line."""


class NotTextError(Exception):
    """A file that no encoding makes a table of text."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason


def decode(content: bytes) -> str:
    """Return the text: by its byte order mark, else UTF-8, else the encoding of a western Windows.

    Raises
    ------
    NotTextError
        If it is binary.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if b"\x00" in content[:_BINARY_SAMPLE]:
        raise NotTextError(Text("is neither a workbook nor text"))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def delimiter(text: str) -> tuple[str, int]:
    """Return the delimiter and where the table begins: Excel may announce the one in a line of its own."""
    first = text[:32].splitlines()[:1]
    if first and len(first[0]) == len("sep=;") and first[0].casefold().startswith("sep="):
        return first[0][-1], text.index(first[0]) + len(first[0])
    counts = dict.fromkeys(_DELIMITERS, 0)
    quoted = False
    for sign in text[:_HEAD].lstrip("\r\n"):
        if sign == '"':
            quoted = not quoted
        elif not quoted:
            if sign in "\r\n":
                break
            if sign in counts:
                counts[sign] += 1
    return max(_DELIMITERS, key=lambda sign: counts[sign]), 0


def parse(content: bytes) -> tuple[Iterator[tuple[int, list[str | int | float | bool]]], Text | None]:
    """Return the records with their numbers, and a note where the quotes of the file do not fit.

    Raises
    ------
    NotTextError
        If it is binary, or a field or the table is larger than any that was written by a program.
    """
    text = decode(content)
    sign, start = delimiter(text)
    try:
        records = _records(text[start:], sign, strict=True)
        note = None
    except csv.Error:
        try:
            records = _records(text[start:], sign, strict=False)
        except csv.Error as error:
            raise NotTextError(Text("is not a table of text ({detail})", detail=str(error))) from error
        note = Text("the quotation marks of the file do not match: rows may be missing or joined; export it again")
    # After the line of the delimiter the rest of that line is an empty record, so numbers fit in both cases.
    return enumerate(records, 1), note


def _records(text: str, sign: str, *, strict: bool) -> list[list[str | int | float | bool]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=strict)
    records: list[list[str | int | float | bool]] = []
    cells = 0
    for record in with_checkpoints(reader):
        records.append([field.strip() for field in record])
        cells += len(record)
        if cells > limits.CSV_CELLS:
            raise csv.Error(f"more than {limits.CSV_CELLS} cells")
    return records
