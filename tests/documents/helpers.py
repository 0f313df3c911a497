"""Reads finished documents back."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator

import openpyxl
import pikepdf
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
    """Return the words of every numbered mark of every page, as they are written: nothing is put between them."""
    found: dict[tuple[int, int], str] = {}
    fonts: dict[tuple[int, int], dict[int, str]] = {}
    with pikepdf.open(io.BytesIO(content)) as file:
        for number, page in enumerate(file.pages):
            mark, letters, instead = -1, {}, False
            for operands, operator in pikepdf.parse_content_stream(page):
                match str(operator):
                    case "BDC":
                        inside = operands[1].get("/MCID") if isinstance(operands[1], pikepdf.Dictionary) else None
                        mark = -1 if inside is None else int(inside)
                        instead = mark != -1 and "/ActualText" in operands[1]
                        if instead:
                            found[number, mark] = str(operands[1].ActualText)
                    case "Tf":
                        font = page.Resources.Font[str(operands[0])]
                        if font.objgen not in fonts:
                            fonts[font.objgen] = _letters(font)
                        letters = fonts[font.objgen]
                    case "Tj" if not instead:
                        said = "".join(letters[code] for code in bytes(operands[0]))
                        found[number, mark] = found.get((number, mark), "") + said
    return found


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """Return what each code of a font stands for, as the file says."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    assert "beginbfrange" not in table  # nobody writes ranges today
    listed = "".join(re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL))
    pairs = re.findall(r"<(\w+)> <(\w+)>", listed)
    return {int(code, 16): bytes.fromhex(letter).decode("utf-16-be") for code, letter in pairs}
