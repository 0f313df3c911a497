"""Reads finished documents back."""

from __future__ import annotations

import ctypes
import io
import re
import unicodedata
from collections.abc import Iterator

import openpyxl
import pikepdf
import pypdfium2
import pypdfium2.raw as raw


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


def reading(content: bytes) -> list[str]:
    """Return a tagged PDF as it is read out: one line for each element with words of its own, in the tree's order."""
    words = _marked_words(content)
    with pikepdf.open(io.BytesIO(content)) as file:
        pages = {page.obj.objgen: number for number, page in enumerate(file.pages)}
        return list(_spoken(file.Root.StructTreeRoot.K[0], pages, words))


def kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    """Return what an element consists of, but for marks in their short form."""
    return list(element.K) if isinstance(element.K, pikepdf.Array) else []


def marks(element: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, int]]:
    """Yield page and number of each mark of an element."""
    if isinstance(element.K, int):
        yield element.Pg, int(element.K)
    for kid in kids(element):
        if kid.get("/Type") == pikepdf.Name.MCR:
            yield kid.Pg, int(kid.MCID)


def _spoken(
    element: pikepdf.Object, pages: dict[tuple[int, int], int], words: dict[tuple[int, int], str]
) -> Iterator[str]:
    if "/Alt" in element:
        yield f"{element.S} [{element.Alt}]"
        return
    said = "".join(words.get((pages[page.objgen], number), "") for page, number in marks(element))
    if said.strip():
        yield f"{element.S} {' '.join(said.split())}"
    for kid in kids(element):
        if kid.get("/Type") == pikepdf.Name.StructElem:
            yield from _spoken(kid, pages, words)


def _marked_words(content: bytes) -> dict[tuple[int, int], str]:
    """Return the words of every numbered mark of every page."""
    found: dict[tuple[int, int], str] = {}
    document = pypdfium2.PdfDocument(content)
    for number, page in enumerate(document):
        textpage = page.get_textpage()
        for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            mark = raw.FPDFPageObj_GetMarkedContentID(each.raw)
            length = raw.FPDFTextObj_GetText(each.raw, textpage.raw, None, 0)
            buffer = ctypes.create_string_buffer(length)
            raw.FPDFTextObj_GetText(each.raw, textpage.raw, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
            text = buffer.raw.decode("utf-16-le").rstrip("\0")
            found[number, mark] = found.get((number, mark), "") + text + " "
        textpage.close()
    document.close()
    return found
