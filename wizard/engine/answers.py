"""The project with every default filled in, and the list of the defaults that were used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from wizard.engine.guests import guests_of
from wizard.model.assessment import Assumption
from wizard.model.project import (
    Availability,
    Backup,
    Existing,
    ExternalStorage,
    GuestGroup,
    Keep,
    Project,
    Site,
    SiteLink,
    Topology,
)
from wizard.model.rulebook import Rulebook
from wizard.model.text import Text
from wizard.model.units import share


@dataclass(frozen=True, slots=True)
class Answers:
    """What the engine works with: nothing in it is unknown, except what may honestly stay so."""

    groups: tuple[GuestGroup, ...]
    growth: Fraction
    """Growth of one year as a share."""
    years: int
    vcpus_per_core: Fraction
    sites: tuple[Site, ...]
    """Sites with guests: at least one."""
    witnesses: tuple[Site, ...]
    links: tuple[SiteLink, ...]
    ha: bool
    node_failures: int
    disk_failures: int
    survive_site_loss: bool
    rpo_minutes: Fraction | None
    rpo_stated: Fraction | None
    """What the project itself says; ``rpo_minutes`` has the default."""
    rto_minutes: Fraction | None
    storage: tuple[ExternalStorage, ...]
    quorum_host: bool
    switch_gbps: Fraction | None
    backup_wanted: bool
    keep: Keep
    daily_change: Fraction
    offsite: str
    backup: Backup
    """All answers about backup, each with its default."""
    air_gapped: bool
    mail_gateways: int
    budget_net: Decimal | None
    currency: str
    subscription_years: int
    subscription: str
    cpu_vendor: str | None
    platform: str | None
    nodes_maximum: int
    """Most nodes per site that the search may propose."""
    pinned: Topology | None
    rebuild_hours: Fraction | None
    """Longest rebuild of a lost node's copies that is allowed, if one is stated."""
    nodes_per_site: int | None
    cpu: str | None
    drive: str | None
    copies: int | None
    write_share: Fraction
    assumptions: tuple[Assumption, ...]

    @property
    def headquarters(self) -> Site:
        """The first data site, or the first site. Guests of no site are counted there."""
        return next((site for site in self.sites if site.role == "data"), self.sites[0])

    def of_site(self, site: Site, groups: tuple[GuestGroup, ...]) -> Answers:
        """Return the answers for one site of a fleet: its guests, and no other site."""
        return replace(self, groups=groups, sites=(site,), witnesses=(), links=()).without_idle_ha()

    def without_idle_ha(self) -> Answers:
        """Return the answers without HA where no guest wants it: then nothing has to be restarted elsewhere."""
        if not self.ha or any(group.ha is not False for group in self.groups):
            return self
        return replace(self, ha=False, node_failures=0, rpo_minutes=self.rpo_stated)


class _Defaults:
    """Hands out answers, and notes each default that it had to use."""

    def __init__(self, rules: Rulebook) -> None:
        self.rules = rules
        self.used: list[Assumption] = []

    def note(self, key: str, value: object, text: Text) -> None:
        self.used.append(Assumption(key, str(value), text))

    def rule(self, key: str, given: Fraction | int | None, rule_id: str, text: str) -> Fraction:
        if given is not None:
            return Fraction(given)
        value = self.rules(rule_id)
        self.note(key, value, Text(text, value=value))
        return value


def resolve(project: Project, rules: Rulebook) -> Answers:
    """Fill in every default of the project.

    Parameters
    ----------
    project
        What was asked.
    rules
        The rulebook, with the project's own changes.

    Returns
    -------
    Answers
        With one assumption for each default.
    """
    defaults = _Defaults(rules)
    availability = _availability(project, defaults)
    backup = _backup(project, defaults)
    workload = project.workload
    answers = Answers(
        groups=workload.groups,
        growth=share(
            defaults.rule(
                "workload.growth_percent_per_year", workload.growth_percent_per_year, "default.growth_percent",
                "No growth was stated: {value} % per year is assumed.",
            )
        ),
        years=int(defaults.rule(
            "workload.years", workload.years, "default.years", "No horizon was stated: {value} years are assumed.",
        )),
        vcpus_per_core=defaults.rule(
            "workload.vcpus_per_core", workload.vcpus_per_core, "default.vcpus_per_core",
            "No ratio of vCPUs to cores was stated: {value} vCPUs per physical core are assumed.",
        ),
        sites=tuple(site for site in project.sites if site.role != "witness") or (Site(name="", role="data"),),
        witnesses=tuple(site for site in project.sites if site.role == "witness"),
        links=project.site_links,
        backup_wanted=backup.wanted,
        keep=backup.keep or Keep(),
        daily_change=share(Fraction(backup.daily_change_percent or 0)),
        offsite=backup.offsite,
        backup=backup,
        air_gapped=project.air_gapped,
        mail_gateways=project.mail_gateways,
        write_share=_write_share(workload.groups, defaults),
        **_existing(project.existing, defaults),
        **_limits(project, defaults),
        **availability,
        assumptions=tuple(defaults.used),
    )  # fmt: skip
    return answers.without_idle_ha()


def _availability(project: Project, defaults: _Defaults) -> dict[str, Any]:
    given = project.availability
    if given is None:
        given = Availability()
        defaults.note("availability.ha", "true", Text("Nothing was said about availability: HA is assumed."))
    node_failures = 0
    if given.ha:
        node_failures = int(defaults.rule(
            "availability.node_failures", given.node_failures, "default.node_failures",
            "No number of node failures was stated: {value} is planned for.",
        ))  # fmt: skip
    rpo = given.rpo_minutes
    if rpo is None and given.ha:
        rpo = Fraction(0)
        defaults.note(
            "availability.rpo_minutes", 0, Text("No tolerable data loss was stated: with HA none is assumed (RPO 0).")
        )
    return {
        "ha": given.ha,
        "node_failures": node_failures,
        "disk_failures": int(defaults.rule(
            "availability.disk_failures", given.disk_failures, "default.disk_failures",
            "No number of drive failures was stated: {value} per node is survived.",
        )),
        "survive_site_loss": given.survive_site_loss,
        "rpo_minutes": rpo,
        "rpo_stated": given.rpo_minutes,
        "rto_minutes": given.rto_minutes,
    }  # fmt: skip


