"""Cores and memory of a chosen design, before and after the planned failure, with their calculations."""

from __future__ import annotations

from wizard.engine import compute, memory
from wizard.engine.context import Context
from wizard.engine.ledger import Ledger
from wizard.engine.search import Candidate, unplaced
from wizard.engine.topologies.kind import StorageKind
from wizard.engine.workshop import Workshop
from wizard.model.assessment import Compute
from wizard.model.text import Text
from wizard.model.units import TB, TIB


def compute_figures(candidate: Candidate, workshop: Workshop, ledger: Ledger) -> Compute:
    """Return what all nodes give to guests, what the guests need, and whether each of them has a place."""
    context, shape = workshop.context, candidate.shape
    demand = context.demand
    cores = _guest_cores(candidate, context, ledger)
    size = _guest_memory(candidate, context, ledger)

    def cores_needed(key: str, title: Text, vcpus: int) -> int:
        inputs = {"vcpus": vcpus, "ratio": demand.vcpus_per_core}
        return int(ledger.figure(f"compute.{key}", title, "ceil(vcpus / ratio)", "cores", inputs))

    def memory_needed(key: str, title: Text, amount: int) -> int:
        return int(ledger.figure(f"compute.{key}", title, "memory", "bytes", {"memory": amount}))

    def given(key: str, title: Text, formula: str, unit: str, each: int) -> int:
        inputs = {"nodes": shape.nodes, "failures": shape.failures, "each": each}
        return int(ledger.figure(f"compute.{key}", title, formula, unit, inputs))

    every, left = "nodes * each", "(nodes - failures) * each"
    after = _after(planned=shape.failures > 0 and demand.surviving_vcpus > 0)
    return Compute(
        failures_tolerated=shape.failures,
        cores_needed=cores_needed("cores_needed", Text("Cores that all guests need"), demand.vcpus),
        cores_available=given("cores_available", Text("Cores for guests"), every, "cores", cores),
        cores_after_failure=given("cores_after_failure", after[0], left, "cores", cores),
        memory_needed_bytes=memory_needed(
            "memory_needed_bytes", Text("Memory that all guests need"), demand.memory_bytes
        ),
        memory_available_bytes=given("memory_available_bytes", Text("Memory for guests"), every, "bytes", size),
        memory_after_failure_bytes=given("memory_after_failure_bytes", after[1], left, "bytes", size),
        cores_needed_after_failure=cores_needed("cores_needed_after_failure", after[2], demand.surviving_vcpus),
        memory_needed_after_failure_bytes=memory_needed(
            "memory_needed_after_failure_bytes", after[3], demand.surviving_memory_bytes
        ),
        placement_after_failure=_placement(candidate, workshop),
    )


def _after(*, planned: bool) -> tuple[Text, Text, Text, Text]:
    """Name cores and memory after a failure, given and needed: where none is planned for, the names say so."""
    if planned:
        return (
            Text("Cores for guests after the planned failure"),
            Text("Memory for guests after the planned failure"),
            Text("Cores that the surviving guests need"),
            Text("Memory that the surviving guests need"),
        )
    return (
        Text("Cores for guests; no failure is planned for"),
        Text("Memory for guests; no failure is planned for"),
        Text("Cores that guests need after a failure: none is planned for"),
        Text("Memory that guests need after a failure: none is planned for"),
    )


def _placement(candidate: Candidate, workshop: Workshop) -> Text:
    left = unplaced(candidate, workshop)
    if left is None:
        return Text("every guest placed")
    return Text("no place for {guest}", guest=left.name)


def _guest_cores(candidate: Candidate, context: Context, ledger: Ledger) -> int:
    option, cpu, sockets = candidate.storage, candidate.cpu, candidate.variant.sockets
    inputs = {"osds": option.drives}
    if candidate.shape.storage is StorageKind.CEPH and option.drive is not None:
        reserved = ledger.figure(
            "compute.reserved_threads", Text("Threads that each node's host keeps"), compute.RESERVED_CEPH, "threads",
            inputs, host="host.threads", osd_threads=compute.osd_threads_rule(option.drive),
            monitor="host.monitor_threads", manager="host.manager_threads",
        )  # fmt: skip
    else:
        reserved = ledger.figure(
            "compute.reserved_threads", Text("Threads that each node's host keeps"), compute.RESERVED_PLAIN, "threads",
            host="host.threads",
        )  # fmt: skip
    return int(ledger.figure(
        "compute.guest_cores_per_node", Text("Cores for guests per node"), compute.GUEST_CORES, "cores",
        {"threads": cpu.threads * sockets, "cores": cpu.cores * sockets, "reserved": reserved},
    ))  # fmt: skip


def _guest_memory(candidate: Candidate, context: Context, ledger: Ledger) -> int:
    option, size = candidate.storage, candidate.memory.bytes
    title = Text("Memory that each node's host keeps")
    key = "compute.reserved_memory"
    if candidate.shape.storage is StorageKind.CEPH and option.drive is not None:
        reserved = ledger.figure(
            key, title, memory.RESERVE_CEPH, "bytes", {"osds": option.drives, "drive": option.drive.bytes, "tb": TB},
            host="host.memory", osd_memory="host.osd_memory", per_tb="host.osd_memory_per_tb",
            monitor="host.monitor_memory", manager="host.manager_memory",
        )  # fmt: skip
    elif option.pool:
        reserved = ledger.figure(
            key, title, memory.RESERVE_ZFS, "bytes", {"pool": option.pool, "memory": size, "tib": TIB},
            host="host.memory", arc_base="host.arc_base", arc_per_tib="host.arc_per_tib", arc_share="host.arc_share",
            arc_maximum="host.arc_maximum",
        )  # fmt: skip
    else:
        reserved = ledger.figure(key, title, memory.RESERVE_PLAIN, "bytes", host="host.memory")
    return int(ledger.figure(
        "compute.guest_memory_per_node", Text("Memory for guests per node"), "memory - reserved", "bytes",
        {"memory": size, "reserved": reserved},
    ))  # fmt: skip
