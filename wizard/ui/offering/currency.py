"""Another currency than the catalogue's: three answers that only hold together."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from wizard.flow.positions import change_terms
from wizard.model.commercial import OfferCurrency
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.entry import REFUSALS, CodeEntry, DateEntry, DecimalEntry, Entry, EntryError, refusal
from wizard.ui.i18n import shown, tr
from wizard.ui.session import Session
from wizard.ui.undoing import Draft
from wizard.ui.widgets.base import set_property
from wizard.ui.widgets.form import Field, Line

_PARTS: Final[tuple[tuple[str, Text, Entry, int], ...]] = (
    ("code", Text("Code"), CodeEntry(), 70),
    ("rate", Text("Rate"), DecimalEntry(), 110),
    ("date", Text("Day of the rate"), DateEntry(), 120),
)


class CurrencyField(Field):
    """Code, rate and its day in one row. What is not complete stays as it was typed, with what is missing."""

    def __init__(self, session: Session) -> None:
        hint = Text("Such as CHF, 0.9345 and the day of that rate: so many for one of the catalogue’s currency.")
        super().__init__(session, "offer.currency", Text("Other currency"), hint)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.lines: dict[str, Line] = {}
        for name, words, _, width in _PARTS:
            line = self.lines[name] = Line()
            line.setObjectName(f"currency-{name}")
            line.setAccessibleName(tr("Other currency: {part}", part=words))
            line.setPlaceholderText(shown(words))
            line.setMinimumWidth(width)
            line.textEdited.connect(self._on_edited)
            line.editingFinished.connect(session.seal)
            row.addWidget(line, 1)
        self.build(self.lines["code"])
        row.insertWidget(0, self.lines["code"], 1)
        self._column.insertWidget(1, holder)

    def refresh(self) -> None:
        """Show the drafts, else the answer."""
        drafts, value = self.session.drafts, self.value()
        message = ""
        for name, _, entry, _ in _PARTS:
            draft = drafts.get(f"{self.path}.{name}")
            line = self.lines[name]
            words = draft.text if draft else entry.write(getattr(value, name, None), i18n.current())
            if line.text() != words and not (line.hasFocus() and draft is None and value is not None):
                line.setText(words)
            message = message or (draft.message if draft else "")
            set_property(line, "invalid", bool(draft and draft.message))
        self.say(message)

    def _on_edited(self) -> None:
        texts = {name: self.lines[name].text() for name in self.lines}
        read, wrong = self._read(texts)
        if not wrong and read is not None:
            try:
                project = change_terms(self.session.project, currency=read or None)
            except REFUSALS as error:
                wrong = {"code": refusal(error)}
            else:
                for name in texts:
                    self.session.drop_draft(f"{self.path}.{name}")
                self.session.change(project, self.name, self.path)
                self.refresh()
                return
        missing = tr("code, rate and day are needed together")
        for name, text in texts.items():
            message = wrong.get(name, "" if wrong or text.strip() else missing)
            self.session.keep_draft(f"{self.path}.{name}", Draft(text, message, self.name))
        self.refresh()

    def _read(self, texts: dict[str, str]) -> tuple[dict[str, Any] | None, dict[str, str]]:
        """Return the parts that were typed, nothing where one is missing, and what cannot be read."""
        values: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for name, _, entry, _ in _PARTS:
            try:
                values[name] = entry.parse(texts[name], i18n.current())
            except EntryError as error:
                wrong[name] = str(error)
        given = {name: value for name, value in values.items() if value is not None}
        complete = not given or len(given) == len(OfferCurrency.model_fields)
        return (given if complete else None), wrong
