"""Help: the guide at F1, the glossary on every term, the keys, and what is said on first use."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PIL import Image
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFrame, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.documents import sample
from tests.ui import fakes
from tests.ui.person import Person
from tests.ui.screenshots import GUIDE, README, end, guide_pages, readme_page, settle, words_of
from wizard.assets import Assets, folder
from wizard.flow.glossary import glossary, terms_in
from wizard.flow.steps import STEPS, StepId
from wizard.ui.guide import PAGES
from wizard.ui.theme import BASE_PIXELS, Theme, font
from wizard.ui.widgets.terms import TermButton, TermCard
from wizard.ui.widgets.why import WhyCard

OpenWindow = Callable[..., Person]
_WRITTEN = [name for name in PAGES if name not in ("keys", "glossary")]


@pytest.mark.parametrize("code", ["en", "de"])
@pytest.mark.parametrize("page", _WRITTEN)
def test_each_page_of_the_guide_is_written_and_its_pictures_and_links_exist(theme: Theme, page: str, code: str) -> None:
    text = (folder(Assets.RESOURCES) / "guide" / code / f"{page}.md").read_text(encoding="utf-8")
    assert text.startswith("# ")
    for picture in re.findall(r"!\[.+?\]\((.+?)\)", text):
        assert (GUIDE / picture).is_file()
        assert picture.endswith(f"-{code}.png")
    for link in re.findall(r"(?<!!)\[.+?\]\((.+?)\)", text):
        assert link.removesuffix(".md") in PAGES
    document = QTextDocument()
    document.setDefaultFont(font(BASE_PIXELS))
    document.setMarkdown(text)
    assert len(document.toPlainText()) > 200


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_pictures_show_the_pages_as_they_are(qapp: QApplication, theme: Theme, code: str) -> None:
    """After a change of a page: ``python -m tests.ui.screenshots OUT --guide``."""
    for name, window, page in guide_pages(theme, code):
        settle(qapp, window)
        with Image.open(GUIDE / f"{name}-{code}.png") as picture:
            # In whatever order its parts were made.
            drawn, now = (sorted(words.split("\n")) for words in (picture.text["words"], words_of(page)))
            assert drawn == now, f"{name}-{code}.png is older than its page"


def test_the_picture_of_the_readme_shows_the_page_as_it_is(qapp: QApplication, theme: Theme) -> None:
    window, page = readme_page(qapp, theme)
    with Image.open(README) as picture:
        assert picture.text["words"] == words_of(page), "the README's picture is older than its page"
    end(window)


def test_f1_leads_to_the_page_that_is_shown(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    for step in STEPS:
        person.go(step.id)
        person.window.actions_["help"].trigger()
        guide = person.window.guide
        assert guide is not None
        assert guide.list.currentItem().text() == str(PAGES[step.id])
        assert guide.isVisible()
    guide.close()
    person.window.show_start()
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow)
    person.window.start.assessment_tile.setFocus()
    person.press("F1")
    assert guide.list.currentItem().text() == "Start page"
    guide.text.anchorClicked.emit(QUrl("files.md"))
    assert "every three seconds" in guide.text.toPlainText()
    guide.close()
    person.window.show_steps()
    person.session.set_plain(plain=True)
    person.session.set_language("de")
    person.rest()
    person.window.actions_["help"].trigger()
    german = person.window.guide
    assert "Weiß ich nicht" in german.text.toPlainText()
    german.close()


def test_all_keys_are_listed(open_window: OpenWindow) -> None:
    person = open_window()
    person.press("Ctrl+F1")
    text = person.window.guide.text.toPlainText()
    for words, keys in person.window.actions_.shortcuts():
        assert words in text
        assert keys
        assert keys in text
    assert "fill down" in text
    person.window.guide.close()


def test_keys_have_the_names_of_the_readers_keyboard(open_window: OpenWindow) -> None:
    person = open_window()
    assert person.window.actions_["save_as"].toolTip() == "Save as … (Ctrl+Shift+S)"
    person.session.set_language("de")
    person.rest()
    assert person.window.actions_["save_as"].toolTip() == "Speichern unter … (Strg+Umschalt+S)"
    assert person.step(StepId.SITES).toolTip() == "Standorte (Strg+3)\n1 Standort"
    person.press("Ctrl+F1")
    text = person.window.guide.text.toPlainText()
    assert "Ctrl" not in text
    assert {"Alt+Links", "Entf", "Umschalt+Tab"} <= set(text.replace(", ", "\n").split("\n"))
    person.window.guide.close()
    person.session.set_language("en")
    person.rest()
    assert person.step(StepId.SITES).toolTip() == "Sites (Ctrl+3)\n1 site"


def test_qt_speaks_the_language_of_the_window(open_window: OpenWindow) -> None:
    person = open_window()
    for code, words in (("de", "Abbrechen"), ("en", "Cancel")):
        person.session.set_language(code)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        assert box.buttons()[0].text().replace("&", "") == words


def test_a_term_is_explained_beside_its_field(open_window: OpenWindow) -> None:
    person = open_window()
    person.go(StepId.AVAILABILITY)
    buttons = person.field("availability.rpo_minutes").findChildren(TermButton)
    assert buttons[0].accessibleName().startswith("What it means: RPO")
    buttons[0].setFocus()
    person.press("Space")
    card = QApplication.activePopupWidget()
    assert isinstance(card, TermCard)
    assert "how much of the latest work may be lost" in card.accessibleName()
    for words in card.findChildren(QLabel):  # no line is cut
        assert words.height() >= words.heightForWidth(words.width())
    person.qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    person.go(StepId.WORKLOAD)
    model = person.table("workload.groups").model
    column = [one.key for one in model.columns].index("apart")
    words = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "never share a node" in words


def test_texts_of_panel_and_recommendation_explain_their_terms(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    person.wait()
    for code in ("en", "de"):
        person.session.set_language(code)
        person.rest()
        person.go(StepId.RECOMMENDATION)
        person.wait()
        panel = person.window.view.panel
        assert {"node", "ceph"} <= {term.id for term in panel.about.terms}
        panel.about.setFocus()
        assert panel.about.hasFocus(), "it is not reached by keyboard"
        person.press("Space")
        card = panel.about.findChild(TermCard)
        assert card is not None
        term = next(one for one in glossary() if one.id == "ceph")
        assert term.texts[code] in card.accessibleName()
        card.close()
        page = person.window.view.stack.currentWidget()
        blocks: set[str] = set()
        for one in page.findChildren(TermButton):
            owner = one.parentWidget()
            if one.isVisible():
                assert one.terms
                blocks.add(type(owner).__name__)
        assert {"Comparison", "Notice", "VariantCard"} <= blocks


def test_why_explains_the_terms_of_its_calculations(open_window: OpenWindow) -> None:
    person = open_window()
    person.session.open(sample.project(), None)
    person.wait()
    panel = person.window.view.panel
    person.click(panel.figures["storage"])
    card = person.window.findChild(WhyCard, "why")
    assert card is not None
    assert card.isVisible()
    assert card.about.isVisible() == bool(card.about.terms)


def test_the_glossary_lists_every_term_in_both_languages(open_window: OpenWindow) -> None:
    person = open_window()
    for code in ("en", "de"):
        person.session.set_language(code)
        person.rest()
        person.window._show_guide("glossary")
        text = person.window.guide.text.toPlainText()
        for term in glossary():
            assert term.names[code] in text
            assert term.texts[code] in text
        person.window.guide.close()
    assert [term.id for term in terms_in("Survive the loss of a site", "Needs a witness")][:2] == ["site", "witness"]


def test_what_a_step_is_for_is_said_once(open_window: OpenWindow, qtbot: QtBot) -> None:
    behind = fakes.services()
    behind.choices.set("seen", "")
    person = open_window(behind)
    person.go(StepId.SITES)
    hint = person.found(QFrame, "first-use")
    assert "One place needs no row" in hint.accessibleName()
    person.click(person.found(QPushButton, "understood"))
    assert not hint.isVisible()
    assert behind.choices.get("seen") == "sites"
    again = open_window(behind)
    again.go(StepId.SITES)
    assert again.window.view.stack.currentWidget().findChildren(QFrame, "first-use") == []
    again.go(StepId.BACKUP)
    assert again.found(QFrame, "first-use").isVisible()
