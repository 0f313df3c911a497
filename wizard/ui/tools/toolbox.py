"""The tools of a window: each is read and made when it is opened."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wizard.ui.actions import Actions
from wizard.ui.dialogs import Dialogs
from wizard.ui.guide import Guide
from wizard.ui.session import Session
from wizard.ui.tools.tool import Tool
from wizard.ui.work import Worker

_MODULES: Final = (
    "wizard.importers.registry", "wizard.ui.tools.prices", "wizard.ui.tools.branding", "wizard.flow.brand_desk",
    "wizard.ui.tools.tender",
)  # fmt: skip
"""What imports and tools are made of."""


class Tools(QObject):
    """Opens the tools of a window, one at a time."""

    catalogue_changed = Signal()
    """Another catalogue, or other prices, are in use."""
    brand_changed = Signal()
    """Offers are written in another look."""

    def __init__(self, session: Session, dialogs: Dialogs, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._dialogs, self._actions, self._window = session, dialogs, actions, window
        self.current: Tool | None = None
        self._reader = Worker((), session)

    def read_ahead(self) -> None:
        """Read what imports and tools are made of beside the window, before one of them is wanted."""
        self._reader.ask(lambda: [import_module(name) for name in _MODULES])

    def open_prices(self) -> None:
        """Open the parts and their prices."""
        from wizard.ui.tools.prices import PricesTool

        tool = PricesTool(self._session, self._dialogs, self._window)
        tool.kept.connect(self.catalogue_changed)
        self._open(tool)

    def read_prices(self, path: Path) -> None:
        """Open the parts and their prices with a supplier's list."""
        self.open_prices()
        if self.current is not None:
            self.current.take([path])

    def open_branding(self) -> None:
        """Open the look of the documents."""
        from wizard.ui.tools.branding import BrandingTool

        tool = BrandingTool(self._session, self._dialogs, self._window)
        tool.kept.connect(self.brand_changed)
        self._open(tool)

    def open_tender(self) -> None:
        """Open the buyer's requirements and the answers to them."""
        from wizard.ui.tools.tender import TenderTool

        self._open(TenderTool(self._session, self._dialogs, self._window))

    def finish(self) -> None:
        """End what is open, and wait for what the tools do, before the window goes."""
        if self.current is not None:
            self.current.finish()
        for worker in cast("list[Worker]", self._session.findChildren(Worker)):
            worker.finish()

    def _open(self, tool: Tool) -> None:
        self.current = tool
        tool.finished.connect(self._on_finished)
        tool.guide_requested.connect(self._on_guide)
        tool.resize(min(1240, self._window.width() - 40), min(800, self._window.height() - 40))
        tool.open()

    def _on_guide(self, page: str) -> None:
        # A child of the tool: the window is shut while the tool is open.
        if self.current is not None:
            Guide(self._actions, self.current).open_at(page)

    def _on_finished(self) -> None:
        tool, self.current = self.current, None
        if tool is not None:
            tool.deleteLater()
