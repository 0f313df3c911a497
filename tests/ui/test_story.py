"""The whole line at the window: an inventory, nine steps, two files; all figures are those of ``size --json``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from PySide6.QtWidgets import QPushButton, QTableView

from tests.importers.books import HEAD, guest, workbook
from tests.ui import fakes
from tests.ui.person import Person
from wizard.app import services
from wizard.cli import main
from wizard.documents.words import Voice
from wizard.flow.steps import StepId
from wizard.model.names import TOPOLOGIES
from wizard.model.text import ENGLISH

DAY = date(2026, 11, 22)
VOICE = Voice(ENGLISH, "EUR")


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    rows = [guest(f"app{n:02}", 4, 16384, 102400) for n in range(30)]
    rows += [guest(f"db{n}", 8, 65536, 512000) for n in range(4)]
    template = [*guest("golden")[:2], True, *guest("golden")[3:]]
    return workbook(tmp_path / "RVTools_export.xlsx", {"vInfo": [HEAD, *rows, template]})


@pytest.fixture
def person(open_window: Callable[..., Person], inventory: Path, tmp_path: Path) -> Person:
    behind = replace(services(), today=lambda: DAY)
    answers = fakes.Answers(importing=[inventory], directory=tmp_path / "offer", saving=tmp_path / "project.json")
    return open_window(behind, answers)


def walk(person: Person) -> None:
    """Answer the steps one after the other with Next, as in a first talk with a customer."""
    person.fill("title", "VMware replacement")
    person.fill("customer.name", "Müller & Söhne <GmbH>")
    person.fill("customer.country", "AT")
    person.click(person.window.view.next_button)
    person.click(person.found(QPushButton, "import"))
    person.wait()
    person.fill("workload.growth_percent_per_year", "10")
    person.fill("workload.years", "3")
    person.click(person.window.view.next_button)
    person.click(person.window.view.next_button)
    person.fill("availability.node_failures", "1")
    person.fill("availability.rpo_minutes", "0")
    person.click(person.window.view.next_button)
    person.fill("existing.switch_gbps", "25")
    person.choose("existing.quorum_host", "yes")
    person.click(person.window.view.next_button)
    person.fill("backup.keep.daily", "14")
    person.fill("backup.keep.weekly", "8")
    person.click(person.window.view.next_button)
    person.fill("budget.net", "400,000")
    person.choose("preferences.subscription", "Standard")
    person.click(person.window.view.next_button)
    person.wait()


def assessment_of(path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> dict[str, Any]:
    """Return what ``size --json`` says about the saved project."""
    capsysbinary.readouterr()
    assert main(["size", str(path), "--json", "--on", DAY.isoformat()]) == 0
    made: dict[str, Any] = json.loads(capsysbinary.readouterr().out)
    return made


def test_from_an_inventory_to_the_two_files(
    person: Person, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    walk(person)
    assert person.window.view.step is StepId.RECOMMENDATION
    assert person.step(StepId.WORKLOAD).note == "34 guests"
    person.press("Ctrl+S")
    made = assessment_of(tmp_path / "project.json", capsysbinary)
    design = next(one["design"] for one in made["topologies"] if one["id"] == made["recommended"])
    check_panel(person, made, design)
    person.click(person.window.view.next_button)
    person.wait()
    check_bill(person, design)
    person.click(person.found(QPushButton, "tab-files"))
    person.click(person.found(QPushButton, "export"))
    person.wait()
    assert not person.answers.reports, person.answers.reports
    assert not person.answers.shown_faults
    check_files(person, tmp_path / "offer", design)


def check_panel(person: Person, made: dict[str, Any], design: dict[str, Any]) -> None:
    compute, storage = design["compute"], design["storage"]
    assert person.window.view.panel.topology.text() == str(TOPOLOGIES[made["recommended"]])
    assert person.figure("nodes") == str(sum(n["count"] for n in design["nodes"] if n["role"] == "compute"))
    cores = f"{compute['cores_needed_after_failure']} of {compute['cores_after_failure']}"
    assert person.figure("cores") == cores
    memory = compute["memory_needed_after_failure_bytes"], compute["memory_after_failure_bytes"]
    assert person.figure("memory") == " of ".join(VOICE.size(size) for size in memory)
    assert person.figure("storage") == f"{VOICE.size(storage['needed_bytes'])} of {VOICE.size(storage['usable_bytes'])}"
    assert person.figure("ports") == str(design["ports_per_node"])
    assert person.window.view.panel.price.text() == VOICE.money(Decimal(design["price"]["total_net"]))
    words = person.words()
    for one in made["topologies"]:
        assert str(TOPOLOGIES[one["id"]]) in words
        assert all(reason["text"] in words for reason in one["reasons"])


def check_bill(person: Person, design: dict[str, Any]) -> None:
    bill = next(view for view in person.window.view.stack.currentWidget().findChildren(QTableView) if view.isVisible())
    model = bill.model()
    shown = [[model.index(row, column).data() for column in (0, 2, 4)] for row in range(model.rowCount())]
    lines = [
        [line["position"], VOICE.number(line["quantity"]), ENGLISH.money(Decimal(line["net"]))]
        for line in design["bill"]
    ]
    assert sorted(shown) == sorted(lines)


def check_files(person: Person, folder: Path, design: dict[str, Any]) -> None:
    pdf, book = (next(folder.glob(f"*.{ending}")) for ending in ("pdf", "xlsx"))
    assert str(pdf) in person.words()
    assert str(book) in person.words()
    total = Decimal(design["price"]["total_net"])
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert f"{total:,.2f}" in text
    assert "Müller & Söhne <GmbH>" in text
    sheets = openpyxl.load_workbook(book, data_only=True)
    cells = [cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row]
    sheets.close()
    assert float(total) in [cell for cell in cells if isinstance(cell, int | float)]


def test_what_is_undone_is_sized_again(person: Person) -> None:
    walk(person)
    before = person.window.view.panel.price.text()
    person.press("Ctrl+2")
    person.fill("workload.years", "10")
    person.wait()
    assert person.window.view.panel.price.text() != before
    person.press("Ctrl+Z")
    person.wait()
    assert person.window.view.panel.price.text() == before


def test_a_project_that_asks_too_much_says_so(person: Person) -> None:
    walk(person)
    person.go(StepId.BUDGET)
    person.fill("budget.net", "1000")
    person.wait()
    step = person.step(StepId.RECOMMENDATION)
    assert step.state == "question"
    assert step.note.startswith("Budget: ")
    assert "more than the budget of 1,000.00" in person.window.view.panel.price_remark.text()
