"""Labels by role, cards, and lists of rows: what every page is made of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from wizard.model.text import Text
from wizard.ui import theme
from wizard.ui.i18n import shown, tr

_FIGURES = ("figure", "price", "amount", "change", "small")
GAP = 16
"""Distance between cards."""
_WIDEST_CHOICE = 560
INSET = 16
"""Distance from the edge of a card to what is in it."""


def label(text: str = "", role: str = "", *, wrap: bool = False, made: QLabel | None = None) -> QLabel:
    """Return a text in one of the roles of the style sheet. Text from outside is never read as markup."""
    made = made or QLabel()
    made.setText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if role in _FIGURES:
        made.setFont(theme.font(theme.BASE_PIXELS, tabular=True))
    return made


def button(text: str, role: str = "", *, name: str = "", hint: str = "") -> QPushButton:
    """Return a push button that the keyboard reaches."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setAccessibleName(text or hint)
    if role:
        made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    if hint:
        made.setToolTip(hint)
    return made


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet selects by, and draw the widget anew where that changes it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def show_now(part: QWidget) -> None:
    """Show what just got its place, unless it is hidden on purpose: its layout would do so a turn later."""
    if not part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
        part.show()


def draw_ground(painter: QPainter, widget: QWidget, fill: str | None) -> None:
    """Draw the ground of a control that draws itself: filled with a role's colour, framed while it has the focus."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.colour(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("focus"), 2) if widget.hasFocus() else QPen(Qt.PenStyle.NoPen))
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(1, 1, -1, -1), 6, 6)


def rule() -> QFrame:
    """Return a hairline."""
    made = QFrame()
    made.setProperty("role", "rule")
    return made


@contextmanager
def laid_out_once(*parts: QWidget) -> Iterator[None]:
    """Fill parts of a page and lay them out when that is done; the outermost comes first.

    Whatever is shown in a page that is seen has all layouts around it work at once: with forty rows, forty times.
    """
    layouts = [layout for part in parts if (layout := part.layout()) is not None]
    for layout in layouts:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in filter(isValid, layouts):
            layout.setEnabled(True)
        for layout in filter(isValid, layouts):
            layout.activate()


@contextmanager
def seen_once(part: QWidget) -> Iterator[None]:
    """Fill a part in several turns, and lay it out and draw it when that is done."""
    part.setUpdatesEnabled(False)
    try:
        with laid_out_once(part):
            yield
    finally:
        if isValid(part):
            part.setUpdatesEnabled(True)


def clear(layout: QLayout) -> None:
    """Remove everything from a layout."""
    while layout.count():
        item = layout.takeAt(0)
        # Qt's stubs promise a widget; an item holds either a widget, a layout, or space.
        widget = cast("QWidget | None", item.widget())
        inner = cast("QLayout | None", item.layout())
        if widget is not None:
            # Hidden at once: deletion waits for the event loop, and until then it would be drawn over its successor.
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


class Card(QFrame):
    """A white area with a heading."""

    def __init__(self, heading: str = "", hint: str = "") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(INSET, INSET - 2, INSET, INSET)
        self.body.setSpacing(10)
        self.head = QHBoxLayout()
        if heading:
            self.setAccessibleName(heading)
            self.head.addWidget(label(heading, "heading", wrap=True), 1)
            self.body.addLayout(self.head)
        if hint:
            self.body.addWidget(label(hint, "caption", wrap=True))

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget below the others."""
        self.body.addWidget(widget, stretch)


class FirstUse(QFrame):
    """A sentence that is said until somebody has read it."""

    read = Signal()

    def __init__(self, text: Text) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.setProperty("level", "advice")
        self.setObjectName("first-use")
        self.setAccessibleName(shown(text))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.addWidget(label(shown(text), wrap=True), 1)
        done = button(tr("Understood"), name="understood")
        done.clicked.connect(self._on_read)
        row.addWidget(done, 0, Qt.AlignmentFlag.AlignTop)

    def _on_read(self) -> None:
        self.read.emit()
        self.hide()


class Combo(QComboBox):
    """A choice that the mouse wheel changes only when it has the focus: pages scroll past it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # As wide as its place: the longest choice must not make the page wider than the window.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def showPopup(self) -> None:
        """Show the choices in full, even where they are longer than the field."""
        view = self.view()
        view.setMinimumWidth(max(self.width(), min(view.sizeHintForColumn(0) + 32, _WIDEST_CHOICE)))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll unless the choice is the one at work."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
