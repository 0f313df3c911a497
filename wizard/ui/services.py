"""What the window asks of the rest of the program. ``app.py`` fills it; a test fills it with fakes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from wizard.model.assessment import Assessment
from wizard.model.faults import system_reason
from wizard.model.inventory import Inventory
from wizard.model.offer import Offer, OfferChange, View
from wizard.model.project import Project, Topology
from wizard.model.rulebook import Rulebook
from wizard.model.text import Language, Text

if TYPE_CHECKING:
    from wizard.flow.brand_desk import BrandDesk
    from wizard.flow.importing import Draft, Reading
    from wizard.flow.ordering import Order
    from wizard.flow.price_desk import PriceDesk
    from wizard.flow.tender_desk import TenderDesk


class MakeOffer(Protocol):
    """Turns an assessment into what a document is made of."""

    def __call__(
        self, project: Project, assessment: Assessment, *, on: date, view: View, topology: Topology | None = None
    ) -> Offer:
        """Return the offer of the recommended topology, or of another that was sized."""


class WriteOrder(Protocol):
    """Writes the documents of an offer."""

    def __call__(
        self, offer: Offer, directory: Path, language: Language, order: Order, progress: Callable[[int], None]
    ) -> tuple[Path, ...]:
        """Return the files; ``progress`` is told the percentage."""


class RecentFiles(Protocol):
    """The project files that were opened last, newest first."""

    def paths(self) -> list[Path]:
        """Return them; some may be gone by now."""

    def remember(self, path: Path) -> None:
        """Put a file first."""

    def forget(self, path: Path) -> None:
        """Leave a file away that is gone."""


class Choices(Protocol):
    """What the window remembers between two starts."""

    def get(self, name: str) -> str | None:
        """Return what was chosen."""

    def set(self, name: str, value: str) -> None:
        """Remember a choice."""


class Explore(Protocol):
    """Looks around an assessment: what other answers would change."""

    def __call__(self, project: Project, assessment: Assessment, tell: Callable[[], None] = ...) -> Assessment:
        """Return the assessment with what was found; ``tell`` is called before every trial."""


@dataclass(frozen=True)
class Services:
    """Every way out of the window. ``faults`` are the exceptions whose ``lines`` say what is wrong with an input."""

    size: Callable[[Project, date], Assessment]
    explore: Explore
    make_offer: MakeOffer
    complete: Callable[[Offer, Project], Offer]
    """Adds what takes further assessments: what changed since the last revision, worked out from the vendor's own
    project, and the next expansion."""
    write_order: WriteOrder
    write_pdf: Callable[[Offer, Language, Order], bytes]
    changes: Callable[[Project, date, Topology | None], tuple[OfferChange, ...]]
    """What changed since the last revision that was sent, by cause."""
    read_project: Callable[[Path], Project]
    write_project: Callable[[Project, Path], None]
    read_inventory: Callable[[Sequence[Path], Language], Inventory]
    draft: Callable[[Inventory, Language, Reading], Draft]
    rulebook: Callable[[], Rulebook]
    parts: Callable[[], Mapping[str, Mapping[str, str]]]
    """What the catalogue offers, by kind (platform, cpu, drive) and id."""
    prices: PriceDesk
    brands: Callable[[], BrandDesk]
    """Asked for when it is needed: what draws documents is slow to load."""
    tender: TenderDesk
    language: Callable[[str], Language]
    languages: dict[str, str]
    recent: RecentFiles
    choices: Choices
    today: Callable[[], date]
    faults: tuple[type[Exception], ...]


def fault_lines(error: Exception, language: Language) -> tuple[str, ...]:
    """Return what an exception of ``Services.faults`` says, one line per fault."""
    if isinstance(error, OSError):
        return (f"{error.filename or ''}: {system_reason(error).render(language)}".removeprefix(": "),)
    texts = getattr(error, "faults", None)
    if texts and all(isinstance(text, Text) for text in texts):
        return tuple(text.render(language) for text in texts)
    if isinstance(said := getattr(error, "fault", None), Text):
        return (f"{getattr(error, 'path', '')}: {said.render(language)}",)
    if callable(render := getattr(error, "render", None)):
        return (str(render(language)),)
    lines = getattr(error, "lines", None)
    return tuple(str(line) for line in lines) if lines else (str(error) or type(error).__name__,)
