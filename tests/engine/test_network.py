"""Ports per topology, bonds, the rebuild target, evacuation, and the links between sites."""

from collections import Counter
from fractions import Fraction

import pytest

from tests.engine.conftest import DAY, group, make_context, make_project
from wizard.engine.assess import assess
from wizard.engine.machine import tie_breaker
from wizard.engine.topologies import ALL
from wizard.engine.workshop import Workshop
from wizard.model.assessment import Level, Verdict
from wizard.model.project import Topology
from wizard.model.units import TIB, count

KINDS = {kind.id: kind for kind in ALL}
SITES = [{"name": "A"}, {"name": "B"}, {"name": "C", "role": "witness"}]


def stored(kind):
    return {"quorum_host": True, "storage": [{"kind": kind, "usable": "60 TiB", "redundant": True}]}


def size(catalogue, rules, **parts):
    return assess(make_project(**parts), catalogue, rules, DAY)


@pytest.mark.parametrize(
    ("topology", "parts", "nodes", "ethernet", "fibre"),
    [
        ("single-disk", {}, 1, 2, 0),
        ("single-raid", {}, 1, 2, 0),
        ("single-zfs", {}, 1, 2, 0),
        ("single-external", {"existing": stored("nfs")}, 1, 4, 0),
        ("single-external", {"existing": stored("iscsi")}, 1, 4, 0),
        ("single-external", {"existing": stored("fc")}, 1, 2, 2),
        ("single-external", {"existing": stored("ceph")}, 1, 4, 0),
        ("two-node-replicated", {}, 2, 4, 0),
        ("two-node-shared", {"existing": stored("nfs")}, 2, 5, 0),
        ("two-node-shared", {"existing": stored("fc")}, 2, 3, 2),
        ("cluster-shared", {"existing": stored("cifs")}, 3, 5, 0),
        ("cluster-shared", {"existing": stored("sas")}, 4, 3, 2),
        ("cluster-replicated", {"availability": {"ha": True, "rpo_minutes": 15}}, 3, 5, 0),
        ("hci-ceph", {}, 3, 5, 0),
        ("hci-ceph", {}, 8, 5, 0),
        ("hci-ceph-mesh", {}, 3, 5, 0),
        ("hci-ceph-mesh", {}, 4, 6, 0),
        ("hci-ceph-mesh", {}, 5, 7, 0),
        ("stretch-ceph", {"sites": SITES}, 4, 5, 0),
        ("stretch-ceph", {"sites": SITES}, 10, 5, 0),
    ],
)
def test_ports_per_node(topology, parts, nodes, ethernet, fibre):
    """Production 2, Corosync 1, storage or Ceph 2, a mesh N - 1 (Proxmox VE manual, network requirements)."""
    context = make_context(make_project(**parts))
    shape = next(one for one in KINDS[Topology(topology)].shapes(context) if one.nodes == nodes)
    assert sum(need.links for need in shape.networks if need.medium == "ethernet") == ethernet
    assert sum(need.links for need in shape.networks if need.medium != "ethernet") == fibre


def test_ports_of_a_tie_breaker():
    machine = tie_breaker(Workshop(make_context(make_project(sites=SITES))))
    assert sum(need.links for need, _ in machine.network.ports) == 3


def test_block_storage_is_never_bonded(catalogue, rules):
    for kind in ("iscsi", "fc", "sas"):
        found = size(catalogue, rules, existing=stored(kind))
        network = next(one for one in found.judged(Topology.CLUSTER_SHARED).design.networks if one.name == "storage")
        assert "not bonded" in str(network.redundancy)
        assert "separate switches" in str(network.redundancy)


