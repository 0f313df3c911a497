"""Prices and parts: the catalogue that is sized and priced with, edited, or filled from a supplier's list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.model.catalogue import Catalogue
from wizard.model.price_list import PriceMapping
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.dialogs import Dialogs
from wizard.ui.i18n import shown, tr
from wizard.ui.session import Session
from wizard.ui.tools.bench import Bench
from wizard.ui.tools.editing import EditingTool
from wizard.ui.tools.parts import PartsPage
from wizard.ui.tools.price_list import PriceListPage
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import button, label
from wizard.ui.widgets.stack import PageStack

_SUFFIX: Final = ".json"


class PricesTool(EditingTool):
    """Two pages over one catalogue."""

    guide_page = "prices"

    def __init__(self, session: Session, dialogs: Dialogs, parent: QWidget) -> None:
        super().__init__(session, dialogs, parent, tr("Prices and parts"))
        desk = session.services.prices
        # Unless the catalogue in use can be read, the bundled one stays on the bench.
        self.bench = Bench(session, desk.bundled(), None, self)
        self._price_list: PriceListPage | None = None
        self._reading, self._listing = self.job(), self.job()

    # --- building ----------------------------------------------------------------------------------------------------

    def build(self) -> Steps:
        """Make the page of the parts; that of a list is made when it is first looked at."""
        self.add(self._head())
        self.add(self._tabs())
        yield
        self.parts, self.pages = PartsPage(self.session, self.bench), PageStack()
        self.add(self.pages, 1)
        self.pages.setCurrentIndex(self.pages.addWidget(self.parts))
        yield from self.parts.build()
        self.add(self._footer())
        yield
        self.bench.changed.connect(self._refresh)
        self._refresh()
        self._read()

    @property
    def first(self) -> QWidget:
        """A part is searched first."""
        return self.parts.search

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        self.label, self.place = label("", "heading", wrap=True), label("", "caption", wrap=True)
        self.label.setObjectName("catalogue-label")
        self.place.setObjectName("catalogue-place")
        words.addWidget(self.label)
        words.addWidget(self.place)
        self.open_button = button(tr("Another catalogue …"), name="open-catalogue")
        self.open_button.clicked.connect(self._on_open)
        self.bundled_button = button(
            tr("Back to the bundled one"), name="use-bundled", hint=tr("Your own catalogue stays in its file")
        )
        self.bundled_button.clicked.connect(self._on_bundled)
        row = QHBoxLayout()
        row.addLayout(words, 1)
        row.addWidget(self.open_button)
        row.addWidget(self.bundled_button)
        return row

    def _tabs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self.tabs = []
        for number, (text, name) in enumerate(((tr("Parts"), "tab-parts"), (tr("Price list"), "tab-list"))):
            made = button(text, "tab", name=name)
            made.setCheckable(True)
            made.setAutoExclusive(True)
            made.clicked.connect(partial(self.show_page, number))
            row.addWidget(made)
            self.tabs.append(made)
        self.tabs[0].setChecked(True)
        row.addStretch(1)
        return row

    def _footer(self) -> QHBoxLayout:
        self.save_as_button = button(tr("Save as …"), name="save-catalogue-as")
        self.save_as_button.clicked.connect(self._on_save_as)
        self.on_keys("Ctrl+F", self._on_find)
        return self.footer(button(tr("Save and use"), "primary", name="save-catalogue"), self.save_as_button)

    @property
    def workpiece(self) -> Bench:
        """The catalogue on the bench."""
        return self.bench

    @property
    def price_list(self) -> PriceListPage:
        """The page of a price list, once it was looked at."""
        assert self._price_list is not None
        return self._price_list

    @property
    def waiting(self) -> bool:
        """Whether a report about a list is to come."""
        return self._price_list is not None and self._price_list.waiting

    def _judge_again(self) -> None:
        """Judge a list that is open by the catalogue that is on the bench now."""
        if self._price_list is not None:
            self._price_list.again()

    # --- showing -----------------------------------------------------------------------------------------------------

    def show_page(self, number: int) -> None:
        """Show the parts, or the price list."""
        self.turns.run(self._showing(number))

    def _showing(self, number: int) -> Steps:
        """Show a page; that of the price list is made when it is first looked at."""
        self.tabs[number].setChecked(True)
        if number and self._price_list is None:
            yield from self._make_list()
        self.pages.show_page(self.price_list if number else self.parts)
        # A list is kept by its own button.
        for made in (self.save_button, self.save_as_button):
            made.setVisible(number == 0)

    def _make_list(self) -> Steps:
        page = PriceListPage(self.session, self.bench, self._listing, partial(self.dialogs.price_list, self))
        yield from self.pages.making(page, page.build())
        page.take_requested.connect(self._on_take)
        self._price_list = page

    def read(self, path: Path) -> None:
        """Read a list that was dropped."""
        self.turns.run(self._read_list(path))

    def _read_list(self, path: Path) -> Steps:
        yield from self._showing(1)
        self.price_list.open(path)

    def _refresh(self) -> None:
        bench, catalogue = self.bench, self.bench.catalogue
        own = bench.path is not None
        self.label.setText(i18n.current().translate(catalogue.label))
        self.place.setText(
            tr("In use: {path}. Net prices in {currency}.", path=str(bench.path), currency=catalogue.currency) if own
            else tr("In use: the bundled catalogue. Net prices in {currency}. What you change is kept as a copy.",
                    currency=catalogue.currency)
        )  # fmt: skip
        self.bundled_button.setVisible(own)

    # --- files -------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        desk = self.session.services.prices
        self._reading.run(
            tr("Reading …"), tr("Your catalogue cannot be read. The bundled one is shown."),
            lambda: (desk.catalogue(), desk.path), lambda found: self._on_read(*found), self.ready,
        )  # fmt: skip

    def _on_read(self, catalogue: Catalogue, path: Path | None) -> None:
        self.bench.open(catalogue, path)
        self.ready()

    def _on_open(self) -> None:
        self.leave(self._choose)

    def _choose(self) -> None:
        path = self.dialogs.catalogue(self)
        if path is None:
            return
        desk = self.session.services.prices
        self._keeping.run(
            tr("Reading …"), tr("The catalogue cannot be read."),
            lambda: (desk.use(path), path), lambda found: self._on_used(*found),
        )  # fmt: skip

    def _on_bundled(self) -> None:
        self.leave(self._use_bundled)

    def _use_bundled(self) -> None:
        desk = self.session.services.prices
        self._keeping.run(
            tr("Reading …"), tr("The catalogue cannot be read."),
            lambda: desk.use(None), lambda found: self._on_used(found, None),
        )  # fmt: skip

    def _on_used(self, catalogue: Catalogue, path: Path | None) -> None:
        self.bench.open(catalogue, path)
        self._judge_again()
        self.done_keeping(tr("In use now. The project is sized anew."))

    def _on_take(self, catalogue: Catalogue, mapping: PriceMapping, name: str) -> None:
        self.bench.take(catalogue, Text("Prices of {name}", name=name[:60]))
        self.keep(mapping=mapping)

    def keep(self, *_: object, path: Path | None = None, mapping: PriceMapping | None = None) -> None:
        """Write the catalogue and size with it from now on."""
        desk, catalogue = self.session.services.prices, self.bench.catalogue

        def write() -> Path:
            kept = desk.keep(catalogue, path)
            if mapping is not None:
                desk.remember(mapping)
            return kept

        self._keeping.run(tr("Writing …"), tr("The catalogue cannot be saved."), write, self._on_kept, self.not_kept)

    def _on_kept(self, path: Path) -> None:
        self.bench.mark_kept(path)
        self._judge_again()
        self.done_keeping(tr("In use now. The project is sized anew."))

    def _on_save_as(self) -> None:
        path = self.dialogs.save_catalogue(self, str(self.bench.path or self.session.services.prices.proposal))
        if path is not None:
            self.keep(path=path if path.suffix else path.with_name(path.name + _SUFFIX))

    def _on_find(self) -> None:
        self.show_page(0)
        self.parts.search.setFocus()

    def unreadable(self) -> Sequence[str]:
        """Return the texts in cells that are no values."""
        return [f"{shown(draft.name)}: {draft.text[:80]}" for draft in self.bench.drafts.values()]

    def forget_unreadable(self) -> None:
        """Give up the texts in cells that are no values."""
        self.bench.drafts.clear()
