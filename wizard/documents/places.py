"""On which page of a finished PDF each chapter begins: what an answer gives as its evidence."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from wizard.documents.blocks import Document, Heading, cut


def chapter_pages(document: Document, content: bytes) -> dict[str, tuple[str, int]]:
    """Return title and page of each chapter, by its anchor."""
    titles = {cut(block.text, 120): block.anchor for block in document.blocks if isinstance(block, Heading)}
    found: dict[str, tuple[str, int]] = {}
    with pikepdf.open(io.BytesIO(content)) as file, file.open_outline() as outline:
        numbers = {page.objgen: number for number, page in enumerate(file.pages, start=1)}
        for entry in _entries(outline.root):
            anchor = titles.get(entry.title)
            destination = entry.destination
            if anchor is None or destination is None or isinstance(destination, str | pikepdf.String):
                continue
            found[anchor] = (entry.title, numbers.get(destination[0].objgen, 0))
    return found


def _entries(entries: Any) -> Iterator[Any]:
    for entry in entries:
        yield entry
        yield from _entries(entry.children)
