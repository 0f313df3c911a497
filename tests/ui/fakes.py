"""Services behind the window that answer at once, from the offers made by hand."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pypdfium2

from tests.documents import sample
from wizard.flow.brand_desk import BrandDesk
from wizard.flow.importing import Reading
from wizard.flow.offers import running_defaults
from wizard.flow.opening import open_project
from wizard.flow.ordering import Order
from wizard.flow.price_desk import PriceDesk
from wizard.flow.tender_desk import TenderDesk
from wizard.flow.yearly_costs import yearly_costs
from wizard.importers.problems import ImportProblem
from wizard.model.assessment import Assessment
from wizard.model.faults import InputFault
from wizard.model.inventory import AuditEntry, Excluded, Hosts, Inventory, SourceFile, Totals
from wizard.model.offer import Offer
from wizard.model.project import GuestGroup, Project
from wizard.model.text import Text
from wizard.model.units import GIB
from wizard.persistence.faults import FileFault, SaveFault
from wizard.persistence.languages import LANGUAGES, language
from wizard.persistence.projects import write_project
from wizard.persistence.rulebook import bundled_rulebook
from wizard.ui.dialogs import Dialogs, Unsaved
from wizard.ui.services import Services


class Memory:
    """Recent files and choices for the length of one test."""

    def __init__(self) -> None:
        self.files: list[Path] = []
        self.chosen: dict[str, str] = {"seen": "all"}

    def paths(self) -> list[Path]:
        return self.files

    def remember(self, path: Path) -> None:
        self.files.insert(0, path)

    def forget(self, path: Path) -> None:
        self.files.remove(path)

    def get(self, name: str) -> str | None:
        return self.chosen.get(name)

    def set(self, name: str, value: str) -> None:
        self.chosen[name] = value


def size(project: Project, on: date) -> Assessment:
    """Judge as the engine does: refuse a project without guests; the demand is the one of the project."""
    if not project.workload.groups:
        raise InputFault(Text("workload.groups: no guests"))
    made = sample.assessment(sample.design())
    guests = sum(group.count for group in project.workload.groups)
    return replace(made, demand=replace(made.demand, guests=guests), budget_net=project.budget.net)


def explore(project: Project, assessment: Assessment, tell: Callable[[], None] = lambda: None) -> Assessment:
    """Find nothing, after one trial."""
    tell()
    return assessment


def make_offer(project: Project, assessment: Assessment, *, on: date, view: str, topology: Any = None) -> Offer:
    made = replace(sample.offer(), project=project, assessment=assessment, view=view)
    return replace(made, costs=yearly_costs(made, project.offer.costs, running_defaults()))


def write_pdf(offer: Offer, words: Any, order: Order) -> bytes:
    """Return two empty pages."""
    document, content = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(2):
        document.new_page(595, 842)
    document.save(content)
    document.close()
    return content.getvalue()


def write_order(
    offer: Offer, directory: Path, words: Any, order: Order, progress: Callable[[int], None] = print
) -> tuple[Path, ...]:
    paths = tuple(directory / f"offer.{kind}" for kind in order.kinds)
    for path in paths:
        path.write_text(json.dumps([offer.view, words.code, offer.project.customer.name]), encoding="utf-8")
    return paths


def read_inventory(paths: Any, words: Any) -> Inventory:
    return Inventory(
        files=(SourceFile(name=paths[0].name, format="rvtools"),),
        totals=Totals(
            rows=12, guests=10, powered_on=9, powered_off=1, suspended=0, vcpus=40, memory_bytes=160 * GIB,
            provisioned_bytes=None, used_bytes=None,
        ),
        excluded=Excluded(template=2),
        hosts=Hosts(),
        audit=(AuditEntry(level="warning", text="2 templates were left out", where="vInfo"),),
    )  # fmt: skip


def draft(inventory: Inventory, words: Any, reading: Reading) -> Any:
    count = 10 if reading.include_powered_off else 9
    group = GuestGroup(name="imported", count=count, vcpus=4, memory=16 * GIB, disk=100 * GIB)
    project = Project.model_validate({"format": "rackwright-project/1", "title": "RV", "workload": {"groups": [group]}})
    return SimpleNamespace(project=project, audit=())


def services(sizer: Callable[[Project, date], Assessment] = size) -> Services:
    memory = Memory()
    return Services(
        rulebook=bundled_rulebook, parts=lambda: {"platform": {"p1": "Vendor P1"}, "cpu": {}, "drive": {}},
        explore=explore, size=sizer, make_offer=make_offer, complete=lambda offer, record: offer,
        write_order=write_order, write_pdf=write_pdf,
        changes=lambda project, on, topology: (),
        read_project=open_project,
        write_project=write_project, read_inventory=read_inventory, draft=draft, language=language,
        prices=PriceDesk(), brands=BrandDesk, tender=TenderDesk(sizer), languages=LANGUAGES,
        recent=memory, choices=memory, today=lambda: date(2026, 11, 22),
        faults=(InputFault, FileFault, SaveFault, ImportProblem, OSError),
    )  # fmt: skip


@dataclass
class Answers(Dialogs):
    """What the person at the screen answers in the dialogs of the platform, and what was shown to them."""

    opening: Path | None = None
    saving: Path | None = None
    importing: list[Path] = field(default_factory=list)
    directory: Path | None = None
    leaving: Unsaved = Unsaved.CANCEL
    shown_faults: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    asked: int = 0
    picking: Path | None = None
    phrase: str | None = None
    agrees: bool = True
    confirmed: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    unreadable: tuple[str, ...] = ()
    listing: Path | None = None
    colouring: str | None = None

    def open_project(self, parent: Any) -> Path | None:
        return self.opening

    def save_project(self, parent: Any, proposal: str) -> Path | None:
        return self.saving

    def inventories(self, parent: Any) -> list[Path]:
        return self.importing

    def file(self, parent: Any, title: str, endings: str) -> Path | None:
        return self.picking

    def passphrase(self, parent: Any, name: str) -> str | None:
        return self.phrase

    def confirm(self, parent: Any, title: str, lines: Sequence[str], action: str) -> bool:
        self.confirmed.append((title, tuple(lines)))
        return self.agrees

    def folder(self, parent: Any, title: str) -> Path | None:
        return self.directory

    def price_list(self, parent: Any) -> Path | None:
        return self.listing

    def catalogue(self, parent: Any) -> Path | None:
        return self.opening

    def save_catalogue(self, parent: Any, proposal: str) -> Path | None:
        return self.saving

    def colour(self, parent: Any, colour: str) -> str | None:
        return self.colouring

    def unsaved(self, parent: Any, unreadable: Sequence[str] = (), words: str = "") -> Unsaved:
        self.asked += 1
        self.unreadable = tuple(unreadable)
        return self.leaving

    def faults(self, parent: Any, title: str, lines: tuple[str, ...]) -> None:
        self.shown_faults.append((title, lines))

    def report(self, parent: Any, details: str) -> None:
        self.reports.append(details)

    def show_folder(self, path: Path) -> None:
        self.folders.append(path)
