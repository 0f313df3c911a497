"""Branding: how the documents look and what they say beside the figures, with the real pages beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from wizard.documents.branding import BrandProblem
from wizard.model.brand import Brand, BrandFile
from wizard.model.offer import Offer
from wizard.model.text import Text
from wizard.ui.dialogs import Dialogs
from wizard.ui.i18n import shown, tr
from wizard.ui.session import Session
from wizard.ui.tools.brand_bench import BrandBench
from wizard.ui.tools.brand_look import ColourField, LookCard
from wizard.ui.tools.brand_texts import TextsCard
from wizard.ui.tools.editing import EditingTool
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import button, label
from wizard.ui.widgets.preview import Preview
from wizard.ui.work import Worker

_PAUSE_MS: Final = 300
_WIDE, _NARROW, _ROOMY = 400, 300, 1100
"""Pixels of a page, and of a window that has room for a wide one."""


class BrandingTool(EditingTool):
    """Fields at the left, the pages of the current offer, or of the bundled example, at the right."""

    guide_page = "branding"

    def __init__(self, session: Session, dialogs: Dialogs, parent: QWidget) -> None:
        super().__init__(session, dialogs, parent, tr("Branding"))
        self._desk = session.services.brands()
        self._reading, self._trying = self.job(), self.job()
        self._offer: Offer | None = None
        self.problems: tuple[BrandProblem, ...] = ()
        self.bench = BrandBench(self)
        self._page_width = _WIDE if parent.width() >= _ROOMY else _NARROW
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._try)

    # --- building ----------------------------------------------------------------------------------------------------

    def build(self) -> Steps:
        """Make the fields, one card in each turn, and the place of the pages beside them."""
        self.add(self._head())
        column, row = QVBoxLayout(), QHBoxLayout()
        row.addWidget(self._area(column), 1)
        self.add(row, 1)
        yield
        self.look = LookCard(self.bench)
        column.addWidget(self.look)
        yield from self.look.build()
        self.texts = TextsCard(self.bench, self.session.services.languages)
        column.addWidget(self.texts)
        column.addStretch(1)
        yield
        # Its work lives as long as the session, whatever is still drawn when the tool is closed.
        worker = Worker(self.session.services.faults, self.session)
        self.preview = Preview(self.session, worker, self._page_width)
        row.addWidget(self.preview)
        self.add(self._footer())
        yield
        self._connect()
        self._read()

    @property
    def first(self) -> QWidget:
        """The name of the company comes first."""
        return self.look.company

    def _head(self) -> QHBoxLayout:
        self.place = label("", "caption", wrap=True)
        self.place.setObjectName("brand-place")
        self.example_button = button(tr("Start from the example"), name="brand-example")
        self.open_button = button(tr("Open a branding …"), name="open-brand")
        self.plain_button = button(
            tr("Without branding"), name="no-brand", hint=tr("Offers in the plain look; your files stay")
        )
        row = QHBoxLayout()
        row.addWidget(self.place, 1)
        for made in (self.example_button, self.open_button, self.plain_button):
            row.addWidget(made)
        return row

    def _area(self, column: QVBoxLayout) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setMinimumWidth(360)
        inner = QWidget()
        inner.setObjectName("page")
        inner.setLayout(column)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(14)
        area.setWidget(inner)
        return area

    def _footer(self) -> QHBoxLayout:
        self.use_button = button(tr("Use as default look"), "primary", name="use-brand")
        self.save_as_button = button(tr("Save in a folder …"), name="save-brand-as")
        self.save_as_button.clicked.connect(self._on_save_as)
        return self.footer(self.use_button, self.save_as_button)

    def _connect(self) -> None:
        self.bench.changed.connect(self._on_changed)
        self.texts.language_changed.connect(self._on_changed)
        self.example_button.clicked.connect(self._on_example)
        self.open_button.clicked.connect(lambda: self.leave(self._choose))
        self.plain_button.clicked.connect(lambda: self.leave(self._use_plain))
        for colour in self.look.colours:
            colour.pick_requested.connect(partial(self._on_pick, colour))
        fonts = partial(self.dialogs.file, self, tr("Choose a font"), "*.ttf")
        logos = partial(self.dialogs.file, self, tr("Choose a logo"), "*.png *.jpg *.jpeg")
        for key, name, field, choose in (
            ("logo", Text("Logo"), self.look.logo, logos), ("regular", Text("Font"), self.look.regular, fonts),
            ("semibold", Text("Semibold font"), self.look.semibold, fonts),
        ):  # fmt: skip
            field.choose_requested.connect(partial(self._choose_file, key, name, choose))

    @property
    def workpiece(self) -> BrandBench:
        """The branding on the bench."""
        return self.bench

    @property
    def waiting(self) -> bool:
        """Whether problems or pages are to come."""
        return self._timer.isActive() or self.preview.busy

    # --- showing -----------------------------------------------------------------------------------------------------

    def show_state(self) -> None:
        """Show what is in use, and whether it can be used as it stands."""
        super().show_state()
        path = self.bench.path
        self.place.setText(
            tr("In use: {path}", path=str(path)) if path is not None
            else tr("No branding is in use: documents have the plain look.")
        )  # fmt: skip
        self.plain_button.setVisible(path is not None)
        sound = not self.problems and not self.bench.refused
        self.save_button.setEnabled(self.bench.dirty and sound)
        self.save_as_button.setEnabled(sound)

    def _on_changed(self) -> None:
        self.look.refresh()
        self.texts.refresh()
        self._timer.start()

    def _try(self) -> None:
        """Find what is wrong, and then draw the pages."""
        desk, brand, services = self._desk, self.bench.brand, self.session.services
        languages = [services.language(code) for code in services.languages]
        make_offer = self._offer_maker()

        def work() -> tuple[Offer, tuple[BrandProblem, ...]]:
            offer = make_offer()
            return offer, desk.problems(brand, offer, languages)

        self._trying.run("", tr("The pages cannot be drawn."), work, partial(self._on_tried, brand))

    def _offer_maker(self) -> Callable[[], Offer]:
        """Return what makes the offer of the project, or of the bundled example: that takes a sizing."""
        session, services, known = self.session, self.session.services, self._offer
        assessment, project, on = session.assessment, session.assessed_project or session.project, services.today()
        if known is not None:
            return lambda: known
        if assessment is None or assessment.best is None or assessment.best.design is None:
            return lambda: self._desk.example_offer(on)
        return lambda: services.make_offer(project, assessment, on=on, view="customer")

    def _on_tried(self, brand: Brand, answer: tuple[Offer, tuple[BrandProblem, ...]]) -> None:
        self._offer, self.problems = answer
        self.look.show_problems({problem.place: shown(problem.text) for problem in self.problems})
        self.texts.show_problems(self.problems)
        self.show_state()
        if self.problems:
            self.preview.status.setText(tr("The pages wait until the faults are mended."))
            return
        offer, desk, language = self._offer, self._desk, self.session.services.language(self.texts.code)
        self.preview.show_document(lambda: desk.pages(brand, offer, language))

    # --- files -------------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        desk = self._desk
        self._reading.run(
            tr("Reading …"), tr("The branding in use cannot be read."),
            lambda: (desk.current(), desk.path), lambda found: self._on_read(*found),
            lambda: self._on_read(Brand(), None),
        )  # fmt: skip

    def _on_read(self, brand: Brand, path: Path | None) -> None:
        self.bench.open(brand, path)
        self.ready()

    def _on_example(self) -> None:
        self.bench.take(self._desk.example(), Text("Example taken"))

    def _choose(self) -> None:
        path = self.dialogs.folder(self, tr("Folder of a branding (brand.toml)"))
        if path is None:
            return
        desk = self._desk
        self._reading.run(
            tr("Reading …"), tr("The branding cannot be read."),
            lambda: desk.read(path), lambda brand: self.bench.take(brand, Text("Branding opened")),
        )  # fmt: skip

    def _use_plain(self) -> None:
        desk = self._desk
        self._keeping.run(
            tr("Writing …"), tr("The choice cannot be kept."),
            lambda: desk.use(None), lambda _: self._on_plain(), self.not_kept,
        )  # fmt: skip

    def _on_plain(self) -> None:
        self.bench.open(Brand(), None)
        self.done_keeping(tr("Documents have the plain look now."))

    def _on_pick(self, field: ColourField, colour: str) -> None:
        picked = self.dialogs.colour(self, colour)
        if picked is not None:
            field.line.setText(picked)
            field.type(picked)

    def _choose_file(self, field: str, name: Text, choose: Callable[[], Path | None]) -> None:
        path = choose()
        if path is None:
            return
        desk = self._desk

        def take(file: BrandFile) -> None:
            self.bench.put(field, file, name, typed=False)

        self._reading.run(tr("Reading …"), tr("The file cannot be read."), lambda: desk.read_file(path), take)

    def read(self, path: Path) -> None:
        """Read a logo that was dropped."""
        self._choose_file("logo", Text("Logo"), lambda: path)

    def keep(self, *_: object) -> None:
        """Write the branding, and write offers in it from now on."""
        self._write(None, use=True)

    def _on_save_as(self) -> None:
        path = self.dialogs.folder(self, tr("Folder for the branding"))
        if path is not None:
            self._write(path, use=False)

    def _write(self, path: Path | None, *, use: bool) -> None:
        if self.problems or self.bench.refused:
            self.not_kept()
            self.dialogs.faults(self, tr("The branding cannot be used yet."), tuple(self.unreadable()))
            return
        desk, brand = self._desk, self.bench.brand

        def kept(folder: Path) -> None:
            if use:
                self.bench.mark_kept(folder)
                self.done_keeping(tr("In use now: {path}", path=str(folder)))
            else:
                self.status.setText(tr("Written: {names}", names=str(folder)))

        self._keeping.run(
            tr("Writing …"), tr("The branding cannot be saved."),
            lambda: desk.keep(brand, path, use=use), kept, self.not_kept,
        )  # fmt: skip

    def unreadable(self) -> Sequence[str]:
        """Return what stands against using it."""
        refused = [f"{field}: {why}" for field, (_, why) in self.bench.refused.items()]
        return refused + [shown(problem.text) for problem in self.problems]
