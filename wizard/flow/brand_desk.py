"""The branding that offers are written in: read, tried, kept, and given up for the plain look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from wizard.assets import Assets, folder
from wizard.documents.branding import BrandProblem, problems
from wizard.documents.offer_blocks import offer_source
from wizard.flow.offers import make_offer
from wizard.flow.quoting import Paper, file_content, regional
from wizard.flow.sizing import bundled_sizer
from wizard.model.brand import Brand, BrandFile
from wizard.model.offer import Offer
from wizard.model.text import Language
from wizard.persistence.brands import own_brand, read_brand, read_file, write_brand
from wizard.persistence.projects import read_project
from wizard.persistence.settings import read_settings, settings_path, write_settings

OWN_BRAND: Final = "brand"
_EXAMPLE_PROJECT: Final = "small-company-ha.json"


class BrandDesk:
    """What the window does with brandings."""

    @property
    def path(self) -> Path | None:
        """Folder of the branding in use, or None for the plain look."""
        named = read_settings().brand
        return None if named is None else Path(named)

    @property
    def proposal(self) -> Path:
        """Where the user's own branding is kept unless another place is chosen: beside the settings."""
        return settings_path().with_name(OWN_BRAND)

    def current(self) -> Brand:
        """Return the branding in use; an empty one where none is.

        Raises
        ------
        FileFault
            If it cannot be read.
        """
        return own_brand() or Brand()

    def example(self) -> Brand:
        """Return the branding to start from, with a letter and terms in both languages."""
        return read_brand(folder(Assets.TEMPLATES) / "brand")

    def read(self, path: Path) -> Brand:
        """Return the branding of a folder.

        Raises
        ------
        FileFault
            If it cannot be read.
        """
        return read_brand(path)

    def read_file(self, path: Path) -> BrandFile:
        """Return a logo or a font.

        Raises
        ------
        FileFault
            If it cannot be read.
        """
        return read_file(path)

    def keep(self, brand: Brand, path: Path | None, *, use: bool) -> Path:
        """Write a branding, and write offers in it from now on where it is to be used.

        Raises
        ------
        FileFault
            If a name or a letterhead is too long.
        SaveFault
            If it could not be written; what was there is unchanged.
        """
        target = path or self.path or self.proposal
        write_brand(brand, target)
        if use:
            self.use(target)
        return target

    def use(self, path: Path | None) -> None:
        """Write offers in the branding of a folder from now on; None is the plain look. Its files stay."""
        named = None if path is None else str(path.absolute())
        write_settings(read_settings().model_copy(update={"brand": named}))

    # --- trying it ---------------------------------------------------------------------------------------------------

    def example_offer(self, on: date) -> Offer:
        """Return an offer of the bundled example, to look at where there is none of one's own."""
        project = read_project(folder(Assets.TEMPLATES) / "examples" / _EXAMPLE_PROJECT)
        return make_offer(project, bundled_sizer().size(project, on), on=on)

    def problems(self, brand: Brand, offer: Offer, languages: Sequence[Language]) -> tuple[BrandProblem, ...]:
        """Return everything that is wrong with a branding, its texts filled with the values of an offer."""
        return tuple(problems(brand, [offer_source(offer, regional(offer, speech)) for speech in languages]))

    def pages(self, brand: Brand, offer: Offer, language: Language) -> bytes:
        """Return the customer's offer in a branding, as PDF.

        Raises
        ------
        FileFault
            If the branding cannot be used.
        """
        return file_content(offer, "pdf", language, tender=True, paper=Paper("offer", brand))
