"""What the vendor has to know before an offer goes out, as a calm list."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.flow.offer_remarks import by_reason
from wizard.model.offer import Offer
from wizard.ui.i18n import shown, tr
from wizard.ui.widgets.base import clear, label


class Standing(QWidget):
    """Each reason once, with the positions that have it; what stands against sending comes first."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("standing")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)
        self._shown: object = None

    def show_offer(self, offer: Offer) -> None:
        """Show what is said about an offer."""
        known = (offer.remarks, offer.sendable)
        if known == self._shown:
            return
        self._shown = known
        clear(self._rows)
        against = by_reason(remark for remark in offer.remarks if remark.level == "blocker")
        notes = by_reason(remark for remark in offer.remarks if remark.level == "note")
        if against or not offer.sendable:
            self._say(tr("Stands against sending it:"), "label")
        for text in against:
            self._say(f"✕ {shown(text)}", level="blocker")
        if not against and not offer.sendable:
            self._say(tr("✕ Something of the calculation; the internal view names it."), level="blocker")
        if notes:
            self._say(tr("Good to know:"), "label")
        for text in notes:
            self._say(f"• {shown(text)}")
        if not against and offer.sendable:
            self._say(tr("✓ Nothing stands against sending it."), level="good")

    def _say(self, words: str, role: str = "", level: str = "") -> None:
        made = label(words, role, wrap=True)
        if level:
            made.setProperty("level", level)
        self._rows.addWidget(made)
