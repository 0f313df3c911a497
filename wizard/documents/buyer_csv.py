"""Writes answers into a buyer's CSV file; what is not written stays as it is, to the byte."""

from __future__ import annotations

import re

from wizard.documents.buyer_file import CONTROL, Cells, Filled
from wizard.model.text import Text


def fill_csv(content: bytes, cells: Cells) -> Filled:
    """Return a CSV file with texts in some fields; what is not written stays as it is, to the byte."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        encoding = "cp1252"
        text = content.decode(encoding, "replace")
    first = text.lstrip("\ufeff").splitlines()[:1]
    sign = first[0][4] if first and re.fullmatch(r"(?i)sep=.", first[0]) else _separator(text)
    fields = _fields(text, sign)
    filled = Filled(b"")
    for (row, column), words in sorted(cells.items(), reverse=True):
        words = CONTROL.sub("", words)
        quoted = '"' + words.replace('"', '""') + '"' if re.search(r'[\r\n"]|' + re.escape(sign), words) else words
        try:
            start, end = fields[row - 1][column]
        except IndexError:
            if row - 1 >= len(fields):
                filled.refused.append(Text("{cell}: {reason}", cell=f"{row}", reason=Text("is beyond the end")))
                continue
            start = end = fields[row - 1][-1][1]
            quoted = sign * (column - len(fields[row - 1]) + 1) + quoted
        text = text[:start] + quoted + text[end:]
        filled.cells.append((row, column))
    filled.content = text.encode(encoding, "replace")
    return filled


def _separator(text: str) -> str:
    head = text.splitlines()[0] if text.splitlines() else ""
    return max(",;\t", key=head.count)


def _fields(text: str, sign: str) -> list[list[tuple[int, int]]]:
    """Return where each field of each record stands."""
    records: list[list[tuple[int, int]]] = [[]]
    start, quoted, at = 0, False, 0
    while at < len(text):
        letter = text[at]
        if letter == '"':
            quoted = not quoted
        elif not quoted and letter == sign:
            records[-1].append((start, at))
            start = at + 1
        elif not quoted and letter in "\r\n":
            records[-1].append((start, at))
            at += 1 if text[at : at + 2] == "\r\n" else 0
            start = at + 1
            records.append([])
        at += 1
    records[-1].append((start, len(text)))
    return records
