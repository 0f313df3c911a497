"""The catalogue that the program sizes and prices with: read, changed, kept, and given back for the bundled one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from wizard.flow.price_lists import apply_price_list
from wizard.model.catalogue import Catalogue
from wizard.model.price_list import PriceMapping, PriceReport, PriceTable
from wizard.persistence.catalogues import bundled_catalogue, catalogue_of, write_catalogue
from wizard.persistence.settings import read_settings, settings_path, write_settings

OWN_CATALOGUE = "catalogue.json"


class PriceDesk:
    """What the window does with prices. ``changed`` is called once another catalogue is the one in use."""

    def __init__(self, changed: Callable[[], object] = lambda: None) -> None:
        self._changed = changed

    @property
    def path(self) -> Path | None:
        """The user's own catalogue, or None where the bundled one is used."""
        named = read_settings().catalogue
        path = None if named is None else Path(named)
        return path if path is not None and path.exists() else None

    @property
    def proposal(self) -> Path:
        """Where the user's own catalogue is kept unless another place is chosen: beside the settings."""
        return settings_path().with_name(OWN_CATALOGUE)

    def catalogue(self) -> Catalogue:
        """Return the catalogue in use, with the parts that cannot be had.

        Raises
        ------
        FileFault
            If it cannot be read.
        """
        return catalogue_of(self.path)

    def bundled(self) -> Catalogue:
        """Return the catalogue that travels with the program."""
        return bundled_catalogue()

    def open_list(self, path: Path) -> PriceTable:
        """Open a price list, with the mapping that is remembered for its headings or a guessed one.

        Raises
        ------
        ImportProblem
            If it cannot be read.
        """
        from wizard.importers.price_list import open_price_list  # slow to import, and not needed by every window

        return open_price_list(path, read_settings().price_lists)

    def take(
        self, opened: PriceTable, mapping: PriceMapping, catalogue: Catalogue, on: date
    ) -> tuple[Catalogue, PriceReport]:
        """Return what a catalogue would be with the prices of a list, and what became of every row.

        Raises
        ------
        ImportProblem
            If no column names the parts, or none holds a price.
        """
        from wizard.importers.price_list import read_prices

        return apply_price_list(catalogue, read_prices(opened, mapping), on)

    def remember(self, mapping: PriceMapping) -> None:
        """Read the next list with these headings the same way."""
        write_settings(read_settings().with_price_list(mapping))

    def keep(self, catalogue: Catalogue, path: Path | None) -> Path:
        """Write a catalogue and use it from now on; without a path to the one in use, or beside the settings.

        Raises
        ------
        SaveFault
            If it could not be written, or is the bundled one; what was used before is used on.
        """
        target = path or self.path or self.proposal
        target.parent.mkdir(parents=True, exist_ok=True)
        write_catalogue(catalogue, target)
        self._use(target)
        return target

    def use(self, path: Path | None) -> Catalogue:
        """Use another catalogue from now on; None is the bundled one. The file of the present one stays.

        Raises
        ------
        FileFault
            If it cannot be read; what was used before is used on.
        """
        catalogue = catalogue_of(path)
        self._use(path)
        return catalogue

    def _use(self, path: Path | None) -> None:
        named = None if path is None else str(path.absolute())
        write_settings(read_settings().model_copy(update={"catalogue": named}))
        self._changed()
