"""The window as a person uses it, over services that answer at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tests.documents import sample
from tests.ui import fakes
from tests.ui.person import Person
from wizard.flow.steps import STEPS, StepId
from wizard.model.assessment import Assessment
from wizard.model.project import Project
from wizard.model.units import GIB

OpenWindow = Callable[..., Person]


def test_fields_change_the_project_and_the_panel(open_window: OpenWindow) -> None:
    person = open_window()
    person.fill("customer.name", "Musterwerk GmbH")
    assert person.session.project.customer.name == "Musterwerk GmbH"
    assert person.step(StepId.CUSTOMER).note == "Musterwerk GmbH"
    person.go(StepId.WORKLOAD)
    person.click(person.table("workload.groups").add_button)
    person.wait()
    assert person.session.assessment is not None
    assert person.figure("nodes") == "4"
    assert person.figure("cores") == "84 of 96"
    assert "ms" in person.window.view.panel.time.text()


def test_cells_are_typed_like_a_spreadsheet(open_window: OpenWindow) -> None:
    person = open_window()
    person.press("Ctrl+2")
    person.click(person.table("workload.groups").add_button)
    person.write("web")
    person.press("Return")
    person.cell("workload.groups", 0, 1, "12")
    person.cell("workload.groups", 0, 3, "8 GiB")
    person.cell("workload.groups", 0, 5, "150")
    group = person.session.project.workload.groups[0]
    assert (group.name, group.count, group.memory, group.iops) == ("web", 12, 8 * GIB, 150)
    assert person.found(QLabel, "total-guests").text() == "12"
    assert person.found(QLabel, "total-memory").text() == "96 GiB"
    assert person.found(QLabel, "total-iops").text() == "1,800"
    person.cell("workload.groups", 0, 5, "")
    assert person.session.project.workload.groups[0].iops is None
    assert person.found(QLabel, "total-iops").text() == "–"


def test_rows_are_pasted_repeated_and_deleted(open_window: OpenWindow) -> None:
    person = open_window()
    person.go(StepId.WORKLOAD)
    QApplication.clipboard().setText("Name\tCount\tMemory\tKind\nweb\t10\t8 GiB\tVM\ndb\t2\tplenty\tcontainer\n")
    person.press("Ctrl+V")
    groups = person.session.project.workload.groups
    assert [(group.name, group.count, group.kind) for group in groups] == [("web", 10, "vm"), ("db", 2, "container")]
    table = person.table("workload.groups")
    assert "Memory / guest, row 2: “plenty” is not a size" in table.messages.text()
    assert table.model.index(1, 3).data() == "plenty"
    person.select_row("workload.groups", 0)
    person.click(table.duplicate_button)
    assert [group.name for group in person.session.project.workload.groups] == ["web", "db", "web"]
    person.select_row("workload.groups", 0)
    QTest.keyClick(table.view, Qt.Key.Key_Delete)
    assert [group.name for group in person.session.project.workload.groups] == ["db", "web"]
    # The text that could not be read moved up with its row.
    assert table.model.index(0, 3).data() == "plenty"
    person.cell("workload.groups", 0, 3, "64 GiB")
    assert person.session.project.workload.groups[0].memory == 64 * GIB
    assert not table.messages.isVisible()


def test_invalid_text_is_kept_marked_and_not_lost(open_window: OpenWindow) -> None:
    person = open_window()
    person.go(StepId.BUDGET)
    person.fill("budget.net", "about a lot")
    line = person.line("budget.net")
    assert line.text() == "about a lot"
    assert line.property("invalid") is True
    assert "is not a number" in person.words(person.field("budget.net"))
    assert person.session.project.budget.net is None
    assert person.step(StepId.BUDGET).state == "wrong"
    assert "Budget, net" in person.step(StepId.BUDGET).note
    person.go(StepId.CUSTOMER)
    person.go(StepId.BUDGET)
    assert person.line("budget.net").text() == "about a lot"
    person.fill("budget.net", "150,000.50")
    assert str(person.session.project.budget.net) == "150000.50"
    assert person.step(StepId.BUDGET).state == "done"


def test_bounds_are_those_of_the_model(open_window: OpenWindow) -> None:
    person = open_window()
    person.go(StepId.AVAILABILITY)
    person.fill("availability.node_failures", "17")
    assert "at most 16" in person.words(person.field("availability.node_failures"))
    person.fill("availability.node_failures", "2")
    assert person.session.project.availability is not None
    assert person.session.project.availability.node_failures == 2
    person.fill("availability.node_failures", "")
    # The last answer was taken back: it is as if nobody had asked.
    assert person.session.project.availability is None


def test_unknown_is_never_zero(open_window: OpenWindow) -> None:
    person = open_window()
    person.go(StepId.STORAGE)
    person.fill("existing.switch_gbps", "25 Gbit/s")
    assert person.session.project.existing.switch_gbps == 25
    person.fill("existing.switch_gbps", "unknown")
    assert person.session.project.existing.switch_gbps is None
    person.choose("existing.quorum_host", "no")
    assert person.session.project.existing.quorum_host is False
    person.choose("existing.quorum_host", "unknown")
    assert person.session.project.existing.quorum_host is None
    assert person.step(StepId.STORAGE).note == "Network speed: unknown"


def test_undo_and_redo_have_names_and_join_typing(open_window: OpenWindow) -> None:
    person = open_window()
    undo = person.window.actions_["undo"]
    assert not undo.isEnabled()
    person.fill("customer.name", "Muster")
    person.fill("customer.contact", "Eva")
    assert undo.toolTip() == "Undo: Contact (Ctrl+Z)"
    person.press("Ctrl+Z")
    assert person.session.project.customer.contact == ""
    assert person.line("customer.contact").text() == ""
    person.press("Ctrl+Z")
    assert person.session.project.customer.name == ""
    assert not undo.isEnabled()
    assert not person.session.dirty
    person.press("Ctrl+Y")
    person.press("Ctrl+Shift+Z")
    assert person.line("customer.name").text() == "Muster"
    assert person.line("customer.contact").text() == "Eva"


def test_only_the_newest_answer_is_shown(open_window: OpenWindow) -> None:
    gate, began, sized = threading.Event(), threading.Event(), []

    def slow(project: Project, on: date) -> Assessment:
        sized.append(project.title)
        if project.title == "first":
            began.set()
            gate.wait(10)
        made = fakes.size(project, on)
        return replace(made, demand=replace(made.demand, guests=len(project.title)))

    person = open_window(fakes.services(slow))
    group = sample.project().workload
    person.session.open(Project(format="rackwright-project/1", title="first", workload=group), None)
    person.qtbot.waitUntil(began.is_set)
    seen: list[int] = []
    person.session.assessed.connect(lambda: seen.append(person.session.assessment.demand.guests))
    person.fill("title", "a longer title")
    gate.set()
    person.wait()
    assert seen == [len("a longer title")]
    assert sized[0] == "first"
    assert sized[-1] == "a longer title"


def test_steps_are_visited_in_any_order_by_mouse_and_keys(open_window: OpenWindow) -> None:
    person = open_window()
    for step in reversed(STEPS):
        person.go(step.id)
    for number, step in enumerate(STEPS, 1):
        person.press(f"Ctrl+{number}")
        assert person.window.view.step is step.id
    assert not person.window.view.next_button.isEnabled()
    person.press("Alt+Left")
    assert person.window.view.step is StepId.RECOMMENDATION
    person.press("Alt+Right")
    assert person.window.view.step is StepId.OFFER
    person.step(StepId.OFFER).setFocus()
    person.press("Up")
    person.press("Space")
    assert person.window.view.step is StepId.RECOMMENDATION
    person.click(person.window.view.back_button)
    person.click(person.window.view.next_button)
    assert person.window.view.step is StepId.RECOMMENDATION


def test_a_step_says_what_it_lacks(open_window: OpenWindow) -> None:
    person = open_window()
    assert person.step(StepId.WORKLOAD).state == "wrong"
    assert person.step(StepId.WORKLOAD).note == "Guests: none yet"
    assert "needs attention" in person.step(StepId.WORKLOAD).accessibleName()
    assert person.step(StepId.SITES).state == "open"
    person.go(StepId.AVAILABILITY)
    person.choose("availability.survive_site_loss", "yes")
    assert person.step(StepId.AVAILABILITY).note == "Loss of a site: needs two data sites, there are 0"


def test_sites_are_renamed_everywhere(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    person.go(StepId.SITES)
    person.cell("sites", 0, 0, "Wien")
    assert person.session.project.site_links[0].between == ("Wien", "Graz")
    person.cell("site_links", 0, 2, "1,5")
    assert "is not a number" in person.table("site_links").messages.text()
    person.cell("site_links", 0, 2, "1.5")
    assert person.session.project.site_links[0].rtt_ms == Fraction(3, 2)
    person.cell("sites", 1, 0, "Wien")
    assert "taken already" in person.table("sites").messages.text()
    person.press("Ctrl+Z")
    person.select_row("sites", 1)
    person.click(person.table("sites").delete_button)
    assert [site.name for site in person.session.project.sites] == ["Wien", "Linz"]
    assert person.session.project.site_links == ()


def test_sites_are_drawn_as_they_are_entered(open_window: OpenWindow) -> None:
    person = open_window()
    person.go(StepId.SITES)
    page = person.window.view.stack.currentWidget()
    assert not page.map.isVisible()
    for _ in range(2):
        person.click(person.table("sites").add_button)
        person.press("Return")
    person.click(person.table("site_links").add_button)
    assert "round trip unknown" in page.map.accessibleDescription()
    person.cell("site_links", 0, 2, "1.5")
    assert "Site 1 to Site 2: 1.5 ms, bandwidth unknown" in page.map.accessibleDescription()
    assert page.map.isVisible()
    assert page.map.height() > 40


def test_german_keeps_all_answers_and_reads_a_comma(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    person.go(StepId.BUDGET)
    person.fill("budget.net", "nonsense")
    menu = person.window.top.language_button.menu()
    next(action for action in menu.actions() if action.text() == "Deutsch").trigger()
    person.qtbot.waitUntil(lambda: person.window.view.next_button.text() == "Weiter")
    person.wait()
    assert person.window.view.step is StepId.BUDGET
    assert person.line("budget.net").text() == "nonsense"
    person.fill("budget.net", "150.000,50")
    assert str(person.session.project.budget.net) == "150000.50"
    person.go(StepId.SITES)
    person.cell("site_links", 0, 2, "2,5")
    assert person.session.project.site_links[0].rtt_ms == Fraction(5, 2)
    assert person.step(StepId.WORKLOAD).note == "255 Gäste"
    assert person.session.services.choices.get("language") == "de"


def test_an_import_and_the_export(open_window: OpenWindow, tmp_path: Path) -> None:
    person = open_window(answers=fakes.Answers(importing=[tmp_path / "rv.xlsx"], directory=tmp_path))
    person.fill("customer.name", "Muster")
    person.go(StepId.WORKLOAD)
    person.click(person.found(QPushButton, "import"))
    person.wait()
    assert person.session.project.customer.name == "Muster"
    assert person.step(StepId.WORKLOAD).note == "10 guests"
    assert "2 templates were left out" in person.words()
    person.press("Ctrl+Z")
    assert person.session.project.workload.groups == ()
    person.press("Ctrl+Y")
    person.wait()
    person.go(StepId.OFFER)
    person.click(person.found(QPushButton, "tab-files"))
    person.click(person.found(QPushButton, "export"))
    person.wait()
    assert json.loads((tmp_path / "offer.pdf").read_text(encoding="utf-8")) == ["customer", "en", "Muster"]
    assert str(tmp_path / "offer.xlsx") in person.words()
    person.click(person.found(QPushButton, "open-folder"))
    assert person.answers.folders == [tmp_path]


def test_recommendation_shows_why_and_why_not(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    person.go(StepId.RECOMMENDATION)
    person.wait()
    words = person.words()
    assert "Hyper-converged Ceph" in words
    assert words.count("excluded") == 10
    page = person.window.view.stack.currentWidget()
    page.calculations.setFocus()
    person.press("Down")
    assert "drives * drive_bytes" in page.formula.text()
    show = person.found(QPushButton, "show-hci-ceph-mesh")
    page.ensureWidgetVisible(show)
    person.click(show)
    assert page.title.text() == "Hyper-converged Ceph, full mesh"


def test_without_a_planned_failure_the_panel_shows_every_day(open_window: OpenWindow) -> None:
    def single(project: Project, on: date) -> Assessment:
        design = sample.design()
        return sample.assessment(replace(design, compute=replace(design.compute, failures_tolerated=0)))

    person = open_window(fakes.services(single))
    person.session.open(sample.project(), None)
    person.wait()
    assert person.window.view.panel.figures["cores"].name.text() == "Cores"
    compute = sample.design().compute
    assert person.figure("cores") == f"{compute.cores_needed} of {compute.cores_available}"


def test_what_is_typed_while_a_page_is_made_is_typed_into_it(open_window: OpenWindow) -> None:
    person = open_window()
    view = person.window.view
    QTest.keyClick(person.focus(), Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    assert view.turns.busy
    assert view.step is StepId.BUDGET
    QTest.keyClicks(person.focus(), "4200")
    QTest.keyClick(person.focus(), Qt.Key.Key_Tab)
    QTest.keyClicks(person.focus(), "CHF")
    # Before that page is there, another one is called.
    view.go_to_step(StepId.CUSTOMER)
    QTest.keyClicks(person.focus(), "Offer")
    person.rest()
    budget = person.session.project.budget
    assert (budget.net, budget.currency) == (4200, "CHF")
    assert person.line("title").text() == "Offer"


def test_a_click_between_two_turns_of_a_page_is_heard(open_window: OpenWindow) -> None:
    person = open_window()
    view = person.window.view
    for step in (StepId.RECOMMENDATION, StepId.BACKUP, StepId.WORKLOAD):
        QTest.mouseClick(person.step(step), Qt.MouseButton.LeftButton)
        assert view.turns.busy
        QApplication.processEvents()
    person.rest()
    assert view.step is StepId.WORKLOAD
    assert view.stack.currentWidget() is view.pages[StepId.WORKLOAD]
    # What was not finished is not kept half made.
    assert StepId.RECOMMENDATION not in view.pages
    person.go(StepId.RECOMMENDATION)
    assert view.stack.currentWidget() is view.pages[StepId.RECOMMENDATION]


def test_an_empty_result_leads_to_the_step_that_lacks_something(open_window: OpenWindow) -> None:
    person = open_window()
    for step in (StepId.RECOMMENDATION, StepId.OFFER):
        person.go(step)
        person.wait()
        button = person.found(QPushButton, "to-missing")
        assert button.text() == "Go to “Workload”"
        person.click(button)
        assert person.window.view.step is StepId.WORKLOAD
    person.click(person.table("workload.groups").add_button)
    person.wait()
    person.go(StepId.RECOMMENDATION)
    assert not [each for each in person.window.findChildren(QPushButton, "to-missing") if each.isVisible()]
