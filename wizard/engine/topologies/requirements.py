"""Hard requirements that several topologies share, each as a check that gives a reason or nothing."""

from __future__ import annotations

from fractions import Fraction

from wizard.engine.capacity import external
from wizard.engine.context import Context
from wizard.model.assessment import Reason
from wizard.model.project import ExternalStorage
from wizard.model.text import Text
from wizard.model.units import SECONDS_PER_MINUTE, count


def collect(*found: Reason | None) -> tuple[Reason, ...]:
    """Return the reasons that were found."""
    return tuple(reason for reason in found if reason is not None)


def no_ha(context: Context) -> Reason | None:
    """One node cannot restart its guests anywhere."""
    if not context.answers.ha:
        return None
    return context.reason(
        "cluster.nodes_minimum",
        Text(
            "HA is required: it takes {fewest} nodes, or two with a QDevice; here is 1.",
            fewest=context.rules("cluster.nodes_minimum"),
        ),
    )


def drives_survive(context: Context, tolerated: int) -> Reason | None:
    """The storage of a node must survive the drive failures that were asked for."""
    asked = context.answers.disk_failures
    if tolerated >= asked:
        return None
    return context.reason(
        "default.disk_failures",
        Text(
            "Failed drives per node that have to be survived: {asked}; this storage survives {tolerated}.",
            asked=asked,
            tolerated=tolerated,
        ),
    )


def one_site(context: Context) -> Reason | None:
    """A topology of one place serves neither a second place nor its loss."""
    sites = len(context.answers.sites)
    if sites > 1:
        return context.reason(
            "cluster.latency_supported_ms",
            Text("The project has {sites} sites with guests; this topology serves one.", sites=sites),
        )
    if context.answers.survive_site_loss:
        return context.reason(
            "cluster.stretch_nodes_per_site",
            Text("The loss of a site has to be survived; everything stands at 1 site, 2 and a tie-breaker are needed."),
        )
    return None


def restore_is_enough(context: Context) -> Reason | None:
    """Without a second copy of the running data, what is lost is what came after the last backup."""
    answers = context.answers
    if answers.rpo_minutes is None:
        return None
    interval = context.rules("recovery.backup_interval_minutes")
    if not answers.backup_wanted:
        return context.reason(
            "recovery.backup_interval_minutes",
            Text(
                "At most {rpo} minutes of data may be lost; there is one copy and no backup, so all of it would be.",
                rpo=answers.rpo_minutes,
            ),
        )
    if interval <= answers.rpo_minutes:
        return None
    return context.reason(
        "recovery.backup_interval_minutes",
        Text(
            "At most {rpo} minutes of data may be lost; a restore loses up to {interval} minutes.",
            rpo=answers.rpo_minutes,
            interval=interval,
        ),
    )


def recovers_in_time(context: Context, rule_id: str, least_minutes: Fraction) -> Reason | None:
    """The shortest possible recovery must be within the time that was asked for."""
    asked = context.answers.rto_minutes
    if asked is None or least_minutes <= asked:
        return None
    return context.reason(
        rule_id,
        Text(
            "Guests have to run again within {asked} min; this takes at least {least} min.",
            asked=asked,
            least=count(least_minutes),
        ),
    )


def ha_restart_minutes(context: Context) -> Fraction:
    """Return the least time of an HA restart [minutes]."""
    rules = context.rules
    return (
        rules("recovery.release_s") + rules("recovery.rounds_s") + rules("recovery.guest_start_s")
    ) / SECONDS_PER_MINUTE


def repaired_in_time(context: Context) -> Reason | None:
    """A single node waits for its repair."""
    return recovers_in_time(context, "recovery.repair_minutes", context.rules("recovery.repair_minutes"))


def fails_over_in_time(context: Context) -> Reason | None:
    """A cluster restarts guests by HA; without HA, or room for it, they wait for the repair."""
    if not context.answers.ha or not context.answers.node_failures:
        return repaired_in_time(context)
    return recovers_in_time(context, "recovery.release_s", ha_restart_minutes(context))


def store(context: Context) -> ExternalStorage | None:
    """Return the existing storage that holds the most, if there is any."""
    return max(context.answers.storage, key=lambda one: held(one, context), default=None)


def held(store: ExternalStorage, context: Context) -> int:
    """Return the guest data that an existing storage is planned to hold [bytes]."""
    return external.usable(store.kind, store.usable, context.rules).usable_bytes


def storage_is_there(context: Context) -> Reason | None:
    """Existing storage must hold the guests' disks."""
    best = store(context)
    if best is None:
        text = Text("External storage for {needed:size} of guest disks is needed; the project names none.",
                    needed=context.demand.disk_bytes)  # fmt: skip
        return context.reason("lvm.external.fill_limit", text)
    holds = held(best, context)
    if holds >= context.demand.disk_bytes:
        return None
    return context.reason(
        "lvm.external.fill_limit",
        Text(
            "External storage for {needed:size} of guest disks is needed; the largest existing one holds {holds:size}.",
            needed=context.demand.disk_bytes,
            holds=holds,
        ),
    )


def node_failures_at_most(context: Context, most: int) -> Reason | None:
    """The arrangement itself bounds how many nodes may fail."""
    asked = context.answers.node_failures
    if asked <= most:
        return None
    return context.reason(
        "cluster.nodes_minimum",
        Text("{asked} node failures have to be survived; this arrangement survives {most}.", asked=asked, most=most),
    )


def nodes_allowed(context: Context, fewest: int) -> Reason | None:
    """The customer's limit of nodes per site must leave room for the smallest shape."""
    most = context.answers.nodes_maximum
    if fewest <= most:
        return None
    return context.reason(
        "cluster.nodes_minimum",
        Text("At least {fewest} nodes per site are needed; at most {most} are allowed.", fewest=fewest, most=most),
    )