def test_each_kind_of_block_storage_gets_its_own_ports(catalogue, rules):
    """Fibre Channel has its adapter, SAS another, and each iSCSI path a card that nothing else uses."""
    for kind, card in (("fc", "FC"), ("sas", "SAS")):
        design = size(catalogue, rules, existing=stored(kind)).judged(Topology.CLUSTER_SHARED).design
        adapters = {one.id: one for one in catalogue.adapters}
        bought = {adapters[line.part].ports.connector for line in design.bill if line.part in adapters}
        assert bought & {"FC", "SAS"} == {card}
    design = size(catalogue, rules, existing=stored("iscsi")).judged(Topology.CLUSTER_SHARED).design
    on_node = [run for run in design.cabling if run.start.device == "node-1"]
    paths = {run.start.card for run in on_node if run.network == "storage"}
    others = {run.start.card for run in on_node if run.network != "storage"}
    assert len(paths) == 2
    assert not paths & others


def test_iscsi_goes_over_switches_where_the_nodes_are_more_than_an_array_has_ports_for(catalogue, rules):
    """Two nodes reach the array itself; three have one path over each of two switches, which reach both controllers."""
    found = size(catalogue, rules, existing=stored("iscsi"), preferences={"max_nodes_per_site": 4})
    two = found.judged(Topology.TWO_NODE_SHARED).design
    assert {run.end.device for run in two.cabling if run.network == "storage"} == {"array"}
    design = found.judged(Topology.CLUSTER_SHARED).design
    for node in range(1, design.nodes[0].count + 1):
        ends = [run.end.device for run in design.cabling
                if run.network == "storage" and run.start.device == f"node-{node}"]  # fmt: skip
        assert len(set(ends)) == 2
        assert all(end.startswith("sw-") for end in ends)
    to_array = [(run.start.device, run.end.path) for run in design.cabling if run.end.device == "array"]
    assert len(to_array) == len(set(to_array)) == 4
    there = size(catalogue, rules, existing={**stored("iscsi"), "switch_gbps": 10})
    assert all(run.end.device == "lan" for run in there.judged(Topology.CLUSTER_SHARED).design.cabling
               if run.network == "storage")  # fmt: skip


def test_new_switches_are_joined_to_what_is_there(catalogue, rules):
    """Each switch with the guests' network has an uplink in the bill; those of a stretch reach the other site."""
    ceph = size(catalogue, rules).judged(Topology.HCI_CEPH).design
    uplinks = Counter(run.start.device for run in ceph.cabling if run.network == "uplink")
    carrying = {run.end.device for run in ceph.cabling if run.network in ("production", "corosync")}
    assert uplinks == dict.fromkeys(carrying, 1)
    stretch = size(catalogue, rules, sites=SITES, availability={"survive_site_loss": True})
    stretch = stretch.judged(Topology.STRETCH_CEPH).design
    over = [run for run in stretch.cabling if run.end.device == "site"]
    carrying = {run.end.device for run in stretch.cabling if run.network in ("ceph", "corosync")} - {"lan"}
    assert {run.start.device for run in over} == carrying
    assert Counter((run.site, run.gbps) for run in over) == {
        ("A", 25): 2, ("B", 25): 2, ("A", 1): 1, ("B", 1): 1,
    }  # fmt: skip
    told = [str(one.text) for one in stretch.findings if one.rule == "network.uplinks_per_switch"]
    assert sum("other site" in one for one in told) == 2
    lan = [run for run in stretch.cabling if run.end.device == "lan"]
    free = next(one for one in told if "has to have free ports" in one)
    assert f"{sum(run.gbps == 1 for run in lan)} × 1 Gbit/s RJ45" in free
    assert "speed is not known" in free


def test_switches_without_mlag_make_active_backup(catalogue, rules):
    plain = [one.model_copy(update={"mlag": False}) for one in catalogue.switches]
    for switches, words in ((catalogue.switches, "LACP bond"), (tuple(plain), "active-backup")):
        found = size(catalogue.model_copy(update={"switches": switches}), rules)
        design = found.judged(Topology.HCI_CEPH).design
        assert all(words in str(one.redundancy) for one in design.networks if one.name in ("ceph", "production"))
        told = [one for one in design.findings if "does not act as one partner" in str(one.text)]
        assert bool(told) == (words == "active-backup")


