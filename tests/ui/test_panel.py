"""The live panel: what changed is shown for a moment, and every figure says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from tests.documents import sample
from tests.ui import fakes
from tests.ui.person import Person, in_turns
from wizard.app import services
from wizard.assets import Assets, folder
from wizard.flow.steps import StepId
from wizard.model.assessment import Assessment
from wizard.model.names import TOPOLOGIES
from wizard.persistence.projects import read_project
from wizard.ui import panel as panels
from wizard.ui.widgets.figure import Figure
from wizard.ui.widgets.why import WhyCard

OpenWindow = Callable[..., Person]
EXAMPLE = folder(Assets.TEMPLATES) / "examples" / "vmware-replacement.json"


def card(person: Person) -> WhyCard | None:
    return next((one for one in person.window.findChildren(WhyCard) if one.isVisible()), None)


def card_words(person: Person) -> str:
    found = card(person)
    assert found is not None
    return person.words(found)


def with_sample(open_window: OpenWindow) -> Person:
    person = open_window()
    person.session.open(sample.project(), None)
    person.wait()
    return person


def real(open_window: OpenWindow, path: Path = EXAMPLE) -> Person:
    person = open_window(replace(services(), today=lambda: date(2026, 11, 22)))
    person.session.open(read_project(path), None)
    person.wait()
    return person


def best_price(person: Person) -> Assessment:
    assert person.session.assessment is not None
    return person.session.assessment


@pytest.mark.parametrize("key", ["nodes", "cores", "memory", "storage", "ports", "recovery", "power", "price"])
def test_every_figure_says_why(open_window: OpenWindow, key: str) -> None:
    person = real(open_window)
    figure = person.window.view.panel.figures[key]
    person.click(figure)
    words = card_words(person)
    assert f"{figure.name.text()}: {figure.value.text()}" in words
    assert "= " in words
    person.click(figure)
    assert card(person) is None


def test_the_formula_stands_with_its_inputs_and_the_source_of_its_rules(open_window: OpenWindow) -> None:
    person = real(open_window)
    person.click(person.window.view.panel.figures["cores"])
    words = card_words(person)
    design = person.session.assessment.best.design  # type: ignore[union-attr]
    calculation = next(one for one in design.calculations if one.key == "compute.reserved_threads")
    assert "= host + osds × osd_threads + monitor + manager" in words
    assert str(calculation.inputs["osds"]) in words.split("\n")
    for rule in calculation.rules:
        assert f"rule {rule}: {best_price(person).rule_sources[rule]}" in words


def test_why_is_asked_with_the_keyboard_and_escape_goes_back(open_window: OpenWindow) -> None:
    person = with_sample(open_window)
    figures = list(person.window.view.panel.figures.values())
    figures[0].setFocus(Qt.FocusReason.TabFocusReason)
    person.press("Down")
    assert person.focus() is figures[1]
    person.press("Up")
    assert person.focus() is figures[0]
    for key in ("Return", "Space"):
        person.press(key)
        found = card(person)
        assert found is not None
        assert found.isAncestorOf(person.focus())
        person.press("Esc")
        assert card(person) is None
        assert person.focus() is figures[0]


def test_the_card_is_closed_and_asked_for_something_else_while_it_is_filled(open_window: OpenWindow) -> None:
    person = real(open_window)
    figures = person.window.view.panel.figures
    QTest.mouseClick(figures["storage"], Qt.MouseButton.LeftButton)
    assert in_turns(person.window)
    QTest.keyClick(person.focus(), Qt.Key.Key_Escape)
    assert card(person) is None
    assert person.focus() is figures["storage"]
    for key in ("storage", "cores"):
        QTest.mouseClick(figures[key], Qt.MouseButton.LeftButton)
        QApplication.processEvents()
    person.rest()
    found = card(person)
    assert found is not None
    assert found.updatesEnabled()
    words = card_words(person)
    assert "= host + osds × osd_threads + monitor + manager" in words
    assert figures["storage"].name.text() not in words.split("\n")[0]
    inner = found.findChild(QWidget, "why-inner")
    assert found.height() >= min(inner.heightForWidth(inner.width()), 400), "as high as its words"


def test_a_click_elsewhere_and_its_button_close_the_card(open_window: OpenWindow) -> None:
    person = with_sample(open_window)
    price = person.window.view.panel.figures["price"]
    person.click(price)
    person.click(person.found(QPushButton, "close-why"))
    assert card(person) is None
    assert person.focus() is price
    person.click(price)
    person.click(person.step(StepId.SITES))
    assert card(person) is None
    assert person.window.view.step is StepId.SITES


def test_the_card_stays_in_a_small_window(open_window: OpenWindow) -> None:
    person = with_sample(open_window)
    person.window.resize(1100, 560)
    QApplication.processEvents()
    person.click(person.window.view.panel.figures["nodes"])
    found = card(person)
    assert found is not None
    assert found.parentWidget() is not None
    assert found.parentWidget().rect().contains(found.geometry())


def test_a_change_is_shown_for_a_moment_with_its_difference(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "CHANGE_MS", 700)
    person = real(open_window)
    panel = person.window.view.panel
    assert [figure.change.text() for figure in panel.figures.values()] == [""] * len(panel.figures)
    before = best_price(person)
    person.go(StepId.WORKLOAD)
    # Two letters are one change: both are compared with what was there before.
    person.fill("workload.growth_percent_per_year", "4")
    person.wait()
    person.write("0")
    person.wait()
    after = best_price(person)
    assert before.best is not None
    assert after.best is not None
    assert before.best.design is not None
    assert after.best.design is not None
    difference = after.best.design.price.total_net - before.best.design.price.total_net
    assert panel.figures["price"].change.text() == f"+{difference:,.0f} EUR"
    assert panel.before.text() == f"before: {TOPOLOGIES[before.best.id]}"
    assert panel.figures["nodes"].change.text() == "+5 nodes"
    assert "+5 nodes" in panel.figures["nodes"].accessibleName()
    person.qtbot.waitUntil(lambda: not panel.figures["price"].change.text(), timeout=5_000)
    assert not panel.before.isVisible()


def test_another_project_is_no_change(open_window: OpenWindow) -> None:
    person = real(open_window)
    person.session.open(read_project(EXAMPLE.with_name("two-sites.json")), None)
    person.wait()
    assert [figure.change.text() for figure in person.window.view.panel.figures.values() if figure.change.text()] == []


def test_the_rest_of_the_findings_is_one_key_away(open_window: OpenWindow) -> None:
    person = real(open_window)
    more = person.found(QPushButton, "more-findings")
    assert more.text().split()[-1].isdigit()
    more.setFocus()
    QTest.keyClick(more, Qt.Key.Key_Space)
    assert person.window.view.step is StepId.RECOMMENDATION


def test_names_in_an_explanation_are_words_and_never_markup(open_window: OpenWindow) -> None:
    person = open_window(fakes.services())
    person.session.open(sample.project("<b>Müller</b>"), None)
    person.wait()
    for figure in person.window.view.panel.figures.values():
        person.click(figure)
        found = card(person)
        assert found is not None
        assert all(label.textFormat() is Qt.TextFormat.PlainText for label in found.findChildren(QLabel))
        person.press("Esc")
    assert len(person.window.view.panel.findChildren(Figure)) == len(person.window.view.panel.figures)
