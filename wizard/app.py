"""Composition root of the desktop program: the only place where window, engine and edges meet."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication

from wizard.ui.curtain import Curtain
from wizard.ui.pace import keep_pace, tidy
from wizard.ui.theme import Mode, Theme, load_fonts

if TYPE_CHECKING:
    from wizard.flow.brand_desk import BrandDesk
    from wizard.flow.importing import Draft, Reading
    from wizard.flow.ordering import Order
    from wizard.flow.sizing import Sizer
    from wizard.model.inventory import Inventory
    from wizard.model.offer import Offer, OfferChange
    from wizard.model.project import Project, Topology
    from wizard.model.text import Language
    from wizard.persistence.settings import Settings
    from wizard.ui.services import Services
    from wizard.ui.window import Window

# Importing this module is quick: the curtain stands before the rest of the program is read.


class _Memory:
    """Recent files and choices in the settings file. What cannot be written is forgotten, without a word."""

    def paths(self) -> list[Path]:
        """Return the recent files; some may be gone by now."""
        return [Path(name) for name in self._read().recent]

    def remember(self, path: Path) -> None:
        """Put a file first."""
        self._write(self._read().with_recent(path))

    def forget(self, path: Path) -> None:
        """Leave a file away that is gone."""
        self._write(self._read().without_recent(path))

    def get(self, name: str) -> str | None:
        """Return a choice."""
        value = getattr(self._read(), name)
        return None if value is None else str(value)

    def set(self, name: str, value: str) -> None:
        """Remember a choice."""
        self._write(self._read().model_copy(update={name: value}))

    def _read(self) -> Settings:
        from wizard.persistence.settings import read_settings

        return read_settings()

    def _write(self, settings: Settings) -> None:
        from wizard.persistence.faults import SaveFault
        from wizard.persistence.settings import write_settings

        try:
            write_settings(settings)
        except SaveFault:
            return


def _own_sizer() -> Sizer:
    # Catalogue and rulebook are read beside the window, by the first sizing.
    from wizard.flow.sizing import own_sizer

    return own_sizer()


def _completed(sizer: Callable[[], Sizer], offer: Offer, record: Project) -> Offer:
    from wizard.flow.preparing import completed

    return completed(offer, record, lambda project, on: sizer().size(project, on))


def _write_order(
    offer: Offer, directory: Path, language: Language, order: Order, progress: Callable[[int], None]
) -> tuple[Path, ...]:
    from wizard.flow.quoting import write_order

    return write_order(offer, directory, language, order, progress)


def _write_pdf(offer: Offer, words: Language, order: Order) -> bytes:
    from wizard.flow.quoting import order_pdf

    return order_pdf(offer, words, order)


def _changes(
    sizer: Callable[[], Sizer], project: Project, on: date, topology: Topology | None
) -> tuple[OfferChange, ...]:
    from wizard.flow.revisions import changes_since

    return changes_since(project, sizer().size, on, topology)


def _brands() -> BrandDesk:
    from wizard.flow.brand_desk import BrandDesk

    return BrandDesk()


def _read_inventory(paths: Sequence[Path], words: Language) -> Inventory:
    from wizard.flow.importing import read_inventory

    return read_inventory(paths, words)


def _draft(inventory: Inventory, words: Language, reading: Reading) -> Draft:
    from wizard.flow.importing import draft

    return draft(inventory, language=words, basis=reading.basis, include_powered_off=reading.include_powered_off)


def services() -> Services:
    """Join the window to the real engine and the real files."""
    # What is slow to import is imported when it is first used, so that the window stands early.
    from wizard.flow.offers import make_offer
    from wizard.flow.opening import open_project
    from wizard.flow.price_desk import PriceDesk
    from wizard.flow.tender_desk import TenderDesk
    from wizard.importers.problems import ImportProblem
    from wizard.model.faults import InputFault
    from wizard.persistence.faults import FileFault, SaveFault
    from wizard.persistence.languages import LANGUAGES, language
    from wizard.persistence.projects import write_project
    from wizard.ui.services import Services

    # One for each window, until the prices in use are others.
    sizer = cache(_own_sizer)
    memory = _Memory()
    prices = PriceDesk(sizer.cache_clear)
    tender = TenderDesk(lambda project, on: sizer().size(project, on))
    return Services(
        size=lambda project, on: sizer().size(project, on), rulebook=lambda: sizer().rulebook,
        parts=lambda: sizer().parts(), explore=lambda *asked: sizer().explore(*asked),
        make_offer=make_offer, complete=partial(_completed, sizer), changes=partial(_changes, sizer),
        write_order=_write_order, write_pdf=_write_pdf, read_project=open_project, write_project=write_project,
        read_inventory=_read_inventory, draft=_draft, language=language,
        prices=prices, brands=_brands, tender=tender, languages=LANGUAGES, recent=memory, choices=memory,
        today=_today,
        faults=(InputFault, FileFault, SaveFault, ImportProblem, OSError),
    )  # fmt: skip


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _first_language(chosen: str | None) -> Language:
    from wizard.persistence.languages import LANGUAGES, language

    code = chosen or QLocale.system().name()[:2]
    return language(code if code in LANGUAGES else "en")


def _window(theme: Theme, *, at_start: bool) -> Window:
    from wizard.persistence.settings import read_settings
    from wizard.ui import i18n
    from wizard.ui.window import Window

    settings = read_settings()
    if theme.mode is not Mode(settings.theme):
        theme.choose(Mode(settings.theme))
    i18n.use(_first_language(settings.language))
    return Window(services(), theme, at_start=at_start)


def main(path: str | None = None) -> int:
    """Open the wizard, with a project if one is named; returns the exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    keep_pace()
    app.applicationStateChanged.connect(tidy)
    app.setApplicationName("Rackwright")
    app.setDesktopFileName("rackwright")
    load_fonts(app)
    theme = Theme(app)
    curtain = Curtain()
    curtain.show()
    app.processEvents()
    window = _window(theme, at_start=path is None)

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        window.dialogs.report(window, "".join(traceback.format_exception(kind, error, trace)))

    sys.excepthook = report
    window.show()
    curtain.close()
    if path is not None:
        QTimer.singleShot(0, window, lambda: window.open_path(Path(path)))
    try:
        return app.exec()
    finally:
        sys.excepthook = sys.__excepthook__
