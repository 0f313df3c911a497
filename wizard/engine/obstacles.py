"""Why no design of a topology was found, in figures."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.engine import storage
from wizard.engine.compute import node_need
from wizard.engine.context import Context
from wizard.engine.rebuild import never_in_time
from wizard.engine.recovery import restart_minutes
from wizard.engine.search import Found
from wizard.engine.topologies.kind import Shape
from wizard.engine.workshop import Workshop
from wizard.model.assessment import Reason
from wizard.model.text import Text
from wizard.model.units import whole


def too_slow(shapes: Sequence[Shape], context: Context) -> Reason:
    """Return the reason where no node count restarts the guests in time: the quickest takes so long."""
    quickest = min(restart_minutes(shape, context) for shape in shapes)
    return context.reason(
        "recovery.release_s",
        Text(
            "Guests have to run again within {asked} min; the restart takes {least} min at best.",
            asked=context.answers.rto_minutes,
            least=quickest,
        ),
    )


def why_not(found: Found, last: Shape, workshop: Workshop) -> Reason:
    """Return the reason why the catalogue gives no design, from the largest shape that was tried.

    Parameters
    ----------
    found
        What the search reports.
    last
        Largest shape.
    workshop
        Parts and rules.
    """
    context = workshop.context
    if not workshop.compute:
        return context.reason("host.memory", Text("The catalogue has no platform that meets the preferences."))
    for reason in (
        _too_large(last, workshop),
        _slow_rebuild(last, workshop),
        _no_drives(last, context),
        _no_ports(last, workshop),
    ):
        if reason is not None:
            return reason
    if found.unplaced is not None:
        return context.reason(
            "default.node_failures",
            Text(
                "{guest} ({memory:size}, {vcpus} vCPUs) finds no place after the planned failure "
                "on up to {nodes} nodes.",
                guest=found.unplaced.name,
                memory=found.unplaced.memory_bytes,
                vcpus=whole(found.unplaced.vcpus),
                nodes=found.nodes_tried,
            ),
        )
    return context.reason(
        "cluster.nodes_reported",
        Text("No machine of the catalogue has the bays, lanes and slots for all of it on up to {nodes} nodes.",
             nodes=found.nodes_tried),
    )  # fmt: skip


def _too_large(shape: Shape, workshop: Workshop) -> Reason | None:
    context = workshop.context
    need = node_need(shape, context.demand)
    memory = max(one.bytes for variant in workshop.compute for one in variant.memories)
    threads = max(cpu.threads * variant.sockets for variant in workshop.compute for cpu in variant.cpus)
    cores = max(cpu.cores * variant.sockets for variant in workshop.compute for cpu in variant.cpus)
    if need.memory > memory - context.rules("host.memory"):
        return context.reason(
            "host.memory",
            Text("Each of {nodes} nodes would need {needed:size} of memory for guests; the largest has {most:size}.",
                 nodes=shape.nodes, needed=need.memory, most=memory),
        )  # fmt: skip
    if need.threads > threads:
        return context.reason(
            "host.threads",
            Text("The largest guest has {needed} vCPUs; the largest node has {most} threads.",
                 needed=need.threads, most=threads),
        )  # fmt: skip
    if need.cores > cores:
        return context.reason(
            "host.threads",
            Text("Each of {nodes} nodes would need {needed} cores for guests; the largest has {most}.",
                 nodes=shape.nodes, needed=need.cores, most=cores),
        )  # fmt: skip
    return None


def _slow_rebuild(shape: Shape, workshop: Workshop) -> Reason | None:
    most = max((variant.bays(drive) for variant in workshop.compute for drive in workshop.context.catalogue.drives
                if drive.kind == "nvme"), default=0)  # fmt: skip
    return never_in_time(shape, most, workshop.context)


def _no_drives(shape: Shape, context: Context) -> Reason | None:
    if storage.options(shape, context, storage.most_drives(context.catalogue)):
        return None
    wanted = storage.needed(shape, context)
    operations = context.demand.iops
    if operations:
        text = Text(
            "{needed:size} and {iops} I/O operations per second are more than the drives of {nodes} nodes give.",
            needed=wanted, iops=operations, nodes=shape.nodes,
        )  # fmt: skip
    else:
        text = Text("{needed:size} are more than the drives of {nodes} nodes hold safely.",
                    needed=wanted, nodes=shape.nodes)  # fmt: skip
    return context.reason("default.disk_failures", text)


def _no_ports(shape: Shape, workshop: Workshop) -> Reason | None:
    if workshop.roomiest_cabling(shape) is not None:
        return None
    links = sum(need.links for need in shape.networks)
    return workshop.context.reason(
        "network.production_links",
        Text("No cards, switches and cables of the catalogue give {links} ports to each of {nodes} nodes.",
             links=links, nodes=shape.nodes),
    )  # fmt: skip
