"""Fields of a form: each shows one answer of the project and changes it through the session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from wizard.flow.answers import answer, answered, is_answered
from wizard.model.project import Project
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.entry import REFUSALS, Entry, EntryError, refusal
from wizard.ui.i18n import shown, tr
from wizard.ui.session import Session
from wizard.ui.undoing import Draft
from wizard.ui.widgets.base import Combo, label, set_property
from wizard.ui.widgets.columns import Columns
from wizard.ui.widgets.terms import SIDE, term_button

Option = tuple[Any, Text]
_LEAST, _WIDEST, _MOST = 190, 440, 10_000
"""Widths of a column of fields, and how much more of the room it takes than what stands beside it."""
YES_NO_UNKNOWN: tuple[Option, ...] = ((None, Text("unknown")), (True, Text("yes")), (False, Text("no")))


class Line(QLineEdit):
    """A line of text whose undo is the one of the whole project."""

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_history(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pass undo and redo on where no shortcut took them."""
        if _is_history(event):
            event.ignore()
            return
        super().keyPressEvent(event)


class Editor(QPlainTextEdit):
    """Several lines of plain text whose undo is the one of what they belong to; Tab leaves it."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_history(event):
            event.ignore()
            return False
        return super().event(event)

    def written(self) -> tuple[str, ...]:
        """Return the lines, without empty ones at the end."""
        return tuple(self.toPlainText().rstrip("\n").split("\n")) if self.toPlainText().strip() else ()

    def replace(self, text: str) -> None:
        """Show another text, without saying that it was typed."""
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)


def _is_history(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


@dataclass(frozen=True)
class Place:
    """Where an answer stands that no path alone leads to, such as a change of one position."""

    read: Callable[[Project], Any]
    put: Callable[[Project, Any], Project]


class Field(QWidget):
    """A label above a control, and below it a hint or what is wrong."""

    def __init__(
        self, session: Session, path: str, name: Text, hint: Text | None = None, *, place: Place | None = None
    ) -> None:
        super().__init__()
        self._place = place
        self.session, self.path, self.name = session, path, name
        self._hint_text, self._hint = hint, shown(hint)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._message = label(self._hint, "caption", wrap=True)
        self.setObjectName(path)

    def build(self, control: QWidget, unit: str = "") -> None:
        """Put the control between label and message."""
        head = label(shown(self.name), "label")
        head.setBuddy(control)
        control.setAccessibleName(shown(self.name))
        control.setAccessibleDescription(self._hint)
        self.setFocusProxy(control)
        heading = QHBoxLayout()
        heading.setSpacing(4)
        # As high with an explained term as without: fields side by side stand on one line.
        heading.addStrut(SIDE)
        heading.addWidget(head)
        about = term_button(self.name, self._hint_text)
        if about is not None:
            heading.addWidget(about)
        heading.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(control, 1)
        if unit:
            self._unit = label(unit, "quiet")
            row.addWidget(self._unit)
        self._column.addLayout(heading)
        self._column.addLayout(row)
        self._column.addWidget(self._message)
        self._message.setVisible(bool(self._hint))
        self._column.addStretch(1)
        if about is not None:
            # First the answer, then what its terms mean.
            QWidget.setTabOrder(control, about)

    def say_unit(self, unit: str) -> None:
        """Show another unit behind the control of an answer that has one."""
        self._unit.setText(unit)

    def say(self, message: str) -> None:
        """Show what is wrong, or the hint again."""
        hint = self._hint
        if self.path in self.session.project.unknown:
            hint = " ".join(part for part in (tr("Assumed: not known to the customer."), hint) if part)
        self._message.setText(message or hint)
        self._message.setVisible(bool(message or hint))
        set_property(self._message, "role", "error" if message else "caption")
        if (control := self.focusProxy()) is not None:
            control.setAccessibleDescription(message or self._hint)

    def value(self) -> Any:
        """Return the answer of the project."""
        project = self.session.project
        return answer(project, self.path) if self._place is None else self._place.read(project)

    def changed(self, value: Any) -> Project:
        """Return the project with another answer; raises one of REFUSALS where the model does not take it."""
        project = self.session.project
        return answered(project, self.path, value) if self._place is None else self._place.put(project, value)

    def choose(self, value: Any) -> None:
        """Answer with ``value``, or say why it cannot be and show the old answer again."""
        try:
            project = self.changed(value)
        except REFUSALS as error:
            self.refresh()
            self.say(refusal(error))
            return
        self.session.change(project, self.name)

    def refresh(self) -> None:
        """Show the answer of the project."""
        raise NotImplementedError


class LineField(Field):
    """An answer that is typed. What cannot be read stays in the field, with a message."""

    def __init__(
        self, session: Session, path: str, name: Text, entry: Entry, *, hint: Text | None = None, unit: str = "",
        empty: str = "", place: Place | None = None,
    ) -> None:  # fmt: skip
        super().__init__(session, path, name, hint, place=place)
        self.entry = entry
        self.edit = Line()
        self.edit.setPlaceholderText(empty)
        self.edit.textEdited.connect(self._on_edited)
        self.edit.editingFinished.connect(self._on_left)
        self.build(self.edit, unit)

    def refresh(self) -> None:
        """Show the draft, else the answer; a text that already means the answer stays as it was typed."""
        draft = self.session.drafts.get(self.path)
        if draft is not None:
            self._set_text(draft.text)
        elif not (self.edit.hasFocus() and self._means(self.edit.text())):
            self._set_text(self.entry.write(self.value(), i18n.current()))
        self._mark(draft.message if draft else "")

    def _means(self, text: str) -> bool:
        try:
            return bool(self.entry.parse(text, i18n.current()) == self.value())
        except EntryError:
            return False

    def _set_text(self, text: str) -> None:
        if self.edit.text() != text:
            self.edit.setText(text)

    def _mark(self, message: str) -> None:
        set_property(self.edit, "invalid", bool(message))
        self.say(message)

    def _on_edited(self, text: str) -> None:
        try:
            value = self.entry.parse(text, i18n.current())
            self._accept(value)
        except REFUSALS as error:
            self._keep(text, refusal(error))

    def _accept(self, value: Any) -> None:
        project = self.changed(value)
        self.session.drop_draft(self.path)
        self.session.change(project, self.name, self.path)
        self._mark("")

    def _keep(self, text: str, message: str) -> None:
        self.session.keep_draft(self.path, Draft(text, message, self.name))
        self._mark(message)

    def _on_left(self) -> None:
        self.session.seal()
        if self.path not in self.session.drafts:
            self._set_text(self.entry.write(self.value(), i18n.current()))


class ChoiceField(Field):
    """An answer out of a few."""

    def __init__(
        self, session: Session, path: str, name: Text, options: Sequence[Option], hint: Text | None = None, *,
        place: Place | None = None,
    ) -> None:  # fmt: skip
        super().__init__(session, path, name, hint, place=place)
        self.combo = Combo()
        self._values = [value for value, _ in options]
        for _, text in options:
            self.combo.addItem(shown(text))
        self.combo.activated.connect(self._on_activated)
        self.build(self.combo)

    def refresh(self) -> None:
        """Show the answer."""
        self.say("")
        value = self.value()
        if None in self._values and self._place is None and not is_answered(self.session.project, self.path):
            value = None
        self.combo.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def _on_activated(self, index: int) -> None:
        self.choose(self._values[index])


class CheckField(Field):
    """An answer of yes or no, where no is the default."""

    def __init__(self, session: Session, path: str, name: Text, hint: Text | None = None) -> None:
        super().__init__(session, path, name, hint)
        self.box = QCheckBox(shown(name))
        self.box.setAccessibleName(shown(name))
        self.box.setAccessibleDescription(self._hint)
        self.box.clicked.connect(self._on_clicked)
        self.setFocusProxy(self.box)
        row = QHBoxLayout()
        row.addWidget(self.box)
        if (about := term_button(name, hint)) is not None:
            row.addWidget(about)
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.addWidget(self._message)
        self._message.setVisible(bool(self._hint))
        self._message.setIndent(30)
        self._column.addStretch(1)

    def refresh(self) -> None:
        """Show the answer; one that was not given shows the default of the model."""
        self.box.setChecked(bool(self.value()))

    def _on_clicked(self, checked: bool) -> None:
        self.choose(checked)


class Grid(QWidget):
    """Fields in columns of equal width, which do not become wider than an answer is long."""

    def __init__(self, columns: int = 2) -> None:
        super().__init__()
        self._columns = Columns(columns, _LEAST, align=Qt.AlignmentFlag.AlignTop)
        self._columns.setMaximumWidth(max(columns, 2) * _WIDEST)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._columns, _MOST)
        row.addStretch(1)

    def add(self, widget: QWidget, span: int = 1) -> None:
        """Put a field into the next free place."""
        self._columns.add(widget, span)


def unknown_hint() -> str:
    """Return what an empty field shows whose answer may be unknown."""
    return tr("unknown")
