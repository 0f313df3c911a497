"""The nine steps of the wizard as data, without a window: title, summary, open questions, and what each edits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from pydantic import BaseModel

from wizard.engine.lately import Lately
from wizard.model.assessment import Assessment, Verdict
from wizard.model.names import TOPOLOGIES
from wizard.model.project import GuestGroup, Keep, Project, Workload
from wizard.model.text import Text

_Model = TypeVar("_Model", bound=BaseModel)


class StepId(StrEnum):
    """The steps, in their order."""

    CUSTOMER = "customer"
    WORKLOAD = "workload"
    SITES = "sites"
    AVAILABILITY = "availability"
    STORAGE = "storage"
    BACKUP = "backup"
    BUDGET = "budget"
    RECOMMENDATION = "recommendation"
    OFFER = "offer"


@dataclass(frozen=True, slots=True)
class Problem:
    """What a step lacks: the field by its path, and a sentence that names it. Only a blocking one stops the sizing."""

    field: str
    text: Text
    blocking: bool = False
    plain: Text | None = None
    """The same in everyday words, where the sentence has a term."""


Summary = Callable[[Project, Assessment | None], Text | None]
Judge = Callable[[Project, Assessment | None], list[Problem]]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``parts`` are the parts of the project that it edits."""

    id: StepId
    title: Text
    plain: Text
    """The title in everyday words."""
    parts: tuple[str, ...]
    subtitle: Summary
    problems: Judge


# --- a new project, and the sums of one ------------------------------------------------------------------------------


def new_project(language: str = "en") -> Project:
    """Return a project without any answer; only the language of its offer is known."""
    customer = {"language": language} if language != "en" else {}
    return Project.model_validate(
        {"format": "rackwright-project/1", "customer": customer, "workload": Workload(groups=())}
    )


_TOTALS = Lately[tuple[GuestGroup, ...], dict[str, int | None]](maxsize=2)


def workload_totals(project: Project) -> Mapping[str, int | None]:
    """Return the sums over all groups; IOPS are unknown as long as no group names them."""
    groups = project.workload.groups
    return _TOTALS.answer(groups, lambda: _totals(groups))


def _totals(groups: Iterable[GuestGroup]) -> dict[str, int | None]:
    guests = vcpus = memory = disk = iops = 0
    stated = False
    # One pass, over ten thousand rows too.
    for group in groups:
        count = group.count
        guests += count
        vcpus += count * group.vcpus
        memory += count * group.memory
        disk += count * group.disk
        if group.iops is not None:
            stated = True
            iops += count * group.iops
    return {"guests": guests, "vcpus": vcpus, "memory": memory, "disk": disk, "iops": iops if stated else None}


# --- summaries ------------------------------------------------------------------------------------------------------


def _counted(number: int, one: Text, many: Text) -> Text:
    return one if number == 1 else many


def _customer(project: Project, assessment: Assessment | None) -> Text | None:
    return Text("{name}", name=project.customer.name) if project.customer.name else None


def _workload(project: Project, assessment: Assessment | None) -> Text | None:
    guests = workload_totals(project)["guests"] or 0
    return _counted(guests, Text("1 guest"), Text("{n} guests", n=guests))


def _sites(project: Project, assessment: Assessment | None) -> Text | None:
    n = max(len(project.sites), 1)
    return _counted(n, Text("1 site"), Text("{n} sites", n=n))


def _availability(project: Project, assessment: Assessment | None) -> Text | None:
    asked = project.availability
    if asked is None:
        return Text("HA, one node may fail")
    if not asked.ha:
        return Text("no high availability")
    failures = 1 if asked.node_failures is None else asked.node_failures
    return _counted(failures, Text("HA, one node may fail"), Text("HA, {n} nodes may fail", n=failures))


def _storage(project: Project, assessment: Assessment | None) -> Text | None:
    if project.existing.storage:
        usable = sum(storage.usable for storage in project.existing.storage)
        return Text("{usable:size} there already", usable=usable)
    return Text("nothing there to keep")


def _backup(project: Project, assessment: Assessment | None) -> Text | None:
    if project.backup is None:
        return Text("as usual")
    if not project.backup.wanted:
        return Text("no backup")
    keep = project.backup.keep
    if keep is None:
        return Text("as usual")
    return Text("{d} d, {w} w, {m} m", d=keep.daily, w=keep.weekly, m=keep.monthly)


def _budget(project: Project, assessment: Assessment | None) -> Text | None:
    if project.budget.net is None:
        return Text("no limit")
    return Text("{net:money} {currency}", net=project.budget.net, currency=project.budget.currency)


def _recommendation(project: Project, assessment: Assessment | None) -> Text | None:
    if assessment is None or assessment.recommended is None:
        return None
    return TOPOLOGIES[assessment.recommended]


def _offer(project: Project, assessment: Assessment | None) -> Text | None:
    best = None if assessment is None else assessment.best
    if best is None or best.design is None:
        return None
    return Text("{net:money} {currency}", net=best.design.price.total_net, currency=best.design.price.currency)


# --- problems -------------------------------------------------------------------------------------------------------


