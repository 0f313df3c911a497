"""Stories of people at the window, with the real engine and real files behind it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton

from tests.importers.books import HEAD, guest, workbook
from tests.ui import fakes
from tests.ui.person import Person
from tests.ui.test_modes import answer, pick
from tests.ui.test_start import drop
from wizard.app import services
from wizard.cli import main
from wizard.flow.steps import STEPS, StepId
from wizard.model.names import TOPOLOGIES
from wizard.model.project import Topology
from wizard.persistence.projects import read_project, write_project
from wizard.ui.dialogs import Unsaved
from wizard.ui.widgets.question import QuestionCard

OpenWindow = Callable[..., Person]
DAY = date(2026, 11, 22)


@pytest.fixture
def sit_down(open_window: OpenWindow, tmp_path: Path) -> Callable[..., Person]:
    """Start the program as it is installed."""

    def make(**answers: object) -> Person:
        behind = replace(services(), today=lambda: DAY)
        behind.choices.set("seen", "all")
        person = open_window(behind, fakes.Answers(leaving=Unsaved.DISCARD, **answers))
        person.window.show_start()
        return person

    return make


def price(person: Person) -> str:
    person.wait()
    return person.window.view.panel.price.text()


def test_the_presales_call(sit_down: Callable[..., Person], tmp_path: Path) -> None:
    """During the call: a template, then what the customer says, each with its effect, and back again."""
    person = sit_down(saving=tmp_path / "call.json")
    person.click(person.found(QPushButton, "template-vmware-replacement"))
    person.fill("customer.name", "Beispielwerk & Söhne <GmbH>")
    first = price(person)
    person.go(StepId.WORKLOAD)
    person.cell("workload.groups", 0, 1, "60")
    more = price(person)
    assert more != first
    person.fill("workload.growth_percent_per_year", "25")
    grown = price(person)
    assert grown != more
    # "No, forget the growth."
    person.press("Ctrl+Z")
    assert price(person) == more
    assert "Undone: Growth per year" in person.window.view.status.text()
    person.go(StepId.AVAILABILITY)
    person.fill("availability.node_failures", "2")
    person.wait()
    assert person.session.assessment is not None
    assert person.session.assessment.best.design.compute.failures_tolerated == 2
    person.go(StepId.BUDGET)
    person.fill("budget.net", "1,000,000")
    person.wait()
    assert "within the budget" in person.window.view.panel.price_remark.text()
    person.press("Ctrl+S")
    assert read_project(tmp_path / "call.json").customer.name == "Beispielwerk & Söhne <GmbH>"
    assert not person.answers.reports


def test_the_lay_customer(sit_down: Callable[..., Person], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Alone, once, and without a term; the partner gets a file that sizes to the same arrangement."""
    person = sit_down(saving=tmp_path / "self.json")
    person.click(person.found(QPushButton, "self-assessment"))
    person.fill("customer.name", "Gasthaus Zum Beispiel")
    answer(person, "people", "about 25")
    for step in STEPS[1:7]:
        person.click(person.window.view.next_button)
        assert person.window.view.step is step.id
        if step.id is StepId.WORKLOAD:
            pick(person, "files", "about 2 TB")
            pick(person, "erp", "up to 10 people")
        for card in person.window.view.stack.currentWidget().findChildren(QuestionCard):
            if card.isVisible() and card.question.id not in ("growth", "downtime"):
                answer(person, card.question.id, "I don’t know")
    person.go(StepId.AVAILABILITY)
    answer(person, "downtime", "a few minutes")
    person.wait()
    person.go(StepId.RECOMMENDATION)
    words = person.words()
    assert "If a server breaks, work goes on after about" in words
    assert not person.window.view.panel.isVisible()
    person.go(StepId.OFFER)
    person.click(person.found(QPushButton, "hand-over"))
    assert person.session.assessment is not None
    recommended = person.session.assessment.recommended
    assert main(["size", str(tmp_path / "self.json"), "--json", "--on", DAY.isoformat()]) == 0
    assert json.loads(capsys.readouterr().out)["recommended"] == recommended
    assert not person.answers.reports


def test_an_inventory_of_3000_guests(sit_down: Callable[..., Person], tmp_path: Path) -> None:
    """Dropped onto the window, read beside it, counted with and without what is off, found by the filter."""
    rows = [guest(f"vm{n:04}", 2 + n % 4 * 2, 4096 * (1 + n % 6), 40960 * (1 + n % 9)) for n in range(2990)]
    off = HEAD.index("Powerstate")
    for n in range(10):
        row = guest(f"old{n}", 4, 8192, 102400)
        row[off] = "poweredOff"
        rows.append(row)
    path = workbook(tmp_path / "large.xlsx", {"vInfo": [HEAD, *rows]})
    person = sit_down()
    drop(person, path)
    person.qtbot.waitUntil(lambda: not person.window.files.busy, timeout=60_000)
    person.wait()
    assert person.window.view.step is StepId.WORKLOAD
    assert person.step(StepId.WORKLOAD).note == "3,000 guests"
    assert "3,000 rows, 3,000 guests sized." in person.words()
    off_box = person.found(QCheckBox, "include-off")
    assert off_box.text() == "With the 10 guests that are off"
    off_box.setFocus()
    person.press("Space")
    person.wait()
    assert person.step(StepId.WORKLOAD).note == "2,990 guests"
    table = person.table("workload.groups")
    table.filter.setFocus()
    person.write("24 gib")
    assert "rows" in table.count.text()
    assert person.session.assessment is not None
    assert person.session.assessment.best is not None
    person.press("Ctrl+Z")
    person.wait()
    assert person.step(StepId.WORKLOAD).note == "3,000 guests"
    assert not person.answers.reports


