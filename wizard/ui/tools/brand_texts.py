"""Texts and terms of a branding as templates: one place in one language at a time, with the line at fault marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor, QTextFormat
from PySide6.QtWidgets import QHBoxLayout, QTextEdit

from wizard.documents.branding import PLACEHOLDERS, BrandProblem
from wizard.model.brand import Words
from wizard.model.text import Text
from wizard.ui import i18n, theme
from wizard.ui.i18n import shown, tr
from wizard.ui.tools.brand_bench import BrandBench
from wizard.ui.widgets.base import Card, Combo, button, label
from wizard.ui.widgets.form import Editor

PLACES: Final[Mapping[Words, Text]] = {
    "letter": Text("Letter before the contents"),
    "introduction": Text("Words before the summary"),
    "terms": Text("Terms"),
    "closing": Text("Last page"),
}


class TextsCard(Card):
    """An editor for templates. ``language_changed`` says in which language the pages should be shown."""

    language_changed = Signal(str)

    def __init__(self, bench: BrandBench, languages: Mapping[str, str]) -> None:
        super().__init__(
            tr("Texts and terms"),
            tr("An empty line begins a paragraph, “## ” a heading, “- ” a point. Values of the offer are inserted "
               "where they are named. Terms are left out of a tender bid."),
        )  # fmt: skip
        self._bench = bench
        self._problems: tuple[BrandProblem, ...] = ()
        self.place, self.language, self.value = Combo(), Combo(), Combo()
        for place, words in PLACES.items():
            self.place.addItem(shown(words), place)
        for code, name in languages.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(self.language.findData(i18n.current().code), 0))
        for name in PLACEHOLDERS:
            self.value.addItem("{{ " + name + " }}", name)
        for combo, name, object_name in (
            (self.place, tr("Text"), "text-place"), (self.language, tr("Language of the text"), "text-language"),
            (self.value, tr("Value of the offer"), "text-value"),
        ):  # fmt: skip
            combo.setAccessibleName(name)
            combo.setObjectName(object_name)
        self.editor = Editor()
        self.editor.setObjectName("template")
        self.editor.setAccessibleName(tr("Template"))
        self.editor.setMinimumHeight(220)
        self.fault = label("", "error", wrap=True)
        self.fault.setObjectName("template-fault")
        self.others = label("", "error", wrap=True)
        self._lay_out()
        self.place.currentIndexChanged.connect(self.refresh)
        self.language.currentIndexChanged.connect(self._on_language)
        self.editor.textChanged.connect(self._on_text)

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.place, 2)
        head.addWidget(self.language, 1)
        self.insert_button = button(tr("Insert"), name="insert-value", hint=tr("Insert the value at the cursor"))
        self.insert_button.clicked.connect(self._on_insert)
        foot.addWidget(self.value, 1)
        foot.addWidget(self.insert_button)
        foot.addStretch(1)
        self.body.addLayout(head)
        self.add(self.editor)
        self.add(self.fault)
        self.add(self.others)
        self.body.addLayout(foot)

    @property
    def code(self) -> str:
        """The language of the text that is shown."""
        return str(self.language.currentData())

    @property
    def _key(self) -> tuple[str, Words]:
        return self.code, self.place.currentData()

    def refresh(self) -> None:
        """Show the template of the chosen place and language."""
        file = self._bench.brand.texts.get(self._key)
        text = "" if file is None else file.content.decode("utf-8", "replace").replace("\r\n", "\n")
        if self.editor.toPlainText() != text and (text.strip() or self.editor.toPlainText().strip()):
            self.editor.replace(text)
        self._show_problems()

    def show_problems(self, found: tuple[BrandProblem, ...]) -> None:
        """Show what is wrong with the templates."""
        self._problems = found
        self._show_problems()

    def _show_problems(self) -> None:
        own = f"{self.code}.{self.place.currentData()}"
        here = next((problem for problem in self._problems if problem.place == own), None)
        self.fault.setText("" if here is None else shown(here.text))
        self._mark(None if here is None else here.line)
        elsewhere = [shown(problem.text) for problem in self._problems if "." in problem.place and problem.place != own]
        self.others.setText("\n".join(elsewhere[:3]))
        for part in (self.fault, self.others):
            part.setVisible(bool(part.text()))

    def _mark(self, line: int | None) -> None:
        marks = []
        block = self.editor.document().findBlockByNumber((line or 0) - 1)
        if line is not None and block.isValid():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(block)  # type: ignore[attr-defined]
            mark.format.setBackground(theme.colour("red-soft"))  # type: ignore[attr-defined]
            mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)  # type: ignore[attr-defined]
            marks.append(mark)
        self.editor.setExtraSelections(marks)

    def _on_text(self) -> None:
        code, place = self._key
        name = Text("{place}, {language}", place=PLACES[place], language=self.language.currentText())
        self._bench.write(code, place, self.editor.toPlainText(), name)

    def _on_language(self) -> None:
        self.refresh()
        self.language_changed.emit(self.code)

    def _on_insert(self) -> None:
        self.editor.insertPlainText(self.value.currentText())
        self.editor.setFocus()
