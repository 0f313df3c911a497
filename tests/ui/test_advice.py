"""The recommendation page with the real engine: variants, pictures that zoom, pins as a what-if."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from threading import Event

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolTip

from tests.ui.person import Person
from wizard.app import services
from wizard.assets import Assets, folder
from wizard.checkpoint import checkpoint
from wizard.flow.steps import StepId
from wizard.model.assessment import Assessment
from wizard.model.project import Project
from wizard.persistence.projects import read_project
from wizard.ui.pages.recommendation import RecommendationPage
from wizard.ui.pages.variants import VariantCard

OpenWindow = Callable[..., Person]
EXAMPLES = folder(Assets.TEMPLATES) / "examples"
DAY = date(2026, 11, 22)


def at_recommendation(open_window: OpenWindow, name: str = "branch-shop", **changed: object) -> Person:
    person = open_window(replace(services(), today=lambda: DAY, **changed))  # type: ignore[arg-type]
    person.session.open(read_project(EXAMPLES / f"{name}.json"), None)
    person.go(StepId.RECOMMENDATION)
    person.wait()
    return person


def explored(person: Person) -> None:
    person.qtbot.waitUntil(
        lambda: person.session.assessment is not None and person.session.assessment.exploration is not None,
        timeout=60_000,
    )
    QApplication.processEvents()


def page(person: Person) -> RecommendationPage:
    shown = person.window.view.stack.currentWidget()
    assert isinstance(shown, RecommendationPage)
    return shown


def test_variants_are_found_in_the_background_and_stand_side_by_side(open_window: OpenWindow) -> None:
    person = at_recommendation(open_window)
    assert person.found(QPushButton, "explore-stop").isVisible()
    explored(person)
    assessment = person.session.assessment
    assert assessment is not None
    assert assessment.exploration is not None
    own = person.found(VariantCard, "variant-recommended")
    assert own.price.text() == person.window.view.panel.price.text()
    for variant in assessment.exploration.variants:
        card = person.found(VariantCard, f"variant-{variant.kind}")
        assert variant.difference is not None
        away = variant.difference.total_net
        assert card.price.text() == f"{variant.figures.total_net:,.2f}\xa0EUR"
        assert card.change.text() == ("unchanged" if not away else f"{'+' if away > 0 else '−'}{abs(away):,.2f}\xa0EUR")
        assert all(str(text) in card.words.text() for text in (*variant.given_up, *variant.gained))
    words = person.words()
    for one in assessment.exploration.relaxations:
        assert str(one.text) in words
    assert page(person).levers.picture.isVisible()


def test_a_budget_too_small_gets_the_smallest_relaxation(open_window: OpenWindow) -> None:
    person = at_recommendation(open_window)
    assert person.session.assessment is not None
    assert person.session.assessment.best is not None
    assert person.session.assessment.best.design is not None
    price = person.session.assessment.best.design.price.total_net
    person.go(StepId.BUDGET)
    person.fill("budget.net", str(int(price * 9 / 10)))
    person.wait()
    person.go(StepId.RECOMMENDATION)
    explored(person)
    exploration = person.session.assessment.exploration
    assert exploration is not None
    relaxed = exploration.relaxation
    assert relaxed is not None
    assert f"{relaxed.text}: then it fits, at " in person.words()


def test_the_exploration_is_cancelled_and_begun_again(open_window: OpenWindow) -> None:
    hold, tried = Event(), []

    def explore(project: Project, assessment: Assessment, tell: Callable[[], None] = lambda: None) -> Assessment:
        for number in range(500):
            checkpoint()
            tell()
            tried.append(number)
            hold.wait(0.01)
        return assessment

    person = at_recommendation(open_window, explore=explore)
    person.qtbot.waitUntil(lambda: len(tried) > 3, timeout=10_000)
    assert "Trying other answers" in person.words()
    stop = person.found(QPushButton, "explore-stop")
    stop.setFocus()
    QTest.keyClick(stop, Qt.Key.Key_Space)
    QApplication.processEvents()
    person.qtbot.wait(60)
    count = len(tried)
    person.qtbot.wait(100)
    assert len(tried) == count, "it goes on although it was cancelled"
    assert "Other answers were not tried." in person.words()
    person.click(person.found(QPushButton, "explore-again"))
    person.qtbot.waitUntil(lambda: len(tried) > count, timeout=10_000)
    person.go(StepId.BUDGET)
    person.qtbot.wait(60)
    count = len(tried)
    person.qtbot.wait(100)
    assert len(tried) == count, "it goes on although nobody looks"
    assert not person.answers.reports


def test_pictures_zoom_by_keys_wheel_and_buttons(open_window: OpenWindow) -> None:
    person = at_recommendation(open_window)
    view = page(person).pictures.view
    view.setFocus()
    person.write("++")
    assert view.zoom == pytest.approx(1.5625)
    assert "156 %" in person.words()
    person.press("Left")
    person.write("-")
    assert view.zoom == pytest.approx(1.25)
    person.write("0")
    assert view.zoom == 1
    middle = QPointF(view.rect().center())
    turn = QWheelEvent(
        middle, view.mapToGlobal(middle), QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, turn)
    assert view.zoom == pytest.approx(1.25)
    person.click(person.found(QPushButton, "zoom-fit"))
    assert view.zoom == 1
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton)
    assert view.zoom > 2
    before = view.grab().toImage()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=view.rect().center())
    QTest.mouseMove(view, view.rect().center() + QPoint(40, 20))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton)
    assert view.grab().toImage() != before


def test_what_is_pointed_at_in_a_picture_is_said(open_window: OpenWindow) -> None:
    person = at_recommendation(open_window, "vmware-replacement")
    pictures = page(person).pictures
    view = pictures.view
    view.setFocus()
    assert view.scene is not None
    assert "Node 1 to Node" in view.accessibleName()
    person.press("Right")
    first = pictures.words.text()
    assert first in [area.words for area in view.scene.areas]
    assert first in view.accessibleDescription()
    person.press("Down")
    assert "Gbit/s" in pictures.words.text() != first
    node = next(area for area in view.scene.areas if area.words.startswith("Node 1,"))
    found = [QPoint(x, y) for x in range(0, view.width(), 6) for y in range(0, view.height(), 6)
             if view.area_at(QPointF(x, y)) is node]  # fmt: skip
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=found[0])
    assert pictures.words.text() == node.words
    assert "rack units" in node.words
    help_there = QHelpEvent(QHelpEvent.Type.ToolTip, found[0], view.mapToGlobal(found[0]))
    QApplication.sendEvent(view, help_there)
    assert QToolTip.text().startswith("Node 1,")
    QToolTip.hideText()
    person.write("++++")
    before = view.grab().toImage()
    person.press("Shift+Right")
    assert view.grab().toImage() != before


def test_the_rack_shows_every_height_unit(open_window: OpenWindow) -> None:
    person = at_recommendation(open_window, "vmware-replacement")
    person.click(person.found(QPushButton, "picture-rack"))
    assessment = person.session.assessment
    assert assessment is not None
    assert assessment.best is not None
    assert assessment.best.design is not None
    units = assessment.best.design.power.rack_units
    said = page(person).pictures.view.accessibleName()
    assert f"{units} rack units" in said.replace("\xa0", " ")


def test_a_pin_changes_the_design_and_undo_takes_it_back(open_window: OpenWindow) -> None:
    person = at_recommendation(open_window, "vmware-replacement")
    before = person.window.view.panel.price.text()
    person.fill("preferences.nodes_per_site", "5")
    person.wait()
    assert person.figure("nodes") == "5"
    assert person.window.view.panel.price.text() != before
    person.click(person.found(QPushButton, "whatif-undo"))
    person.wait()
    assert person.window.view.panel.price.text() == before
    person.choose("preferences.topology", "Hyper-converged Ceph")
    person.wait()
    assert person.window.view.panel.topology.text() == "Hyper-converged Ceph"
    person.click(person.found(QPushButton, "whatif-release"))
    person.wait()
    assert person.session.project.preferences.topology is None
    assert person.window.view.panel.price.text() == before


def test_an_impossible_pin_says_why(open_window: OpenWindow) -> None:
    person = at_recommendation(open_window, "vmware-replacement")
    person.choose("preferences.topology", "Hyper-converged Ceph, full mesh")
    person.fill("preferences.nodes_per_site", "40")
    person.wait()
    words = page(person).whatif.findChildren(QLabel)
    shown = "\n".join(label.text() for label in words if label.isVisible())
    assert "This cannot be built" in shown
    assert "40 nodes per site are asked for" in shown
    person.click(person.found(QPushButton, "whatif-undo"))
    person.wait()
    assert person.window.view.panel.topology.text() == "Hyper-converged Ceph, full mesh"
