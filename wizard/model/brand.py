"""How a partner's documents look and what they say beside the figures: logo, colours, fonts, letterhead, texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Words = Literal["letter", "introduction", "terms", "closing"]
WORDS: tuple[Words, ...] = get_args(Words)
"""Texts that a partner may give: a letter before the contents, words before the summary, terms, and a last page."""


@dataclass(frozen=True)
class BrandFile:
    """A file of a branding: its name, for a fault to say, and what it holds."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Brand:
    """A branding as it was read; nothing of it has been tried yet."""

    path: str = ""
    """File that says it."""
    name: str = ""
    accent: str | None = None
    """Colour of headings, lines and charts."""
    ink: str | None = None
    """Colour of the text."""
    quiet: str | None = None
    """Colour of what stands back: captions, labels."""
    logo: BrandFile | None = None
    regular: BrandFile | None = None
    semibold: BrandFile | None = None
    letterhead: tuple[str, ...] = ()
    """Lines at the foot of the first page: address, register, bank."""
    texts: Mapping[tuple[str, Words], BrandFile] = field(default_factory=dict)
    """Templates by language and place."""
