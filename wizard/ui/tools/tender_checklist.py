"""What keeps a bid from going out, and what the bidder still has to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from wizard.model.text import Text
from wizard.ui.i18n import shown, tr
from wizard.ui.widgets.base import clear, label

if TYPE_CHECKING:
    from wizard.flow.tender_bundle import Bundle


_APART: Final = 12


class Checklist(QScrollArea):
    """Lines with a sign, below a heading each."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("checklist")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Checklist of the bid"))
        inner = QWidget()
        inner.setObjectName("page")
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(0, 6, 0, 6)
        self._rows.setSpacing(4)
        self.setWidget(inner)

    def show_bundle(self, bundle: Bundle | None, blockers: Sequence[Text]) -> None:
        """Show what is known: the blockers at once, the rest when the documents were made."""
        clear(self._rows)
        against = bundle.blockers if bundle is not None else blockers
        self._say(tr("Stands against handing it in:"), "heading")
        for text in against:
            self._say(f"✕ {shown(text)}", level="blocker")
        if not against:
            self._say(tr("✓ nothing"), level="good")
        if bundle is None:
            self._say(tr("What is still to do is being worked out …"), "caption")
        else:
            self._say(tr("Still to do:"), "heading")
            for text in bundle.missing:
                self._say(f"☐ {shown(text)}")
            self._say(tr("Files (without own terms):"), "heading")
            for file in bundle.files:
                self._say(f"{file.name}  {len(file.content) // 1024 + 1} KiB")
        self._rows.addStretch(1)

    def _say(self, words: str, role: str = "", level: str = "") -> None:
        if role == "heading" and self._rows.count():
            self._rows.addSpacing(_APART)
        made = label(words, role, wrap=True)
        if level:
            made.setProperty("level", level)
        self._rows.addWidget(made)
