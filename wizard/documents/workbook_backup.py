"""The sheet on backup: figures, the 3-2-1 rule, and copies elsewhere and on other media."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from wizard.documents.blocks import Cell, Fact
from wizard.documents.chapters_backup import copy_rows, copy_titles, kept_facts, media_facts, offsite_facts, time_facts
from wizard.documents.scene import PALETTE
from wizard.documents.workbook_styles import WHOLE, Book, Worksheet, at
from wizard.model.backup import BackupDesign
from wizard.model.text import Text
from wizard.model.units import GIB, TIB


def write_backup(book: Book) -> None:
    """Write the sheet, if there is a backup."""
    backup, source = book.source.offer.design.backup, book.source
    if backup is None:
        return
    sheet = book.sheet(Text("Backup"), (52, 44, 14, 10, 40))
    facts = [*kept_facts(backup, source), *time_facts(backup, source), *media_facts(backup, source)]
    if backup.offsite_copy is not None:
        facts += offsite_facts(backup.offsite_copy, source)
    row = _facts(sheet, book, facts)
    if backup.copy_rule is not None:
        rows = list(copy_rows(backup.copy_rule, source))
        row = _block(sheet, book, row + 1, copy_titles(), rows)
        for text in backup.copy_rule.missing:
            book.text(sheet, row, 0, source.sentence(text))
            row += 1
    row = _stored(sheet, book, backup, row + 1)
    sheet.print_area(0, 0, row, 4)
    sheet.fit_to_pages(1, 1)
    book.guard(sheet)


def _facts(sheet: Worksheet, book: Book, facts: Sequence[Fact]) -> int:
    """Write names and values; beside a calculated value the figure that it says, live."""
    book.heads(
        sheet, 2, [book.say(each) for each in (Text("Figure"), Text("Value"), Text("Result"), Text("Unit"))], (2,)
    )
    for row, fact in enumerate(facts, start=3):
        book.text(sheet, row, 0, fact.label)
        book.text(sheet, row, 1, fact.value)
        found = book.plan.result(fact.link)
        if found is not None and isinstance(found.result, int | Fraction):
            if fact.value.isdecimal() and int(fact.value) != found.result:
                continue  # of several sites together, where the calculation is of one
            size = found.unit == "bytes"
            unit, shown = (GIB, "GiB") if found.result < TIB else (TIB, "TiB")
            number = "#,##0.00" if size or isinstance(found.result, Fraction) else WHOLE
            book.calculated(sheet, row, 2, fact.link, found.result, number, unit if size else 1)
            book.text(sheet, row, 3, shown if size else book.source.voice.unit(found.unit))
    return 3 + len(facts)


def _stored(sheet: Worksheet, book: Book, backup: BackupDesign, row: int) -> int:
    """Write what the backups take beside what there is for them, live, with a chart."""
    say, stored = book.say, backup.stored
    titles = (Text("Stored"), Text("Bytes"), Text("TiB"), Text("Used"))
    for column, title in enumerate(titles):
        book.text(sheet, row, column, say(title), book.head(right=column > 0))
    rows = (
        (Text("Stored, with little change"), stored.low_bytes, "Backup_low_bytes"),
        (Text("Stored, typically"), stored.typical_bytes, "Backup_typical_bytes"),
        (Text("Stored, with much change"), stored.high_bytes, "Backup_high_bytes"),
        (Text("Usable space for backups"), backup.usable_bytes, "Backup_usable_bytes"),
    )
    for place, (text, size, name) in enumerate(rows, start=row + 1):
        book.text(sheet, place, 0, say(text))
        key = "stored." if name != "Backup_usable_bytes" else ""
        book.calculated(sheet, place, 1, book.source.link(f"backup.{key}{name[len('Backup_') :]}"), size, WHOLE)
        book.name(sheet, name, place, 1)
        book.formula(sheet, place, 2, f"={name}/2^40", Fraction(size, TIB), num_format="#,##0.00")
        used = Fraction(size, backup.usable_bytes) if backup.usable_bytes else Fraction(0)
        formula = f"=IF(Backup_usable_bytes=0,0,{name}/Backup_usable_bytes)"
        book.formula(sheet, place, 3, formula, used, num_format="0.0 %")
    chart, name = book.file.add_chart({"type": "bar"}), book.quoted(sheet)
    cells = [f"={name}!{at(row + 1, column, True, True)}:{at(row + 4, column, True, True)}" for column in (0, 2)]
    chart.add_series({"categories": cells[0], "values": cells[1], "fill": {"color": PALETTE["accent"]}, "gap": 60})
    words = say(Text("Backups and the space for them (TiB)"))
    chart.set_title({"name": words, "name_font": {"size": 10}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 760, "height": 200})
    sheet.insert_chart(row + 6, 0, chart, {"x_offset": 6, "description": words})
    return row + 17


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
