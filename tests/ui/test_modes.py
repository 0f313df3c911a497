"""Plain and expert: two ways to the same project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from tests.documents import sample
from tests.ui import fakes
from tests.ui.person import Person
from wizard.flow.questions import chosen, chosen_all, is_unknown, said
from wizard.flow.steps import STEPS, StepId
from wizard.model.project import Project
from wizard.persistence.projects import read_project
from wizard.ui.dialogs import Unsaved
from wizard.ui.pages.plain_result import PlainResultPage
from wizard.ui.widgets.base import Combo
from wizard.ui.widgets.question import QuestionCard
from wizard.ui.widgets.rules import RulesCard

OpenWindow = Callable[..., Person]


def answer(person: Person, question: str, words: str) -> None:
    """Click an answer."""
    card = person.found(QuestionCard, f"question-{question}")
    radio = next(one for one in card.buttons if one.text().startswith(words))
    person.window.view.stack.currentWidget().ensureWidgetVisible(radio)
    radio.setFocus()
    person.press("Space")


def pick(person: Person, program: str, size: str) -> None:
    combo = person.found(Combo, f"program-{program}")
    combo.setFocus()
    rows = [combo.itemText(row) for row in range(combo.count())]
    for _ in range(rows.index(size) - combo.currentIndex()):
        person.press("Down")


def plain(person: Person) -> None:
    person.press("Ctrl+M")
    person.qtbot.waitUntil(lambda: person.session.plain)
    person.wait()


def test_switching_keeps_every_answer(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    person.go(StepId.BUDGET)
    person.fill("budget.net", "about a lot")
    before = person.session.project
    for _ in range(4):
        person.session.set_plain(plain=not person.session.plain)
        person.rest()
        for step in STEPS:
            person.window.view.go_to(list(StepId).index(step.id))
            person.wait()
    assert person.session.project == before
    person.go(StepId.BUDGET)
    assert person.line("budget.net").text() == "about a lot"


def test_an_answer_in_plain_words_stands_in_the_expert_field(open_window: OpenWindow) -> None:
    person = open_window()
    plain(person)
    assert person.step(StepId.AVAILABILITY).title == "If something breaks"
    person.go(StepId.AVAILABILITY)
    answer(person, "downtime", "an hour")
    person.go(StepId.WORKLOAD)
    answer(person, "growth", "I don’t know")
    assert person.step(StepId.WORKLOAD).note == "Programs: none yet"
    pick(person, "files", "about 2 TB")
    assert person.window.actions_["undo"].toolTip() == "Undo: Shared files (Ctrl+Z)"
    person.press("Ctrl+M")
    person.qtbot.waitUntil(lambda: not person.session.plain)
    person.wait()
    person.go(StepId.AVAILABILITY)
    assert person.line("availability.rto_minutes").text() == "60"
    person.go(StepId.WORKLOAD)
    assert person.line("workload.growth_percent_per_year").text() == "20"
    assert "not known to the customer" in person.words(person.field("workload.growth_percent_per_year"))
    assert person.step(StepId.WORKLOAD).state == "question"
    person.fill("workload.growth_percent_per_year", "15")
    assert person.step(StepId.WORKLOAD).state == "done"
    plain(person)
    person.go(StepId.WORKLOAD)
    assert "have another answer" in person.words()
    answer(person, "growth", "fast")
    assert person.session.project.workload.growth_percent_per_year == 40
    person.press("Ctrl+Z")
    assert person.session.project.workload.growth_percent_per_year == 15


def test_the_lay_customer_hands_over_what_the_partner_opens(open_window: OpenWindow, tmp_path: Path) -> None:
    lay = open_window(answers=fakes.Answers(saving=tmp_path / "self.json"))
    lay.window.show_start()
    lay.click(lay.found(QPushButton, "self-assessment"))
    assert lay.session.plain
    lay.fill("customer.name", "Musterladen e.U.")
    answer(lay, "people", "about 25")
    lay.click(lay.window.view.next_button)
    lay.click(lay.found(QPushButton, "usual-programs"))
    for step in STEPS[1:7]:
        lay.go(step.id)
        for card in lay.window.view.stack.currentWidget().findChildren(QuestionCard):
            if card.isVisible():
                answer(lay, card.question.id, "I don’t know")
    lay.wait()
    lay.go(StepId.RECOMMENDATION)
    words = lay.words()
    assert "not an offer" in words
    assert " to " in lay.found(QLabel, "price-band").text()
    assert not {"Ceph", "quorum", "RTO"} & set(words.split())
    lay.go(StepId.OFFER)
    assert "assumed: half a day" in lay.words()
    lay.click(lay.found(QPushButton, "hand-over"))
    saved = read_project(tmp_path / "self.json")
    assert saved.customer.name == "Musterladen e.U."

    partner = open_window(answers=fakes.Answers(opening=tmp_path / "self.json", leaving=Unsaved.DISCARD))
    partner.press("Ctrl+O")
    partner.wait()
    assert partner.session.project == saved
    assert not partner.session.plain
    words = partner.words()
    assert "Open questions" in words
    assert "How many people work with computers?" in words
    assert "about 25" in words
    links = partner.window.findChildren(QPushButton)
    link = next(one for one in links if one.accessibleName().startswith("Answer: If a server"))
    partner.window.view.stack.currentWidget().ensureWidgetVisible(link)
    partner.click(link)
    partner.qtbot.waitUntil(lambda: partner.window.view.step is StepId.AVAILABILITY)
    partner.fill("availability.rto_minutes", "30")
    partner.go(StepId.CUSTOMER)
    assert "If a server breaks" not in partner.words()


def tab_to(person: Person, name: str) -> QWidget:
    """Press Tab until what has a name has the focus."""
    for _ in range(120):
        if person.focus().accessibleName().startswith(name):
            return person.focus()
        person.press("Tab")
    raise AssertionError(f"{name} is not reached by Tab")


def test_a_lay_customer_answers_everything_by_keyboard(open_window: OpenWindow, tmp_path: Path) -> None:
    person = open_window(answers=fakes.Answers(saving=tmp_path / "keys.json"))
    person.window.show_start()
    tab_to(person, "Self-assessment")
    person.press("Space")
    person.qtbot.waitUntil(lambda: person.session.plain and not person.window.at_start)
    person.write("Musterladen e.U.")
    for step in STEPS[:7]:
        person.qtbot.waitUntil(lambda step=step: person.window.view.step is step.id)
        person.wait()
        if step.id is StepId.WORKLOAD:
            tab_to(person, "Shared files")
            person.press("Down")
        for card in person.window.view.stack.currentWidget().findChildren(QuestionCard):
            if not card.isVisible():
                continue
            question = card.question
            for _ in range(120):
                if person.focus() is card.buttons[0]:
                    break
                person.press("Tab")
            if question.several:
                person.press("Tab")
                person.press("Space")
                person.press("Tab")
                person.press("Space")
                assert len(chosen_all(question, person.session.project)) == 2, question.id
            else:
                beside = card.buttons[1].y() == card.buttons[0].y()
                person.press("Right" if beside else "Down")
                person.press("Space")
                assert chosen(question, person.session.project) is question.answers[1], question.id
            assert not is_unknown(question, person.session.project)
        person.press("Alt+Right")
    person.wait()
    assert person.window.view.step is StepId.RECOMMENDATION
    assert "not an offer" in person.words()
    assert person.session.project.customer.name == "Musterladen e.U."
    assert person.session.project.survey["special"] == "gpu,dongle"
    person.press("Alt+Right")
    tab_to(person, "Save the answers")
    person.press("Space")
    saved = read_project(tmp_path / "keys.json")
    words = {str(question): str(answers) for question, answers in said(saved)}
    needed = "USB keys that a program does not run without (dongles)"
    assert words["Is there anything special?"] == f"graphics cards, CAD or AI, {needed}"


def test_an_empty_suggestion_leads_to_the_question_that_is_missing(open_window: OpenWindow) -> None:
    person = open_window()
    plain(person)
    person.go(StepId.RECOMMENDATION)
    page = person.window.view.stack.currentWidget()
    assert isinstance(page, PlainResultPage)
    assert not page.card.isVisible()
    assert page.missing.button.text() == "Go to “What runs today”"
    person.click(page.missing.button)
    assert person.window.view.step is StepId.WORKLOAD
    answer(person, "growth", "I don’t know")
    person.click(person.found(QPushButton, "usual-programs"))
    person.wait()
    person.go(StepId.RECOMMENDATION)
    person.wait()
    assert page.card.isVisible()
    assert not page.missing.isVisible()


def test_not_known_of_several_answers_takes_the_others_back(open_window: OpenWindow) -> None:
    person = open_window()
    plain(person)
    person.go(StepId.STORAGE)
    card = person.found(QuestionCard, "question-keep")
    answer(person, "keep", "servers")
    answer(person, "keep", "a device that writes")
    assert [one.isChecked() for one in card.buttons] == [False, True, False, True, False, False]
    answer(person, "keep", "I don’t know")
    assert [one.isChecked() for one in card.buttons] == [False] * 5 + [True]
    answer(person, "keep", "none")
    answer(person, "keep", "servers")
    assert [one.isChecked() for one in card.buttons] == [False, True, False, False, False, False]
    person.press("Ctrl+Z")
    assert [one.isChecked() for one in card.buttons] == [True, False, False, False, False, False]


def test_only_the_sums_are_known(open_window: OpenWindow) -> None:
    person = open_window()
    plain(person)
    answer(person, "people", "about 50")
    person.go(StepId.WORKLOAD)
    guests, disk = (person.found(QPushButton, "take-sums").parent().lines[key] for key in ("guests", "disk"))
    assert guests.placeholderText() == "assumed: 10"
    disk.setFocus()
    person.write("lots")
    person.press("Return")
    assert "is not a size" in person.words()
    assert person.session.project.workload.groups == ()
    person.press("Ctrl+A")
    person.write("2 TB")
    person.press("Return")
    (group,) = person.session.project.workload.groups
    assert (group.count, group.disk) == (10, 200 * 10**9)
    assert "workload.groups" in person.session.project.unknown


def _leaves(model: Any, path: str = "") -> list[str]:
    found = []
    for name, field in model.model_fields.items():
        inner = next((one for one in [field.annotation, *getattr(field.annotation, "__args__", ())]
                      if isinstance(one, type) and hasattr(one, "model_fields")), None)  # fmt: skip
        # The offer, what was sent and the answers to a tender are no parameters of the sizing.
        if name not in ("offer", "revisions", "tender"):
            found += _leaves(inner, f"{path}{name}.") if inner else [f"{path}{name}"]
    return found


def test_every_parameter_can_be_reached_in_expert_mode(open_window: OpenWindow) -> None:
    """``survey`` and ``unknown`` are written by the plain questions; everything else has a control of its own."""
    person = open_window()
    person.session.open(sample.project(), None)
    names: set[str] = set()
    for step in STEPS:
        person.go(step.id)
        names |= person.paths()
    assert sorted(set(_leaves(Project)) - {"format", "survey", "unknown"} - names) == []


def test_a_rule_of_practice_is_changed_and_given_back(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    person.go(StepId.BUDGET)
    card = person.window.view.stack.currentWidget().findChild(RulesCard)
    card.combo.setCurrentIndex(card.combo.findData("default.years"))
    person.window.view.stack.currentWidget().ensureWidgetVisible(card.add_button)
    person.click(card.add_button)
    assert person.session.project.rules == {"default.years": 3}
    person.press("Ctrl+A")
    person.write("five")
    assert person.step(StepId.BUDGET).state == "wrong"
    assert person.session.project.rules == {"default.years": 3}
    person.press("Ctrl+A")
    person.write("4.5")
    assert person.session.project.rules == {"default.years": 4.5}
    person.press("Ctrl+Z")
    assert card.lines["default.years"].text() == "3"
    (back,) = [one for one in card.findChildren(QPushButton) if one.text() == "As usual" and one.isVisible()]
    person.click(back)
    assert person.session.project.rules == {}


def test_a_click_while_another_language_is_prepared_is_heard(open_window: OpenWindow) -> None:
    person = open_window()
    old = person.window.content
    person.session.set_language("de")
    assert person.window.content is old
    QApplication.processEvents()
    QTest.mouseClick(person.step(StepId.BUDGET), Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert person.window.content is old
    person.rest()
    assert person.window.content is not old
    assert person.window.view.step is StepId.BUDGET
    assert "Was darf es kosten?" in person.words()
    assert person.focus() is person.line("budget.net")


def test_a_button_that_is_held_down_is_let_go_where_it_was_pressed(open_window: OpenWindow) -> None:
    person = open_window()
    old = person.window.content
    person.session.set_plain(plain=True)
    QTest.mousePress(person.step(StepId.SITES), Qt.MouseButton.LeftButton)
    for _ in range(100):
        QApplication.processEvents()
    assert person.window.content is old
    QTest.mouseRelease(person.step(StepId.SITES), Qt.MouseButton.LeftButton)
    person.rest()
    assert person.window.content is not old
    assert person.window.view.step is StepId.SITES
    assert "Where is it?" in person.words()


def test_what_is_typed_while_another_language_is_prepared_is_kept(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    person.go(StepId.WORKLOAD)
    person.session.set_language("de")
    table = person.table("workload.groups").view
    table.setCurrentIndex(table.model().index(0, 0))
    table.setFocus()
    for letter in "Mail and files":
        QTest.keyClick(person.focus(), letter)
    # And once more into a third language before the second is there.
    person.session.set_language("en")
    person.rest()
    assert person.session.project.workload.groups[0].name == "Mail and files"
    assert "What has to run?" in person.words()
    # A page is on its way when the words change, and somebody types into it already.
    QTest.keyClick(person.focus(), Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    person.session.set_language("de")
    QTest.keyClicks(person.focus(), "4200")
    person.rest()
    assert person.session.project.budget.net == 4200
    assert "Was darf es kosten?" in person.words()
