"""The 3-2-1 rule, digit by digit, and one copy that nobody can delete from outside."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.engine.context import Context
from wizard.engine.ledger import Ledger
from wizard.model.backup import CopyRule
from wizard.model.text import Text


def copy_rule(servers: int, keeps_up: bool, tape: bool, removable: bool, context: Context, ledger: Ledger) -> CopyRule:
    """Count copies, kinds of media, copies elsewhere and copies out of reach.

    Production counts once, each backup server, tape, removable sets and object store once. Replicas, RAID and
    snapshots are no copies, and an object store cannot be reached across an air gap. Tape and removable disks never
    count as elsewhere by themselves, since nobody has said where they are kept.

    Parameters
    ----------
    servers
        Places with backup servers; all but the first are elsewhere.
    keeps_up
        Whether the line to the other place carries the daily changes, or is not known: a copy that falls further
        behind every day is none.
    tape, removable
        Whether there is such a copy in the bill.

    References
    ----------
    Proxmox, Scalable Infrastructures; Proxmox Backup Server documentation, Ransomware Protection.
    """
    asked, rules = context.answers.backup, context.rules
    away = servers - 1 if keeps_up else 0
    given = {
        "tape": int(tape),
        "removable": int(removable),
        "object": int(asked.s3 and keeps_up and not context.answers.air_gapped),
    }
    kinds = ("disk", *(name for name, number in given.items() if number))
    pulled = away if asked.sync == "pull" else 0

    def total(key: str, title: Text, unit: str, **parts: int) -> int:
        return int(ledger.figure(f"backup.copy_rule.{key}", title, " + ".join(parts), unit, parts))

    copies = total("copies", Text("Copies of the data"), "copies", production=1, servers=1 + away, **given)
    total("media_kinds", Text("Kinds of media"), "kinds", disk=1, **given)
    elsewhere = total(
        "offsite", Text("Copies at another place"), "copies", servers_elsewhere=away, object=given["object"]
    )
    offline = total(
        "offline", Text("Copies that an intruder cannot delete"), "copies", pulled=pulled, tape=given["tape"],
        removable=given["removable"],
    )  # fmt: skip
    found = CopyRule(
        copies, rules.whole("backup.copies"), kinds, rules.whole("backup.media_kinds"), elsewhere,
        rules.whole("backup.offsite_copies"), offline, rules.whole("backup.offline_copies"), (),
    )  # fmt: skip
    return CopyRule(
        found.copies, found.copies_wanted, found.media, found.media_wanted, found.offsite, found.offsite_wanted,
        found.offline, found.offline_wanted, tuple(text for _, text in missing(found)),
    )  # fmt: skip


def missing(rule: CopyRule) -> Iterator[tuple[str, Text]]:
    """Yield the rule and the sentence of each digit that is not met."""
    if rule.copies < rule.copies_wanted:
        yield "backup.copies", Text(
            "{n} of {wanted} copies (3-2-1 rule): a second server elsewhere, tape or removable disks add one.",
            n=rule.copies, wanted=rule.copies_wanted,
        )  # fmt: skip
    if len(rule.media) < rule.media_wanted:
        yield "backup.media_kinds", Text(
            "{n} of {wanted} kinds of media (3-2-1 rule): tape, removable disks or an object store add one.",
            n=len(rule.media), wanted=rule.media_wanted,
        )  # fmt: skip
    if rule.offsite < rule.offsite_wanted:
        carried = {"tape", "removable"} & set(rule.media)
        yield "backup.offsite_copies", Text(
            "{n} of {wanted} copies at another place (3-2-1 rule): carry the ejected media there, and say who does."
            if carried
            else "{n} of {wanted} copies at another place (3-2-1 rule): a fire takes the data and its backup.",
            n=rule.offsite, wanted=rule.offsite_wanted,
        )  # fmt: skip
    if rule.offline < rule.offline_wanted:
        yield "backup.offline_copies", Text(
            "{n} of {wanted} copies out of an intruder's reach: eject tape, unmount disks, or let a server with logins "
            "of its own pull.",
            n=rule.offline, wanted=rule.offline_wanted,
        )  # fmt: skip
