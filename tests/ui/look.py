"""Looks at every page as a reviewer does: words that are cut, pages wider than the window, words left in English."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTableView,
    QWidget,
)

from tests.documents import sample
from tests.ui import fakes
from tests.ui.person import come_to_rest
from tests.ui.screenshots import settle
from tests.ui.tool_scenes import scenes
from tests.ui.window_scenes import cards, views
from wizard.flow.steps import STEPS
from wizard.persistence.languages import language
from wizard.ui import theme
from wizard.ui.rail import StepButton
from wizard.ui.theme import Mode, Theme, load_fonts
from wizard.ui.widgets.tile import Tile
from wizard.ui.window import Window


def faults_of_look(window: Window, width: int, height: int) -> list[str]:
    """Return what is wrong on any page, in both modes and both languages."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window.resize(width, height)
    window.session.open(sample.project(), None)
    found: list[str] = []
    for code in ("en", "de"):
        window.session.set_language(code)
        come_to_rest(window)
        for plain in (False, True):
            window.session.set_plain(plain=plain)
            come_to_rest(window)
            for number, step in enumerate(STEPS):
                window.view.go_to(number)
                for view in views(window):
                    settle(app, window)
                    where = f"{code} {'plain' if plain else 'expert'} {step.id} {view}"
                    found += [f"{where}: {fault}" for fault in _faults(window, code)]
        window.show_start()
        settle(app, window)
        found += [f"{code} start: {fault}" for fault in _faults(window, code)]
        window.show_steps()
        for name, _ in scenes(window):
            found += [f"{code} {name}: {fault}" for fault in _faults(window, code)]
        for name, _ in cards(window):
            found += [f"{code} {name}: {fault}" for fault in _faults(window, code)]
    return found


def _faults(window: Window, code: str) -> Iterator[str]:
    english = _english() if code == "de" else set()
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QScrollArea) and _is_narrow(widget):
            yield f"{widget.accessibleName()} is {widget.widget().width()} wide, and has {widget.viewport().width()}"
        if isinstance(widget, QTableView):
            yield from (f"cut: title {title} of {widget.accessibleName()}" for title in _cut_titles(widget))
            yield from (f"cut: figure {words} of {widget.accessibleName()}" for words in _cut_figures(widget))
        if _is_cut(widget, window):
            yield f"cut: {_words(widget)}"
        yield from (f"English: {words}" for words in _words(widget) if words in english)


def _is_narrow(area: QScrollArea) -> bool:
    """Whether a part of it can never be seen."""
    never = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return never and area.widget().width() > area.viewport().width()


def _is_cut(widget: QWidget, window: Window) -> bool:
    if isinstance(widget, QLabel):
        if widget is window.top.title or not widget.text():
            return False
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height() + 2
        needed = max(widget.fontMetrics().horizontalAdvance(line) for line in widget.text().split("\n"))
        return needed > widget.width() + 1
    if isinstance(widget, QComboBox) and widget.isEnabled():
        # A name of a part may be longer than its place; what is chosen among few words may not.
        needed = widget.fontMetrics().horizontalAdvance(widget.currentText())
        return needed > widget.width() - _ARROW and len(widget.currentText()) < _LONG
    if isinstance(widget, QAbstractButton) and widget.text() and not isinstance(widget, Tile | StepButton):
        return widget.sizeHint().width() > widget.width() + 1
    return False


def _cut_titles(table: QTableView) -> Iterator[str]:
    """Yield the titles of columns that are wider than their columns."""
    header = table.horizontalHeader()
    font = header.font()
    font.setPixelSize(_TITLE_PIXELS)
    font.setWeight(QFont.Weight.Medium)
    metrics = QFontMetrics(font)
    for column in range(header.count()) if header.isVisible() else ():
        title = str(table.model().headerData(column, _HORIZONTAL))
        needed = max(metrics.horizontalAdvance(line) for line in title.split("\n"))
        if not table.isColumnHidden(column) and needed + _TITLE_PADDING > header.sectionSize(column):
            yield title


def _cut_figures(table: QTableView) -> Iterator[str]:
    """Yield the figures of the first rows that are wider than their columns: half a figure is a wrong one."""
    metrics, model = QFontMetrics(theme.font(theme.BASE_PIXELS, tabular=True)), table.model()
    for column in range(model.columnCount()):
        if table.isColumnHidden(column):
            continue
        for row in range(min(model.rowCount(), _ROWS)):
            index = model.index(row, column)
            side = index.data(Qt.ItemDataRole.TextAlignmentRole)
            if side is None or not Qt.AlignmentFlag(side) & Qt.AlignmentFlag.AlignRight:
                continue
            # A word that is no figure, such as the name of a unit, may go on in the next line.
            figures = [word for word in str(index.data() or "").split() if any(sign.isdigit() for sign in word)]
            needed = max(map(metrics.horizontalAdvance, figures), default=0)
            if needed + _CELL_PADDING > table.columnWidth(column):
                yield str(index.data())


def _words(widget: QWidget) -> list[str]:
    if isinstance(widget, QLabel | QAbstractButton):
        return [widget.text(), widget.toolTip(), widget.accessibleName()]
    if isinstance(widget, QLineEdit):
        return [widget.placeholderText(), widget.accessibleName()]
    if isinstance(widget, QComboBox):
        return [widget.itemText(row) for row in range(widget.count())]
    if isinstance(widget, QTableView):
        model = widget.model()
        return [str(model.headerData(column, _HORIZONTAL)) for column in range(model.columnCount())]
    return []


def _english() -> set[str]:
    """Return the sentences that would be another one in German; names and figures are the same in both."""
    messages = language("de").messages
    german = set(messages.values())
    return {english for english, said in messages.items() if english != said and "{" not in english} - german - _DATA


_ARROW = 36
_LONG = 40
_TITLE_PADDING, _TITLE_PIXELS = 18, 12
"""Those of the style sheet, which a header itself does not tell."""
_CELL_PADDING, _ROWS = 21, 40
_HORIZONTAL = Qt.Orientation.Horizontal
_DATA = {"Vienna", "VMware replacement", "English"}
"""Words of the example project, and the name of the language in itself."""


def main(width: int, height: int) -> int:
    """Look at a window of its own; what is wrong is printed."""
    app = QApplication([])
    load_fonts(app)
    window = Window(fakes.services(), Theme(app, Mode.LIGHT), fakes.Answers())
    window.show()
    found = faults_of_look(window, width, height)
    print("\n".join(found))
    window.session.finish()
    window.files.finish()
    return 1 if found else 0
