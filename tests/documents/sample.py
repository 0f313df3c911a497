"""Offers made by hand: figures that add up, and names that try to break a document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Literal

from wizard.model.assessment import (
    Assessment,
    Assumption,
    BillLine,
    Compute,
    DemandSummary,
    Design,
    DesignPrice,
    DriveSet,
    Finding,
    JudgedTopology,
    LargestGuest,
    Level,
    Network,
    NodeSet,
    PortSet,
    Power,
    Quorum,
    Reason,
    Recovery,
    SiteDesign,
    Storage,
    Verdict,
)
from wizard.model.backup import BackupDesign, BackupRange
from wizard.model.cabling import DiagramLink
from wizard.model.calculation import Calculation
from wizard.model.money import to_cents
from wizard.model.offer import BillGroup, Offer, OfferLine, VatLine, View
from wizard.model.project import Project, Topology
from wizard.model.text import Text
from wizard.model.units import GIB, TIB

DAY = date(2026, 11, 22)
HOSTILE = {
    "markup": "<b>Müller</b> & Söhne <script>alert(1)</script>",
    "formula": '=cmd|"/c calc"!A1',
    "emoji": "Rakete 🚀 Werk 👨‍👩‍👧",
    "hebrew": "חברת הענן בעמ",
    "arabic": "شركة السحاب",
    "control": "eins\u202ezwei\x07drei\ufffe",
    "long": "W" * 9_990,
    "words": "sehr langer Name " * 580,
}

_BILL = (
    ("nodes", "srv-2u", "2U server, 24 × NVMe, 1 socket", 4, "6120.00", "once", "A"),
    ("nodes", "cpu-9355p", "AMD EPYC 9355P, 32 cores, 3.55 GHz", 4, "2890.00", "once", "A"),
    ("nodes", "dimm-64", "64 GB DDR5-6400 RDIMM", 32, "1389.37", "once", "B"),
    ("nodes", "nvme-7680", "7.68 TB NVMe, 1 DWPD, with power-loss protection", 24, "1612.45", "once", "C"),
    ("nodes", "nic-25", "Dual-port 25 Gbit/s adapter", 8, "365.00", "once", "A"),
    ("network", "sw-25g-48", "25 Gbit/s switch, 48 + 8 ports", 2, "7980.00", "once", "B"),
    ("network", "dac-25-3", "25 Gbit/s direct attach cable, 3 m", 16, "39.90", "once", "A"),
    ("backup", "pbs-2u", "2U backup server, 12 × 3.5 in", 1, "11240.00", "once", "C"),
    ("subscriptions", "pve-basic", "Proxmox VE Basic, per socket", 4, "355.00", "year", "A"),
    ("subscriptions", "pbs-basic", "Proxmox Backup Server Basic", 1, "540.00", "year", "A"),
)
_UNITS = {"srv-2u": 2, "sw-25g-48": 1, "pbs-2u": 2}
_BECAUSE = {
    "nodes": "4 nodes: 3 carry the demand, 1 may fail",
    "network": "two switches, so that one may fail",
    "backup": "14 daily, 8 weekly and 12 monthly backups",
    "subscriptions": "one for each socket, for updates from the enterprise repository",
}


def bill(currency_factor: int = 1) -> tuple[BillLine, ...]:
    """Lines whose sums have cents to get wrong."""
    order = list(dict.fromkeys(group for group, *_ in _BILL))
    lines = []
    for index, (group, part, text, quantity, unit, per, confidence) in enumerate(_BILL):
        price = Decimal(unit) * currency_factor
        recurring: Literal["once", "year"] = "year" if per == "year" else "once"
        lines.append(
            BillLine(
                position=f"{order.index(group) + 1:02}.{(index + 1) * 10:04}",
                part=part,
                text=Text("{name}", name=text),
                quantity=quantity,
                unit_net=price,
                net=to_cents(price * quantity),
                per=recurring,
                because=Text(_BECAUSE[group]),
                group=group,
                price_date=date(2026, 11, 13),
                price_valid_until=date(2026, 11, 20 if part == "dimm-64" else 29),
                price_source=f"SecretDistributor {part}",
                price_confidence="A" if confidence == "A" else "B" if confidence == "B" else "C",
                price_stale=part == "dimm-64",
                price_estimated=confidence == "C",
                rack_units=_UNITS.get(part, 0),
            )
        )
    return tuple(lines)


def nodes(count: int, site: str | None = "Vienna", *, extras: bool = True) -> tuple[NodeSet, ...]:
    """Equal compute nodes, and a backup server and QDevice beside them."""
    ports = (
        PortSet("ceph", 2, 25, "SFP28"),
        PortSet("guests", 2, 25, "SFP28"),
        PortSet("corosync", 2, 1, "RJ45"),
        PortSet("management", 1, 1, "RJ45"),
    )
    compute = NodeSet(
        site,
        "compute",
        count,
        "srv-2u",
        "2U server, 24 × NVMe",
        "cpu-9355p",
        "AMD EPYC 9355P",
        1,
        32,
        512 * GIB,
        "8 × 64 GB",
        (
            DriveSet("boot-480", "480 GB M.2", "boot", 2, 480_000_000_000),
            DriveSet("nvme-7680", "7.68 TB NVMe", "osd", 6, 7_680_000_000_000),
        ),
        ports,
    )
    if not extras:
        return (compute,)
    backup = NodeSet(
        site,
        "backup",
        1,
        "pbs-2u",
        "2U backup server",
        "cpu-8024p",
        "AMD EPYC 8024P",
        1,
        8,
        64 * GIB,
        "4 × 16 GB",
        (DriveSet("hdd-20", "20 TB HDD", "backup", 8, 20_000_000_000_000),),
        (PortSet("guests", 2, 25, "SFP28"),),
    )
    qdevice = NodeSet(
        site,
        "qdevice",
        1,
        "mini",
        "Small fanless computer",
        None,
        "",
        0,
        4,
        8 * GIB,
        "8 GB",
        (),
        (PortSet("management", 1, 1, "RJ45"),),
    )
    return (compute, backup, qdevice)


def design(count: int = 4, site: str | None = "Vienna") -> Design:
    """A hyper-converged cluster."""
    lines = bill()
    once = sum((line.net for line in lines if line.per == "once"), Decimal(0))
    year = sum((line.net for line in lines if line.per == "year"), Decimal(0))
    ends = [f"node-{n + 1}" for n in range(count)]
    links = tuple(
        DiagramLink((end, f"sw-25g-48-{s}"), network, 1, 25)
        for end in ends
        for s in (1, 2)
        for network in ("ceph", "guests")
    )
    return Design(
        nodes=nodes(count, site),
        compute=Compute(
            1,
            92,
            128,
            96,
            1_204 * GIB,
            1_984 * GIB,
            1_488 * GIB,
            84,
            1_100 * GIB,
            Text("All {n} guests that must survive are placed on the {left} nodes left", n=803, left=count - 1),
        ),
        storage=Storage(
            "ceph-replicated",
            3,
            2,
            "6 OSDs per node, 4 nodes",
            184_320_000_000_000,
            61_440_000_000_000,
            int(32.7 * TIB),
            int(25.4 * TIB),
            Text("one node may fail, and its data is rebuilt on the others"),
        ),
        quorum=Quorum(5, 3, 2, True, False),
        networks=(
            Network(
                "ceph",
                2,
                25,
                True,
                Text("bond over two switches"),
                "SFP28",
                Text("6 NVMe drives per node fill 10 Gbit/s"),
            ),
            Network("guests", 2, 25, False, Text("bond over two switches"), "SFP28", Text("the guests' traffic")),
            Network("corosync", 2, 1, True, Text("two links, no bond"), "RJ45", Text("latency below {ms} ms", ms=5)),
            Network("management", 1, 1, False, Text("none"), "RJ45", Text("web interface and BMC")),
        ),
        ports_per_node=7,
        backup=BackupDesign(
            1, 34, BackupRange(18 * TIB, 26 * TIB, 41 * TIB), 60 * TIB, "draid2, 8 disks", 190, 42, 2_880, "none"
        ),
        recovery=Recovery(Fraction(0), 3, False, Text("Guests start again on the nodes left; nothing is lost")),
        power=Power(2_100, 3_400, 7_170, 14),
        price=DesignPrice("EUR", once, year, 3, once + 3 * year),
        bill=lines,
        findings=(
            Finding(
                Level.WARNING,
                "network.switch.speed",
                Text("The speed of the switches is unknown: two new {gbps} Gbit/s switches are in the bill", gbps=25),
                "pve-docs, chapter 5",
            ),
            Finding(
                Level.ADVICE,
                "ceph.nodes.minimum",
                Text("{n} nodes rebuild a lost node; three would not", n=4),
                "Ceph documentation, Hardware recommendations",
            ),
        ),
        calculations=tuple(
            Calculation(
                f"storage.{n}",
                Text("Capacity of the OSDs of one node, step {n}", n=n),
                "drives * drive_bytes",
                {"drives": 6, "drive_bytes": 7_680_000_000_000 + n},
                6 * (7_680_000_000_000 + n),
                "bytes",
                ("ceph.full.nearfull",),
            )
            for n in range(12)
        ),
        links=(
            *links,
            *(DiagramLink((end, "lan"), "corosync", 1, 1) for end in ends),
            DiagramLink(("qdevice", "lan"), "qdevice", 1, 1),
            DiagramLink(("backup", "lan"), "backup", 2, 10),
        ),
    )


def stretch() -> Design:
    """Two sites with three nodes each, and a witness."""
    base = design()
    tie = NodeSet(
        "Linz",
        "tie-breaker",
        1,
        "mini",
        "1U server",
        "cpu-8024p",
        "AMD EPYC 8024P",
        1,
        8,
        32 * GIB,
        "2 × 16 GB",
        (),
        (PortSet("corosync", 2, 1, "RJ45"),),
    )
    return replace(base, nodes=(*nodes(3, "Vienna", extras=False), *nodes(3, "Graz", extras=False), tie), links=())


def fleet(sites: int = 5) -> Design:
    """Independent clusters, one per site."""
    parts = tuple(
        SiteDesign(f"Branch {n}", Topology.TWO_NODE_REPLICATED, design(2, f"Branch {n}")) for n in range(sites)
    )
    return replace(design(), nodes=tuple(n for p in parts for n in p.design.nodes), links=(), per_site=parts)


def project(name: str = "Musterwerk GmbH", groups: int = 6, language: str = "de") -> Project:
    """A project whose customer and guest groups have a given name."""
    data = {
        "format": "rackwright-project/1",
        "title": "VMware replacement 2027" if name == "Musterwerk GmbH" else name,
        "customer": {"name": name, "language": language, "contact": "Eva Muster", "country": "AT"},
        "workload": {
            "groups": [
                {
                    "name": f"{name if name != 'Musterwerk GmbH' else 'Application servers'} {n + 1}",
                    "count": 40 + n,
                    "vcpus": 4,
                    "memory": "16 GiB",
                    "disk": "100 GiB",
                    "iops": 120,
                    "write_percent": 30,
                }
                for n in range(groups)
            ],
            "growth_percent_per_year": 10,
            "years": 3,
        },
        "sites": [{"name": "Vienna"}, {"name": "Graz"}, {"name": "Linz", "role": "witness"}],
        "site_links": [{"between": ["Vienna", "Graz"], "rtt_ms": 1.2, "gbps": 25}],
        "availability": {"ha": True, "node_failures": 1, "rpo_minutes": 0, "rto_minutes": 10},
        "existing": {"storage": [{"kind": "fc", "usable": "40 TiB", "redundant": True}], "quorum_host": True},
        "backup": {"keep": {"daily": 14, "weekly": 8, "monthly": 12}, "daily_change_percent": 3},
        "budget": {"net": "150000.00", "subscription_years": 3},
    }
    return Project.model_validate(data)


def assessment(chosen: Design) -> Assessment:
    """All twelve topologies: one fits, one is dearer, the others are excluded."""
    judged = []
    for topology in Topology:
        if topology is Topology.HCI_CEPH:
            judged.append(
                JudgedTopology(
                    topology, Verdict.FITS, (), chosen, 1, Text("cheapest that meets every requirement"), None, 4_242
                )
            )
        elif topology is Topology.HCI_CEPH_MESH:
            judged.append(
                JudgedTopology(
                    topology,
                    Verdict.OVER_BUDGET,
                    (),
                    chosen,
                    2,
                    Text("dearer, and cannot grow"),
                    Decimal("12345.67"),
                    777,
                )
            )
        else:
            reason = Reason(
                "availability.node",
                Text("One node may fail without loss, and this arrangement loses up to {n} minutes of data", n=15),
                "pve-docs, chapter 16.2 “High availability”",
            )
            judged.append(JudgedTopology(topology, Verdict.EXCLUDED, (reason,), None))
    return Assessment(
        recommended=Topology.HCI_CEPH,
        recommendation=Text(
            "The cheapest infrastructure that survives one node without losing data, and heals itself afterwards."
        ),
        assumptions=(
            Assumption("workload.vcpus_per_core", "4", Text("{n} virtual processors share one core", n=4)),
            Assumption("preferences.subscription", "basic", Text("Subscriptions of level {level}", level="basic")),
        ),
        demand=DemandSummary(803, 3_212, 1_204 * GIB, int(25.4 * TIB), 96_000, LargestGuest(16, 128 * GIB)),
        topologies=tuple(judged),
        calculations=(
            Calculation(
                "demand.guests",
                Text("Guests at the horizon"),
                "guests * growth",
                {"guests": 803, "growth": Fraction(1331, 1000)},
                Fraction(1068793, 1000),
                "guests",
                ("demand.growth",),
            ),
        ),
        currency="EUR",
        budget_net=Decimal("150000.00"),
        priced_on=DAY,
        catalogue_label="Indicative list prices, collected from public sources; not an offer of any vendor",
        catalogue_indicative=True,
        rule_sources={
            "ceph.full.nearfull": "Ceph documentation, Monitor configuration, mon_osd_nearfull_ratio",
            "demand.growth": "Common practice",
        },
        rules_changed=(Assumption("demand.vcpus_per_core", "4 (before: 3)", Text("Virtual processors per core")),),
        fingerprint="7f3a90c1d4e25b6688aa01f2c3d4e5f67f3a90c1d4e25b6688aa01f2c3d4e5f6",
    )


def offered(line: BillLine) -> OfferLine:
    """The position of an offer that a line of a bill becomes."""
    return OfferLine(
        position=line.position,
        key=f"{line.group}/{line.part}",
        kind="normal",
        group=line.group,
        part=line.part,
        text=line.text,
        quantity=Decimal(line.quantity),
        unit="piece",
        per=line.per,
        unit_net=line.unit_net,
        net=line.net,
        vat_percent=Decimal(20),
        because=line.because,
        price_date=line.price_date,
        price_valid_until=line.price_valid_until,
        price_source=line.price_source,
        price_confidence=line.price_confidence,
        price_stale=line.price_stale,
        price_estimated=line.price_estimated,
    )


def offer(
    name: str = "Musterwerk GmbH",
    view: View = "customer",
    chosen: Design | None = None,
    groups: int = 6,
    language: str = "de",
) -> Offer:
    """An offer whose sums are computed from its lines, as the flow does."""
    chosen = chosen or design()
    judged = assessment(chosen)
    parts = []
    for index, (key, lines) in enumerate(groupby(chosen.bill, key=lambda line: line.group)):
        mine = tuple(offered(line) for line in lines)
        once = sum((line.net for line in mine if line.per == "once"), Decimal("0.00"))
        year = sum((line.net for line in mine if line.per == "year"), Decimal("0.00"))
        parts.append(BillGroup(f"{index + 1:02}", key, mine, once, year))
    total = chosen.price.total_net
    vat = to_cents(total * Decimal("0.20"))
    return Offer(
        number="AN-2026-001",
        vendor="Systemhaus Beispiel GmbH",
        project=project(name, groups, language),
        assessment=judged,
        topology=Topology.HCI_CEPH,
        design=chosen,
        view=view,
        date=DAY,
        valid_until=date(2026, 11, 29),
        validity_limited_by="nvme-7680",
        groups=tuple(parts),
        once_net=chosen.price.once_net,
        per_year_net=chosen.price.per_year_net,
        years=3,
        total_net=total,
        vat=VatLine(Decimal(20), total, vat, total + vat, "AT"),
        stale=True,
        estimated=True,
        program_version="0.1.0",
        vat_lines=(VatLine(Decimal(20), total, vat, total + vat, "AT"),),
    )
