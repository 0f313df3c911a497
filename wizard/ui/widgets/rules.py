"""Rules of practice that one project changes: each with its value, its usual value, and a way back."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QWidget

from wizard.flow.answers import answered
from wizard.model.rulebook import Rule, Rulebook, RuleKind, rule_value
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.entry import Entry, EntryError, NumberEntry, SizeEntry
from wizard.ui.i18n import tip, tr
from wizard.ui.session import Session
from wizard.ui.undoing import Draft
from wizard.ui.widgets.base import Card, Combo, button, clear, label, set_property
from wizard.ui.widgets.form import Line


class RulesCard(Card):
    """The changed rules, and a list of those that may be changed."""

    path = "rules"

    def __init__(self, session: Session, rules: Rulebook) -> None:
        super().__init__(
            tr("Rules of practice"), tr("Planning values that this project may change. The offer prints each change.")
        )
        self._session = session
        self._rules = {rule.id: rule for rule in rules.values() if rule.kind is RuleKind.PRACTICE}
        self._shown: tuple[str, ...] | None = None
        self.lines: dict[str, Line] = {}
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(12)
        self._rows.setColumnStretch(0, 1)
        self.body.addLayout(self._rows)
        row = QHBoxLayout()
        self.combo = Combo()
        self.combo.setAccessibleName(tr("Rule to change"))
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for rule in sorted(self._rules.values(), key=self._say):
            self.combo.addItem(self._say(rule), rule.id)
        self.add_button = button(tr("Change this rule"), name="change-rule")
        self.add_button.clicked.connect(self._on_add)
        row.addWidget(self.combo, 1)
        row.addWidget(self.add_button)
        self.body.addLayout(row)

    def refresh(self) -> None:
        """Show the rules that the project changes."""
        changes = self._session.project.rules
        known = tuple(id for id in changes if id in self._rules)
        if known != self._shown:
            self._shown = known
            self._build(known)
        for id in known:
            draft = self._session.drafts.get(f"rules.{id}")
            line = self.lines[id]
            if draft is not None:
                line.setText(draft.text)
            elif not (line.hasFocus() and self._means(id, line.text(), changes[id])):
                line.setText(self._typed(id, changes[id]))
            set_property(line, "invalid", draft is not None)

    def _build(self, ids: tuple[str, ...]) -> None:
        clear(self._rows)
        self.lines = {}
        for row, id in enumerate(ids):
            rule = self._rules[id]
            words = label(self._say(rule), wrap=True)
            words.setToolTip(tip(f"{id}\n{rule.source}"))
            line = Line()
            line.setObjectName(f"rule-{id}")
            line.setAccessibleName(self._say(rule))
            line.setFixedWidth(120)
            line.textEdited.connect(self._on_edited)
            usual = tr("usual: {value} {unit}", value=self._write(rule), unit=rule.unit)
            back = button(tr("As usual"), "link")
            back.setAccessibleName(tr("As usual: {rule}", rule=self._say(rule)))
            back.setProperty("rule", id)
            back.clicked.connect(self._on_back)
            parts: tuple[QWidget, ...] = (words, line, label(usual, "caption"), back)
            for column, widget in enumerate(parts):
                self._rows.addWidget(widget, row, column, Qt.AlignmentFlag.AlignVCenter)
            self.lines[id] = line

    def _say(self, rule: Rule) -> str:
        return i18n.current().translate(rule.text)

    def _entry(self, id: str) -> Entry:
        return SizeEntry() if self._rules[id].unit == "bytes" else NumberEntry()

    def _typed(self, id: str, value: float | str) -> str:
        exact = rule_value(value)
        entry = self._entry(id)
        return entry.write(int(exact) if isinstance(entry, SizeEntry) else exact, i18n.current())

    def _means(self, id: str, text: str, value: float | str) -> bool:
        """Whether a text says the value already: then it stays as it was typed."""
        try:
            return bool(self._entry(id).parse(text, i18n.current()) == rule_value(value))
        except EntryError:
            return False

    def _write(self, rule: Rule) -> str:
        value = rule.value
        language = i18n.current()
        return language.size(int(value)) if rule.unit == "bytes" else language.number(value, 4)

    def _on_add(self) -> None:
        id = self.combo.currentData()
        if id not in self._session.project.rules:
            self._put(id, self._rules[id].value)
        self.lines[id].setFocus(Qt.FocusReason.OtherFocusReason)
        self.lines[id].selectAll()

    def _on_back(self) -> None:
        sender = self.sender()
        id = sender.property("rule")
        kept = {name: value for name, value in self._session.project.rules.items() if name != id}
        self._session.drop_draft(f"rules.{id}")
        self._session.change(answered(self._session.project, "rules", kept or None), Text("Rule as usual"))

    def _on_edited(self, text: str) -> None:
        id = next(id for id, line in self.lines.items() if line is self.sender())
        try:
            value: Fraction | int | None = self._entry(id).parse(text, i18n.current())
            if value is None:
                raise EntryError(tr("an answer is needed here"))
        except EntryError as error:
            name = Text("{name}", name=self._say(self._rules[id])[:60])
            self._session.keep_draft(f"rules.{id}", Draft(text, str(error), name))
            set_property(self.lines[id], "invalid", True)
            return
        set_property(self.lines[id], "invalid", False)
        self._session.drop_draft(f"rules.{id}")
        self._put(id, value, key=f"rules.{id}")

    def _put(self, id: str, value: Fraction | int, key: str | None = None) -> None:
        rules = {**self._session.project.rules, id: _plain(value)}
        self._session.change(answered(self._session.project, "rules", rules), Text("Rule changed"), key)


def _plain(value: Fraction | int) -> int | float:
    """Return a rule's value as the file holds it."""
    return int(value) if Fraction(value).denominator == 1 else float(value)