def _no_problem(project: Project, assessment: Assessment | None) -> list[Problem]:
    return []


def _customer_problems(project: Project, assessment: Assessment | None) -> list[Problem]:
    if project.customer.name.strip():
        return []
    return [Problem("customer.name", Text("Customer’s name: missing"), plain=Text("Your company’s name: missing"))]


def _workload_problems(project: Project, assessment: Assessment | None) -> list[Problem]:
    if not project.workload.groups:
        return [Problem("workload.groups", Text("Guests: none yet"), blocking=True, plain=Text("Programs: none yet"))]
    return []


def _site_problems(project: Project, assessment: Assessment | None) -> list[Problem]:
    found = [
        Problem(
            f"site_links.{row}.rtt_ms",
            Text("Round-trip time {a} – {b}: unknown", a=link.between[0], b=link.between[1]),
            plain=Text("Distance of the places: unknown"),
        )
        for row, link in enumerate(project.site_links)
        if link.rtt_ms is None
    ]
    data = [site for site in project.sites if site.role == "data"]
    if len(data) > 1 and not project.site_links:
        found.append(Problem("site_links", Text("Links: none between the sites")))
    if project.sites and not [site for site in project.sites if site.role != "witness"]:
        found.append(Problem("sites", Text("Sites: none of them can hold guests"), blocking=True))
    return found


def _availability_problems(project: Project, assessment: Assessment | None) -> list[Problem]:
    asked = project.availability
    if asked is None or not asked.survive_site_loss:
        return []
    data = [site for site in project.sites if site.role == "data"]
    if len(data) < 2:
        text = Text("Loss of a site: needs two data sites, there are {n}", n=len(data))
        return [Problem("availability.survive_site_loss", text)]
    if len(project.sites) < 3:
        return [Problem("availability.survive_site_loss", Text("Loss of a site: no third site for the witness"))]
    return []


def _storage_problems(project: Project, assessment: Assessment | None) -> list[Problem]:
    found = []
    if project.existing.switch_gbps is None:
        found.append(Problem("existing.switch_gbps", Text("Network speed: unknown")))
    if project.existing.quorum_host is None:
        found.append(
            Problem("existing.quorum_host", Text("Quorum host: unknown"), plain=Text("Small computer: unknown"))
        )
    return found


def _backup_problems(project: Project, assessment: Assessment | None) -> list[Problem]:
    asked = project.backup
    if asked is not None and asked.wanted and asked.keep == Keep():
        return [Problem("backup.keep", Text("Kept backups: none would be kept"))]
    return []


def _recommendation_problems(project: Project, assessment: Assessment | None) -> list[Problem]:
    if assessment is None:
        return []
    best = assessment.best
    if best is None or best.design is None:
        return [Problem("recommendation", Text("Topology: none meets every requirement"))]
    if best.verdict is Verdict.OVER_BUDGET and best.missing_net is not None:
        text = Text("Budget: {missing:money} {currency} short", missing=best.missing_net, currency=assessment.currency)
        return [Problem("budget.net", text)]
    return []


def _offer_problems(project: Project, assessment: Assessment | None) -> list[Problem]:
    if not project.offer.vendor.strip():
        return [Problem("offer.vendor", Text("Your company: missing"))]
    return []


# --- the steps ------------------------------------------------------------------------------------------------------

STEPS: tuple[Step, ...] = (
    Step(
        StepId.CUSTOMER, Text("Customer"), Text("About you"), ("title", "customer", "survey", "unknown"),
        _customer, _customer_problems,
    ),
    Step(StepId.WORKLOAD, Text("Workload"), Text("What runs today"), ("workload",), _workload, _workload_problems),
    Step(StepId.SITES, Text("Sites"), Text("Places"), ("sites", "site_links"), _sites, _site_problems),
    Step(
        StepId.AVAILABILITY, Text("Availability"), Text("If something breaks"), ("availability",),
        _availability, _availability_problems,
    ),
    Step(
        StepId.STORAGE, Text("Storage and network"), Text("What is there already"), ("existing",),
        _storage, _storage_problems,
    ),
    Step(
        StepId.BACKUP, Text("Backup"), Text("Backups"), ("backup", "air_gapped", "mail_gateways"),
        _backup, _backup_problems,
    ),
    Step(
        StepId.BUDGET, Text("Budget"), Text("Money and time"), ("budget", "preferences", "rules"),
        _budget, _no_problem,
    ),
    Step(
        StepId.RECOMMENDATION, Text("Recommendation"), Text("What we suggest"), (),
        _recommendation, _recommendation_problems,
    ),
    Step(
        StepId.OFFER, Text("Offer"), Text("To your partner"), ("offer", "revisions", "tender"),
        _offer, _offer_problems,
    ),
)  # fmt: skip


def step_of(path: str) -> StepId:
    """Return the step that edits the field at ``path``; what belongs to none belongs to the first."""
    part = path.split(".")[0].split(":")[0].split("[")[0].strip()
    return next((step.id for step in STEPS if part in step.parts), StepId.CUSTOMER)
