"""After the loss of a node Ceph makes its copies again elsewhere: how long that takes, and which link it needs."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from wizard.engine.context import Context
from wizard.engine.topologies.kind import Shape, StorageKind
from wizard.model.assessment import Reason
from wizard.model.catalogue import Drive
from wizard.model.text import Text
from wizard.model.units import BITS_PER_BYTE, GB, SECONDS_PER_HOUR, count

NETWORK = "ceph"


def heals(shape: Shape) -> bool:
    """Whether the copies of a lost node have another node to go to: one that holds none of the same data."""
    return shape.storage is StorageKind.CEPH and shape.nodes > shape.copies


def receivers(shape: Shape) -> int:
    """Return the nodes that take the copies of a lost one: the others of its site."""
    return shape.nodes // shape.sites - 1


def lost_bytes(shape: Shape, context: Context) -> int:
    """Return the data of one node: its share of all copies [bytes]."""
    return count(Fraction(context.demand.disk_bytes * shape.copies, shape.nodes))


def drive_rate_rule(drive: Drive) -> str:
    """Return the rule that says how fast an OSD on this drive takes copies."""
    return "ceph.recovery_rate_nvme" if drive.kind == "nvme" else "ceph.recovery_rate_sata"


def link_rate(shape: Shape, gbps: Fraction | int, context: Context) -> Fraction:
    """Return what the links of all receivers carry beside the clients' work [bytes/s].

    One port counts per node: the other one of a bond is for its failure.
    """
    rules = context.rules
    share = rules("ceph.recovery_link_share") * rules("ceph.recovery_client_share")
    return receivers(shape) * share * gbps * GB / BITS_PER_BYTE


def asked_rate(shape: Shape, context: Context) -> Fraction | None:
    """Return the rate at which a rebuild ends within the time asked for [bytes/s]; None where none is in time."""
    hours = context.answers.rebuild_hours
    if hours is None:
        return Fraction(0)
    left = hours * SECONDS_PER_HOUR - context.rules("ceph.recovery_out_s")
    return None if left <= 0 or not heals(shape) else lost_bytes(shape, context) / left


def fewest_osds(shape: Shape, drive: Drive, context: Context) -> int | None:
    """Return the OSDs of a node that a rebuild in time needs, or None where no number is enough."""
    rate = asked_rate(shape, context)
    if rate is None:
        return None
    return count(rate / (receivers(shape) * context.rules(drive_rate_rule(drive)))) if rate else 0


def in_time(shape: Shape, context: Context) -> Shape | None:
    """Return the shape with the least Ceph speed that ends a rebuild in time; None where no speed does."""
    if context.answers.rebuild_hours is None or shape.storage is not StorageKind.CEPH:
        return shape
    rate = asked_rate(shape, context)
    if rate is None:
        return None
    gbps = count(rate / link_rate(shape, 1, context))
    because = Text("A rebuild within {hours:number} h needs {gbps} Gbit/s.",
                   hours=context.answers.rebuild_hours, gbps=gbps)  # fmt: skip
    return at_least(shape, gbps, because)


def at_least(shape: Shape, gbps: int, because: Text) -> Shape:
    """Return the shape with Ceph's ports at this speed or a faster one, and the reason where it is raised."""
    needs = tuple(
        replace(need, gbps=gbps, because=Text("{reason} {more}", reason=need.because, more=because))
        if need.name == NETWORK and need.gbps < gbps
        else need
        for need in shape.networks
    )
    return replace(shape, networks=needs)


def for_many_nvme(shape: Shape, context: Context) -> Shape:
    """Return the shape for nodes with more NVMe OSDs than the ports of the usual speed can serve."""
    drives, gbps = (context.rules.whole(f"network.ceph_{name}") for name in ("nvme_per_25g", "gbps_many_nvme"))
    because = Text("More than {drives} NVMe OSDs of a node can fill a slower port: {gbps} Gbit/s.",
                   drives=drives, gbps=gbps)  # fmt: skip
    return at_least(shape, gbps, because)


def many_nvme(drive: Drive | None, drives: int, context: Context) -> bool:
    """Whether so many OSDs of a node can fill ports of the usual speed."""
    return drive is not None and drive.kind == "nvme" and drives > context.rules("network.ceph_nvme_per_25g")


def never_in_time(shape: Shape, drives: int, context: Context) -> Reason | None:
    """Return why the largest shape is not rebuilt in the time asked for, whatever is bought.

    Parameters
    ----------
    shape
        Largest shape.
    drives
        Most NVMe drives of any node.
    """
    hours = context.answers.rebuild_hours
    if hours is None or shape.storage is not StorageKind.CEPH:
        return None
    if not heals(shape):
        return context.reason(
            "ceph.recovery_out_s",
            Text(
                "The copies of a lost node have to be made again within {hours:number} h; on {nodes} nodes with "
                "{copies} copies no other node can take them.",
                hours=hours,
                nodes=shape.nodes,
                copies=shape.copies,
            ),
        )
    fastest = max((one.ports.gbps for one in context.catalogue.adapters if one.ports.medium == "ethernet"), default=0)
    waits = context.rules("ceph.recovery_out_s") / SECONDS_PER_HOUR
    taken = receivers(shape) * drives * context.rules("ceph.recovery_rate_nvme")
    rate = min(link_rate(shape, fastest, context), taken)
    least = waits + (lost_bytes(shape, context) / rate / SECONDS_PER_HOUR if rate else 0)
    if rate and least <= hours:
        return None
    return context.reason(
        "ceph.recovery_link_share",
        Text(
            "The copies of a lost node have to be made again within {hours:number} h; on {nodes} nodes with "
            "{gbps} Gbit/s and {drives} drives each it takes {least:number} h, of which Ceph waits {waits:number} h.",
            hours=hours,
            gbps=fastest,
            drives=drives,
            nodes=shape.nodes,
            least=least,
            waits=waits,
        ),
    )
