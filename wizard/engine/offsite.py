"""Copies at another place: what goes over the line every day, the first copy, and the way back."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from wizard.engine.backup import BackupServer, chunk_rule
from wizard.engine.context import Context
from wizard.engine.ledger import Ledger
from wizard.model.backup import OffsiteCopy
from wizard.model.project import GuestGroup
from wizard.model.text import Text
from wizard.model.units import BITS_PER_BYTE, GB, HOURS_PER_DAY, MB, SECONDS_PER_HOUR, SECONDS_PER_MINUTE, count

DAILY = "ceil(data * share * change / compression)"
NEEDED = "ceil(daily * bits / (hours * hour) / link_share / mega)"
DURATION = "ceil(amount / min(mbps * mega / bits * link_share, gbps * giga / bits, drives * chunks) / unit)"
SEED = "ceil(data * share / compression / max(1, dedup / domains))"


def offsite(mode: str, server: BackupServer, context: Context, ledger: Ledger) -> OffsiteCopy:
    """Describe the copy to another place in figures.

    Parameters
    ----------
    mode
        ``one-way``, ``two-way``, ``many-to-one``, or ``object`` for a provider's store.
    server
        The one at either end: its port and its drives limit a copy as well.
    context
        Answers, demand and rules.
    ledger
        Keeps the calculations.

    Returns
    -------
    OffsiteCopy
        Only changed chunks travel, compressed. Rates in Mbit/s, sizes in bytes; unknown without a stated line.

    References
    ----------
    Proxmox Backup Server documentation, Managing Remotes.
    """
    asked = context.answers.backup
    hours = asked.offsite_window_hours or context.rules("default.offsite_window_hours")
    busiest, everything = shares(mode, context)
    data = count(context.demand.disk_bytes * context.rules("backup.used_share"))
    daily = _daily(Text("Daily copy over the busiest line"), "daily_bytes", data, busiest, context, ledger)
    together = _daily(Text("Daily copy over all lines together"), "all_bytes", data, everything, context, ledger)
    seed = ledger.figure(
        "backup.offsite_copy.seed_bytes", Text("First copy over the busiest line"), SEED, "bytes",
        {"data": data, "share": busiest, "domains": asked.domains},
        compression="backup.compression", dedup="backup.dedup",
    )  # fmt: skip
    mbps = line_mbps(mode, context)
    largest = count(_largest(mode, context) / context.rules("backup.compression"))
    seed_hours = _duration(
        "seed_hours", Text("First copy over the stated line"), "hours", SECONDS_PER_HOUR, seed, mbps, server, ledger
    )
    return OffsiteCopy(
        mode=mode,
        sync=asked.sync,
        namespaces=len(context.answers.sites),
        daily_bytes=daily,
        window_hours=hours,
        mbps_needed=_needed("mbps_needed", Text("Line that the daily copy needs"), daily, hours, ledger),
        mbps_everything=_needed(
            "mbps_everything", Text("Line where all sites meet"), together, hours, ledger
        ),
        mbps_stated=mbps,
        daily_minutes=_duration(
            "daily_minutes", Text("Daily copy over the stated line"), "minutes", SECONDS_PER_MINUTE, daily, mbps,
            server, ledger,
        ),
        seed_bytes=seed,
        seed_hours=seed_hours,
        restore_largest_minutes=_duration(
            "restore_largest_minutes", Text("The largest guest fetched back over the line"), "minutes",
            SECONDS_PER_MINUTE, largest, mbps, server, ledger,
        ),
        ship=seed_hours is not None and seed_hours > context.rules("offsite.seed_days") * HOURS_PER_DAY,
    )  # fmt: skip


def shares(mode: str, context: Context) -> tuple[Fraction, Fraction]:
    """Return the share of all data that goes over the busiest line, and over all lines together.

    Guests without a site count at the first data site, which is headquarters.
    """
    headquarters = context.answers.headquarters.name
    sizes = Counter[str]()
    for group in context.answers.groups:
        sizes[_place(group, context)] += group.count * group.disk
    total = sizes.total()
    others = [size for name, size in sizes.items() if name != headquarters]
    if mode == "many-to-one" and any(others):
        return Fraction(max(others), total), Fraction(sum(others), total)
    if mode == "two-way" and total:
        busiest = Fraction(max(sizes.values()), total)
        return busiest, busiest
    return Fraction(1), Fraction(1)


def _place(group: GuestGroup, context: Context) -> str:
    return (
        group.site if group.site in {site.name for site in context.answers.sites} else context.answers.headquarters.name
    )


def _largest(mode: str, context: Context) -> int:
    """Return the largest guest that comes back over the line [bytes]; headquarters' own are beside their backup."""
    behind = [
        group.disk for group in context.answers.groups if _place(group, context) != context.answers.headquarters.name
    ]
    return max(behind) if mode == "many-to-one" and behind else context.demand.largest_disk_bytes


def line_mbps(mode: str, context: Context) -> Fraction | None:
    """Return the line of a copy [Mbit/s]: what is stated for it, else the slowest stated link that it goes over.

    Branches reach headquarters over the links between all sites; a second server stands at another site with guests
    of its own, or elsewhere, like an object store: then nothing is known of its line.
    """
    stated = context.answers.backup.offsite_mbps
    if stated is not None:
        return stated
    names = {site.name for site in context.answers.sites if mode == "many-to-one" or site.role == "data"}
    links = [
        link.gbps for link in context.answers.links
        if mode != "object" and set(link.between) <= names and link.gbps is not None
    ]  # fmt: skip
    return min(links) * GB / MB if links else None


def _daily(title: Text, key: str, data: int, share: Fraction, context: Context, ledger: Ledger) -> int:
    return int(ledger.figure(
        f"backup.offsite_copy.{key}", title, DAILY, "bytes",
        {"data": data, "share": share, "change": context.answers.daily_change}, compression="backup.compression",
    ))  # fmt: skip


def _needed(key: str, title: Text, daily: int, hours: Fraction, ledger: Ledger) -> int:
    inputs = {"daily": daily, "bits": BITS_PER_BYTE, "hours": hours, "hour": SECONDS_PER_HOUR, "mega": MB}
    return int(ledger.figure(
        f"backup.offsite_copy.{key}", title, NEEDED, "Mbit/s", inputs, link_share="offsite.link_share",
    ))  # fmt: skip


def _duration(
    key: str,
    title: Text,
    unit: str,
    seconds: int,
    amount: int,
    mbps: Fraction | None,
    server: BackupServer,
    ledger: Ledger,
) -> int | None:
    if mbps is None:
        return None
    inputs = {
        "amount": amount, "bits": BITS_PER_BYTE, "mbps": mbps, "mega": MB, "giga": GB, "unit": seconds,
        "gbps": min(kind.gbps for _, kind in server.network.ports), "drives": server.drives,
    }  # fmt: skip
    return int(ledger.figure(
        f"backup.offsite_copy.{key}", title, DURATION, unit, inputs, link_share="offsite.link_share",
        chunks=chunk_rule(server.drive),
    ))  # fmt: skip
