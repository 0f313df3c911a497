"""A fleet: each site its own cheapest node or cluster, under Datacenter Manager, with backup at headquarters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from wizard.engine import bill as billing
from wizard.engine.answers import Answers
from wizard.engine.backup_checks import backup_findings
from wizard.engine.backup_design import backup_design, meeting_gbps
from wizard.engine.checks import by_gravity
from wizard.engine.companions import companion_findings, companion_items
from wizard.engine.context import Context
from wizard.engine.demand import demand
from wizard.engine.design import backup_nodes, quorum_nodes
from wizard.engine.extras import BackupPlan, quorum_host
from wizard.engine.fleet_findings import at_sites, between_sites
from wizard.engine.ledger import Ledger
from wizard.engine.links import links
from wizard.engine.offsite import line_mbps
from wizard.engine.patching import backup_runs, numbered, quorum_runs
from wizard.engine.plugs import plug_findings
from wizard.engine.power import power
from wizard.engine.pricing import price
from wizard.engine.ranking import judge, rank
from wizard.engine.sizing import size
from wizard.engine.topologies import ALL
from wizard.engine.topologies.stretch import against as against_stretch
from wizard.engine.workshop import Workshop
from wizard.model.assessment import (
    BillLine,
    Compute,
    Design,
    JudgedTopology,
    Reason,
    Recovery,
    SiteDesign,
    Storage,
    Verdict,
)
from wizard.model.catalogue import QuorumHost
from wizard.model.project import GuestGroup, Site, Topology
from wizard.model.text import Text


@dataclass(frozen=True, slots=True)
class _Sized:
    site: Site
    judged: JudgedTopology

    @property
    def design(self) -> Design:
        """The design, its nodes placed at the site."""
        if self.judged.design is None:
            raise ValueError(f"{self.site.name} has no design")
        nodes = tuple(replace(one, site=self.site.name) for one in self.judged.design.nodes)
        return replace(self.judged.design, nodes=nodes)


def size_fleet(context: Context, backup: BackupPlan | None) -> JudgedTopology:
    """Judge a fleet.

    Guests that belong to no site are counted at headquarters, the first data site.
    """
    reason = _against(context)
    if reason is not None:
        return JudgedTopology(Topology.FLEET, Verdict.EXCLUDED, (reason,), None)
    backup = None if backup is None else replace(backup, places=_backup_places(backup, context.answers))
    sized: list[_Sized] = []
    known: dict[object, JudgedTopology] = {}
    for site, groups in _guests_by_site(context.answers):
        if not groups:
            continue
        own = _site_context(site, groups, context)
        remote = site is not context.answers.headquarters
        alike = (groups_alike(groups), own.answers.storage, remote)
        if alike not in known:
            line = line_mbps("many-to-one", context)
            known[alike] = _size_site(own, None if backup is None else replace(backup, remote=remote, line_mbps=line))
        if known[alike].design is None:
            return replace(known[alike], reasons=_named(site, known[alike].reasons))
        sized.append(_Sized(site, known[alike]))
    candidates = sum(one.candidates for one in known.values())
    return judge(Topology.FLEET, _combine(sized, context, backup), candidates)


def _backup_places(backup: BackupPlan, answers: Answers) -> int:
    """Return at how many places the backups of all are kept."""
    # Branches keep their backups at headquarters already: that is the one place which all copy to.
    places = 1 if answers.offsite == "many-to-one" else backup.places
    # Restored at the other site: it needs a backup of its own, and room for everything.
    return max(2, places) if answers.survive_site_loss else places


def groups_alike(groups: tuple[GuestGroup, ...]) -> tuple[GuestGroup, ...]:
    """Return groups without what does not change the sizing: sites with equal ones get equal designs."""
    return tuple(group.model_copy(update={"site": None, "name": ""}) for group in groups)


def _against(context: Context) -> Reason | None:
    answers = context.answers
    sites = len(answers.sites)
    if sites < 2:
        return context.reason(
            "fleet.enterprise_share", Text("A fleet has 2 sites or more; the project has {n}.", n=sites)
        )
    if answers.survive_site_loss and not answers.backup_wanted:
        return context.reason(
            "cluster.stretch_nodes_per_site",
            Text("The loss of a site has to be survived; without a backup at the other site 0 guests can be restored."),
        )
    if answers.survive_site_loss and not against_stretch(context):
        return context.reason(
            "cluster.stretch_nodes_per_site",
            Text("The loss of a site has to be survived; between independent clusters 0 guests restart by themselves."),
        )
    return None


def _guests_by_site(answers: Answers) -> list[tuple[Site, tuple[GuestGroup, ...]]]:
    """Return the guests that each site must be able to run.

    Guests of no site are at headquarters. Where the loss of a site has to be survived, every data site has room for
    the guests of all.
    """
    headquarters = answers.headquarters
    found = []
    for site in answers.sites:
        own = tuple(
            group for group in answers.groups
            if group.site == site.name or (group.site is None and site is headquarters)
        )  # fmt: skip
        everything = answers.survive_site_loss and site.role == "data"
        found.append((site, answers.groups if everything else own))
    return found


def _site_context(site: Site, groups: tuple[GuestGroup, ...], context: Context) -> Context:
    """Return what one site asks for. Existing storage stands at headquarters; no other site has it."""
    answers = context.answers
    at_headquarters = site is answers.headquarters
    own = replace(
        answers.of_site(Site.model_construct(name="", role=site.role), groups),
        storage=answers.storage if at_headquarters else (),
        # One machine carries the votes of all clusters, and stands in the bill once.
        quorum_host=True,
        survive_site_loss=False,
        pinned=None,
        air_gapped=False,
        mail_gateways=0,
    )
    return replace(context, answers=own, demand=demand(own, Ledger(context.rules)) if groups else context.demand)


def _size_site(own: Context, backup: BackupPlan | None) -> JudgedTopology:
    """Return the cheapest topology of one site, or the first reason against each.

    The backup servers stand at headquarters and are paid once; a branch restores from them all the same.
    """
    workshop = Workshop(own)
    plan = None if backup is None else replace(backup, elsewhere=True)
    judged = rank((size(kind, workshop, plan) for kind in ALL), own.answers)
    best = min((one for one in judged if one.design is not None), key=lambda one: one.rank or 0, default=None)
    if best is not None:
        return replace(best, candidates=sum(one.candidates for one in judged))
    reasons = tuple(reason for one in judged for reason in one.reasons[:1])
    return JudgedTopology(Topology.FLEET, Verdict.EXCLUDED, reasons, None)


def _named(site: Site, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    return tuple(
        Reason(reason.rule, Text("{site}: {reason}", site=site.name, reason=reason.text), reason.source)
        for reason in reasons
    )


def _combine(sized: list[_Sized], context: Context, backup: BackupPlan | None) -> Design:
    ledger = Ledger(context.rules)
    designs = [one.design for one in sized]
    per_site = tuple(SiteDesign(one.site.name, one.judged.id, one.design) for one in sized)
    # One machine for the QDevices of all clusters, where any has one and the customer has no machine for it.
    host = quorum_host(context) if any(design.quorum.qdevice for design in designs) else None
    lines = _bill(designs, host, context, backup)
    ports = (network.gbps for design in designs for network in design.networks if network.name == "production")
    gbps = meeting_gbps(ports, context)
    kept = None if backup is None else backup_design(backup, context, ledger, gbps, fleet=True)
    servers = () if backup is None else backup_nodes(backup, _backup_sites(context.answers))
    runs = numbered([*(quorum_runs(context) if host else ()), *(backup_runs(backup, context) if backup else ())])
    idle = [site.name for site, groups in _guests_by_site(context.answers) if not groups]
    return Design(
        nodes=(*(node for design in designs for node in design.nodes), *quorum_nodes(host), *servers),
        compute=_sum_compute(designs, ledger),
        storage=_sum_storage(designs, ledger),
        quorum=designs[0].quorum,
        networks=designs[0].networks,
        ports_per_node=max(design.ports_per_node for design in designs),
        backup=kept,
        recovery=_recovery(designs),
        power=power(lines, context.catalogue, ledger),
        price=price(lines, context.catalogue.currency, context.answers.subscription_years, ledger),
        bill=lines,
        findings=by_gravity((
            *between_sites(per_site, idle, host, lines, context, ledger),
            *backup_findings(backup, kept, 0, context),
            *companion_findings(context),
            *plug_findings(runs, servers, context),
            *at_sites(per_site, host),
        )),
        cabling=runs,
        calculations=(
            *ledger.calculations,
            *(replace(one, key=f"{number}.{one.key}") for number, design in enumerate(designs, start=1)
              for one in design.calculations),
        ),
        links=links(runs),
        per_site=per_site,
    )  # fmt: skip


def _bill(
    designs: list[Design], host: QuorumHost | None, context: Context, backup: BackupPlan | None
) -> tuple[BillLine, ...]:
    """Put the bills of all sites together: equal parts for the same purpose become one line."""
    alike = Counter((line.group, line.part, line.per, line.because) for design in designs for line in design.bill)
    items = [
        billing.Item(
            line.group, context.catalogue.parts[line.part], line.quantity,
            _because(line, alike[line.group, line.part, line.per, line.because]),
            line.per,
        )
        for design in designs
        for line in design.bill
    ]  # fmt: skip
    if host is not None:
        items += billing.quorum_host_items(host, context)
    if backup is not None and backup.server is not None:
        items += billing.backup_items(backup, context)
    items += companion_items(context)
    return billing.bill(items, context)


def _because(line: BillLine, sites: int) -> Text:
    """Say why a part is needed, and at how many sites it is."""
    if sites == 1:
        return Text("At one site: {because}", because=line.because)
    return Text("At each of {sites} sites: {because}", sites=sites, because=line.because)


def _backup_sites(answers: Answers) -> list[str | None]:
    """Return where the backup servers stand: at headquarters, then at the next data site, else elsewhere.

    A branch is no place for the backups of all: it has neither the line nor the room.
    """
    first = answers.headquarters
    return [first.name, *(site.name for site in answers.sites if site is not first and site.role == "data")]


def _sum_compute(designs: list[Design], ledger: Ledger) -> Compute:
    def total(name: str, title: Text, counted: Callable[[Compute], bool] = lambda _: True) -> int:
        values = [getattr(design.compute, name) if counted(design.compute) else 0 for design in designs]
        unit = "bytes" if name.endswith("_bytes") else "cores"
        return int(ledger.figure(f"compute.{name}", title, "sum(sites)", unit, {"sites": values}))

    def left(name: str, title: Text) -> int:
        # What is there after a failure stands beside what is needed then: a site that plans for none has neither.
        return total(name, title, lambda compute: compute.plans_failure)

    return Compute(
        failures_tolerated=min(design.compute.failures_tolerated for design in designs),
        cores_needed=total("cores_needed", Text("Cores that all guests need")),
        cores_available=total("cores_available", Text("Cores for guests")),
        cores_after_failure=left(
            "cores_after_failure", Text("Cores after the planned failure, of the sites that plan for one")
        ),
        memory_needed_bytes=total("memory_needed_bytes", Text("Memory that all guests need")),
        memory_available_bytes=total("memory_available_bytes", Text("Memory for guests")),
        memory_after_failure_bytes=left(
            "memory_after_failure_bytes", Text("Memory after the planned failure, of the sites that plan for one")
        ),
        cores_needed_after_failure=left("cores_needed_after_failure", Text("Cores that the surviving guests need")),
        memory_needed_after_failure_bytes=left(
            "memory_needed_after_failure_bytes", Text("Memory that the surviving guests need")
        ),
        placement_after_failure=Text("every guest placed"),
    )


def _sum_storage(designs: list[Design], ledger: Ledger) -> Storage:
    def total(name: str, title: str) -> int:
        values = [getattr(design.storage, name) for design in designs]
        return int(ledger.figure(f"storage.{name}", Text(title), "sum(sites)", "bytes", {"sites": values}))

    kinds = sorted({design.storage.kind for design in designs})
    return Storage(
        kind=kinds[0] if len(kinds) == 1 else "mixed",
        copies=min(design.storage.copies for design in designs),
        min_size=None,
        layout=f"{len(designs)} ×",
        raw_bytes=total("raw_bytes", "Raw capacity of all nodes"),
        nominal_bytes=total("nominal_bytes", "Raw capacity divided by the copies"),
        usable_bytes=total("usable_bytes", "Guest data that is promised"),
        needed_bytes=total("needed_bytes", "Guest data to hold"),
        limited_by=Text("each site has its own storage"),
    )


def _recovery(designs: list[Design]) -> Recovery:
    """Return the worst recovery of any site; unknown at one is unknown for all."""
    losses = [design.recovery.rpo_minutes for design in designs]
    times = [design.recovery.rto_minutes for design in designs]
    known_losses = [one for one in losses if one is not None]
    known_times = [one for one in times if one is not None]
    return Recovery(
        max(known_losses) if len(known_losses) == len(losses) else None,
        max(known_times) if len(known_times) == len(times) else None,
        False,
        Text("Each site recovers by itself; the worst of them is shown."),
    )
