"""The buyer's requirements with the answers to them, as a table: the buyer's words stand unchanged."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QObject

from wizard.flow.tender_answers import CLASSES, STATUS_WORDS, change_answer
from wizard.model.project import Project
from wizard.model.tender import Answer
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.entry import TextEntry
from wizard.ui.i18n import shown, tr
from wizard.ui.models.columns import Column, Option
from wizard.ui.models.edited import EditedModel
from wizard.ui.session import Session

_BREAK: Final = "\u200b"
"""A place without width where the name of a file may go on in the next line."""
EDITED: Final = ("status", "value", "comment", "evidence")


def _statuses(project: Project) -> list[Option]:
    known: list[Option] = [(None, tr("as proposed"))]
    return known + [(status, shown(words)) for status, words in STATUS_WORDS.items()]


def columns() -> tuple[Column, ...]:
    """Return the columns; the first three are the buyer's."""
    typed = TextEntry(optional=True)
    return (
        Column("id", Text("No."), TextEntry(), 56),
        Column("klass", Text("Class"), TextEntry(), 164),
        Column("text", Text("Requirement"), TextEntry(), 196),
        Column("status", Text("Answer"), TextEntry(), 130, options=_statuses),
        Column("value", Text("Figure"), typed, 88, numeric=True),
        Column("comment", Text("Explanation"), typed, 164),
        Column("evidence", Text("Evidence"), typed, 136),
    )


class AnswersModel(EditedModel[Answer]):
    """One row for each requirement. What is said by hand takes the place of what is proposed."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, "tender.answer", columns(), parent)

    def key(self, record: Answer) -> str:
        """Return the row of the buyer's list."""
        return str(record.requirement.row)

    def name(self, record: Answer, column: Column) -> Text:
        """Return the column and the requirement."""
        name = record.requirement.id or str(record.requirement.row)
        return Text("{column}, requirement {n}", column=column.title, n=name[:40])

    def changed(self, record: Answer, column: Column, value: Any) -> Project:
        """Say something by hand; nothing gives the proposal back."""
        return change_answer(self.session.project, record.requirement, **{column.key: value})

    def editable(self, record: Answer, column: Column) -> bool:
        """The answers can be edited, the buyer's words cannot."""
        return column.key in EDITED

    def raw(self, record: Answer, column: Column) -> Any:
        """Return the status that was chosen by hand."""
        own = next((one for one in self.session.project.tender if one.row == record.requirement.row), None)
        return own.status if own is not None and own.requirement == record.requirement.text else None

    def typed(self, record: Answer, column: Column) -> str:
        """Return what an editor starts from."""
        value = getattr(record, column.key, "")
        return shown(value) if isinstance(value, Text) else str(value or "")

    def hint(self, record: Answer, column: Column) -> str:
        """Return the whole words of a cell."""
        return record.requirement.text if column.key == "text" else self.write(record, column)

    def ink(self, record: Answer, column: Column) -> str | None:
        """Mark what keeps the bid from going out; words and a sign say it too."""
        if record.blocks and column.key in ("klass", "status"):
            return "red"
        return "quiet" if column.key in EDITED and not record.own else None

    def write(self, record: Answer, column: Column) -> str:
        """Return what a cell shows."""
        asked = record.requirement
        match column.key:
            case "id":
                return asked.id or str(asked.row)
            case "klass":
                words = CLASSES[asked.klass].render(i18n.current())
                if asked.klass != "exclusion":
                    return words
                said = tr("✕ {kind}: open", kind=words) if record.blocks else f"✓ {words}"
                return said.replace(" ", "\u00a0", 1)
            case "text":
                return asked.text
            case "status":
                return tr("not answered") if record.status is None else shown(STATUS_WORDS[record.status])
            case "evidence":
                return self.typed(record, column).replace("_", f"_{_BREAK}")
        return self.typed(record, column)