def test_corosync_has_a_port_of_its_own_and_a_second_link(catalogue, rules):
    for judged in size(catalogue, rules, existing=stored("nfs")).topologies:
        if judged.design is not None and judged.design.nodes[0].count > 1:
            corosync = next(one for one in judged.design.networks if one.name == "corosync")
            assert corosync.dedicated
            assert corosync.links == 1
            assert "not a bond" in str(corosync.redundancy)
            assert any("LACP rate fast" in str(one.text) for one in judged.design.findings)


LARGE = {"workload": {"groups": [group(count=100, disk="1 TiB")], "years": 0}}


def ceph_speed(design):
    return next(one.gbps for one in design.networks if one.name == "ceph")


def test_a_rebuild_in_time_takes_faster_ports_or_more_nodes(catalogue, rules):
    free = size(catalogue, rules, **LARGE).judged(Topology.HCI_CEPH).design
    for hours in (8, 2, 1):
        found = size(catalogue, rules, **LARGE, preferences={"rebuild_hours": hours}).judged(Topology.HCI_CEPH)
        design = found.design
        assert design.traffic.rebuild_minutes <= hours * 60
        assert design.price.total_net >= free.price.total_net
    assert ceph_speed(design) == 100 or design.nodes[0].count > free.nodes[0].count
    if ceph_speed(design) > 25:
        because = str(next(one.because for one in design.networks if one.name == "ceph"))
        assert "within 1 h" in because


def test_the_target_alone_can_ask_for_faster_ports(catalogue, rules):
    parts = {**LARGE, "preferences": {"rebuild_hours": 2, "max_nodes_per_site": 4}}
    judged = size(catalogue, rules, **parts).judged(Topology.HCI_CEPH)
    assert ceph_speed(judged.design) == 100
    assert judged.design.traffic.rebuild_minutes <= 120


def test_a_rebuild_that_no_port_reaches_says_why(catalogue, rules):
    for hours, words in ((0.1, "0.17 h"), (0.2, "Gbit/s")):
        parts = {**LARGE, "preferences": {"rebuild_hours": hours, "max_nodes_per_site": 5}}
        judged = size(catalogue, rules, **parts).judged(Topology.HCI_CEPH)
        assert judged.verdict is Verdict.EXCLUDED
        assert words in str(judged.reasons[0].text)
    three = {"preferences": {"rebuild_hours": 24, "max_nodes_per_site": 3}}
    judged = size(catalogue, rules, **three).judged(Topology.HCI_CEPH)
    assert "no other node" in str(judged.reasons[0].text)


def test_the_published_rebuild(rules):
    """4 nodes, 8 TB on the lost one, 25 Gbit/s, four NVMe each: 46 minutes and ten (Ceph sizing practice)."""
    links = 3 * rules("ceph.recovery_link_share") * rules("ceph.recovery_client_share") * 25 * 10**9 / 8
    drives = 3 * 4 * rules("ceph.recovery_rate_nvme")
    minutes = (rules("ceph.recovery_out_s") + 8 * 10**12 / min(links, drives)) / 60
    assert 50 < minutes < 58


def test_three_nodes_do_not_rebuild(catalogue, rules):
    found = size(catalogue, rules, preferences={"max_nodes_per_site": 3}).judged(Topology.HCI_CEPH)
    assert found.design.traffic.rebuild_minutes is None
    assert "not made again" in str(found.design.traffic.text)
    assert any(one.level is Level.WARNING and "not re-created" in str(one.text) for one in found.design.findings)


def test_evacuation_counts_what_moves(catalogue, rules):
    groups = [group(count=6), group(count=3, kind="container"), group(count=3, migratable=False)]
    found = size(catalogue, rules, workload={"groups": groups, "years": 0})
    for judged in found.topologies:
        if judged.design is not None:
            nodes = judged.design.nodes[0].count
            assert judged.design.traffic.evacuation_bytes == count(Fraction(6 * 16 * 2**30, nodes))


