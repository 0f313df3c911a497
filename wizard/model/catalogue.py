"""Parts that can be bought, with what decides whether they fit together: ``rackwright-catalogue/1``.

Compatibility is data: a processor names its family, a platform the families it takes; memory has a type, drives a
form and an interface, adapters a slot and lanes, ports a speed and a connector.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from wizard.model.money import Hundredths, Money, cents
from wizard.model.units import Exact, Size

CATALOGUE_FORMAT = "rackwright-catalogue/1"

Connector = Literal["RJ45", "SFP+", "SFP28", "QSFP28", "FC", "SAS"]
Interface = Literal["nvme", "sata", "sas"]
Medium = Literal["ethernet", "fc", "sas"]
DriveForm = Literal["2.5in", "3.5in"]
Slot = Literal["pcie", "ocp"]
Confidence = Literal["A", "B", "C"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Price(_Frozen):
    """A net unit price and where it comes from. Confidence: A seen with a seller, B secondary source, C estimate.

    ``net`` is what the design is chosen by and what is asked for the part. What it is listed at and what it costs the
    vendor are kept apart from it; the latter is the list price less ``discount_percent`` where both are known.
    """

    net: Annotated[Money, Field(ge=Decimal(0))]
    source: str
    date: datetime.date
    valid_until: datetime.date
    confidence: Confidence
    list_net: Annotated[Money, Field(ge=Decimal(0))] | None = None
    discount_percent: Annotated[Hundredths, Field(ge=0, le=100)] | None = None
    """Discount of the supplier on the list price."""
    purchase_net: Annotated[Money, Field(ge=Decimal(0))] | None = None
    indicative: bool = False
    """Whether it came from an indicative catalogue into one that holds own prices too."""

    @property
    def estimated(self) -> bool:
        """Whether nobody has offered this price."""
        return self.confidence == "C"

    def stale(self, on: datetime.date) -> bool:
        """Whether the price was no longer valid on a day."""
        return on > self.valid_until


class Part(_Frozen):
    """What every part has. Power is in watts, at the wall only where a platform says so."""

    id: str
    vendor: str
    name: str
    price: Price
    typical_watts: Exact = Fraction(0)
    maximum_watts: Exact = Fraction(0)
    rack_units: int = 0
    note: str = ""
    number: str = ""
    """The manufacturer's own number of the part."""
    available: bool = True
    """Whether it can be had; what cannot is in no design, and keeps its place in the list."""

    @cached_property
    def cents(self) -> int:
        """The net unit price in cents."""
        return cents(self.price.net)


class Bay(_Frozen):
    """Drive bays of one form, and the interfaces they take."""

    form: DriveForm
    count: int
    interfaces: tuple[Interface, ...]


class Ports(_Frozen):
    """Equal ports of a card or a switch."""

    count: int
    gbps: int
    connector: Connector

    @property
    def medium(self) -> Medium:
        """What runs over the ports."""
        match self.connector:
            case "FC":
                return "fc"
            case "SAS":
                return "sas"
        return "ethernet"


class Platform(Part):
    """A server without processors, memory and drives."""

    sockets: int
    cpu_families: tuple[str, ...]
    memory_type: str
    dimm_slots: int
    """Slots of the whole machine with all sockets occupied."""
    channels_per_socket: int
    maximum_memory: Size
    bays: tuple[Bay, ...]
    nvme_lanes: int
    """PCIe lanes per machine left for NVMe drives and adapters with all sockets occupied."""
    pcie_slots: int
    ocp_slots: int
    board_watts: Exact
    form: Literal["rack", "tower"] = "rack"
    boot: Literal["m.2", "none"] = "m.2"
    roles: tuple[Literal["compute", "backup"], ...] = ("compute", "backup")


class Cpu(Part):
    """A processor."""

    family: str
    cores: int
    threads: int
    base_ghz: Exact
    maximum_sockets: int
    """Largest number of these processors in one machine."""
    memory_channels: int
    maximum_memory: Size
    """Per socket."""
    tdp_watts: int


class MemoryModule(Part):
    """A memory module. Sold as GB and counted as GiB, as memory is."""

    type: str
    size: Size
    mts: int


