"""Why a figure is what it is: formula, inputs, rules and sources, in a card over the page or as part of one."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from wizard.documents.words import Voice, unit_of
from wizard.flow.explaining import Explanation, Step
from wizard.model.calculation import Calculation
from wizard.ui.i18n import shown, tr
from wizard.ui.theme import dress
from wizard.ui.turns import Steps, Turns
from wizard.ui.widgets.base import button, clear, label, rule
from wizard.ui.widgets.terms import TermButton

_WIDTH: Final = 440
_EDGE: Final = 12
_LEAST_HEIGHT: Final = 120
_SIGN: Final = re.compile(r"\s*(\*\*|//|[*/+])\s*")


class Derivation(QWidget):
    """One calculation: title and result, the formula, and every name of the formula with where it comes from."""

    def __init__(self, step: Step, voice: Voice) -> None:
        super().__init__()
        calculation = step.calculation
        result = voice.figure(calculation.result, calculation.unit)
        self.setAccessibleName(f"{shown(calculation.title)}: {result}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(label(shown(calculation.title), "label", wrap=True), 1)
        head.addWidget(label(result, "amount"), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        if calculation.inputs:
            column.addWidget(label(f"= {_spaced(calculation.formula)}", "formula", wrap=True))
            column.addLayout(_inputs(calculation, voice))
        for id, source in step.rules:
            column.addWidget(label(tr("rule {id}: {source}", id=id, source=source), "caption", wrap=True))


def _inputs(calculation: Calculation, voice: Voice) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(8, 2, 0, 2)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(calculation.inputs.items()):
        grid.addWidget(label(name, "caption"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(voice.figure(value, unit_of(name, value)), "small", wrap=True), row, 1)
    return grid


def _spaced(formula: str) -> str:
    """Return a formula with room around its signs, so that a long one breaks into lines."""
    return _SIGN.sub(lambda found: " × " if found[1] == "*" else f" {found[1]} ", formula)


class WhyCard(QFrame):
    """A card over the window, beside the figure that was asked about. Escape, Close or a click elsewhere closes it."""

    closed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        dress(self)
        self._over = over
        self.setObjectName("why")
        self.setProperty("role", "popup")
        self._from: QWidget | None = None
        self._turns = Turns(self)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 4, 14)
        head = QHBoxLayout()
        self._title = label("", "heading", wrap=True)
        self.close_button = button(tr("Close"), "link", name="close-why")
        self.close_button.clicked.connect(self.dismiss)
        self.about = TermButton()
        head.addWidget(self._title, 1)
        head.addWidget(self.about)
        head.addWidget(self.close_button)
        head.setContentsMargins(0, 0, 10, 0)
        column.addLayout(head)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inner = QWidget()
        inner.setObjectName("why-inner")
        self._body = QVBoxLayout(inner)
        self._body.setContentsMargins(0, 0, 12, 0)
        self._body.setSpacing(10)
        self._scroll.setWidget(inner)
        column.addWidget(self._scroll)
        self.hide()

    def show_explanation(self, title: str, found: Explanation, voice: Voice) -> None:
        """Say where a figure comes from, in turns."""
        self._title.setText(title)
        self.about.tell(found.sentence, *(step.calculation.title for step in found.steps))
        self.setAccessibleName(tr("Why? {figure}", figure=title))
        self._scroll.setAccessibleName(self.accessibleName())
        self._turns.run(self._filling(found, voice))

    def _filling(self, found: Explanation, voice: Voice) -> Steps:
        """Put the calculations below each other, one in each turn; they are drawn when all have their place."""
        self.setUpdatesEnabled(False)
        try:
            clear(self._body)
            yield
            if found.sentence is not None and shown(found.sentence):
                self._body.addWidget(label(shown(found.sentence), "quiet", wrap=True))
            for number, step in enumerate(found.steps):
                if number or found.sentence is not None:
                    self._body.addWidget(rule())
                self._body.addWidget(Derivation(step, voice))
                yield
            if not found.steps and found.sentence is None:
                self._body.addWidget(label(tr("This figure is counted, not calculated."), "quiet", wrap=True))
            self._body.addStretch(1)
            self._place()
        finally:
            if isValid(self):
                self.setUpdatesEnabled(True)

    def open_beside(self, widget: QWidget) -> None:
        """Open at the left of a widget and take the keyboard."""
        self._from = widget
        self._place()
        self.show()
        self.raise_()
        self._scroll.setFocus(Qt.FocusReason.PopupFocusReason)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def dismiss(self) -> None:
        """Close and give the keyboard back to the figure."""
        if not self.isVisible():
            return
        inside = self.isAncestorOf(QApplication.focusWidget() or self)
        self._hide()
        if inside and self._from is not None:
            self._from.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close when something else is clicked or gets the keyboard."""
        if (
            event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.FocusIn)
            and isinstance(watched, QWidget)
            and not self._holds(watched)
        ):
            self._hide()
        return False

    def _holds(self, widget: QWidget) -> bool:
        """Whether a widget belongs to the card; the figure that was asked does: its click closes the card itself."""
        return widget is self or widget is self._from or self.isAncestorOf(widget)

    def _hide(self) -> None:
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._turns.stop()
        self.hide()
        self.closed.emit()

    def _place(self) -> None:
        """Stand left of the figure, as high as its words, inside the window."""
        parent = self._over
        if self._from is None:
            return
        at = self._from.mapTo(parent, QPoint(0, 0))
        width = min(_WIDTH, parent.width() - 2 * _EDGE)
        self.resize(width, 200)
        self._column.activate()
        inner = self._scroll.widget()
        room = self._scroll.viewport().width()
        asked = inner.heightForWidth(room) if inner.hasHeightForWidth() else inner.sizeHint().height()
        height = min(max(asked + 62, _LEAST_HEIGHT), parent.height() - 2 * _EDGE)
        x = max(_EDGE, at.x() - width - 6)
        y = min(max(_EDGE, at.y() - 20), parent.height() - height - _EDGE)
        self.setGeometry(x, y, width, height)
