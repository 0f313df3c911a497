"""Votes as the manual counts them."""

import pytest

from wizard.engine.ledger import Ledger
from wizard.engine.quorum import fewest_nodes, quorum, wants_qdevice


@pytest.mark.parametrize(("nodes", "tolerated"), [(2, 0), (3, 1), (4, 1), (5, 2), (6, 2), (7, 3), (8, 3), (9, 4)])
def test_without_a_qdevice(rules, nodes, tolerated):
    assert quorum(nodes, False, False, Ledger(rules)).node_failures_tolerated == tolerated


@pytest.mark.parametrize(("nodes", "tolerated"), [(2, 1), (4, 2), (6, 3)])
def test_with_a_qdevice(rules, nodes, tolerated):
    assert quorum(nodes, True, False, Ledger(rules)).node_failures_tolerated == tolerated


@pytest.mark.parametrize("per_site", [2, 3, 5])
def test_a_stretch_cluster_loses_a_site(rules, per_site):
    votes = quorum(2 * per_site, False, True, Ledger(rules))
    assert votes.needed == per_site + 1
    assert votes.node_failures_tolerated == per_site


def test_a_qdevice_belongs_to_even_counts_only():
    assert [nodes for nodes in range(1, 9) if wants_qdevice(nodes)] == [2, 4, 6, 8]


def test_a_majority_survives_the_failures(rules):
    for failures in range(6):
        nodes = fewest_nodes(failures, rules)
        assert quorum(nodes, wants_qdevice(nodes), False, Ledger(rules)).node_failures_tolerated >= failures
        fewer = nodes - 1
        if fewer >= 3:
            assert quorum(fewer, wants_qdevice(fewer), False, Ledger(rules)).node_failures_tolerated < failures
