"""A small button beside a label or a text that opens what its terms mean."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from wizard.flow.glossary import Term, terms_of
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.i18n import tr
from wizard.ui.widgets.base import label

_WIDTH = 340
SIDE = 18
_MOST = 5
"""Terms that one card explains: more would not be read."""


class TermCard(QFrame):
    """What some terms mean. Escape or a click elsewhere closes it."""

    def __init__(self, terms: tuple[Term, ...], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "term")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(3)
        words = []
        for number, term in enumerate(terms):
            name, text = term.name(i18n.current()), term.text(i18n.current())
            if number:
                column.addSpacing(8)
            column.addWidget(label(name, "label", wrap=True))
            column.addWidget(label(text, wrap=True))
            words.append(f"{name}: {text}")
        self.setAccessibleName(" ".join(words))

    def open_below(self, widget: QWidget) -> None:
        """Show it below a widget, within the screen."""
        self.ensurePolished()
        layout = self.layout()
        assert layout is not None
        layout.activate()
        # The height of words that wrap follows from the width: without it the last line would be cut.
        self.resize(_WIDTH, layout.totalHeightForWidth(_WIDTH))
        place = widget.mapToGlobal(QPoint(0, widget.height() + 4))
        area = widget.screen().availableGeometry()
        x = min(place.x(), area.right() - self.width())
        y = place.y() if place.y() + self.height() <= area.bottom() else place.y() - self.height() - widget.height() - 8
        self.move(max(x, area.left()), max(y, area.top()))
        self.show()


class TermButton(QToolButton):
    """Opens the terms that a text uses; it is gone while the text uses none."""

    def __init__(self, *texts: Text | None) -> None:
        super().__init__()
        self.terms: tuple[Term, ...] = ()
        self.setText("?")
        self.setFixedSize(SIDE, SIDE)
        self.setProperty("role", "term")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.WhatsThisCursor)
        self.clicked.connect(self._on_clicked)
        self.tell(*texts)

    def tell(self, *texts: Text | None) -> None:
        """Explain the terms of other texts."""
        self.terms = terms_of(*texts)[:_MOST]
        names = ", ".join(term.name(i18n.current()) for term in self.terms)
        self.setAccessibleName(tr("What it means: {names}", names=names))
        self.setToolTip(tr("What it means: {names}", names=names))
        if self.parentWidget() is not None or not self.terms:  # without a parent it would be a window of its own
            self.setVisible(bool(self.terms))

    def _on_clicked(self) -> None:
        TermCard(self.terms, self).open_below(self)


def term_button(*texts: Text | None) -> TermButton | None:
    """Return a button for the terms that some sentences use, or None where they use none."""
    return TermButton(*texts) if terms_of(*texts) else None
