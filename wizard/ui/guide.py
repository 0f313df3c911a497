"""The user guide in a window of its own: F1 leads to the page of what is shown."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QFont, QTextCursor
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QTextBrowser, QVBoxLayout, QWidget

from wizard.assets import Assets, folder
from wizard.flow.glossary import glossary
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.actions import Actions
from wizard.ui.i18n import shown, tr
from wizard.ui.theme import dress
from wizard.ui.widgets.base import button

_DISTANCE: Final = 7
PAGES: Final = {
    "start": Text("Start page"), "plain": Text("Plain questions"), "customer": Text("Customer"),
    "workload": Text("Workload"), "sites": Text("Sites"), "availability": Text("Availability"),
    "storage": Text("Storage and network"), "backup": Text("Backup"), "budget": Text("Budget"),
    "recommendation": Text("Recommendation"), "offer": Text("Offer"), "prices": Text("Prices and parts"),
    "branding": Text("Branding"),
    "tender": Text("Tender"),
    "files": Text("Files and safety"),
    "keys": Text("Keyboard"), "glossary": Text("Glossary"),
}  # fmt: skip
"""The pages of the guide; the last two are made from the program itself."""


class Guide(QDialog):
    """Pages at the left, words and pictures at the right. It stays open beside the window."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        dress(self)
        self._actions = actions
        self.setWindowTitle(tr("User guide"))
        self.resize(980, 720)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Pages of the guide"))
        self.list.setFixedWidth(190)
        self.list.ensurePolished()
        self.list.setSpacing(2)
        for title in PAGES.values():
            self.list.addItem(shown(title))
        self.text = QTextBrowser()
        self.text.setObjectName("guide")
        self.text.setAccessibleName(tr("User guide"))
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._on_link)
        self.text.document().setDocumentMargin(18)
        self.list.currentRowChanged.connect(self._on_row)
        close = button(tr("Close"), name="close-guide")
        close.clicked.connect(self.close)
        body = QHBoxLayout()
        body.addWidget(self.list)
        body.addWidget(self.text, 1)
        column = QVBoxLayout(self)
        column.addLayout(body, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def open_at(self, page: str) -> None:
        """Show a page."""
        self.list.setCurrentRow(list(PAGES).index(page))
        self.show()
        self.raise_()
        self.activateWindow()

    def _on_row(self, row: int) -> None:
        page = list(PAGES)[row]
        code = i18n.current().code
        home = folder(Assets.RESOURCES) / "guide"
        self.text.setSearchPaths([str(home / "pictures")])
        if page == "keys":
            self.text.setMarkdown(self._keys())
        elif page == "glossary":
            self.text.setMarkdown(_terms())
        else:
            self.text.setMarkdown((home / code / f"{page}.md").read_text(encoding="utf-8"))
        self._space(terms=page == "glossary")

    def _space(self, *, terms: bool) -> None:
        """Set paragraphs apart: Markdown is read without distances. A term stays close to what it means.

        In one edit: each would lay everything out anew.
        """
        cursor = QTextCursor(self.text.document())
        cursor.beginEditBlock()
        block = self.text.document().begin()
        while block.isValid():
            form = block.blockFormat()
            is_term = terms and not form.headingLevel() and block.charFormat().fontWeight() >= QFont.Weight.Bold
            form.setBottomMargin(1 if is_term else _DISTANCE)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(form)
            block = block.next()
        cursor.endEditBlock()

    def _on_link(self, url: QUrl) -> None:
        page = url.toString().removesuffix(".md")
        if page in PAGES:
            self.open_at(page)

    def _keys(self) -> str:
        rows = [f"| {words} | {keys} |" for words, keys in self._actions.shortcuts()]
        rows += [f"| {shown(words)} | {i18n.keys(*names)} |" for words, names in _TABLE_KEYS]
        head = f"# {tr('Keyboard')}\n\n{tr('Everything can be done without a mouse.')}\n\n"
        return head + f"| {tr('What')} | {tr('Keys')} |\n|---|---|\n" + "\n".join(rows)


_TABLE_KEYS: Final = (
    (Text("In a table: edit the cell"), ("F2",)),
    (Text("In a table: paste cells"), ("Ctrl+V",)),
    (Text("In a table: copy cells"), ("Ctrl+C",)),
    (Text("In a table: fill down"), ("Ctrl+D",)),
    (Text("In a table: delete the rows"), ("Del",)),
    (Text("Next field, previous field"), ("Tab", "Shift+Tab")),
    (Text("In the list of steps: move, go there"), ("Up", "Down", "Return")),
    (Text("In a tool: save and use"), ("Ctrl+S",)),
    (Text("In a tool: undo, redo"), ("Ctrl+Z", "Ctrl+Y")),
    (Text("In prices and parts: search a part"), ("Ctrl+F",)),
    (Text("In a tool: its page of the guide, close"), ("F1", "Esc")),
)


def _terms() -> str:
    language = i18n.current()
    terms = sorted(glossary(), key=lambda term: term.name(language).casefold())
    return f"# {tr('Glossary')}\n\n" + "\n\n".join(
        f"**{term.name(language)}**  \n{term.text(language)}" for term in terms
    )