@pytest.mark.parametrize(("gbps", "words"), [(None, "is not known"), (1, "too little"), (25, None)])
def test_the_link_between_the_sites(catalogue, rules, gbps, words):
    links = [{"between": ["A", "B"], "rtt_ms": 1, "gbps": gbps}]
    workload = {"groups": [group(count=40, iops=300)], "years": 0}
    # A line below Ceph's least is sized only where stretching was insisted on.
    found = size(catalogue, rules, sites=SITES, site_links=links, workload=workload,
                 availability={"survive_site_loss": True}, preferences={"topology": "stretch-ceph"})  # fmt: skip
    design = found.judged(Topology.STRETCH_CEPH).design
    texts = [str(one.text) for one in design.findings if one.rule == "network.ceph_gbps_minimum"]
    assert (words is None and not texts) or any(words in text for text in texts)
    # 12,000 operations of 16 KiB: what is written goes to the other site twice, of what is read every second one.
    share = make_context(make_project(workload=workload)).demand.write_share
    across = 12000 * (2 * share + (1 - share) / 2)
    assert design.traffic.site_load_gbps == pytest.approx(float(across * 16384 * 8 / 10**9))


def test_figures_of_traffic_are_explained(catalogue, rules):
    found = size(catalogue, rules, **LARGE, existing=stored("nfs"))
    for judged in found.topologies:
        if judged.design is not None and judged.design.traffic is not None:
            made = {one.key: one.result for one in judged.design.calculations}
            record = judged.design.traffic
            for name in record.__dataclass_fields__:
                value = getattr(record, name)
                if isinstance(value, int | Fraction):
                    assert made[f"traffic.{name}"] == value, name


def test_a_lone_node_has_no_traffic(catalogue, rules):
    found = size(catalogue, rules, availability={"ha": False})
    assert found.judged(Topology.SINGLE_ZFS).design.traffic is None


