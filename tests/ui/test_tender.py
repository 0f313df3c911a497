"""A tender at the screen: the buyer's list opened, answered, undone, blocked, written as a draft and as a bid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from tests.flow.test_tender import ROWS, buyers_workbook, firm_sizer
from tests.ui import fakes
from tests.ui.person import Person
from tests.ui.tool_scenes import rest
from wizard.app import services
from wizard.assets import Assets, folder
from wizard.flow.positions import change_terms
from wizard.flow.tender_desk import TenderDesk
from wizard.persistence.projects import read_project
from wizard.persistence.settings import read_settings
from wizard.ui.tools.tender import TenderTool
from wizard.ui.tools.tender_answers import columns

OpenWindow = Callable[..., Person]
EXAMPLE = folder(Assets.TEMPLATES) / "examples" / "vmware-replacement.json"
COLUMNS = [column.key for column in columns()]


@pytest.fixture
def person(open_window: OpenWindow, tmp_path: Path) -> Iterator[Person]:
    buyers = buyers_workbook(tmp_path / "Anlage 3 – Kriterien für Ü.xlsx")
    answers = fakes.Answers(directory=tmp_path / "bid", picking=buyers)
    made = open_window(replace(services(), today=lambda: date(2026, 11, 22)), answers)
    made.session.open(read_project(EXAMPLE), None)
    made.wait()
    made.press("Ctrl+Shift+T")
    yield made
    tool(made).reject()
    made.window.tools.finish()


def tool(person: Person) -> TenderTool:
    return cast("TenderTool", person.window.tools.current)


def settled(person: Person) -> None:
    """Wait for the list, then for the pages that prove its answers."""
    here = tool(person)
    person.qtbot.waitUntil(lambda: not here.busy and not here._quiet.isActive(), timeout=60_000)
    rest(here)


def opened(person: Person) -> TenderTool:
    person.click(cast("QPushButton", tool(person).findChild(QPushButton, "open-list")))
    settled(person)
    return tool(person)


def cell(here: TenderTool, row: int, key: str) -> str:
    return str(here.model.index(row, COLUMNS.index(key)).data())


def edit(person: Person, row: int, key: str, text: str) -> None:
    here = tool(person)
    here.view.setFocus()
    here.view.setCurrentIndex(here.model.index(row, COLUMNS.index(key)))
    QTest.keyClick(here.view, Qt.Key.Key_F2)
    assert isinstance(person.focus(), QLineEdit)
    person.press("Ctrl+A")
    person.write(text)
    person.press("Return")


def choose(person: Person, row: int, status: str) -> None:
    here = tool(person)
    here.view.setFocus()
    here.view.setCurrentIndex(here.model.index(row, COLUMNS.index("status")))
    QTest.keyClick(here.view, Qt.Key.Key_F2)
    # The editor of a cell that was left is gone only with the next turn of the event loop.
    (combo,) = [one for one in here.view.findChildren(QComboBox) if one.isVisible()]
    words = [combo.itemText(at) for at in range(combo.count())]
    for _ in range(words.index(status) - combo.currentIndex()):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    person.press("Return")


def test_the_list_is_answered_and_the_buyers_words_stay(person: Person) -> None:
    before = (person.answers.picking or Path()).read_bytes()
    here = opened(person)
    assert [cell(here, row, "text") for row in range(len(ROWS))] == [text for _, _, text in ROWS]
    assert not here.model.index(0, COLUMNS.index("text")).flags() & Qt.ItemFlag.ItemIsEditable
    assert cell(here, 0, "klass") == "✓\u00a0exclusion criterion"
    assert cell(here, 4, "klass") == "✕\u00a0exclusion criterion: open"
    assert cell(here, 4, "status") == "not answered"
    assert cell(here, 3, "status") == "not fulfilled"
    assert "p. " in cell(here, 0, "evidence") or "S. " in cell(here, 0, "evidence")
    assert "open exclusion criteria: 1" in cast("QLabel", here.findChild(QLabel, "tender-counts")).text()
    assert not here.write_button.isEnabled()
    assert (person.answers.picking or Path()).read_bytes() == before


def test_answers_are_kept_in_the_project_undone_and_written(person: Person, tmp_path: Path) -> None:
    here = opened(person)
    person.click(here.draft_button)
    settled(person)
    assert (tmp_path / "bid" / "draft").is_dir()
    assert not (tmp_path / "bid" / "upload").exists()
    choose(person, 4, "fulfilled")
    edit(person, 4, "comment", "Certificate <7> & =1+1 😀")
    assert cell(here, 4, "klass") == "✓\u00a0exclusion criterion"
    (said,) = person.session.project.tender
    assert (said.status, said.comment, said.row) == ("fulfilled", "Certificate <7> & =1+1 😀", 9)
    person.press("Ctrl+Z")
    assert person.session.project.tender[0].comment is None
    assert person.session.project.tender[0].status == "fulfilled"
    person.press("Ctrl+Z")
    assert person.session.project.tender == ()
    assert cell(here, 4, "klass") == "✕\u00a0exclusion criterion: open"
    choose(person, 4, "fulfilled")
    assert cell(here, 4, "klass") == "✓\u00a0exclusion criterion"
    settled(person)
    # What else stands against it are the indicative prices: the checklist says so, and the bid stays shut.
    person.click(here.tabs[1])
    lines = [label.text() for label in here.checklist.findChildren(QLabel) if label.isVisible()]
    assert any(line.startswith("✕") and "indicative" in line for line in lines), lines
    assert not any(line.startswith("✕ exclusion") for line in lines), lines
    assert any(line.startswith("☐") for line in lines)
    assert not here.write_button.isEnabled()


def test_columns_are_corrected_and_remembered(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Lfd;Was wir wollen;Urteil;Anmerkung\n1;Mindestens 3 Server;;\n2;Ein Pferd;;\n", encoding="utf-8")
    person.answers.picking = path
    here = opened(person)
    assert here.opened is not None
    assert here.opened.listed is None
    assert here.columns_fold.is_open
    for field, words in (("text", "Was wir wollen"), ("answer", "Urteil")):
        combo = here.form.combos[field]  # type: ignore[index]
        combo.setCurrentIndex(combo.findText(words))
        combo.activated.emit(combo.currentIndex())
        settled(person)
    assert cell(here, 0, "text") == "Mindestens 3 Server"
    assert cell(here, 0, "status") == "fulfilled"
    assert read_settings().requirement_lists[0].columns["answer"] == "Urteil"
    here.take([path])
    settled(person)
    assert here.opened.remembered
    assert here.model.rowCount() == 2


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\x00" * 5000, b"a;b\n1;2\n", b"%PDF-1.7"])
def test_a_list_that_cannot_be_read_changes_nothing(person: Person, tmp_path: Path, content: bytes) -> None:
    here = opened(person)
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(content)
    here.take([path])
    settled(person)
    assert not person.answers.reports
    unreadable = bool(person.answers.shown_faults)
    # Either it is refused with a sentence, or its columns are asked for.
    assert unreadable or here.columns_fold.is_open
    assert (here.model.rowCount() == len(ROWS)) == unreadable
    here.take([tmp_path / "gone.xlsx"])
    settled(person)
    assert person.answers.shown_faults


def test_ten_thousand_requirements_and_the_longest_words(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    rows = "".join(f"{n};A;Mindestens {n} Server <b> & =x 😀 {'W' * 200};;\n" for n in range(1, 5001))
    path.write_text("Nr;Art;Anforderung;Erfüllt;Bemerkung\n" + rows, encoding="utf-8")
    tool(person).take([path])
    person.qtbot.waitUntil(lambda: tool(person).model.rowCount() == 5000, timeout=60_000)
    assert cell(tool(person), 0, "status") == "fulfilled"
    tool(person).cancel()
    assert not person.answers.reports


def test_writing_is_cancelled_and_leaves_nothing(person: Person, tmp_path: Path) -> None:
    here = opened(person)
    person.click(here.draft_button)
    here.cancel()
    person.window.tools.finish()
    rest(here)
    assert not (tmp_path / "bid").exists()
    assert not person.answers.reports
    assert not here.busy
    assert here.draft_button.isEnabled()


def test_a_bid_that_may_go_out_is_written_for_upload(open_window: OpenWindow, tmp_path: Path) -> None:
    buyers = tmp_path / "Kriterien.csv"
    buyers.write_text("Nr;Art;Anforderung;Antwort\n1;A;Mindestens 3 Server;\n2;A;Ein Pferd;\n", encoding="utf-8")
    sizer = firm_sizer()
    behind = replace(services(), size=sizer.size, tender=TenderDesk(sizer.size), today=lambda: date(2026, 11, 22))
    person = open_window(behind, fakes.Answers(directory=tmp_path / "bid", picking=buyers))
    project = change_terms(read_project(EXAMPLE), vendor="Bieter GmbH", binding_until=date(2027, 2, 28))
    person.session.open(project, None)
    person.wait()
    person.press("Ctrl+Shift+T")
    here = opened(person)
    assert not here.write_button.isEnabled(), "the horse is an open exclusion criterion"
    choose(person, 1, "fulfilled")
    settled(person)
    person.click(here.write_button)
    settled(person)
    names = sorted(path.name for path in (tmp_path / "bid" / "upload").iterdir())
    assert len(names) == 3
    assert all(name.isascii() for name in names)
    filled = next(path for path in (tmp_path / "bid" / "upload").iterdir() if path.suffix == ".csv")
    assert filled.read_text(encoding="utf-8-sig").splitlines()[2].startswith("2;A;Ein Pferd;erfüllt")
    assert "upload" not in buyers.read_text(encoding="utf-8")
    assert (tmp_path / "bid" / "checklist.txt").exists()
    here.reject()
    person.window.tools.finish()