def _backup(project: Project, defaults: _Defaults) -> Backup:
    given = project.backup
    if given is None:
        given = Backup()
        defaults.note("backup.wanted", "true", Text("Nothing was said about backup: a backup server is included."))
    if given.wanted and given.keep is None:
        daily, weekly = (defaults.rules.whole(f"default.keep_{period}") for period in ("daily", "weekly"))
        given = given.model_copy(update={"keep": Keep(daily=daily, weekly=weekly)})
        defaults.note(
            "backup.keep",
            f"{daily} daily, {weekly} weekly",
            Text(
                "No retention was stated: {daily} daily and {weekly} weekly backups are kept.",
                daily=daily,
                weekly=weekly,
            ),
        )
    change = defaults.rule(
        "backup.daily_change_percent", given.daily_change_percent, "default.change_percent",
        "No daily change was stated: {value} % is assumed; measure it, it decides the size of the datastore.",
    )  # fmt: skip
    return _media(given.model_copy(update={"daily_change_percent": change}), defaults)


def _media(given: Backup, defaults: _Defaults) -> Backup:
    """Fill in how copies are made; only what is asked for is worth an assumption."""
    used: dict[str, Any] = {}
    if given.wanted:
        used["streams"] = int(
            defaults.rule(
                "backup.streams",
                given.streams,
                "default.backup_streams",
                "No number of simultaneous backups was stated: {value} is assumed.",
            )
        )
    if given.wanted and (given.offsite != "none" or given.s3):
        used["offsite_window_hours"] = defaults.rule(
            "backup.offsite_window_hours",
            given.offsite_window_hours,
            "default.offsite_window_hours",
            "No window for the copy to another place was stated: {value} hours a day are assumed.",
        )
    if given.wanted and given.tape:
        used["tape_sets"] = int(
            defaults.rule(
                "backup.tape_sets",
                given.tape_sets,
                "default.tape_sets",
                "No number of tape sets was stated: {value} rotate.",
            )
        )
    if given.wanted and given.removable:
        used["removable_sets"] = int(
            defaults.rule(
                "backup.removable_sets",
                given.removable_sets,
                "default.removable_sets",
                "No number of removable sets was stated: {value} rotate.",
            )
        )
    return given.model_copy(update=used)


def _existing(existing: Existing, defaults: _Defaults) -> dict[str, Any]:
    if existing.quorum_host is None:
        defaults.note(
            "existing.quorum_host",
            "false",
            Text("No machine for a QDevice was named: where one is needed, the bill contains it."),
        )
    if existing.switch_gbps is None:
        defaults.note(
            "existing.switch_gbps", "unknown",
            Text("The speed of the existing switches is not known: networks that need switches get new ones."),
        )  # fmt: skip
    return {
        "storage": existing.storage,
        "quorum_host": bool(existing.quorum_host),
        "switch_gbps": existing.switch_gbps,
    }


def _subscription(project: Project, defaults: _Defaults) -> str:
    stated = project.preferences.subscription
    if stated is not None:
        return stated
    if project.air_gapped:
        defaults.note(
            "preferences.subscription", "standard",
            Text("No subscription level was stated: behind an air gap Standard is assumed, the lowest with an offline "
                 "key."),
        )  # fmt: skip
        return "standard"
    defaults.note(
        "preferences.subscription", "basic",
        Text("No subscription level was stated: Basic is assumed, the lowest with support tickets."),
    )  # fmt: skip
    return "basic"


def _limits(project: Project, defaults: _Defaults) -> dict[str, Any]:
    budget, preferences = project.budget, project.preferences
    if budget.net is None:
        defaults.note("budget.net", "none", Text("No budget was stated: the cheapest design is recommended."))
    return {
        "budget_net": budget.net,
        "currency": budget.currency,
        "subscription_years": int(defaults.rule(
            "budget.subscription_years", budget.subscription_years, "default.subscription_years",
            "No years of subscription were stated: {value} are assumed.",
        )),
        "subscription": _subscription(project, defaults),
        "cpu_vendor": preferences.cpu_vendor,
        "platform": preferences.platform,
        "nodes_maximum": min(
            preferences.max_nodes_per_site or defaults.rules.whole("cluster.nodes_reported"),
            defaults.rules.whole("cluster.nodes_reported"),
        ),
        "pinned": preferences.topology,
        "rebuild_hours": preferences.rebuild_hours,
        "nodes_per_site": preferences.nodes_per_site,
        "cpu": preferences.cpu,
        "drive": preferences.drive,
        "copies": preferences.copies,
    }  # fmt: skip


def _write_share(groups: tuple[GuestGroup, ...], defaults: _Defaults) -> Fraction:
    """Share of writes among all stated operations; the default where a group does not say."""
    rules, stated = defaults.rules, guests_of(groups).operations
    if None in stated:
        defaults.rule(
            "workload.groups.write_percent", None, "default.write_percent",
            "Not every group states its share of writes: {value} % is assumed.",
        )  # fmt: skip
    written = sum(
        (number * share(rules("default.write_percent") if percent is None else percent)
         for percent, number in stated.items()),
        Fraction(0),
    )  # fmt: skip
    return written / sum(stated.values()) if stated else share(rules("default.write_percent"))
