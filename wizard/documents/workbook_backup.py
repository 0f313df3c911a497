"""The sheet on backup: figures, the 3-2-1 rule, and copies elsewhere and on other media."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.documents.blocks import Cell
from wizard.documents.chapters_backup import copy_rows, copy_titles, kept_facts, media_facts, offsite_facts, time_facts
from wizard.documents.workbook_styles import WHOLE, Book, Worksheet
from wizard.model.text import Text


def write_backup(book: Book) -> None:
    """Write the sheet, if there is a backup."""
    backup, source = book.source.offer.design.backup, book.source
    if backup is None:
        return
    sheet = book.sheet(Text("Backup"), (52, 44, 14, 10, 40))
    facts = [*kept_facts(backup, source), *time_facts(backup, source), *media_facts(backup, source)]
    if backup.offsite_copy is not None:
        facts += offsite_facts(backup.offsite_copy, source)
    row = _block(sheet, book, 2, (Text("Figure"), Text("Value")), facts)
    if backup.copy_rule is not None:
        rows = list(copy_rows(backup.copy_rule, source))
        row = _block(sheet, book, row + 1, copy_titles(), rows)
        for text in backup.copy_rule.missing:
            book.text(sheet, row, 0, source.sentence(text))
            row += 1
    sheet.print_area(0, 0, row, 4)


def _block(sheet: Worksheet, book: Book, row: int, titles: Sequence[Text], rows: Sequence[Sequence[Cell]]) -> int:
    figures = {column for cells in rows[:1] for column, cell in enumerate(cells) if not isinstance(cell, str)}
    book.heads(sheet, row, [book.say(title) for title in titles], figures)
    for place, cells in enumerate(rows, start=row + 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                book.text(sheet, place, column, cell)
            else:
                book.figure(sheet, place, column, cell, WHOLE)
    return row + len(rows) + 1
