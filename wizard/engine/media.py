"""Copies on tape, on removable disks and in an object store: the parts they need, before there is a server for them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from wizard.engine.context import Context
from wizard.model.catalogue import Adapter, Drive, TapeDrive, TapeMedia
from wizard.model.rulebook import Rulebook
from wizard.model.units import MB, SECONDS_PER_HOUR, count

PER_SET = "ceil(stored / (native * fill))"
DISKS_PER_SET = "ceil(stored / (disk * fill))"


@dataclass(frozen=True, slots=True)
class TapeChoice:
    """A tape device with its cartridges and the card that it is connected to."""

    device: TapeDrive
    media: TapeMedia
    cleaning: TapeMedia | None
    adapter: Adapter
    adapters: int
    per_set: int
    sets: int

    @property
    def cartridges(self) -> int:
        """Cartridges of all sets."""
        return self.per_set * self.sets

    @property
    def by_hand(self) -> bool:
        """Whether a set has more cartridges than the device has slots for them."""
        return self.per_set > data_slots(self.device)

    @property
    def cents(self) -> int:
        """Price of all of it [cents]."""
        cleaning = 0 if self.cleaning is None else self.cleaning.cents
        return (
            self.device.cents + self.adapters * self.adapter.cents + self.cartridges * self.media.cents + cleaning
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RemovableChoice:
    """Disks that are put into free bays of the backup server and taken out again."""

    drive: Drive
    per_set: int
    sets: int

    @property
    def cents(self) -> int:
        """Price of all sets [cents]."""
        return self.drive.cents * self.per_set * self.sets


@dataclass(frozen=True, slots=True)
class Media:
    """What a backup server gets besides its datastore. ``cache`` is for an object store [bytes]."""

    tape: TapeChoice | None = None
    removable: RemovableChoice | None = None
    cache: int = 0

    @property
    def feed(self) -> int:
        """Rate that the datastore must give, or tape stops and starts [bytes/s]."""
        return 0 if self.tape is None else self.tape.device.mb_s * self.tape.device.drives * MB

    @property
    def slots(self) -> int:
        """Slots of the server for the cards of tape drives."""
        return 0 if self.tape is None else self.tape.adapters

    def bays(self, drive: Drive) -> int:
        """Return the bays that removable disks take from those for a drive."""
        taken = self.removable
        return taken.per_set if taken is not None and taken.drive.form == drive.form else 0

    @property
    def cents(self) -> int:
        """Price of all media [cents]."""
        return sum(one.cents for one in (self.tape, self.removable) if one is not None)


def media(stored: int, context: Context) -> Media:
    """Choose the cheapest parts for the copies that were asked for.

    Parameters
    ----------
    stored
        Backups of the datastore, typically [bytes].
    context
        Answers, parts and rules.
    """
    asked = context.answers.backup
    return Media(
        tape(stored, context) if asked.tape else None,
        removable(stored, context) if asked.removable else None,
        context.rules.whole("s3.cache") if asked.s3 else 0,
    )


def data_slots(device: TapeDrive) -> int:
    """Return the slots for data: of several, one is the cleaning cartridge's."""
    return max(1, device.slots - 1)


def cartridges_per_set(stored: int, native: int, rules: Rulebook) -> int:
    """Return the cartridges that a media set fills. Native capacity: what is stored is compressed already.

    References
    ----------
    Proxmox Backup Server documentation, Tape Backup.
    """
    return count(stored / (native * rules("tape.fill")))


def tape(stored: int, context: Context) -> TapeChoice | None:
    """Return the cheapest device that holds a set without a hand and writes it in time; else what comes closest.

    Drives that are built in need a bay that no platform states, so they are left out.
    """
    choices = [
        choice
        for device in context.catalogue.tape_drives
        if device.mount != "internal"
        and (choice := _with_media(device, stored, context)) is not None
    ]  # fmt: skip
    hours = context.rules("tape.window_hours")

    def order(choice: TapeChoice) -> tuple[bool, bool, int, str]:
        seconds = Fraction(stored, choice.device.mb_s * choice.device.drives * MB)
        late = seconds > hours * SECONDS_PER_HOUR
        return choice.by_hand, late, choice.cents, choice.device.id

    return min(choices, key=order, default=None)


def _with_media(device: TapeDrive, stored: int, context: Context) -> TapeChoice | None:
    parts, sets = context.catalogue, context.answers.backup.tape_sets
    fitting = [one for one in parts.tape_media if one.use == "data" and one.generation == device.generation]
    adapters = [one for one in parts.adapters if one.ports.connector == "SAS"]
    if not fitting or not adapters or sets is None:
        return None

    def price(media: TapeMedia) -> tuple[int, str]:
        return cartridges_per_set(stored, media.native_bytes, context.rules) * media.cents, media.id

    chosen = min(fitting, key=price)
    adapter = min(adapters, key=lambda one: (-(-device.drives // one.ports.count) * one.cents, one.id))
    cleaning = min(
        (one for one in parts.tape_media if one.use == "cleaning"), key=lambda one: (one.cents, one.id), default=None
    )
    per_set = cartridges_per_set(stored, chosen.native_bytes, context.rules)
    return TapeChoice(device, chosen, cleaning, adapter, -(-device.drives // adapter.ports.count), per_set, sets)


def removable(stored: int, context: Context) -> RemovableChoice | None:
    """Return the cheapest disks for the sets: each disk is a datastore of its own, the guests shared among them."""
    sets = context.answers.backup.removable_sets
    if sets is None:
        return None
    fill = context.rules("backup.fill_limit")
    choices = [
        RemovableChoice(drive, count(stored / (drive.bytes * fill)), sets)
        for drive in context.catalogue.drives
        if drive.kind == "hdd"
    ]
    return min(choices, key=lambda choice: (choice.cents, choice.drive.id), default=None)
