"""The backup servers of a design in figures: what they keep, how long it takes, and where copies go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wizard.engine import backup, media
from wizard.engine.backup import BackupServer, chunk_rule, gaps_days, snapshots_kept
from wizard.engine.context import Context
from wizard.engine.copies import copy_rule
from wizard.engine.extras import BackupPlan
from wizard.engine.ledger import Ledger
from wizard.engine.offsite import offsite
from wizard.model.backup import BackupDesign, ObjectCopy, OffsiteCopy, RemovableCopy, TapeCopy
from wizard.model.text import Text
from wizard.model.units import BITS_PER_BYTE, GB, MB, SECONDS_PER_HOUR, SECONDS_PER_MINUTE, TIB, count, whole

WINDOW = (
    "ceil(data / servers * change / min(gbps * giga / bits * link_share, streams * ingest, drives * chunks) / minute)"
)
RESTORE = "ceil(data / servers / min(gbps * giga / bits * link_share, rate, drives * chunks) / minute)"
RESTORE_ONTO = (
    "ceil(data / min(target, servers * min(gbps * giga / bits * link_share, rate, drives * chunks)) / minute)"
)
"""The same where it is known what the drives of the nodes take."""
VERIFY = "ceil(stored / min(drives * chunks, threads * thread) / minute)"
TAPE_HOURS = "ceil(stored / min(tapes * mb_s * mega, disks * chunks) / hour)"


def meeting_gbps(ports: Iterable[int], context: Context) -> int | None:
    """Return the speed at which nodes and backup servers meet: the slowest of the nodes' ports and of a known LAN."""
    lan = context.answers.switch_gbps
    return min((*ports, *(() if lan is None else (whole(lan),))), default=None)


def backup_design(
    plan: BackupPlan,
    context: Context,
    ledger: Ledger,
    node_gbps: int | None = None,
    target: int | None = None,
    fleet: bool = False,
) -> BackupDesign | None:
    """Describe the backup servers in figures.

    Times are lower bounds at the planned rates; ``minutes`` are whole and rounded up.

    Parameters
    ----------
    node_gbps
        Speed that the nodes send backups at, as of :func:`meeting_gbps`.
    target
        What the drives of the nodes take [bytes/s], if it is known.
    fleet
        Whether branches send their backups to headquarters.
    """
    server = plan.server
    if server is None:
        return None
    ledger.add(plan.calculations)
    copy = _offsite(server, context, ledger, fleet)
    asked = context.answers.backup
    return BackupDesign(
        servers=plan.servers,
        side_by_side=ledger.figure(
            "backup.side_by_side", Text("Backup servers that share the guests of a place"),
            "ceil(stored / (usable - cache))", "servers",
            {"stored": plan.stored.typical_bytes, "usable": server.usable, "cache": plan.media.cache},
        ),
        snapshots_kept=_kept(context, ledger),
        stored=plan.stored,
        usable_bytes=ledger.figure(
            "backup.usable_bytes", Text("Backups that one server holds"), "floor(pool * fill_limit)", "bytes",
            {"pool": server.pool}, fill_limit="backup.fill_limit",
        ),
        layout=f"{server.groups} × {server.layout} ({server.width})",
        offsite=context.answers.offsite,
        **_times(server, plan, node_gbps, target, context, ledger),
        **_machine(server, context, ledger),
        oldest_days=ledger.figure(
            "backup.oldest_days", Text("Age of the oldest backup"), "sum(gaps)", "days",
            {"gaps": gaps_days(context.answers.keep, context.rules)},
        ),
        encrypted=asked.encrypted,
        domains=asked.domains,
        domains_cost_bytes=_domains(context, ledger),
        offsite_copy=copy,
        tape=_tape(server, plan, ledger),
        removable=_removable(plan, ledger),
        object_store=ObjectCopy(plan.stored.typical_bytes, plan.media.cache) if asked.s3 else None,
        copy_rule=copy_rule(
            plan.places, _keeps_up(copy), plan.media.tape is not None, plan.media.removable is not None, context, ledger
        ),
    )  # fmt: skip


def _kept(context: Context, ledger: Ledger) -> int:
    kept = ledger.figure(
        "backup.snapshots_kept", Text("Backups kept per guest"), "sum(periods)", "backups",
        {"periods": [one for one in context.answers.keep.model_dump().values() if one]},
    )  # fmt: skip
    if kept != snapshots_kept(context.answers.keep):
        raise ValueError("the kept backups do not add up")
    return int(kept)