def test_the_data_of_a_node_is_what_is_rebuilt(catalogue, rules):
    design = size(catalogue, rules, **LARGE, preferences={"max_nodes_per_site": 4}).judged(Topology.HCI_CEPH).design
    nodes = design.nodes[0].count
    assert design.traffic.rebuild_bytes == (None if nodes == 3 else 100 * TIB * 3 // nodes)


def test_what_clients_can_write_is_bounded_by_the_link_between_the_sites(catalogue, rules):
    """Of four copies two go to the other site: 1 Gbit/s carries 62.5 MB/s of writes twice, no more."""

    def limit(gbps):
        links = [{"between": ["A", "B"], "rtt_ms": 1, "gbps": gbps}]
        found = size(catalogue, rules, sites=SITES, site_links=links, availability={"survive_site_loss": True},
                     preferences={"topology": "stretch-ceph"})  # fmt: skip
        return found.judged(Topology.STRETCH_CEPH).design.traffic.write_limit_bytes_per_second

    assert limit(1) == 10**9 // 8 // 2
    # A wider line than our ports to it does not count: two switches with one port each.
    assert limit(1000) == limit(400) > 10 * limit(1)
    assert limit(1000) == 2 * 25 * limit(1)


def test_many_nvme_of_a_node_take_faster_ports(catalogue, rules):
    """Up to four NVMe OSDs are served by 25 Gbit/s; a fifth takes 100, and the rule can be changed for a project."""
    pins = {"max_nodes_per_site": 4, "nodes_per_site": 4, "drive": "ssd-nvme-ri-3.84tb"}
    speeds = {}
    for tebibytes in (4, 40):
        parts = {"workload": {"groups": [group(count=tebibytes, disk="1 TiB")], "years": 0}, "preferences": pins}
        for changed in ({}, {"network.ceph_nvme_per_25g": 24}):
            design = (
                assess(make_project(**parts, rules=changed), catalogue, rules, DAY).judged(Topology.HCI_CEPH).design
            )
            drives = next(one.count for one in design.nodes[0].drives if one.use == "osd")
            speeds[drives > 4, bool(changed)] = ceph_speed(design)
    assert speeds == {(False, False): 25, (False, True): 25, (True, False): 100, (True, True): 25}


def test_a_line_below_cephs_least_excludes_a_stretch_cluster(catalogue, rules):
    """At exactly the documented 10 Gbit/s it stands; below it two clusters are offered, with both figures."""
    for gbps, excluded in ((9.9, True), (10, False)):
        links = [{"between": ["A", "B"], "rtt_ms": 1, "gbps": gbps}]
        found = size(catalogue, rules, sites=SITES, site_links=links, availability={"survive_site_loss": True},
                     backup={"wanted": True})  # fmt: skip
        judged = found.judged(Topology.STRETCH_CEPH)
        assert (judged.verdict is Verdict.EXCLUDED) == excluded
        told = [str(one.text) for one in judged.reasons if one.rule == "network.ceph_gbps_minimum"]
        assert bool(told) == excluded
        assert all("9.9 Gbit/s" in one and "10 Gbit/s" in one for one in told)
        assert excluded == (found.recommended is Topology.FLEET)


def test_emptying_a_node_without_spare_room_is_told(catalogue, rules):
    for failures in (0, 1):
        found = size(catalogue, rules, availability={"ha": True, "node_failures": failures})
        told = [str(one.text) for one in found.judged(Topology.HCI_CEPH).design.findings]
        emptied = next(one for one in told if "is emptied by live migration" in one)
        assert ("may have to be stopped" in emptied) == (failures == 0)


def test_an_existing_ceph_cluster_is_reached_over_uplinks_not_controllers(catalogue, rules):
    existing = {"quorum_host": True, "storage": [{"kind": "ceph", "usable": "60 TiB"}]}
    design = size(catalogue, rules, existing=existing).judged(Topology.CLUSTER_SHARED).design
    to_pool = [run for run in design.cabling if run.end.device == "pool"]
    assert Counter(run.start.device for run in to_pool) == {
        run.end.device: 1 for run in design.cabling if run.network == "storage" and run.start.device == "node-1"
    }
    told = next(str(one.text) for one in design.findings if "existing Ceph cluster" in str(one.text))
    assert f"together {sum(run.gbps for run in to_pool)} Gbit/s" in told


def test_guests_are_kept_off_the_tie_breaker(catalogue, rules):
    design = size(catalogue, rules, sites=SITES, availability={"survive_site_loss": True})
    design = design.judged(Topology.STRETCH_CEPH).design
    nodes = sum(one.count for one in design.nodes if one.role == "compute")
    assert any(f"affinity rule for the {nodes} nodes" in str(one.text) for one in design.findings)


@pytest.mark.parametrize("kind", ["ceph", "nfs", "iscsi"])
def test_uplinks_to_the_storage_that_are_too_narrow_are_told(catalogue, rules, kind):
    """Operations of 16 KiB over the ports that lead to the storage, of which a link reaches its planned share."""
    existing = {"quorum_host": True, "storage": [{"kind": kind, "usable": "90 TiB", "redundant": True}]}

    def told(iops):
        workload = {"groups": [group(count=100, iops=iops)], "years": 0}
        design = size(catalogue, rules, existing=existing, workload=workload).judged(Topology.CLUSTER_SHARED).design
        ports = sum(run.gbps for run in design.cabling if run.end.device in ("array", "pool"))
        needed = 100 * iops * 16384 * 8 / 10**9 / float(rules("network.link_share"))
        return any("ports for the existing storage" in str(one.text) for one in design.findings), needed > ports

    assert told(10) == (False, False)
    assert told(9000) == (True, True)
