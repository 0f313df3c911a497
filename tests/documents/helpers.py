"""Reads finished documents back."""

from __future__ import annotations

import io
import re
import unicodedata

import openpyxl
import pypdfium2


def pdf_text(content: bytes) -> str:
    """Return the text of a PDF on one line, with joined letters as the letters that one types."""
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", "\n".join(pages)))


def cells(content: bytes, *, values: bool = True) -> dict[str, dict[str, object]]:
    """Return the cells of a workbook by sheet and address: what they show, or the formulas."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=values)
    return {
        sheet.title: {
            cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        for sheet in book
    }
