"""How long an assessment takes, and the search beside trying everything, in one run."""

from fractions import Fraction

import pytest

from tests.engine.conftest import DAY, group, make_context, make_project
from tests.engine.test_search import every_price
from wizard.engine.assess import assess
from wizard.engine.demand import GuestClass
from wizard.engine.placement import Crowd, place
from wizard.engine.search import cheapest
from wizard.engine.topologies import ALL
from wizard.engine.workshop import Workshop
from wizard.model.catalogue import Catalogue
from wizard.model.project import Topology
from wizard.model.units import GIB, MIB, TIB
from wizard.persistence.catalogues import bundled_catalogue
from wizard.persistence.rulebook import bundled_rulebook

TWENTY_GROUPS = make_project(
    workload={
        "groups": [
            group(name=f"group {number}", count=3 + number, vcpus=1 + number % 8, memory=f"{4 + 4 * (number % 6)} GiB",
                  disk=f"{50 + 30 * number} GiB", iops=80)
            for number in range(20)
        ],
        "growth_percent_per_year": 10,
        "years": 3,
    },
    backup={"wanted": True},
)  # fmt: skip


@pytest.mark.benchmark(group="assessment of 20 guest groups")
def test_assessment(benchmark):
    catalogue, rules = bundled_catalogue(), bundled_rulebook()
    found = benchmark(assess, TWENTY_GROUPS, catalogue, rules, DAY)
    benchmark.extra_info["candidates"] = sum(judged.candidates for judged in found.topologies)
    benchmark.extra_info["topologies"] = len(found.topologies)
    assert found.best is not None


@pytest.mark.benchmark(group="assessment of 20 guest groups")
def test_floor_reading_the_catalogue(benchmark):
    """The floor beside it: validating the same catalogue's JSON once."""
    text = bundled_catalogue().model_dump_json()
    assert benchmark(Catalogue.model_validate_json, text).parts


def _small():
    """A corner of the catalogue that can be tried in full, and the shapes of a switched Ceph cluster."""
    full = bundled_catalogue()
    few = full.model_copy(
        update={"platforms": full.platforms[5:7], "cpus": full.cpus[16:26], "drives": full.drives[:4]}
    )
    context = make_context(make_project(preferences={"max_nodes_per_site": 6}), few)
    kind = next(kind for kind in ALL if kind.id is Topology.HCI_CEPH)
    return context, kind


@pytest.mark.benchmark(group="cheapest Ceph cluster of a small catalogue")
def test_search(benchmark):
    context, kind = _small()
    found = benchmark(lambda: cheapest(list(kind.shapes(context)), Workshop(context)))
    benchmark.extra_info["candidates"] = found.judged


@pytest.mark.benchmark(group="cheapest Ceph cluster of a small catalogue")
def test_trying_everything(benchmark):
    context, kind = _small()
    prices = benchmark.pedantic(
        lambda: [price for shape in kind.shapes(context) for price in every_price(shape, context)], rounds=3
    )
    benchmark.extra_info["candidates"] = len(prices)
    found = cheapest(list(kind.shapes(context)), Workshop(context)).candidate
    assert found is not None
    assert min(prices) == found.cents


def _crowd(sizes: int) -> Crowd:
    """5,000 guests of so many sizes, some hundred of them apart from each other."""
    classes = [
        GuestClass(f"size {number}", 1 + number % 16, (2 + number % 61) * GIB + number * MIB,
                   Fraction(5000 // sizes), True, False)
        for number in range(sizes)
    ]  # fmt: skip
    apart = [
        GuestClass(f"pair {number}", 4, 16 * GIB, Fraction(2), True, False, f"label {number}", 2)
        for number in range(100)
    ]
    return Crowd.of([*classes, *apart])


@pytest.mark.benchmark(group="placement of 5,000 guests on 32 nodes, for every loss of one or two of them")
@pytest.mark.parametrize("sizes", [20, 500, 5000])
def test_placement(benchmark, sizes):
    crowd = _crowd(sizes)
    memory = 7 * TIB
    found = benchmark(lambda: [place(crowd, nodes, memory, Fraction(1700), 5000) for nodes in (32, 31, 30)])
    assert found == [None, None, None]
    assert benchmark.stats is None or benchmark.stats.stats.min < 3 * 0.05