def _times(
    server: BackupServer,
    plan: BackupPlan,
    node_gbps: int | None,
    target: int | None,
    context: Context,
    ledger: Ledger,
) -> dict[str, int]:
    demand = context.demand
    own = min(kind.gbps for _, kind in server.network.ports)
    limits = {
        "drives": server.drives,
        "gbps": own if node_gbps is None else min(own, node_gbps),
        "giga": GB,
        "bits": BITS_PER_BYTE,
        "minute": SECONDS_PER_MINUTE,
    }
    onto = {} if target is None else {"target": target}
    restore = "backup.rate_restore_hdd" if server.drive.kind == "hdd" else "backup.rate_restore_flash"
    times = {"backup_window_minutes": ledger.figure(
        "backup.backup_window_minutes", Text("Time of a daily backup of what changed"), WINDOW, "minutes",
        {"data": demand.disk_bytes, "servers": plan.each, "change": context.answers.daily_change,
         "streams": context.answers.backup.streams, **limits},
        ingest="backup.rate_ingest", chunks=chunk_rule(server.drive), link_share="backup.link_share",
    )}  # fmt: skip
    for key, title, data, servers in (
        ("restore_largest_minutes", Text("Restore of the largest guest"), demand.largest_disk_bytes, 1),
        ("restore_all_minutes", Text("Restore of everything"), demand.disk_bytes, plan.each),
    ):
        times[key] = ledger.figure(
            f"backup.{key}", title, RESTORE if target is None else RESTORE_ONTO, "minutes",
            {"data": data, "servers": servers, **limits, **onto}, rate=restore,
            link_share="backup.link_share", chunks=chunk_rule(server.drive),
        )  # fmt: skip
    times["verify_minutes"] = ledger.figure(
        "backup.verify_minutes", Text("Verification of all backups"), VERIFY, "minutes",
        {"stored": plan.share, "drives": server.drives, "minute": SECONDS_PER_MINUTE},
        chunks=chunk_rule(server.drive), threads="backup.verify_threads", thread="backup.verify_rate",
    )  # fmt: skip
    return times


def _machine(server: BackupServer, context: Context, ledger: Ledger) -> dict[str, Any]:
    asked = context.answers.backup
    special = None
    if server.special is not None:
        special = ledger.figure(
            "backup.special_needed_bytes", Text("Mirror for the metadata of the hard disks"), backup.SPECIAL, "bytes",
            {"domains": asked.domains, "pool": server.pool}, base="backup.special_base", share="backup.special_share",
        )  # fmt: skip
    return {
        "cores_needed": ledger.figure(
            "backup.cores_needed", Text("Cores of the backup server"), backup.CORES, "cores",
            {"streams": asked.streams}, cores="backup.cores", base="backup.streams_base",
            per_stream="backup.cores_per_stream",
        ),
        "memory_needed_bytes": ledger.figure(
            "backup.memory_needed_bytes", Text("Memory of the backup server"), backup.MEMORY, "bytes",
            {"pool": server.pool, "tib": TIB}, minimum="backup.memory_minimum", base="backup.memory_base",
            per_tib="backup.memory_per_tib",
        ),
        "special_needed_bytes": special,
    }  # fmt: skip


def _domains(context: Context, ledger: Ledger) -> int:
    data = count(context.demand.disk_bytes * context.rules("backup.used_share"))
    return int(ledger.figure(
        "backup.domains_cost_bytes", Text("Stored more than once because of separate keys or datastores"),
        "ceil(data / compression * (1 / max(1, dedup / domains) - 1 / max(1, dedup)))", "bytes",
        {"data": data, "domains": context.answers.backup.domains},
        compression="backup.compression", dedup="backup.dedup",
    ))  # fmt: skip


def _offsite(server: BackupServer, context: Context, ledger: Ledger, fleet: bool) -> OffsiteCopy | None:
    mode = context.answers.offsite
    if mode == "none" and fleet:
        mode = "many-to-one"
    elif mode == "none" and context.answers.backup.s3:
        mode = "object"
    return None if mode == "none" else offsite(mode, server, context, ledger)


def _keeps_up(copy: OffsiteCopy | None) -> bool:
    return copy is None or copy.mbps_stated is None or copy.mbps_stated >= copy.mbps_needed


def _tape(server: BackupServer, plan: BackupPlan, ledger: Ledger) -> TapeCopy | None:
    chosen, stored = plan.media.tape, plan.share
    if chosen is None:
        return None
    per_set = ledger.figure(
        "backup.tape.per_set", Text("Cartridges of a tape set"), media.PER_SET, "cartridges",
        {"stored": stored, "native": chosen.media.native_bytes}, fill="tape.fill",
    )  # fmt: skip
    ledger.figure(
        "backup.tape.cartridges", Text("Cartridges of all tape sets"), "per_set * sets * servers", "cartridges",
        {"per_set": per_set, "sets": chosen.sets, "servers": plan.each},
    )  # fmt: skip
    hours = ledger.figure(
        "backup.tape.job_hours", Text("Time to write a tape set"), TAPE_HOURS, "hours",
        {"stored": stored, "tapes": chosen.device.drives, "mb_s": chosen.device.mb_s, "mega": MB,
         "disks": server.drives, "hour": SECONDS_PER_HOUR},
        chunks=chunk_rule(server.drive),
    )  # fmt: skip
    return TapeCopy(
        chosen.device.id, chosen.device.name, chosen.device.drives, chosen.media.id, chosen.media.name, per_set,
        chosen.sets, hours, chosen.by_hand,
    )  # fmt: skip


def _removable(plan: BackupPlan, ledger: Ledger) -> RemovableCopy | None:
    chosen = plan.media.removable
    if chosen is None:
        return None
    inputs: dict[str, Any] = {"stored": plan.share, "disk": chosen.drive.bytes}
    per_set = ledger.figure(
        "backup.removable.per_set", Text("Disks of a removable set"), media.DISKS_PER_SET, "disks", inputs,
        fill="backup.fill_limit",
    )  # fmt: skip
    usable = ledger.figure(
        "backup.removable.usable_bytes", Text("Backups that one removable set holds"),
        "floor(per_set * disk * fill)", "bytes", {"per_set": per_set, "disk": chosen.drive.bytes},
        fill="backup.fill_limit",
    )  # fmt: skip
    return RemovableCopy(chosen.drive.id, chosen.drive.name, per_set, chosen.sets, usable)
