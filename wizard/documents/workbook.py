"""Writes an offer as a workbook whose sums live: change a quantity and every total follows.

A formula is written only here; text from outside is always written as text. Every formula carries its value, so
that readers which do not calculate (previews, importers) show the same figures as the PDF.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, time

from wizard.documents import fonts
from wizard.documents.blocks import cut
from wizard.documents.naming import document_words
from wizard.documents.progress import Progress, Tell
from wizard.documents.source import Source
from wizard.documents.words import NAME, Voice
from wizard.documents.workbook_backup import write_backup
from wizard.documents.workbook_bill import BILL_WIDTHS, write_bill
from wizard.documents.workbook_calculations import calculation_sheet, write_calculations, write_rules
from wizard.documents.workbook_capacity import write_capacity
from wizard.documents.workbook_costing import write_costing
from wizard.documents.workbook_network import write_network
from wizard.documents.workbook_options import OPTION_WIDTHS, write_options
from wizard.documents.workbook_running import write_running
from wizard.documents.workbook_sheets import write_assumptions, write_prices, write_search, write_summary
from wizard.documents.workbook_styles import Book, Workbook
from wizard.model.offer import Offer
from wizard.model.text import Language, Text

_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


_WRITING = 0.5
"""Share of the time until the file is packed."""


def workbook(offer: Offer, language: Language, tell: Tell | None = None) -> bytes:
    """Return the offer as a workbook: summary, bill, capacity, network, assumptions, calculations, prices."""
    target = io.BytesIO()
    source = Source(offer, Voice(language, offer.assessment.currency), fonts.measure)
    file = Workbook(target, dict(_SAFE))
    file.set_properties(
        {
            "title": document_words(source),
            "subject": cut(offer.project.title, NAME),
            "author": cut(offer.vendor, NAME),
            "comments": source.voice.say(Text("Fingerprint {print}", print=offer.assessment.fingerprint)),
            "created": datetime.combine(offer.date, time(), UTC).replace(tzinfo=None),
        }
    )
    book = Book(file, source)
    book.progress = progress = Progress(tell)
    progress.stage(_WRITING, 10 + len(book.plan.places))
    summary = book.sheet(Text("Summary"), (46, 24, 60))
    where = write_bill(book.sheet(Text("Bill"), BILL_WIDTHS), book)
    write_options(book.sheet(Text("Options"), OPTION_WIDTHS), book, where)
    write_summary(summary, book, where)
    write_capacity(book)
    write_network(book)
    write_backup(book)
    write_running(book, where)
    write_assumptions(book)
    write_calculations(calculation_sheet(book), book)
    write_rules(book)
    write_prices(book)
    if source.internal:
        write_costing(book, where)
        write_search(book)
    summary.activate()
    progress.stage(1 - _WRITING, 1)
    file.close()
    progress.step()
    return target.getvalue()
