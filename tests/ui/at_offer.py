"""Where a person stands who looks at the offer of the branch shop."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QPushButton

from tests.ui.person import Person
from wizard.assets import Assets, folder
from wizard.ui.pages.offer import OfferPage

EXAMPLE = folder(Assets.TEMPLATES) / "examples" / "branch-shop.json"
DAY = date(2026, 11, 22)


def page(person: Person) -> OfferPage:
    shown = person.window.view.stack.currentWidget()
    assert isinstance(shown, OfferPage)
    return shown


def tab(person: Person, key: str) -> None:
    """Click a tab of the page."""
    person.click(person.found(QPushButton, f"tab-{key}"))
    person.wait()
