"""Questions that stop the window: which file, which folder, and whether to keep what is not saved."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices
from PySide6.QtWidgets import QColorDialog, QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget

from wizard.ui.i18n import tr
from wizard.ui.report import ReportDialog
from wizard.ui.theme import dress

PROJECT_SUFFIX = ".rackwright.json"
PDF_SUFFIX = ".pdf"


class Unsaved(Enum):
    """The answer to: what about the changes?"""

    SAVE = auto()
    DISCARD = auto()
    CANCEL = auto()


class Dialogs:
    """The dialogs of the platform. A test replaces those that only the platform can answer."""

    def open_project(self, parent: QWidget) -> Path | None:
        """Ask for a project file."""
        kinds = f"{tr('Projects')} (*.json *.pdf);;{tr('All files')} (*)"
        name, _ = QFileDialog.getOpenFileName(parent, tr("Open a project"), "", kinds)
        return Path(name) if name else None

    def save_project(self, parent: QWidget, proposal: str) -> Path | None:
        """Ask where to save a project."""
        kinds = f"{tr('Projects')} (*.json)"
        name, _ = QFileDialog.getSaveFileName(parent, tr("Save the project"), proposal + PROJECT_SUFFIX, kinds)
        return Path(name) if name else None

    def inventories(self, parent: QWidget) -> list[Path]:
        """Ask for the files of an inventory."""
        kinds = f"{tr('Inventories')} (*.xlsx *.csv *.zip);;{tr('All files')} (*)"
        names, _ = QFileDialog.getOpenFileNames(parent, tr("Import an inventory"), "", kinds)
        return [Path(name) for name in names]

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """Ask for a folder."""
        name = QFileDialog.getExistingDirectory(parent, title)
        return Path(name) if name else None

    def price_list(self, parent: QWidget) -> Path | None:
        """Ask for a supplier's price list."""
        kinds = f"{tr('Price lists')} (*.xlsx *.csv *.txt);;{tr('All files')} (*)"
        name, _ = QFileDialog.getOpenFileName(parent, tr("Choose a price list"), "", kinds)
        return Path(name) if name else None

    def catalogue(self, parent: QWidget) -> Path | None:
        """Ask for a catalogue."""
        name, _ = QFileDialog.getOpenFileName(parent, tr("Open a catalogue"), "", f"{tr('Catalogues')} (*.json)")
        return Path(name) if name else None

    def save_catalogue(self, parent: QWidget, proposal: str) -> Path | None:
        """Ask where to keep a catalogue."""
        kinds = f"{tr('Catalogues')} (*.json)"
        name, _ = QFileDialog.getSaveFileName(parent, tr("Save the catalogue"), proposal, kinds)
        return Path(name) if name else None

    def file(self, parent: QWidget, title: str, endings: str) -> Path | None:
        """Ask for a file of a kind, such as ``*.p12``."""
        name, _ = QFileDialog.getOpenFileName(parent, title, "", f"{endings} ({endings});;{tr('All files')} (*)")
        return Path(name) if name else None

    def passphrase(self, parent: QWidget, name: str) -> str | None:
        """Ask what opens a certificate; nobody keeps it."""
        box = QInputDialog(parent)
        dress(box)
        box.setWindowTitle(tr("Signature"))
        box.setLabelText(tr("Passphrase of {name}. It is asked for each time and kept nowhere.", name=name))
        box.setTextEchoMode(QLineEdit.EchoMode.Password)
        return box.textValue() if box.exec() else None

    def confirm(self, parent: QWidget, title: str, lines: Sequence[str], action: str) -> bool:
        """Ask before something that cannot be taken back."""
        box = _box(parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(title)
        box.setText(title)
        box.setInformativeText("\n".join(lines[:20]))
        yes = box.addButton(action, QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.setEscapeButton(no)
        box.exec()
        return box.clickedButton() is yes

    def colour(self, parent: QWidget, colour: str) -> str | None:
        """Ask for a colour, as ``#0B6B63``."""
        chosen = QColorDialog.getColor(QColor(colour), parent, tr("Choose a colour"))
        return chosen.name().upper() if chosen.isValid() else None

    def unsaved(self, parent: QWidget, unreadable: Sequence[str] = (), words: str = "") -> Unsaved:
        """Ask what to do with changes that no file holds; ``unreadable`` are texts that no file can hold."""
        box = _box(parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("Unsaved changes"))
        box.setText(words or tr("The project has changes that are not saved."))
        if unreadable:
            lost = tr("These texts are no answers yet. A file cannot hold them; Cancel lets you correct them:")
            box.setInformativeText("\n".join([lost, *unreadable[:5]]))
        save = box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.setEscapeButton(cancel)
        box.exec()
        if box.clickedButton() is save:
            return Unsaved.SAVE
        return Unsaved.DISCARD if box.clickedButton() is discard else Unsaved.CANCEL

    def faults(self, parent: QWidget, title: str, lines: tuple[str, ...]) -> None:
        """Show why an input cannot be used, one line per fault; what was open stays."""
        box = _box(parent)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(title)
        box.setText(title)
        box.setInformativeText("\n".join([tr("Nothing was changed."), *lines[:20]]))
        if len(lines) > 20:
            box.setDetailedText("\n".join(lines))
        box.exec()

    def report(self, parent: QWidget, details: str) -> None:
        """Show a bug of the program."""
        ReportDialog(details, parent).exec()

    def show_folder(self, path: Path) -> None:
        """Open a folder in the file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _box(parent: QWidget) -> QMessageBox:
    box = QMessageBox(parent)
    dress(box)
    box.setTextFormat(Qt.TextFormat.PlainText)
    return box
