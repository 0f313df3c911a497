"""What is to be written of an offer: which files, for whom, in whose look. For command line and window alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from wizard.documents.editions import Edition
from wizard.model.commercial import OfferMode
from wizard.model.project import Topology

FileKind = Literal["pdf", "xlsx", "csv", "json"]
FILE_KINDS: tuple[FileKind, ...] = get_args(FileKind)


@dataclass(frozen=True)
class Order:
    """Files of an offer. What is not said is as most offers have it."""

    kinds: tuple[FileKind, ...] = ("pdf", "xlsx")
    edition: Edition = "complete"
    attach: bool | None = None
    """Whether the PDF holds the project (PDF/A-3); unset it does, but for a tender (PDF/A-2)."""
    explore: bool = False
    """With variants, relaxed requirements and what moves the price."""
    topology: Topology | None = None
    """Offered instead of the recommended one."""
    brand: Path | None = None
    """Folder of a branding; unset is the one that the settings name."""
    plain: bool = False
    """Without any branding."""
    template: Path | None = None
    """A workbook of the partner's own that is filled beside the others."""
    certificate: Path | None = None
    passphrase: str = field(default="", repr=False)
    """Of the certificate; nobody keeps it."""

    def attaches(self, mode: OfferMode) -> bool:
        """Whether the PDF of an offer of this kind holds the project."""
        return mode != "tender" if self.attach is None else self.attach


USUAL = Order()