def test_the_hospital_with_two_sites(sit_down: Callable[..., Person]) -> None:
    """Two houses and a witness: what the round-trip time allows, and what it does not."""
    person = sit_down()
    person.click(person.found(QPushButton, "template-two-sites"))
    person.fill("customer.name", "Musterklinikum Irgendwo")
    person.go(StepId.SITES)
    for row, name in enumerate(("Haus Nord", "Haus Süd", "Rathaus")):
        person.cell("sites", row, 0, name)
    page = person.window.view.stack.currentWidget()
    assert "Haus Nord to Haus Süd: 2.4 ms, 25 Gbit/s" in page.map.accessibleDescription()
    person.wait()
    assert person.window.view.panel.topology.text() == str(TOPOLOGIES[Topology.STRETCH_CEPH])
    person.cell("site_links", 0, 2, "40")
    person.wait()
    judged = {one.id: one for one in person.session.assessment.topologies}
    reasons = " ".join(str(reason.text) for reason in judged[Topology.STRETCH_CEPH].reasons)
    assert "40" in reasons
    person.press("Ctrl+Z")
    person.wait()
    assert person.window.view.panel.topology.text() == str(TOPOLOGIES[Topology.STRETCH_CEPH])
    person.cell("site_links", 0, 2, "")
    assert person.step(StepId.SITES).note == "Round-trip time Haus Nord – Haus Süd: unknown"
    assert "round trip unknown" in page.map.accessibleDescription()


def test_the_corrupted_file(sit_down: Callable[..., Person], tmp_path: Path) -> None:
    """A file that half arrived: what is wrong is said, what is open stays, and the copy before it opens."""
    path = tmp_path / "offer.json"
    person = sit_down(saving=path, opening=path)
    person.click(person.found(QPushButton, "template-branch-shop"))
    person.fill("title", "First")
    person.press("Ctrl+S")
    person.fill("title", "Second")
    person.press("Ctrl+S")
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    person.fill("title", "Third")
    person.press("Ctrl+O")
    person.wait()
    ((title, lines),) = person.answers.shown_faults
    assert "offer.json" in title
    assert "line" in lines[0]
    assert person.session.project.title == "Third"
    person.answers.opening = tmp_path / "offer.json.bak"
    person.press("Ctrl+O")
    person.wait()
    assert person.session.project.title == "First"
    # On the start page the broken file is named, and can be taken off the list.
    person.press("Ctrl+N")
    start = person.window.start
    start.recent.setCurrentRow([start.recent.item(n).text() for n in range(start.recent.count())].index("offer"))
    person.qtbot.waitUntil(lambda: "cannot be opened" in person.words(start))
    write_project(read_project(tmp_path / "offer.json.bak"), path)


def test_the_german_user_on_a_small_laptop(sit_down: Callable[..., Person], tmp_path: Path) -> None:
    """1366×768, German, with the keyboard: commas, export, and not one English word of ours on the way."""
    person = sit_down(directory=tmp_path / "angebot")
    person.window.resize(1366, 768)
    person.session.set_language("de")
    person.wait()
    tile = person.found(QPushButton, "template-small-company-ha")
    tile.setFocus()
    person.press("Space")
    assert person.session.project.customer.language == "de"
    assert person.session.project.workload.groups[0].name == "ERP und Datenbank"
    person.fill("customer.name", "Bäckerei Übermut")
    person.press("Alt+Right")
    person.fill("workload.growth_percent_per_year", "7,5")
    assert person.session.project.workload.growth_percent_per_year * 2 == 15
    person.cell("workload.groups", 0, 4, "1,5 TiB")
    person.wait()
    assert person.step(StepId.WORKLOAD).note == "14 Gäste"
    person.press("Ctrl+7")
    person.fill("budget.net", "95.000,50")
    assert str(person.session.project.budget.net) == "95000.50"
    person.press("Ctrl+8")
    person.wait()
    words = person.words() + person.words(person.window.view.panel)
    assert "The " not in words
    person.press("Ctrl+E")
    person.qtbot.waitUntil(
        lambda: person.window.exports.written is not None or bool(person.answers.shown_faults), timeout=60_000
    )
    assert person.answers.shown_faults == []
    assert any((tmp_path / "angebot").glob("*.pdf"))
    assert not person.answers.reports
