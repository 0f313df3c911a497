"""What holds for every project: enough and no more, an exact fit buys nothing extra, and more never costs less."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.conftest import DAY, corner, group, make_context, make_project
from tests.examples import ASKED, examples
from wizard.engine.assess import assess
from wizard.engine.capacity import ceph, zfs
from wizard.engine.search import cheapest, unplaced
from wizard.engine.topologies import ALL
from wizard.engine.workshop import Workshop
from wizard.model.assessment import Verdict
from wizard.model.project import Topology
from wizard.model.units import GIB
from wizard.persistence.rulebook import bundled_rulebook

many = settings(
    max_examples=examples(15), deadline=None, suppress_health_check=list(HealthCheck),
    derandomize=ASKED is None,
)  # fmt: skip

KINDS = {kind.id: kind for kind in ALL}
RULES = bundled_rulebook()


CORNER = corner()

groups = st.builds(
    lambda count, vcpus, memory, disk: group(
        count=count, vcpus=vcpus, memory=f"{memory} GiB", disk=f"{disk} GiB", name=f"{vcpus} {memory}"
    ),
    count=st.integers(1, 60),
    vcpus=st.integers(1, 12),
    memory=st.integers(1, 64),
    disk=st.integers(0, 900),
)
STORES = [{"kind": "fc", "usable": "200 TiB", "redundant": True}]
situations = st.sampled_from([
    {},
    {"availability": {"ha": False}},
    {"availability": {"ha": True, "rpo_minutes": 15}},
    {"existing": {"quorum_host": False, "storage": STORES}},
    {"availability": {"ha": False, "disk_failures": 2}, "existing": {"storage": STORES}},
])  # fmt: skip


def asked(chosen, situation, **more):
    return make_project(workload={"groups": list(chosen), "years": 0},
                        **{"preferences": {"max_nodes_per_site": 8}, **situation, **more})  # fmt: skip


def price(project):
    best = assess(project, CORNER, RULES, DAY).best
    return None if best is None else best.design.price.total_net


def searched(topology, chosen, situation):
    context = make_context(asked(chosen, situation), CORNER)
    kind = KINDS[topology]
    if kind.against(context):
        return context, None
    return context, cheapest(list(kind.shapes(context)), Workshop(context)).candidate


@many
@given(chosen=st.lists(groups, min_size=1, max_size=4))
def test_a_ceph_design_is_sufficient_and_minimal(chosen):
    """All guests are placed before and after the failure; one drive less in each node would not hold the data."""
    context, found = searched(Topology.HCI_CEPH, chosen, {})
    if found is None:
        return
    assert unplaced(found, Workshop(context)) is None
    assert found.guest_memory * found.shape.survivors >= context.demand.surviving_memory_bytes
    assert found.guest_cores * found.shape.survivors * context.demand.vcpus_per_core >= context.demand.surviving_vcpus
    option, shape = found.storage, found.shape
    assert option.usable >= context.demand.disk_bytes
    fewer = ceph.homogeneous(shape.nodes, option.drives - 1, option.drive.bytes, shape.copies, 1, context.rules)
    least = max(-(-12 // shape.nodes), 4)
    assert option.drives == least or fewer.usable < context.demand.disk_bytes


@many
@given(chosen=st.lists(groups, min_size=1, max_size=4), disks=st.integers(0, 3))
def test_a_zfs_design_is_sufficient_and_minimal(chosen, disks):
    context, found = searched(Topology.SINGLE_ZFS, chosen, {"availability": {"ha": False, "disk_failures": disks}})
    if found is None:
        return
    option = found.storage
    assert unplaced(found, Workshop(context)) is None

    def held(vdevs):
        return zfs.usable("mirror", max(2, disks + 1), vdevs, option.drive.bytes, 16, context.rules)[-1]

    assert option.usable == held(option.groups) >= context.demand.disk_bytes
    assert option.groups == 1 or held(option.groups - 1) < context.demand.disk_bytes


@many
@given(nodes=st.integers(3, 6), guests=st.integers(1, 8), vcpus=st.integers(1, 8), topology=st.sampled_from(
    [Topology.CLUSTER_SHARED, Topology.HCI_CEPH]))  # fmt: skip
def test_guests_that_fit_exactly_buy_nothing_more(nodes, guests, vcpus, topology):
    """Guests that fill the memory of the surviving nodes to the last byte cost what those one byte smaller cost."""
    situation = {"existing": {"quorum_host": False, "storage": STORES}}
    _, found = searched(topology, [group(count=nodes, vcpus=vcpus, memory="8 GiB", disk="1 GiB")], situation)
    if found is None:
        return
    each = found.guest_memory // guests
    number = guests * found.shape.survivors
    exact, smaller, larger = (
        searched(topology, [group(count=number, vcpus=1, memory=size, disk=0)], situation)[1]
        for size in (each, each - 1, each + GIB)
    )
    assert exact is not None
    assert smaller.cents == exact.cents
    assert larger is None or larger.cents >= exact.cents


@many
@given(chosen=st.lists(groups, min_size=1, max_size=3), situation=situations, which=st.integers(0, 2),
       field=st.sampled_from(["count", "memory", "disk", "vcpus"]), factor=st.integers(2, 8))  # fmt: skip
def test_more_is_never_cheaper(chosen, situation, which, field, factor):
    """The recommended price does not fall when one group has more guests, or larger ones."""
    place = which % len(chosen)
    old = chosen[place]
    amount = int(str(old[field]).removesuffix(" GiB"))
    more = amount + max(1, amount * factor // 8)
    new = {**old, field: f"{more} GiB" if field in ("memory", "disk") else more}
    less_price, more_price = (price(asked(one, situation))
                              for one in (chosen, [*chosen[:place], new, *chosen[place + 1 :]]))  # fmt: skip
    assert more_price is None or (less_price is not None and less_price <= more_price)


@many
@given(chosen=st.lists(groups, min_size=1, max_size=3), situation=situations, euros=st.integers(1, 400_000))
def test_a_larger_budget_never_fits_less(chosen, situation, euros):
    """What fits a budget fits a larger one; the price of a topology does not depend on it."""
    tight, loose = (
        assess(asked(chosen, situation, budget={"net": f"{net}.00"}), CORNER, RULES, DAY)
        for net in (euros, euros + 10_000)
    )
    for one, other in zip(tight.topologies, loose.topologies, strict=True):
        assert one.verdict is not Verdict.FITS or other.verdict is Verdict.FITS
        if one.design is not None:
            assert one.design.price == other.design.price
            assert (one.verdict is Verdict.FITS) == (one.design.price.total_net <= Decimal(euros))


@many
@given(chosen=st.lists(groups, min_size=1, max_size=3), situation=situations, days=st.integers(0, 900))
def test_the_day_changes_no_price(chosen, situation, days):
    project = asked(chosen, situation)
    first, later = (assess(project, CORNER, RULES, DAY + timedelta(days=late)) for late in (0, days))
    assert first.recommended == later.recommended
    assert [one.design and one.design.price for one in first.topologies] == [
        one.design and one.design.price for one in later.topologies
    ]
