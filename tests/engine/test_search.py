"""The search finds the cheapest design: as cheap as trying everything, on catalogues drawn at random."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.conftest import group, make_context, make_project
from tests.examples import examples
from wizard.engine import rebuild, storage
from wizard.engine.capacity import ceph, zfs
from wizard.engine.compute import reserved_threads
from wizard.engine.memory import memory_sets, reserve
from wizard.engine.placement import Crowd, place
from wizard.engine.replication import interval_minutes, transfer_minutes
from wizard.engine.search import cheapest, qdevice_cents
from wizard.engine.topologies import ALL
from wizard.engine.topologies.kind import StorageKind
from wizard.engine.workshop import Workshop
from wizard.model.project import Topology
from wizard.persistence.catalogues import bundled_catalogue

KINDS = {kind.id: kind for kind in ALL}
PRICES = st.integers(100, 9000)


@st.composite
def catalogues(draw):
    """A few parts of the bundled catalogue, at prices drawn anew: what is cheap there may be dear here."""
    full = bundled_catalogue()

    def some(parts, least, most):
        chosen = draw(st.lists(st.sampled_from(parts), min_size=least, max_size=most, unique_by=lambda part: part.id))
        return tuple(repriced(part, draw(PRICES)) for part in chosen)

    usable = [one for one in full.platforms if one.cpu_families[0].startswith(("SP", "AM5")) and "compute" in one.roles]
    platforms = some(usable, 1, 3)
    families = {family for one in platforms for family in one.cpu_families}
    return full.model_copy(
        update={
            "platforms": platforms,
            "cpus": some([cpu for cpu in full.cpus if cpu.family in families], 2, 4),
            "memory": some(full.memory, 2, 4),
            "drives": some([drive for drive in full.drives if drive.kind != "hdd"], 2, 4),
        }
    )


def repriced(part, euros):
    return part.model_copy(update={"price": part.price.model_copy(update={"net": euros})})


projects = st.builds(
    lambda number, vcpus, memory, disk, most: make_project(
        workload={
            "groups": [group(count=number, vcpus=vcpus, memory=f"{memory} GiB", disk=f"{disk} GiB"), group(count=3)],
            "years": 0,
        },
        preferences={"max_nodes_per_site": most},
        existing={"quorum_host": False, "storage": [{"kind": "nfs", "usable": "100 TiB", "redundant": True}]},
    ),
    number=st.integers(1, 60),
    vcpus=st.integers(1, 16),
    memory=st.sampled_from([4, 8, 16, 48]),
    disk=st.sampled_from([20, 100, 500]),
    most=st.integers(3, 6),
)


@pytest.mark.parametrize("topology", [Topology.HCI_CEPH, Topology.HCI_CEPH_MESH, Topology.CLUSTER_SHARED,
                                      Topology.TWO_NODE_SHARED])  # fmt: skip
@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(catalogue=catalogues(), project=projects)
def test_as_cheap_as_trying_everything(topology, catalogue, project):
    context = make_context(project, catalogue)
    kind = KINDS[topology]
    if kind.against(context):
        return
    found = cheapest(list(kind.shapes(context)), Workshop(context)).candidate
    everything = [price for shape in kind.shapes(context) for price in every_price(shape, context)]
    assert (None if found is None else found.cents) == min(everything, default=None)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.id)
@settings(max_examples=examples(8), deadline=None, suppress_health_check=list(HealthCheck))
@given(catalogue=catalogues(), project=projects, share=st.fractions(0, 1))
def test_a_limit_leaves_out_what_is_dearer_and_nothing_else(kind, catalogue, project, share):
    context = make_context(project, catalogue)
    most = storage.most_drives(catalogue)
    for shape in kind.shapes(context):
        every = storage.options(shape, context, most)
        limit = int(share * max((option.cents for option in every), default=0))
        within = [option for option in storage.options(shape, context, most, limit) if option.cents <= limit]
        assert within == [option for option in every if option.cents <= limit]


@settings(max_examples=examples(50), deadline=None)
@given(asked=st.none() | st.fractions(0, 40), disk=st.integers(1, 4000), number=st.integers(1, 400))
def test_replication_runs_as_rarely_as_its_loss_allows(asked, disk, number):
    context = make_context(
        make_project(
            workload={"groups": [group(count=number, disk=f"{disk} GiB")], "years": 0},
            availability={"rpo_minutes": str(asked)} if asked is not None else {"ha": False},
        )
    )
    longest, shortest = (context.rules.whole(f"replication.interval_{end}") for end in ("default", "minimum"))
    runs = ((interval, transfer_minutes(context, Fraction(interval))) for interval in range(longest, shortest - 1, -1))
    expected = (one for one, takes in runs if takes < one and (asked is None or one + takes <= asked))
    assert interval_minutes(context) == next(expected, None)


def every_price(shape, context):
    """Yield the price of every combination of parts that fits together and carries the guests."""
    workshop, catalogue, rules = Workshop(context), context.catalogue, context.rules
    once = qdevice_cents(context) if shape.qdevice else 0
    for variant in workshop.compute:
        platform = variant.platform
        cpus = [cpu for cpu in catalogue.cpus if cpu.family in platform.cpu_families
                and variant.sockets <= cpu.maximum_sockets]  # fmt: skip
        for drive, drives in every_drive(shape, variant, context):
            controller = None
            if drive is not None and drive.kind != "nvme":
                fitting = [one for one in catalogue.controllers if one.mode == "hba" and one.drives >= drives]
                if not fitting:
                    continue
                controller = min(fitting, key=lambda one: one.cents)
            slots = platform.pcie_slots - (controller is not None)
            faster = shape.storage is StorageKind.CEPH and drive.kind == "nvme" and drives > 4
            wired = rebuild.for_many_nvme(shape, context) if faster else shape
            network = None if slots < 0 else workshop.wiring(wired).cheapest(slots, platform.ocp_slots)
            lanes = (4 * drives if drive is not None and drive.kind == "nvme" else 0) + (8 if controller else 0)
            if network is None or lanes + network.cards.lanes > variant.lanes:
                continue
            boot = 2 * min(one.cents for one in catalogue.boot_devices if not one.mirrored)
            fixed = variant.cents + boot + (0 if drive is None else drives * drive.cents)
            fixed += 0 if controller is None else controller.cents
            kept = reserve(shape.storage, drives, 0 if drive is None else drive.bytes, 0, rules)
            threads = reserved_threads(shape.storage, drive, drives, rules)
            for cpu, memory in product(cpus, memory_sets(platform, variant.sockets, catalogue, rules)):
                if memory.bytes > cpu.maximum_memory * variant.sockets:
                    continue
                if carries(shape, context, cpu, variant.sockets, memory.bytes - kept.of(memory.bytes), threads):
                    node = fixed + memory.cents + variant.sockets * cpu.cents
                    yield shape.nodes * node + network.cents + once


def every_drive(shape, variant, context):
    if shape.storage is StorageKind.EXTERNAL:
        yield None, 0
        return
    for drive in context.catalogue.drives:
        for drives in range(4, variant.bays(drive) + 1):
            held = ceph.homogeneous(
                shape.nodes, drives, drive.bytes, shape.copies, shape.sites, context.rules, shape.host_failures
            )
            if held.usable >= context.demand.disk_bytes and drives * shape.nodes >= 12:
                yield drive, drives


def carries(shape, context, cpu, sockets, memory, reserved):
    threads = cpu.threads * sockets
    if threads < context.demand.largest_vcpus or threads <= reserved or memory <= 0:
        return False
    vcpus = ((threads - reserved) * cpu.cores // cpu.threads) * context.demand.vcpus_per_core
    guests = Crowd.of(context.demand.classes)
    survivors = shape.nodes - shape.failures
    steps = context.rules.whole("placement.steps")
    return all(place(guests, nodes, memory, Fraction(vcpus), steps) is None for nodes in (shape.nodes, survivors))


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.id)
def test_more_guests_never_cost_less(kind):
    prices = []
    for number in (5, 20, 60):
        project = make_project(
            workload={"groups": [group(count=number)], "years": 0},
            availability={"ha": "single" not in kind.id, "disk_failures": 0 if "disk" in kind.id else 1,
                          "rpo_minutes": 60 if "replicated" in kind.id else None},
            existing={"quorum_host": True, "storage": [{"kind": "fc", "usable": "200 TiB", "redundant": True}]},
            sites=[{"name": "A"}, {"name": "B"}, {"name": "C", "role": "witness"}] if "stretch" in kind.id else [],
        )  # fmt: skip
        context = make_context(project)
        assert kind.against(context) == ()
        found = cheapest(list(kind.shapes(context)), Workshop(context)).candidate
        if found is not None:
            prices.append(found.cents)
    assert prices
    assert prices == sorted(prices)


def test_the_zfs_search_takes_no_drive_too_many():
    context = make_context(make_project(availability={"ha": False}))
    found = cheapest(list(KINDS[Topology.SINGLE_ZFS].shapes(context)), Workshop(context)).candidate
    option = found.storage

    def held(groups):
        return zfs.usable("mirror", 2, groups, option.drive.bytes, 16, context.rules)[-1]

    assert held(option.groups) >= context.demand.disk_bytes
    assert option.groups == 1 or held(option.groups - 1) < context.demand.disk_bytes
