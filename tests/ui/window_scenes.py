"""What a window shows beside its steps: the tabs of the offer, and the cards and dialogs that open over it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from tests.documents import sample
from wizard.flow.steps import StepId
from wizard.persistence.faults import FileFault
from wizard.persistence.projects import read_project
from wizard.persistence.recovery import Recovery
from wizard.ui import i18n
from wizard.ui.autosave import Left
from wizard.ui.dialogs import Dialogs
from wizard.ui.i18n import tr
from wizard.ui.pages.offer import OfferPage
from wizard.ui.pages.recommendation import RecommendationPage
from wizard.ui.report import ReportDialog
from wizard.ui.services import fault_lines
from wizard.ui.widgets.fold import Fold
from wizard.ui.widgets.terms import TermButton, TermCard
from wizard.ui.window import Window

_LATE = datetime(2026, 11, 22, 9, 41, 7, tzinfo=UTC)
_DETAILS = 'Traceback (most recent call last):\n  File "wizard/flow/steps.py", line 41, in problems\nKeyError: 4'
_UNREADABLE = b'{"format": "rackwright-project/1", "sites": [{"name": ""}], "workload": {"groups": [{"count": -4}]}}'


def views(window: Window) -> Iterator[str]:
    """Show everything that a step has, one after the other: each tab with its folds open, in both views of an offer."""
    page = window.view.stack.currentWidget()
    if isinstance(page, RecommendationPage) and page.pictures.isVisible():
        for key in ("rack", "topology"):
            page.pictures.show_picture(key)
            yield key
        return
    if not isinstance(page, OfferPage):
        yield ""
        return
    for view in ("customer", "internal"):
        window.session.view = view
        page.refresh()
        for key in [key for key, made in page.tab_buttons.items() if not made.isHidden()]:
            page.show_tab(key)
            for fold in page.findChildren(Fold):
                if fold.isVisible():
                    fold.button.setChecked(True)
            yield f"{key} {view}"
    window.session.view = "customer"
    page.show_tab("bill")


def cards(window: Window) -> Iterator[tuple[str, QWidget]]:
    """Open what is opened over the window, and close it again."""
    yield from _why(window)
    yield from _terms(window)
    yield from _guide(window)
    yield from _left(window)
    yield from _boxes(window)


def _why(window: Window) -> Iterator[tuple[str, QWidget]]:
    window.show_steps(StepId.WORKLOAD)
    QApplication.processEvents()
    for key in ("nodes", "storage", "price"):
        figure = window.view.panel.figures[key]
        if figure.isVisible():
            figure.click()
            QApplication.processEvents()
            yield f"why-{key}", window
            figure.click()


def _terms(window: Window) -> Iterator[tuple[str, QWidget]]:
    window.show_steps(StepId.STORAGE)
    QApplication.processEvents()
    shown = [one for one in window.findChildren(TermButton) if one.isVisible()]
    if shown:
        most = max(shown, key=lambda one: len(one.terms))
        card = TermCard(most.terms, most)
        card.open_below(most)
        yield "term", card
        card.close()


def _guide(window: Window) -> Iterator[tuple[str, QWidget]]:
    for page in ("keys", "glossary", "offer"):
        window._show_guide(page)
        QApplication.processEvents()
        assert window.guide is not None
        yield f"guide-{page}", window.guide
        window.guide.close()


def _left(window: Window) -> Iterator[tuple[str, QWidget]]:
    recovery = Recovery(saved_at=_LATE, project=sample.project())
    window.show_start()
    window.session.services.recent.remember(Path("Musterwerk GmbH, VMware replacement 2027.rackwright.json"))
    window.start.refresh([Left(Path(), recovery, QLockFile(""))], can_go_back=True)
    QApplication.processEvents()
    yield "start-recovery", window
    window.show_steps()


def _fault_lines() -> tuple[str, ...]:
    """Return what is said about a file that cannot be read, in the language of the window."""
    try:
        read_project(Path("project.json"), _UNREADABLE)
    except FileFault as fault:
        return fault_lines(fault, i18n.current())
    raise AssertionError


def _boxes(window: Window) -> Iterator[tuple[str, QWidget]]:
    """Show the message boxes without waiting for an answer."""
    dialogs, opened, lines = Dialogs(), [], _fault_lines()

    def open_(box: QMessageBox) -> int:
        opened.append(box)
        box.show()
        return 0

    with patch.object(QMessageBox, "exec", open_):
        dialogs.unsaved(window, [f"{tr('Budget, net')}: ???"])
        dialogs.faults(window, "project.json", lines)
        title = tr("Send revision {label} of offer {number}?", label="A", number="AN-1")
        frozen = tr("It is frozen with its number and its date: no change and no undo takes it back.")
        dialogs.confirm(window, title, [frozen], tr("Send"))
    for name, box in zip(("unsaved", "faults", "confirm"), opened, strict=True):
        yield f"box-{name}", box
        box.close()
    report = ReportDialog(_DETAILS, window)
    report.show()
    yield "box-report", report
    report.close()
