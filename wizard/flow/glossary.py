"""The terms that the program uses, each in one or two plain sentences; the words are those of ``glossary.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from wizard.assets import Assets, folder
from wizard.model.text import Language, Text


@dataclass(frozen=True, slots=True)
class Term:
    """A term in both languages, what it means, and the English words by which a sentence is known to use it."""

    id: str
    names: dict[str, str]
    texts: dict[str, str]
    words: re.Pattern[str]

    def name(self, language: Language) -> str:
        """Return the term as the reader's language says it."""
        return self.names[language.code]

    def text(self, language: Language) -> str:
        """Return what it means."""
        return self.texts[language.code]


@cache
def glossary() -> tuple[Term, ...]:
    """Return all terms, in the order of their English names."""
    data = tomllib.loads((folder(Assets.RESOURCES) / "guide" / "glossary.toml").read_text(encoding="utf-8"))
    terms = [
        Term(
            id, {"en": one["en"], "de": one["de"]}, {"en": one["text_en"], "de": one["text_de"]},
            re.compile(rf"\b({'|'.join(map(re.escape, [one['en'], *one.get('words', [])]))})s?\b", re.IGNORECASE),
        )
        for id, one in data.items()
    ]  # fmt: skip
    return tuple(sorted(terms, key=lambda term: term.names["en"].casefold()))


@cache
def terms_in(*templates: str) -> tuple[Term, ...]:
    """Return the terms that English sentences use, in the order in which they stand there."""
    text = " ".join(templates)
    found = [(match.start(), term) for term in glossary() if (match := term.words.search(text)) is not None]
    return tuple(term for _, term in sorted(found, key=lambda pair: pair[0]))


def terms_of(*texts: Text | None) -> tuple[Term, ...]:
    """Return the terms that sentences use, those within their values as well."""
    return terms_in(*(template for text in texts if text is not None for template in _templates(text)))


def _templates(text: Text) -> Iterator[str]:
    yield text.template
    for _, value in text.values:
        if isinstance(value, Text):
            yield from _templates(value)
