"""Guests that must not share a node, and guests that cannot leave theirs."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.conftest import DAY, group, make_context, make_project
from wizard.engine.assess import assess
from wizard.engine.demand import GuestClass
from wizard.engine.placement import Crowd, place
from wizard.model.assessment import Verdict
from wizard.model.project import Topology
from wizard.model.units import GIB

SAN = {"quorum_host": True, "storage": [{"kind": "nfs", "usable": "60 TiB", "redundant": True}]}


def guests(number, memory, vcpus=1, name="guest", apart=None):
    members = number if apart else 0
    return GuestClass(name, vcpus, memory, Fraction(number), True, False, apart, members)


def size(catalogue, rules, groups, **parts):
    return assess(make_project(workload={"groups": groups, "years": 0}, **parts), catalogue, rules, DAY)


def test_guests_of_one_label_never_share_a_node():
    three = Crowd.of([guests(3, 10, apart="dc")])
    assert place(three, 3, 100, Fraction(9), 5000) is None
    assert place(three, 2, 100, Fraction(9), 5000).name == "guest"


def test_a_label_of_several_groups_is_one_label():
    both = Crowd.of([guests(1, 10, apart="dc"), guests(1, 20, apart="dc"), guests(1, 20, apart="db")])
    assert place(both, 1, 100, Fraction(9), 5000) is not None
    assert place(both, 2, 100, Fraction(9), 5000) is None


def test_guests_apart_come_first_where_the_largest_first_fails():
    # The largest first would put both of 50 on one node, and leave the pair one node for two.
    crowd = Crowd.of([guests(2, 50), guests(2, 30, apart="dc")])
    assert place(crowd, 2, 100, Fraction(9), 5000) is None


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.integers(1, 4), st.sampled_from([None, "a", "b"])), min_size=1, max_size=5
    ),
    st.integers(1, 3),
)
def test_it_never_claims_what_cannot_be(sizes, nodes):
    crowd = Crowd.of([guests(1, size, width, apart=label) for size, width, label in sizes])
    if place(crowd, nodes, 10, Fraction(5), 5000) is not None:
        return
    assert any(_valid(sizes, where, nodes) for where in product(range(nodes), repeat=len(sizes)))


def _valid(sizes, where, nodes):
    for node in range(nodes):
        here = [one for one, at in zip(sizes, where, strict=True) if at == node]
        labels = [label for _, _, label in here if label]
        if sum(one[0] for one in here) > 10 or sum(one[1] for one in here) > 5 or len(set(labels)) < len(labels):
            return False
    return True


@pytest.mark.parametrize("failures", [1, 2])
@pytest.mark.parametrize("number", [2, 3, 5])
def test_as_many_nodes_as_the_rule_says(catalogue, rules, number, failures):
    """N is at least k + F."""
    groups = [group(count=10), group(name="dc", count=number, apart="domain controllers")]
    availability = {"ha": True, "node_failures": failures}
    found = size(catalogue, rules, groups, existing=SAN, availability=availability)
    design = found.judged(Topology.CLUSTER_SHARED).design
    assert design.nodes[0].count >= number + failures
    (needed,) = [one for one in design.calculations if one.key == "compute.apart_nodes.1"]
    assert needed.result == number + failures
    assert "cluster.apart_guests_per_node" in needed.rules


def test_too_few_nodes_exclude_with_the_figure(catalogue, rules):
    groups = [group(name="dc", count=5, apart="dc")]
    found = size(catalogue, rules, groups)
    mesh = found.judged(Topology.HCI_CEPH_MESH)
    assert mesh.verdict is Verdict.EXCLUDED
    assert "6 nodes" in str(mesh.reasons[0].text)
    assert found.judged(Topology.HCI_CEPH).design.nodes[0].count >= 6
    alone = size(catalogue, rules, groups, availability={"ha": False}).judged(Topology.SINGLE_ZFS)
    assert "at most 1" in str(alone.reasons[0].text)


def test_a_stretch_cluster_has_them_apart_at_one_site(catalogue, rules):
    sites = [{"name": "A"}, {"name": "B"}, {"name": "C", "role": "witness"}]
    groups = [group(), group(name="dc", count=3, apart="dc")]
    found = size(catalogue, rules, groups, sites=sites, availability={"survive_site_loss": True})
    design = found.judged(Topology.STRETCH_CEPH).design
    assert sum(one.count for one in design.nodes if one.role == "compute") >= 6


def test_growth_adds_no_member_to_a_label():
    project = make_project(workload={"groups": [group(count=2, apart="dc")], "growth_percent_per_year": 20, "years": 3})
    demand = make_context(project).demand
    (one,) = demand.classes
    crowd = Crowd.of(demand.classes)
    assert [number for number, *_ in crowd.apart] == [2]
    assert sum(number * size for number, size, *_ in (*crowd.guests, *crowd.apart)) >= demand.memory_bytes
    assert one.amount == 2 * Fraction(12, 10) ** 3


def test_a_guest_bound_to_its_node_does_not_survive_unless_stated(catalogue, rules):
    plain, bound = group(count=4), group(name="gpu", count=2, migratable=False)
    demand = make_context(make_project(workload={"groups": [plain, bound], "years": 0})).demand
    assert demand.surviving_memory_bytes == 4 * 16 * GIB
    stated = make_context(make_project(workload={"groups": [plain, {**bound, "ha": True}], "years": 0})).demand
    assert stated.surviving_memory_bytes == 6 * 16 * GIB
    for ha, words in ((None, "no restart elsewhere: gpu"), (True, "same device")):
        found = size(catalogue, rules, [plain, {**bound, "ha": ha}])
        texts = [str(one.text) for one in found.best.design.findings if one.rule == "cluster.local_resources"]
        assert len(texts) == 2
        assert "passed through are not planned" in texts[0]
        assert words in texts[1]


def test_guests_without_ha_that_have_to_give_way_are_said(catalogue, rules):
    found = size(catalogue, rules, [group(count=4), group(count=60, ha=False)])
    design = found.judged(Topology.HCI_CEPH).design
    told = any("may have to be stopped" in str(one.text) for one in design.findings)
    assert told == (design.compute.memory_after_failure_bytes < design.compute.memory_needed_bytes)
