"""Pinned choices: the rest is sized around them, and an impossible pin says why in figures."""

import pytest

from tests.engine.conftest import DAY, group, make_project
from tests.engine.test_assess import SAN, TWO_SITES
from wizard.engine.assess import assess
from wizard.model.assessment import Verdict
from wizard.model.project import Topology


def size(catalogue, rules, preferences, **parts):
    return assess(make_project(preferences=preferences, **parts), catalogue, rules, DAY)


def nodes_of(found, topology):
    return next(one for one in found.judged(Topology(topology)).design.nodes if one.role == "compute")


def price_of(found, topology):
    return found.judged(Topology(topology)).design.price.total_net


def drive_of(nodes):
    return next(one.part for one in nodes.drives if one.use != "boot")


def test_what_the_search_found_is_found_again_when_it_is_pinned(catalogue, rules):
    free = size(catalogue, rules, {})
    nodes = nodes_of(free, "hci-ceph")
    pins = {
        "nodes_per_site": nodes.count, "platform": nodes.platform, "cpu": nodes.cpu, "drive": drive_of(nodes),
        "copies": 3,
    }  # fmt: skip
    for kept in ([one] for one in pins):
        found = size(catalogue, rules, {name: pins[name] for name in kept})
        assert price_of(found, "hci-ceph") == price_of(free, "hci-ceph"), kept
    assert price_of(size(catalogue, rules, pins), "hci-ceph") == price_of(free, "hci-ceph")


@pytest.mark.parametrize(
    "pins",
    [
        {"nodes_per_site": 6},
        {"cpu": "epyc-9355p"},
        {"drive": "ssd-nvme-mu-6.4tb"},
        {"copies": 4},
        {"platform": "sr655-v3", "cpu": "epyc-9455p", "drive": "ssd-nvme-ri-1.92tb", "nodes_per_site": 5},
    ],
)
def test_a_pin_is_kept_and_never_cheaper(catalogue, rules, pins):
    free, found = size(catalogue, rules, {}), size(catalogue, rules, pins)
    nodes, design = nodes_of(found, "hci-ceph"), found.judged(Topology.HCI_CEPH).design
    is_there = {
        "nodes_per_site": nodes.count, "platform": nodes.platform, "cpu": nodes.cpu, "drive": drive_of(nodes),
        "copies": design.storage.copies,
    }  # fmt: skip
    assert {name: is_there[name] for name in pins} == pins
    assert price_of(found, "hci-ceph") >= price_of(free, "hci-ceph")
    assert design.storage.usable_bytes >= design.storage.needed_bytes


def test_nodes_per_site_count_at_every_site(catalogue, rules):
    found = size(catalogue, rules, {"nodes_per_site": 4}, **TWO_SITES, availability={"survive_site_loss": True})
    assert [one.count for one in found.best.design.nodes if one.role == "compute"] == [4, 4]


def test_a_tie_breaker_has_its_own_processor(catalogue, rules):
    parts = {**TWO_SITES, "availability": {"survive_site_loss": True}}
    free = size(catalogue, rules, {}, **parts)
    found = size(catalogue, rules, {"cpu": "epyc-9455p"}, **parts)
    breakers = [next(one for one in each.best.design.nodes if one.role == "tie-breaker") for each in (free, found)]
    assert breakers[0] == breakers[1]
    assert nodes_of(found, "stretch-ceph").cpu == "epyc-9455p"


def test_a_backup_server_keeps_its_own_parts(catalogue, rules):
    parts = {"backup": {"wanted": True}}
    free = size(catalogue, rules, {}, **parts)
    found = size(catalogue, rules, {"cpu": "epyc-9455p", "drive": "ssd-nvme-ri-7.68tb"}, **parts)
    servers = [next(one for one in each.best.design.nodes if one.role == "backup") for each in (free, found)]
    assert servers[0] == servers[1]


@pytest.mark.parametrize(
    ("pins", "message"),
    [
        ({"cpu": "epyc-9355"[:-1] + "6p"}, r'^preferences\.cpu: .*did you mean "epyc-9355p"\?'),
        ({"drive": "ssd-nvme-ri-7.86tb"}, r'^preferences\.drive: .*did you mean "ssd-nvme-ri-7\.68tb"\?'),
        ({"platform": "sr655v3"}, r'^preferences\.platform: .*did you mean "sr655-v3"\?'),
        ({"cpu": "<b>🙂 {n} %s"}, r"^preferences\.cpu: .*it has 56 others"),
    ],
)
def test_an_unknown_part_is_refused_with_the_nearest(catalogue, rules, pins, message):
    with pytest.raises(ValueError, match=message):
        size(catalogue, rules, pins)


LARGE = {"workload": {"groups": [group(count=100, disk="4 TiB")], "years": 0}}


@pytest.mark.parametrize(
    ("pins", "parts", "excluded", "because"),
    [
        ({"copies": 2}, {}, "hci-ceph", "2 copies are asked for; the planned failures need at least 3"),
        ({"copies": 8}, {}, "hci-ceph", "at most 7"),
        ({"copies": 3}, {"availability": {"rpo_minutes": 15}}, "two-node-replicated", "at most 2 nodes"),
        ({"copies": 5, "nodes_per_site": 4}, {}, "hci-ceph", "5 copies need a node each; here this topology has at "
                                                             "most 4 nodes"),
        ({"copies": 6}, {**TWO_SITES, "availability": {"survive_site_loss": True}}, "stretch-ceph", "keeps 4"),
        ({"copies": 2}, {"existing": SAN}, "cluster-shared", "keeps 1"),
        ({"nodes_per_site": 4}, {"availability": {"rpo_minutes": 15}}, "two-node-replicated", "4 nodes per site are "
                                                                                             "asked for"),
        ({"nodes_per_site": 9, "max_nodes_per_site": 6}, {}, "hci-ceph", "has 3 to 6"),
        ({"platform": "sr650-v4", "cpu": "epyc-9355p"}, {}, "hci-ceph", "epyc-9355p"),
        ({"cpu_vendor": "Intel", "cpu": "epyc-9355p"}, {}, "hci-ceph", "AMD"),
        ({"drive": "hdd-20tb"}, {}, "hci-ceph", "none of the 18 drives"),
        ({"platform": "dl145-g11", "max_nodes_per_site": 4}, LARGE, "hci-ceph", "6 bays"),
        ({"drive": "ssd-nvme-ri-0.96tb", "max_nodes_per_site": 4}, LARGE, "hci-ceph", "24 bays"),
        ({"cpu": "epyc-4245p", "max_nodes_per_site": 3}, {"workload": {"groups": [group(count=99)], "years": 0}},
         "hci-ceph", "memory"),
    ],
)  # fmt: skip
def test_an_impossible_pin_says_why_in_figures(catalogue, rules, pins, parts, excluded, because):
    judged = size(catalogue, rules, pins, **parts).judged(Topology(excluded))
    assert judged.verdict is Verdict.EXCLUDED
    said = [str(one.text) for one in judged.reasons]
    names = {part.name: part.id for part in catalogue.cpus}
    assert any(because in text or because in {names[name] for name in names if name in text} for text in said), said
    assert any(sign.isdigit() for sign in said[0])
    assert all(one.source for one in judged.reasons)
