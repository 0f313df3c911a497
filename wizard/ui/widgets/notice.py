"""A sentence on a tinted ground: a finding, or something to answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from wizard.model.text import Text
from wizard.ui.widgets.base import label, set_property
from wizard.ui.widgets.terms import TermButton


class Notice(QFrame):
    """The level is also said in words. Where ``terms`` use a word of the glossary, a button explains it."""

    def __init__(
        self, level: str = "", heading: str = "", text: str = "", source: str = "", terms: Sequence[Text] = ()
    ) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(2)
        self._head, self._text = label("", "label", wrap=True), label("", wrap=True)
        self._source = label("", "caption", wrap=True)
        row = QHBoxLayout()
        row.addWidget(self._head, 1)
        self.about = TermButton()
        row.addWidget(self.about, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(row)
        for part in (self._text, self._source):
            layout.addWidget(part)
        self.tell(level, heading, text, source, terms)

    def tell(self, level: str, heading: str, text: str, source: str = "", terms: Sequence[Text] = ()) -> None:
        """Say something else on the same ground."""
        self.setAccessibleName(f"{heading} {text}")
        set_property(self, "level", level)
        set_property(self._head, "level", level if level != "advice" else "good")
        for part, words in ((self._head, heading), (self._text, text), (self._source, source)):
            part.setText(words)
            part.setVisible(bool(words))
        self.about.tell(*terms)
