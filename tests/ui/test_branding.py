"""Branding at the window: fields with their faults, templates with their line, the real pages beside them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from tests.documents import sample
from tests.documents.helpers import pdf_text
from tests.ui import fakes
from tests.ui.person import Person
from wizard import app
from wizard.assets import Assets, folder
from wizard.flow.brand_desk import BrandDesk, own_brand
from wizard.flow.steps import StepId
from wizard.persistence import files
from wizard.persistence.brands import read_brand
from wizard.persistence.projects import read_project
from wizard.persistence.settings import read_settings
from wizard.ui.dialogs import Unsaved
from wizard.ui.tools.branding import BrandingTool

OpenWindow = Callable[..., Person]
FONTS = folder(Assets.RESOURCES) / "fonts"


def tool(person: Person) -> BrandingTool:
    return person.open_tool(BrandingTool, "Ctrl+Shift+B")


def pages(made: BrandingTool) -> int:
    return len([page for page in made.preview.findChildren(QLabel, "preview-page") if page.isVisible()])


def template(person: Person, made: BrandingTool, text: str) -> None:
    made.texts.editor.setFocus()
    person.press("Ctrl+A")
    person.press("Del")
    for line in text.split("\n"):
        person.write(line)
        QTest.keyClick(made.texts.editor, Qt.Key.Key_Return)
    person.settle(made)


def test_the_offer_is_seen_in_the_look_that_is_typed_and_kept(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    person.wait()
    made = tool(person)
    person.qtbot.waitUntil(lambda: pages(made) > 3, timeout=30_000)
    made.look.company.setFocus()
    person.write("Muster & Söhne <GmbH> (invented)")
    made.look.letterhead.setFocus()
    person.write("Street 1")
    QTest.keyClick(made.look.letterhead, Qt.Key.Key_Return)
    person.write("Town")
    made.look.colours[0].line.setFocus()
    person.write("#7a1f5c")
    person.settle(made)
    assert made.problems == ()
    person.click(made.use_button)
    person.settle(made)
    brand = own_brand()
    assert brand is not None
    assert (brand.name, brand.accent) == ("Muster & Söhne <GmbH> (invented)", "#7A1F5C")
    assert brand.letterhead == ("Street 1", "Town")
    assert read_settings().brand == str(BrandDesk().proposal)
    person.press("Esc")
    assert person.window.tools.current is None
    assert person.answers.asked == 0
    again = tool(person)
    assert again.look.company.text() == brand.name
    person.click(again.plain_button)
    person.settle(again)
    assert own_brand() is None
    assert read_brand(BrandDesk().proposal).accent == "#7A1F5C", "the files stay"


def test_the_example_is_shown_where_there_is_no_offer(open_window: OpenWindow) -> None:
    person = open_window()
    made = tool(person)
    person.qtbot.waitUntil(lambda: pages(made) > 3, timeout=60_000)


def test_the_export_is_written_in_it(open_window: OpenWindow, tmp_path: Path) -> None:
    person = open_window(app.services(), fakes.Answers(directory=tmp_path))
    person.session.open(read_project(Path("templates/examples/branch-shop.json")), None)
    person.wait()
    made = tool(person)
    person.click(made.example_button)
    person.settle(made)
    person.press("Ctrl+S")
    person.settle(made)
    person.press("Esc")
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow)
    person.go(StepId.OFFER)
    person.wait()
    person.window.actions_["export"].trigger()
    person.qtbot.waitUntil(lambda: person.window.exports.written is not None, timeout=60_000)
    (path,) = tmp_path.glob("*.pdf")
    assert "Example Systems Ltd" in pdf_text(path.read_bytes())


def test_a_fault_of_a_template_stands_at_its_line(open_window: OpenWindow) -> None:
    person = open_window(answers=fakes.Answers(leaving=Unsaved.DISCARD))
    made = tool(person)
    template(person, made, "Dear {{ contact }},\n\n{{ nobody }}")
    assert "letter.en.txt:3: 'nobody' is undefined" in made.texts.fault.text()
    (mark,) = made.texts.editor.extraSelections()
    assert mark.cursor.block().text() == "{{ nobody }}"  # type: ignore[attr-defined]
    assert not made.use_button.isEnabled()
    made.texts.language.setCurrentIndex(made.texts.language.findData("de"))
    person.settle(made)
    assert made.texts.editor.toPlainText() == ""
    assert "letter.en.txt:3" in made.texts.others.text(), "a fault of another text is not forgotten"
    made.texts.language.setCurrentIndex(made.texts.language.findData("en"))
    template(person, made, "{% for a in [1,2] %}x")
    assert "letter.en.txt:" in made.texts.fault.text()
    template(person, made, "{{ ''.__class__.__mro__ }}")
    assert "letter.en.txt:1" in made.texts.fault.text()
    template(person, made, "{{ 9**9**9**9 }}")
    assert "not allowed" in made.texts.fault.text()
    template(person, made, "Dear {{ contact }}")
    assert made.texts.fault.text() == ""
    assert made.use_button.isEnabled()


def test_a_value_is_inserted_by_name(open_window: OpenWindow) -> None:
    person = open_window(answers=fakes.Answers(leaving=Unsaved.DISCARD))
    made = tool(person)
    made.texts.value.setCurrentIndex(made.texts.value.findData("total_net"))
    person.click(person.found(QPushButton, "insert-value"))
    assert made.texts.editor.toPlainText() == "{{ total_net }}"
    person.press("Ctrl+Z")
    assert made.texts.editor.toPlainText() == ""
    person.press("Ctrl+Y")
    assert made.texts.editor.toPlainText() == "{{ total_net }}"


@pytest.mark.parametrize(("colour", "said"), [("#FFDD00", "Too light"), ("#12345", "write a colour as"), ("red", "wr")])
def test_a_colour_that_cannot_be_read_is_said(open_window: OpenWindow, colour: str, said: str) -> None:
    person = open_window(answers=fakes.Answers(leaving=Unsaved.DISCARD))
    made = tool(person)
    field = made.look.colours[1]
    field.line.setFocus()
    person.write(colour)
    person.settle(made)
    assert said in field.field.message
    assert field.line.property("invalid")
    assert field.line.text() == colour
    assert not made.use_button.isEnabled()
    person.press("Ctrl+A")
    person.press("Del")
    person.settle(made)
    assert "WCAG AA is met" in field.field.message


def test_a_colour_is_picked(open_window: OpenWindow) -> None:
    person = open_window(answers=fakes.Answers(colouring="#102030", leaving=Unsaved.DISCARD))
    made = tool(person)
    person.click(person.found(QPushButton, "pick-accent"))
    assert made.bench.brand.accent == "#102030"
    assert made.look.colours[0].line.text() == "#102030"


def test_names_and_letterheads_that_are_too_long_are_refused_and_stay(open_window: OpenWindow) -> None:
    person = open_window(answers=fakes.Answers(leaving=Unsaved.DISCARD))
    made = tool(person)
    made.look.company.setText("x" * 10_000)
    made.look.company.textEdited.emit(made.look.company.text())
    made.look.letterhead.setFocus()
    for _ in range(7):
        person.write("line")
        QTest.keyClick(made.look.letterhead, Qt.Key.Key_Return)
    person.settle(made)
    assert "200" in made.look.company_field.message
    assert "6" in made.look.letterhead_field.message
    assert len(made.look.company.text()) == 10_000
    assert not made.use_button.isEnabled()


def test_logo_and_fonts_are_chosen_tried_and_removed(open_window: OpenWindow, tmp_path: Path) -> None:
    content = io.BytesIO()
    Image.new("RGBA", (300, 80), (200, 30, 30, 128)).save(content, "PNG")
    logo, broken = tmp_path / "Logo <&>.png", tmp_path / "broken.png"
    logo.write_bytes(content.getvalue())
    broken.write_bytes(b"\x89PNG no picture")
    person = open_window(answers=fakes.Answers(picking=broken, leaving=Unsaved.DISCARD))
    made = tool(person)
    person.click(made.look.logo.choose)
    person.settle(made)
    assert "broken.png" in made.look.logo_fault.text()
    person.answers.picking = logo
    person.click(made.look.logo.choose)
    person.settle(made)
    assert not made.look.logo_fault.isVisible()
    assert made.look.logo.picture.isVisible()
    person.answers.picking = FONTS / "Inter-Bold.ttf"
    person.click(made.look.regular.choose)
    person.settle(made)
    assert "both fonts are needed" in made.look.fonts_fault.text()
    person.click(made.look.semibold.choose)
    person.settle(made)
    assert made.problems == ()
    person.answers.picking = tmp_path / "gone.png"
    person.click(made.look.logo.choose)
    person.settle(made)
    assert person.answers.shown_faults[-1][0] == "The file cannot be read."
    assert made.bench.brand.logo is not None
    person.click(made.look.logo.remove)
    assert made.bench.brand.logo is None
    person.press("Ctrl+Z")
    assert made.bench.brand.logo is not None


def test_a_full_disk_keeps_everything(open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    person = open_window(answers=fakes.Answers(leaving=Unsaved.DISCARD))
    made = tool(person)
    made.look.company.setFocus()
    person.write("Kept")
    person.settle(made)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", full)
        person.press("Ctrl+S")
        person.settle(made)
    ((title, lines),) = person.answers.shown_faults
    assert title == "The branding cannot be saved."
    assert "No space left on device" in lines[0]
    assert made.bench.dirty
    assert made.look.company.text() == "Kept"
    assert own_brand() is None


def test_a_branding_in_use_that_is_gone_is_said(open_window: OpenWindow, tmp_path: Path) -> None:
    BrandDesk().use(tmp_path / "gone")
    person = open_window(answers=fakes.Answers(directory=tmp_path))
    made = tool(person)
    assert person.answers.shown_faults[0][0] == "The branding in use cannot be read."
    person.click(made.open_button)
    person.settle(made)
    assert person.answers.shown_faults[1][0] == "The branding cannot be read."
    person.press("Esc")
    assert person.window.tools.current is None


@pytest.mark.parametrize("answer", list(Unsaved))
def test_closing_asks_about_changes(open_window: OpenWindow, answer: Unsaved) -> None:
    person = open_window(answers=fakes.Answers(leaving=answer))
    made = tool(person)
    made.look.company.setFocus()
    person.write("Example Ltd")
    person.settle(made)
    person.press("Esc")
    person.qtbot.waitUntil(lambda: (person.window.tools.current is None) is (answer is not Unsaved.CANCEL))
    assert person.answers.asked == 1
    assert (own_brand() is not None) is (answer is Unsaved.SAVE)
    person.answers.leaving = Unsaved.DISCARD


def test_f1_opens_its_page_of_the_guide(open_window: OpenWindow) -> None:
    from wizard.ui.guide import Guide

    person = open_window()
    made = tool(person)
    person.press("F1")
    (guide,) = made.findChildren(Guide)
    assert guide.list.currentItem().text() == "Branding"
    assert guide.isVisible()
    guide.close()
