"""What keeps a bid from going out, and what the bidder still has to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from wizard.model.text import Text
from wizard.ui.i18n import shown, tr
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import clear, label, seen_once

if TYPE_CHECKING:
    from wizard.flow.tender_bundle import Bundle


_APART, _AT_ONCE = 12, 8
_Line = tuple[str, str, str]
"""Words, their role, and how grave they are."""


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
        self._lines: list[_Line] = []

    def showing(self, bundle: Bundle | None, blockers: Sequence[Text]) -> Steps:
        """Show what is known, some lines in a turn: the blockers at once, the rest when the documents were made."""
        if (lines := _lines(bundle, blockers)) == self._lines:
            return
        self._lines = []
        with seen_once(self.widget()):
            clear(self._rows)
            for number, line in enumerate(lines, start=1):
                self._say(*line)
                if number % _AT_ONCE == 0:
                    yield
            self._rows.addStretch(1)
            # What was added last is shown with the next turn.
            yield
        self._lines = lines

    def _say(self, words: str, role: str, level: str) -> None:
        if role == "heading" and self._rows.count():
            self._rows.addSpacing(_APART)
        made = label(words, role, wrap=True)
        if level:
            made.setProperty("level", level)
        self._rows.addWidget(made)


def _lines(bundle: Bundle | None, blockers: Sequence[Text]) -> list[_Line]:
    against = bundle.blockers if bundle is not None else blockers
    lines = [(tr("Stands against handing it in:"), "heading", "")]
    lines += [(f"✕ {shown(text)}", "", "blocker") for text in against] or [(tr("✓ nothing"), "", "good")]
    if bundle is None:
        return [*lines, (tr("What is still to do is being worked out …"), "caption", "")]
    lines.append((tr("Still to do:"), "heading", ""))
    lines += [(f"☐ {shown(text)}", "", "") for text in bundle.missing]
    lines.append((tr("Files (without own terms):"), "heading", ""))
    return lines + [(f"{file.name}  {len(file.content) // 1024 + 1} KiB", "", "") for file in bundle.files]
