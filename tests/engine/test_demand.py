"""Growth compounds exactly, and no byte or vCPU is lost or invented."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.conftest import group, make_context, make_project
from wizard.model.units import GIB, count


def demand_of(groups, growth=0, years=0):
    project = make_project(workload={"groups": groups, "growth_percent_per_year": growth, "years": years})
    return make_context(project).demand


def test_400_vcpus_and_ten_percent_are_440():
    assert demand_of([group(count=100, vcpus=4)], growth=10, years=1).vcpus == 440


def test_100_gib_and_twenty_percent_over_five_years():
    disk = demand_of([group(count=1, disk="100 GiB")], growth=20, years=5).disk_bytes
    assert disk == count(Fraction("248.832") * GIB)


def test_growth_in_decimals_is_exact():
    assert demand_of([group(count=1000, vcpus=1)], growth=1.1, years=1).vcpus == 1011


@given(
    number=st.integers(1, 500),
    vcpus=st.integers(1, 64),
    memory=st.integers(1, 512),
    growth=st.decimals(0, 60, places=1),
    years=st.integers(0, 10),
)
def test_the_guests_that_are_placed_are_the_sum(number, vcpus, memory, growth, years):
    found = demand_of(
        [group(count=number, vcpus=vcpus, memory=f"{memory} GiB"), group(count=1)],
        growth=float(growth),
        years=years,
    )
    pieces = [piece for one in found.classes for piece in one.pieces() * one.groups]
    assert count(sum(amount * width for amount, _, width in pieces)) == found.vcpus
    # Each rest is a guest of whole bytes, so the placed sum is at most one byte a class above the exact one.
    placed = sum(amount * size for amount, size, _ in pieces)
    assert found.memory_bytes <= placed <= found.memory_bytes + 2


def test_guests_without_ha_need_not_survive():
    project = make_project(
        workload={"groups": [group(count=4), group(count=6, ha=False)], "years": 0},
        availability={"ha": True},
    )
    found = make_context(project).demand
    assert found.guests == 10
    assert found.surviving_guests == 4
    assert found.surviving_memory_bytes == 4 * 16 * GIB


def test_the_largest_of_anything_is_kept():
    found = demand_of([group(vcpus=32, memory="8 GiB"), group(vcpus=2, memory="256 GiB", disk="2 TiB")])
    assert (found.largest_vcpus, found.largest_memory_bytes) == (32, 256 * GIB)
    assert found.largest_disk_bytes == 2048 * GIB


def test_unknown_iops_stay_unknown():
    assert demand_of([group()]).iops is None
    assert demand_of([group(iops=0)]).iops == 0
