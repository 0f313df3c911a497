"""Distances between all places, the tie-breaker's place, and what the votes of a cluster are worth."""

from fractions import Fraction

import pytest

from tests.engine.conftest import DAY, group, make_project
from wizard.engine.assess import assess
from wizard.engine.ledger import Ledger
from wizard.engine.quorum import quorum
from wizard.model.assessment import Level
from wizard.model.project import Topology

SITES = [{"name": "Wien"}, {"name": "Graz"}, {"name": "Linz", "role": "witness"}]


def judged(catalogue, rules, links, sites=SITES, **parts):
    project = make_project(sites=sites, site_links=links, availability={"survive_site_loss": True}, **parts)
    return assess(project, catalogue, rules, DAY).judged(Topology.STRETCH_CEPH)


def link(one, other, rtt):
    return {"between": [one, other], "rtt_ms": rtt, "gbps": 25}


@pytest.mark.parametrize(
    ("nodes", "seconds"), [(3, 6.9), (5, 7.4), (8, 8.2), (16, 10.4), (20, 11.6), (30, 14.3), (32, 14.9), (50, 19.8)]
)
def test_time_to_agree_on_the_members(rules, nodes, seconds):
    found = quorum(nodes, False, False, Ledger(rules))
    assert float(found.reform_seconds) == pytest.approx(seconds, abs=0.06)


@pytest.mark.parametrize("nodes", [2, 4, 6])
def test_without_the_qdevice_an_even_cluster_is_where_it_was(rules, nodes):
    with_it = quorum(nodes, True, False, Ledger(rules))
    assert with_it.node_failures_tolerated == nodes // 2
    assert with_it.node_failures_without_witness == quorum(nodes, False, False, Ledger(rules)).node_failures_tolerated


def test_without_the_tie_breaker_a_site_is_too_much(rules):
    found = quorum(6, False, True, Ledger(rules))
    assert found.node_failures_tolerated == 3
    assert found.node_failures_without_witness == 2
    assert found.reform_seconds == Fraction(22, 10) * (3 + 5 * Fraction(1, 8))


def test_each_pair_whose_time_is_unknown_is_said(catalogue, rules):
    design = judged(catalogue, rules, [link("Wien", "Graz", 1), link("Graz", "Linz", 2)]).design
    texts = [str(one.text) for one in design.findings if one.rule == "cluster.latency_supported_ms"]
    assert [text for text in texts if "not known" in text] == [
        "The round-trip time between Wien and Linz is not known; it must be below 5 ms."
    ]


@pytest.mark.parametrize(("rtt", "words"), [(6, "6 ms apart"), (12, "12 ms apart")])
def test_sites_too_far_apart_are_separate(catalogue, rules, rtt, words):
    found = judged(catalogue, rules, [link("Wien", "Graz", rtt)])
    assert found.design is None
    assert words in str(found.reasons[0].text)


def test_up_to_ten_milliseconds_on_request_with_a_warning(catalogue, rules):
    found = judged(catalogue, rules, [link("Wien", "Graz", 7)], preferences={"topology": "stretch-ceph"})
    assert any(one.level is Level.WARNING and "7 ms between Wien and Graz" in str(one.text)
               for one in found.design.findings)  # fmt: skip
    assert judged(catalogue, rules, [link("Wien", "Graz", 11)], preferences={"topology": "stretch-ceph"}).design is None


@pytest.mark.parametrize(("rtt", "words"), [(30, "QDevice"), (130, "even a Ceph monitor alone")])
def test_a_tie_breaker_too_far_away(catalogue, rules, rtt, words):
    found = judged(catalogue, rules, [link("Wien", "Graz", 1), link("Wien", "Linz", rtt)])
    assert found.design is None
    assert words in str(found.reasons[0].text)


def test_the_nearest_third_location_is_taken(catalogue, rules):
    sites = [*SITES, {"name": "Salzburg", "role": "witness"}]
    links = [link("Wien", "Graz", 1), link("Wien", "Linz", 4), link("Graz", "Linz", 4), link("Wien", "Salzburg", 2),
             link("Graz", "Salzburg", 3)]  # fmt: skip
    design = judged(catalogue, rules, links, sites).design
    assert [one.site for one in design.nodes if one.role == "tie-breaker"] == ["Salzburg"]


@pytest.mark.parametrize(
    ("level", "found_level", "share"), [("basic", Level.ADVICE, 1), ("community", Level.WARNING, 0)]
)
def test_datacenter_managers_repository_by_the_bill(catalogue, rules, level, found_level, share):
    project = make_project(
        sites=[{"name": "Zentrale"}, {"name": "Filiale", "role": "branch"}],
        workload={"groups": [group(), group(site="Filiale", count=3)], "years": 0},
        preferences={"subscription": level},
    )
    design = assess(project, catalogue, rules, DAY).judged(Topology.FLEET).design
    (finding,) = [one for one in design.findings if one.rule == "fleet.enterprise_share"]
    assert finding.level is found_level
    (figure,) = [one for one in design.calculations if one.key == "fleet.enterprise_share"]
    assert figure.result == share


def test_recovery_has_its_parts(catalogue, rules):
    for parts in ({}, {"availability": {"ha": True, "rpo_minutes": 15}},
                  {"availability": {"ha": False}, "backup": {"wanted": True}}):  # fmt: skip
        for one in assess(make_project(**parts), catalogue, rules, DAY).topologies:
            if one.design is not None and one.id is not Topology.FLEET:
                recovery = one.design.recovery
                total = sum(part.seconds for part in recovery.parts if part.of == "rto") / 60
                assert recovery.rto_minutes - 1 < total <= recovery.rto_minutes
                loss = sum(part.seconds for part in recovery.parts if part.of == "rpo") / 60
                assert loss == recovery.rpo_minutes
