"""The language of the window: ``tr("…")`` says an English sentence in it.

The English sentence is the key of its translation in ``resources/locale/ui.<code>.json``; a test reads every literal
given to ``tr`` and ``Text`` here and asks for its German.
"""

from __future__ import annotations

from datetime import date
from html import escape

from wizard.model.text import ENGLISH, Language, Text

_current = [ENGLISH]


def use(language: Language) -> None:
    """Make ``language`` the one in which the window speaks."""
    _current[0] = language


def current() -> Language:
    """Return the language in which the window speaks."""
    return _current[0]


def tr(template: str, /, **values: object) -> str:
    """Return a sentence in the current language."""
    return Text(template, **values).render(_current[0])


def shown(text: Text | None) -> str:
    """Return a sentence that was made elsewhere in the current language."""
    return "" if text is None else text.render(_current[0])


def tip(text: str) -> str:
    """Return a text for a tool tip: Qt would read the markup in a foreign name."""
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>") if "<" in text else text


def day(value: date) -> str:
    """Return a date as the current language writes it."""
    return _current[0].day(value)
