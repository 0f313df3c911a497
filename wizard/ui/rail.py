"""The rail of steps at the left: where one is, what is done, and what is missing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from wizard.flow.questions import open_problems
from wizard.flow.steps import STEPS, Step
from wizard.model.text import Text
from wizard.ui import theme
from wizard.ui.guarding import guarded
from wizard.ui.i18n import keys, shown, tip, tr
from wizard.ui.session import Session
from wizard.ui.widgets.base import draw_ground, label

_WIDTH: Final = 240
_HEIGHT: Final = 52
_TITLE_LINE, _NOTE_LINE = 18, 16
_DOT: Final = 22.0
_TEXT_X: Final = 50


class StepButton(QAbstractButton):
    """One step: a mark, its title, and a line with a figure or what is missing."""

    def __init__(self, number: int, step: Step) -> None:
        super().__init__()
        self.number, self.step = number, step
        self.current = False
        self.state, self.note, self.title = "open", "", ""
        self._shown: tuple[object, ...] = ()
        self.setCheckable(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setObjectName(f"step-{step.id}")

    def show_state(self, state: str, note: str, reason: str, *, current: bool, plain: bool = False) -> None:
        """Show whether the step is done, open, in question or wrong; the reason is also said, not only coloured."""
        shown_now = (state, note, reason, current, plain)
        if shown_now == self._shown:
            return
        self._shown = shown_now
        self.state, self.note, self.current = state, note, current
        title = shown(self.step.plain if plain else self.step.title)
        self.title = title
        words = {"done": tr("done"), "question": tr("question open"), "wrong": tr("needs attention"), "open": ""}[state]
        parts = [
            tr("Step {n}: {title}", n=self.number, title=title),
            tr("current step") if current else "",
            words,
            note,
        ]
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.setToolTip(tip("\n".join(filter(None, [f"{title} ({keys(f'Ctrl+{self.number}')})", reason or note]))))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of a step."""
        return QSize(_WIDTH - 16, _HEIGHT)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the step."""
        painter = QPainter(self)
        draw_ground(painter, self, "accent-soft" if self.current else "hover" if self.underMouse() else None)
        self._draw_mark(painter)
        self._draw_words(painter)
        painter.end()

    def _draw_mark(self, painter: QPainter) -> None:
        dot = QRectF(14, (self.height() - _DOT) / 2, _DOT, _DOT)
        role = {"done": "accent", "question": "amber", "wrong": "red", "open": "line"}[self.state]
        filled = self.state == "done" or (self.current and self.state == "open")
        tint = theme.colour("accent" if filled else role)
        painter.setPen(QPen(tint, 1.6))
        painter.setBrush(tint if filled else theme.colour("paper"))
        painter.drawEllipse(dot)
        if self.state == "done" and not self.current:
            self._draw_tick(painter, dot)
            return
        sign = "!" if self.state in ("question", "wrong") else str(self.number)
        ink = theme.colour("on-accent") if filled else theme.colour("quiet") if role == "line" else tint
        painter.setFont(theme.font(12, QFont.Weight.DemiBold))
        painter.setPen(ink)
        painter.drawText(dot, Qt.AlignmentFlag.AlignCenter, sign)

    def _draw_tick(self, painter: QPainter, dot: QRectF) -> None:
        pen = QPen(theme.colour("on-accent"), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        x, y = dot.x(), dot.y()
        painter.drawPolyline([QPointF(x + 6.5, y + 11.5), QPointF(x + 9.7, y + 14.6), QPointF(x + 15.5, y + 7.8)])

    def _draw_words(self, painter: QPainter) -> None:
        width = self.width() - _TEXT_X - 10
        role = {"question": "amber", "wrong": "red"}.get(self.state, "quiet")
        small = theme.font(12)
        lines = note_lines(self.note, QFontMetrics(small), width)
        y = (self.height() - _TITLE_LINE - _NOTE_LINE * len(lines)) / 2
        weight = QFont.Weight.DemiBold if self.current else QFont.Weight.Medium
        area = QRectF(_TEXT_X, y, width, _TITLE_LINE)
        _write(painter, self.title, area, theme.colour("ink"), theme.font(13, weight))
        for number, line in enumerate(lines):
            area = QRectF(_TEXT_X, y + _TITLE_LINE + _NOTE_LINE * number, width, _NOTE_LINE)
            _write(painter, line, area, theme.colour(role), small)


def note_lines(note: str, metrics: QFontMetrics, width: int) -> list[str]:
    """Return a note in at most two lines; the second one may be cut where it is drawn."""
    if not note or metrics.horizontalAdvance(note) <= width:
        return [note] if note else []
    words = note.split(" ")
    fits = sum(metrics.horizontalAdvance(" ".join(words[:n])) <= width for n in range(1, len(words) + 1))
    return [line for line in (" ".join(words[:fits]), " ".join(words[fits:])) if line]


def _write(painter: QPainter, text: str, area: QRectF, ink: QColor, font: QFont) -> None:
    painter.setFont(font)
    painter.setPen(ink)
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)


class Rail(QWidget):
    """All steps. The arrow keys move between them, Enter or Space goes there."""

    chosen = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._current = 0
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(tr("Steps"))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(4)
        self.buttons = [StepButton(number, step) for number, step in enumerate(STEPS, 1)]
        for step in self.buttons:
            step.clicked.connect(self._on_clicked)
            column.addWidget(step)
        column.addStretch(1)
        self.saved = label("", "caption", wrap=True)
        self.saved.setIndent(14)
        self.saved.setObjectName("saved")
        column.addWidget(self.saved)
        session.state_changed.connect(self.refresh)
        self.refresh()

    def show_saved(self, words: str) -> None:
        """Say when what is open was last kept."""
        self.saved.setText(words)

    def show_current(self, index: int) -> None:
        """Mark the step that is shown."""
        self._current = index
        self.refresh()

    def refresh(self) -> None:
        """Show the state of every step."""
        session = self._session
        for index, step in enumerate(self.buttons):
            problems = session.problems(step.step)
            blocking = [problem for problem in problems if problem.blocking]
            state = "wrong" if blocking else "question" if problems else "done"
            subtitle = shown(self._subtitle(step.step))
            if not problems and not session.touched(step.step):
                state = "open"
            note = shown((blocking or problems)[0].text) if problems else subtitle
            reason = "\n".join(shown(problem.text) for problem in problems)
            step.show_state(state, note, reason, current=index == self._current, plain=session.plain)

    def _subtitle(self, step: Step) -> Text | None:
        session = self._session
        if session.plain:
            assumed = len(open_problems(session.project, step.id))
            return Text("{n} assumed", n=assumed) if assumed else None
        return step.subtitle(session.project, session.assessment)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus up and down."""
        move = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        focused = next((number for number, step in enumerate(self.buttons) if step.hasFocus()), None)
        if move is None or focused is None:
            super().keyPressEvent(event)
            return
        self.buttons[(focused + move) % len(self.buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, StepButton):
            self.chosen.emit(sender.number - 1)
