"""What holds for the whole window: names of controls, contrast, models, themes, small screens."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollBar,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.documents import sample
from tests.ui import fakes
from tests.ui.person import Person
from tests.ui.screenshots import render
from tests.ui.window_scenes import views
from wizard.documents.scene import PALETTE
from wizard.flow.steps import STEPS, StepId
from wizard.model.text import Text
from wizard.ui import theme as themes
from wizard.ui.models.rows import RowsModel
from wizard.ui.pages.offer import OfferPage
from wizard.ui.pages.page import Page
from wizard.ui.pages.recommendation import RecommendationPage
from wizard.ui.pages.workload import _columns
from wizard.ui.rail import note_lines
from wizard.ui.theme import Mode, Theme, load_colours
from wizard.ui.widgets.base import Card
from wizard.ui.widgets.columns import Columns
from wizard.ui.widgets.edited import EditedView

OpenWindow = Callable[..., Person]
_ON = [
    ("ink", "paper"), ("ink", "surface"), ("ink", "raised"), ("quiet", "paper"), ("quiet", "surface"),
    ("accent", "paper"), ("accent", "surface"), ("amber", "paper"), ("amber", "accent-soft"), ("red", "paper"),
    ("red", "accent-soft"), ("red", "red-soft"), ("on-accent", "accent"), ("on-accent", "accent-hover"),
    ("amber", "amber-soft"), ("ink", "amber-soft"), ("ink", "accent-soft"), ("quiet", "accent-soft"),
    ("quiet", "amber-soft"), ("accent", "accent-soft"), ("faint", "raised"), ("ink", "hover"), ("quiet", "hover"),
    ("blue", "paper"), ("violet", "paper"), ("slate", "paper"), ("ink", "red-soft"), ("ink", "copies"),
]  # fmt: skip


def _luminance(colour: str) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    made = QColor(colour)
    return 0.2126 * linear(made.redF()) + 0.7152 * linear(made.greenF()) + 0.0722 * linear(made.blueF())


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize(("ink", "ground"), _ON)
def test_words_have_contrast(mode: Mode, ink: str, ground: str) -> None:
    colours = load_colours(mode)
    light, dark = sorted((_luminance(colours[ink]), _luminance(colours[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_both_themes_know_every_colour_of_a_drawing() -> None:
    light, dark = load_colours(Mode.LIGHT), load_colours(Mode.DARK)
    assert light.keys() == dark.keys()
    assert PALETTE.keys() <= light.keys()


def test_every_control_has_a_name_and_can_be_reached(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    person.wait()
    for step in STEPS:
        person.go(step.id)
        person.wait()
        for _ in views(person.window):
            for kind in (QAbstractButton, QLineEdit, QComboBox, QTableView):
                for control in person.window.findChildren(kind):
                    if not control.isVisible() or _is_inner(control):
                        continue
                    assert control.accessibleName(), (step.id, control)
                    assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, (step.id, control.accessibleName())


def _is_inner(control: QWidget) -> bool:
    """Whether Qt made the control as part of another one."""
    return control.objectName().startswith("qt_") or isinstance(control.parent(), QTableView | QScrollBar)


def test_tab_reaches_the_whole_page_and_comes_back(open_window: OpenWindow) -> None:
    person = open_window()
    person.go(StepId.BUDGET)
    seen: list[QWidget] = []
    while person.focus() not in seen:
        seen.append(person.focus())
        person.press("Tab")
    names = {widget.accessibleName() for widget in seen}
    assert {"Budget, net", "Currency", "Subscription", "Topology", "Next", "Save", "File"} <= names


def test_words_are_not_cut_on_a_small_screen(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    for code in ("en", "de"):
        person.session.set_language(code)
        person.rest()
        person.window.resize(1366, 768)
        for step in STEPS:
            person.go(step.id)
            person.wait()
            for label in person.window.findChildren(QLabel):
                if label.isVisible() and not label.wordWrap() and label is not person.window.top.title:
                    needed = label.fontMetrics().horizontalAdvance(label.text().split("\n")[0])
                    assert needed <= label.width() + 1, (code, step.id, label.text())
            for button in person.window.findChildren(QAbstractButton):
                if button.isVisible() and button.text():
                    assert button.sizeHint().width() <= button.width() + 1, (code, step.id, button.text())


def test_the_way_on_stands_in_line_with_the_page(open_window: OpenWindow) -> None:
    person = open_window()
    person.window.resize(1920, 1080)
    for plain in (True, False):
        person.session.set_plain(plain=plain)
        person.rest()
        for step in (StepId.CUSTOMER, StepId.WORKLOAD):
            person.go(step)
            view = person.window.view
            card = view.stack.currentWidget().findChild(Card)
            assert card is not None
            assert _across(card) == (_across(view.back_button)[0], _across(view.next_button)[1]), (plain, step)


def _across(widget: QWidget) -> tuple[int, int]:
    left = widget.mapToGlobal(widget.rect().topLeft()).x()
    return left, left + widget.width()


def test_a_page_stays_where_it_is_when_it_begins_to_scroll(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.set_plain(plain=True)
    person.rest()
    person.go(StepId.STORAGE)
    page = person.window.view.stack.currentWidget()
    assert isinstance(page, Page)
    places = set()
    for height, scrolls in ((700, True), (3000, False)):
        person.window.resize(1920, height)
        person.rest()
        assert page.verticalScrollBar().isEnabled() is scrolls
        places.add(_across(page.widget()))
    assert len(places) == 1


def test_columns_become_fewer_before_words_are_cut(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    person.session.set_language("de")
    person.rest()
    person.go(StepId.RECOMMENDATION)
    person.wait()
    page = person.window.view.stack.currentWidget()
    assert isinstance(page, RecommendationPage)
    rows = {}
    for width in (1440, 900):
        person.window.resize(width, 700)
        person.rest()
        assert page.widget().width() <= page.viewport().width()
        fields = page.whatif.fields
        rows[width] = len({field.y() for field in fields})
        for combo in [combo for field in fields for combo in field.findChildren(QComboBox)]:
            assert combo.fontMetrics().horizontalAdvance(combo.currentText()) <= combo.width() - 36
    assert rows[1440] < rows[900]


def test_the_bill_has_two_lines_at_most_beside_the_pages(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    widths = {}
    for width in (1366, 1920):
        person.window.resize(width, 768)
        person.go(StepId.OFFER)
        person.wait()
        page = person.window.view.stack.currentWidget()
        assert isinstance(page, OfferPage)
        assert page.preview.isVisible()
        widths[width] = page.preview.width()
        table = page.findChild(EditedView)
        assert table is not None
        rows = [table.rowHeight(row) for row in range(table.edited.rowCount())]
        assert rows
        assert max(rows) < 3 * table.fontMetrics().lineSpacing()
    assert widths[1366] < widths[1920]


def test_hidden_widgets_take_no_column(qtbot: QtBot) -> None:
    columns = Columns(3, 100, fill=True)
    qtbot.addWidget(columns)
    widgets = [QLabel(name) for name in "abc"]
    for widget in widgets:
        columns.add(widget)
    columns.resize(400, 100)
    columns.show()
    widgets[0].hide()
    widgets[1].hide()
    columns.arrange()
    qtbot.waitUntil(lambda: widgets[2].width() == 400)


def test_a_long_note_goes_on_in_a_second_line(open_window: OpenWindow) -> None:
    metrics = QFontMetrics(themes.font(12))
    assert note_lines("Hyperkonvergentes Ceph, Vollvermaschung", metrics, 164) == [
        "Hyperkonvergentes Ceph,", "Vollvermaschung",
    ]  # fmt: skip
    assert note_lines("1 Standort", metrics, 164) == ["1 Standort"]
    assert note_lines("", metrics, 164) == []
    assert note_lines("x" * 200, metrics, 164) == ["x" * 200]


@pytest.mark.parametrize("width", [1024, 1366])
def test_the_name_of_the_project_has_its_room(open_window: OpenWindow, width: int) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    person.session.set_language("de")
    person.rest()
    person.window.resize(width, 700)
    person.rest()
    top = person.window.top
    assert top.title.fontMetrics().horizontalAdvance(top.title.text()) <= top.title.width()
    undo = next(one for one in top.findChildren(QToolButton) if one.accessibleName() == "Rückgängig")
    assert undo.isVisible()
    assert not undo.icon().isNull()
    assert undo.toolTip().startswith("Rückgängig")


def test_what_is_cut_is_told_in_full(open_window: OpenWindow) -> None:
    person = open_window()
    name = "A company of a rather long name & sons"
    person.session.open(sample.project(name), None)
    person.wait()
    assert name in person.window.top.title.toolTip()
    assert name in person.step(StepId.CUSTOMER).toolTip()
    assert name in person.step(StepId.CUSTOMER).accessibleName()


def test_foreign_names_are_words_and_never_markup(open_window: OpenWindow) -> None:
    name = "<b>Müller</b> & =cmd|'x' \u05e9\u05dc\u05d5\u05dd \U0001f600 " + "long " * 60
    person = open_window()
    person.session.open(sample.project(name), None)
    person.fill("customer.contact", "<i>Eva</i>")
    person.wait()
    for step in STEPS:
        person.go(step.id)
        person.wait()
        assert not person.window.grab().isNull()
        for label in person.window.findChildren(QLabel):
            if name[:10] in label.text():
                assert label.textFormat() is Qt.TextFormat.PlainText
    assert "<b>" not in person.step(StepId.CUSTOMER).toolTip().replace("&lt;b&gt;", "")
    assert person.window.width() <= 1440


def test_the_theme_can_be_switched(open_window: OpenWindow, theme: Theme) -> None:
    person = open_window()
    menu = person.window.top.mode_button.menu()
    next(action for action in menu.actions() if action.text() == "Dark").trigger()
    try:
        assert themes.colour("paper") == QColor(load_colours(Mode.DARK)["paper"])
        # In turns; nothing of it is drawn before the whole window has the new colours.
        assert not person.window.content.updatesEnabled()
        person.click(person.step(StepId.SITES))
        person.qtbot.waitUntil(lambda: not theme.busy)
        assert person.window.content.updatesEnabled()
        assert person.window.view.step is StepId.SITES
        sheets = [part.styleSheet() for part in person.window.findChildren(QWidget) if part.styleSheet()]
        assert all(load_colours(Mode.DARK)["paper"] in sheet and "@" not in sheet for sheet in sheets)
        assert person.session.services.choices.get("theme") == "dark"
        theme.choose(Mode.SYSTEM)
        assert theme.shown in (Mode.LIGHT, Mode.DARK)
    finally:
        theme.choose(Mode.LIGHT)


def test_every_control_is_in_the_theme(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    kinds = (QLabel, QAbstractButton, QLineEdit, QComboBox, QTableView, QScrollBar)
    for plain in (False, True):
        person.session.set_plain(plain=plain)
        person.wait()
        for step in STEPS:
            person.go(step.id)
            person.wait()
            shown = [one for kind in kinds for one in person.window.findChildren(kind) if one.isVisible()]
            bare = [one for one in shown if not one.testAttribute(Qt.WidgetAttribute.WA_StyleSheet)]
            assert not bare, (step.id, bare)


def test_the_table_model_is_sound(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    model = RowsModel(person.session, "workload.groups", _columns())
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.refresh()
    model.replace(model.rows[:2], Text("rows"))
    model.refresh()
    assert model.rowCount() == 2
    tester.deleteLater()
    model.deleteLater()


def test_a_panel_without_room_gives_its_place_to_the_page(open_window: OpenWindow) -> None:
    person = open_window()
    person.window.resize(900, 600)
    QApplication.processEvents()
    assert not person.window.view.panel.isVisible()
    person.window.resize(1300, 700)
    QApplication.processEvents()
    assert person.window.view.panel.isVisible()


def test_every_step_can_be_rendered(qapp: QApplication, theme: Theme, tmp_path: Path) -> None:
    options = Namespace(languages=["de"], modes=["light"], sizes=["1366x768"], steps=["2", "8"], full=True)
    render(qapp, theme, fakes.services(), sample.project(), tmp_path, options)
    assert sorted(path.name for path in tmp_path.glob("*.png")) == [
        "2-workload-de-light-1366x768.png",
        "8-recommendation-rack-de-light-1366x768.png",
        "8-recommendation-topology-de-light-1366x768.png",
    ]
