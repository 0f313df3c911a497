"""The language of the window: ``tr("…")`` says an English sentence in it.

The English sentence is the key of its translation in ``resources/locale/ui.<code>.json``; a test reads every literal
given to ``tr`` and ``Text`` here and asks for its German.
"""

from __future__ import annotations

from datetime import date
from html import escape

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator
from PySide6.QtGui import QKeySequence

from wizard.model.text import ENGLISH, Language, Text

_current = [ENGLISH]
_of_qt: dict[str, QTranslator] = {}


def use(language: Language) -> None:
    """Make ``language`` the one in which the window speaks."""
    _current[0] = language
    _teach_qt(language.code)


def _teach_qt(code: str) -> None:
    """Let Qt say in the same language what it says by itself: the names of keys, and its own dialogs."""
    app = QCoreApplication.instance()
    if app is None or code in _of_qt:
        return
    while _of_qt:
        app.removeTranslator(_of_qt.popitem()[1])
    made = QTranslator(app)
    if code != ENGLISH.code and made.load(
        f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ):
        _of_qt[code] = made
        app.installTranslator(made)


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


def keys(*names: str | QKeySequence) -> str:
    """Return keys by the names that stand on a keyboard of the current language: “Strg+S”."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(name).toString(native) for name in names)


def day(value: date) -> str:
    """Return a date as the current language writes it."""
    return _current[0].day(value)