class Drive(Part):
    """A drive. ``bytes`` is what the IDEMA formula gives for its label."""

    kind: Literal["nvme", "sata-ssd", "hdd"]
    form: DriveForm
    bytes: Size
    label: str
    dwpd: Exact | None = None
    power_loss_protection: bool = False
    read_iops: int | None = None
    write_iops: int | None = None
    read_mb_s: int | None = None
    write_mb_s: int | None = None

    @property
    def interface(self) -> Interface:
        """What kind of bay it needs."""
        return "nvme" if self.kind == "nvme" else "sata"


class BootDevice(Part):
    """What the operating system is installed on, apart from the guests' drives."""

    bytes: Size
    mirrored: bool
    """Whether one unit already holds two drives."""


class Adapter(Part):
    """A network card, or an adapter with outer ports for Fibre Channel or SAS."""

    ports: Ports
    slots: tuple[Slot, ...]
    lanes: int


class Controller(Part):
    """A storage controller: ``hba`` passes drives through, ``raid`` has a protected write cache."""

    mode: Literal["hba", "raid"]
    drives: int
    interfaces: tuple[Interface, ...]
    slots: tuple[Slot, ...] = ("pcie",)
    lanes: int = 8


class Switch(Part):
    """A switch. ``mlag`` says whether two act as one partner of a bond."""

    ports: tuple[Ports, ...]
    mlag: bool
    role: Literal["ethernet", "fc"] = "ethernet"


class Cable(Part):
    """A cable with both ends. Fibre Channel cables carry connector ``FC``."""

    connector: Connector
    gbps: int
    metres: int


class QuorumHost(Part):
    """A small machine outside the cluster that carries corosync-qnetd."""


class TapeDrive(Part):
    """A tape drive, or a library with its drives. ``slots`` counts the cartridges that need no hand."""

    generation: str
    drives: int
    slots: int
    mb_s: int
    """Native rate of each drive."""
    mount: Literal["internal", "desktop", "rack"]


class TapeMedia(Part):
    """A cartridge with its native capacity; one for cleaning holds nothing and suits every generation."""

    generation: str
    native_bytes: Size
    use: Literal["data", "cleaning"] = "data"


class Subscription(Part):
    """A vendor subscription for one year."""

    product: Literal["pve", "pbs", "pmg"]
    level: Literal["community", "basic", "standard", "premium"]
    per: Literal["socket", "server", "host"]
    sockets: int = 1
    response: str = ""


class Catalogue(_Frozen):
    """A list of parts with its label. The bundled one is indicative and says so on every output."""

    format: Literal["rackwright-catalogue/1"]
    title: str
    label: str
    """Printed with every price: what these prices are, and what they are not."""
    indicative: bool
    currency: str
    platforms: tuple[Platform, ...]
    cpus: tuple[Cpu, ...]
    memory: tuple[MemoryModule, ...]
    drives: tuple[Drive, ...]
    boot_devices: tuple[BootDevice, ...]
    adapters: tuple[Adapter, ...]
    controllers: tuple[Controller, ...]
    switches: tuple[Switch, ...]
    cables: tuple[Cable, ...]
    quorum_hosts: tuple[QuorumHost, ...]
    subscriptions: tuple[Subscription, ...]
    tape_drives: tuple[TapeDrive, ...] = ()
    tape_media: tuple[TapeMedia, ...] = ()

    @cached_property
    def groups(self) -> Mapping[str, tuple[Part, ...]]:
        """The parts by the name of their list."""
        return {name: found for name in type(self).model_fields if isinstance(found := getattr(self, name), tuple)}

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """Every part by its id."""
        return {part.id: part for group in self.groups.values() for part in group}

    def replaced(self, groups: Mapping[str, tuple[Part, ...]], **words: object) -> Catalogue:
        """Return a catalogue with other lists of parts, checked anew.

        It is made, and not copied: a copy would keep what was worked out from the old parts.
        """
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_validate({**fields, **groups, **words})

    @cached_property
    def on_sale(self) -> Catalogue:
        """The catalogue without the parts that cannot be had."""
        groups = {name: tuple(part for part in parts if part.available) for name, parts in self.groups.items()}
        changed = any(len(groups[name]) < len(parts) for name, parts in self.groups.items())
        return self.replaced(groups) if changed else self
