"""ZFS replication between nodes: how often it runs, and what is lost between two runs."""

from __future__ import annotations

from fractions import Fraction

from wizard.engine.context import Context
from wizard.engine.ledger import evaluate
from wizard.model.units import BITS_PER_BYTE, GB, HOURS_PER_DAY, MINUTES_PER_HOUR, SECONDS_PER_MINUTE

TRANSFER = "change * peak / minutes_per_day * interval / (link * link_share) + guests * job / minute"
"""Minutes that the runs of a node take: the changes of an interval, at their peak, over the link; one job after
the other."""


TRANSFER_RULES = {
    "peak": "replication.peak",
    "link_share": "replication.link_share",
    "job": "replication.job_overhead_s",
}
"""Names of the formula that are rules."""


def transfer_inputs(context: Context, interval: Fraction) -> dict[str, Fraction | int]:
    """Return the inputs of :data:`TRANSFER`; ``link`` is in bytes per minute."""
    rules = context.rules
    link = rules("network.replication_gbps") * GB / BITS_PER_BYTE * SECONDS_PER_MINUTE
    return {
        "change": context.demand.disk_bytes * context.answers.daily_change,
        "minutes_per_day": HOURS_PER_DAY * MINUTES_PER_HOUR,
        "interval": interval,
        "link": link,
        # All guests may gather on one node, and do when the others are serviced.
        "guests": context.demand.grown_guests,
        "minute": SECONDS_PER_MINUTE,
    }


def transfer_minutes(context: Context, interval: Fraction) -> Fraction:
    """Return how long the runs take [minutes] when they start every ``interval`` minutes.

    References
    ----------
    pve-manager, API2/Replication.pm: the jobs of a node run one after the other.
    """
    given = transfer_inputs(context, interval)
    rules = context.rules
    for name, rule in TRANSFER_RULES.items():
        given[name] = rules(rule)
    return Fraction(evaluate(TRANSFER, given))


def shortest_loss_minutes(context: Context) -> Fraction:
    """Return the least that replication loses [minutes]: its shortest interval and that run's transfer."""
    interval = context.rules("replication.interval_minimum")
    return interval + transfer_minutes(context, interval)


def interval_minutes(context: Context) -> Fraction | None:
    """Return the longest interval up to the default whose loss is allowed [minutes], or nothing if none is.

    The loss is the interval and the transfer; the transfer must also end before the next run begins.
    """
    rules, asked = context.rules, context.answers.rpo_minutes
    if asked is not None and asked < shortest_loss_minutes(context):
        return None
    interval = rules("replication.interval_default")
    while interval >= rules("replication.interval_minimum"):
        transfer = transfer_minutes(context, interval)
        if transfer < interval and (asked is None or interval + transfer <= asked):
            return interval
        interval -= 1
    return None
