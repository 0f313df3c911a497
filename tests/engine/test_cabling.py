"""The cabling table: every cable of the bill once, no port twice, everything at the right kind of port."""

from collections import Counter

import pytest

from tests.engine.conftest import DAY, group, make_project
from tests.engine.test_assess import PROJECTS, TWO_SITES
from tests.engine.test_compatibility import MORE
from wizard.engine.assess import assess
from wizard.model.assessment import Level
from wizard.model.catalogue import Adapter, Cable, Switch
from wizard.model.project import Topology

WIDE = {
    "24 nodes at two sites": {
        **TWO_SITES,
        "workload": {"groups": [group(count=1500, vcpus=8, memory="64 GiB", disk="200 GiB")], "years": 0},
        "availability": {"survive_site_loss": True},
    },
    "many nodes": {"workload": {"groups": [group(name="dc", count=40, apart="dc", memory="128 GiB")], "years": 0}},
    "off-site": {"backup": {"wanted": True, "offsite": "one-way"}, **TWO_SITES},
    "fast rebuild": {"preferences": {"rebuild_hours": 1, "max_nodes_per_site": 6},
                     "workload": {"groups": [group(count=100, disk="1 TiB")], "years": 0}},
}  # fmt: skip
EVERY = {**PROJECTS, **MORE, **WIDE}


@pytest.fixture(params=EVERY, scope="module")
def designs(request, catalogue, rules):
    found = assess(make_project(**EVERY[request.param]), catalogue, rules, DAY)
    return [judged.design for judged in found.topologies if judged.design is not None]


def tables(design):
    """The cabling of a design, of a fleet the one of each site and its own."""
    return [design.cabling, *(one.design.cabling for one in design.per_site)]


def test_every_cable_of_the_bill_has_one_row(designs, catalogue):
    for design in designs:
        bought = Counter()
        for line in design.bill:
            if isinstance(catalogue.parts[line.part], Cable):
                bought[line.part] += line.quantity
        rows = Counter(run.part for table in tables(design) for run in table)
        assert rows == bought
        for table in tables(design):
            assert [run.number for run in table] == list(range(1, len(table) + 1))


def test_no_port_is_used_twice(designs):
    for design in designs:
        for table in tables(design):
            ends = Counter(
                (end.device, end.card, end.port, run.network if end.port is None else "")
                for run in table
                for end in (run.start, run.end)
                if end.path is None
            )
            assert [end for end, number in ends.items() if number > 1] == []


def test_a_cable_fits_both_of_its_ports(designs, catalogue):
    for design in designs:
        for table in tables(design):
            for run in table:
                cable = catalogue.parts[run.part]
                assert cable.gbps >= run.gbps
                for end in (run.start, run.end):
                    switch = catalogue.parts.get(end.device.rpartition("-")[0])
                    if isinstance(switch, Switch):
                        kinds = [one for ports in switch.ports for one in [ports] * ports.count]
                        assert (kinds[end.port - 1].connector, kinds[end.port - 1].gbps) == (cable.connector, run.gbps)


def test_ports_of_a_node_are_on_its_cards(designs, catalogue):
    for design in (one for one in designs if not one.per_site):
        cards = Counter()
        for line in design.bill:
            if isinstance(catalogue.parts[line.part], Adapter) and line.group == "nodes":
                cards[line.part] += line.quantity
        nodes = sum(one.count for one in design.nodes if one.role == "compute")
        most = max(catalogue.parts[part].ports.count for part in cards)
        number = sum(cards.values()) // nodes
        used = [end for run in design.cabling for end in (run.start, run.end) if end.device.startswith("node-")]
        assert {end.device for end in used} == {f"node-{place}" for place in range(1, nodes + 1)}
        assert all(end.card <= number and end.port <= most for end in used if end.port is not None)


def test_both_links_of_a_bond_end_at_different_switches(designs):
    for design in designs:
        for table in tables(design):
            ends = {}
            for run in table:
                if run.start.device.startswith("node-") and not run.end.device.startswith("node-"):
                    key = (run.start.device, run.network)
                    ends.setdefault(key, []).append((run.end.device, run.end.path))
            assert all(len(set(targets)) == len(targets) for targets in ends.values())


def test_both_links_of_a_bond_leave_from_different_cards_where_there_are_two(catalogue, rules):
    for cards in (2, 1):
        few = [one for one in catalogue.adapters if cards == 1 or one.ports.count == 2 or one.ports.gbps == 1]
        changed = catalogue.model_copy(update={"adapters": tuple(few)})
        design = assess(make_project(), changed, rules, DAY).judged(Topology.HCI_CEPH).design
        for network in ("ceph", "production"):
            ends = [run.start for run in design.cabling if run.start.device == "node-1" and run.network == network]
            assert len({end.card for end in ends}) == cards
        assert any("One card has all ports" in str(one.text) for one in design.findings) == (cards == 1)


def test_a_site_has_its_own_switches(catalogue, rules):
    project = make_project(**EVERY["stretch"])
    design = assess(project, catalogue, rules, DAY).judged(Topology.STRETCH_CEPH).design
    sites = {}
    for run in design.cabling:
        for end in (run.start, run.end):
            if end.device.startswith("sw-"):
                sites.setdefault(end.device, set()).add(run.site)
    assert sites
    assert all(len(one) == 1 for one in sites.values())
    assert {run.site for run in design.cabling if run.start.device == "tie-breaker"} == {"Linz"}


def test_switches_of_a_pair_are_joined(catalogue, rules):
    design = assess(make_project(), catalogue, rules, DAY).judged(Topology.HCI_CEPH).design
    joints = [run for run in design.cabling if run.network == "peer"]
    assert len(joints) >= rules("network.peer_links")
    assert all(run.start.device != run.end.device for run in joints)


def test_ports_that_have_to_be_there_are_counted(catalogue, rules):
    """What ends at the existing network, by kind; boards without a switch of ours are counted too."""
    for existing, level in (({"quorum_host": False}, Level.WARNING), ({"switch_gbps": 25}, Level.ADVICE)):
        parts = {"backup": {"wanted": True}, "availability": {"ha": True, "rpo_minutes": 15}}
        found = assess(make_project(existing=existing, **parts), catalogue, rules, DAY)
        design = found.judged(Topology.TWO_NODE_REPLICATED).design
        told = next(one for one in design.findings if "has to have free ports" in str(one.text))
        assert told.level is level
        wanted = Counter((run.gbps, catalogue.parts[run.part].connector)
                         for run in design.cabling if run.end.device == "lan")  # fmt: skip
        assert sum(wanted.values()) >= 2 * 2 + 2  # two per node, two of the backup server
        for (gbps, connector), number in wanted.items():
            assert f"{number} × {gbps} Gbit/s {connector}" in str(told.text)
        boards = next(str(one.text) for one in design.findings if "(BMC)" in str(one.text))
        assert "network: 3," in boards  # two nodes and the backup server; the machine for the QDevice has none


def test_a_fleet_names_the_sites_of_its_findings(catalogue, rules):
    project = make_project(**EVERY["fleet"] if "fleet" in EVERY else {
        "sites": [{"name": "Wien"}, {"name": "Graz", "role": "branch"}, {"name": "Linz", "role": "branch"}],
        "workload": {"groups": [group(), group(count=3, site="Graz"), group(count=3, site="Linz")], "years": 0},
    })  # fmt: skip
    design = assess(project, catalogue, rules, DAY).judged(Topology.FLEET).design
    alone = [str(one.text) for one in design.findings if "There is one node" in str(one.text)]
    assert all("Graz" in one or "Linz" in one or "At each of the" in one for one in alone)
    told = [str(one.text) for one in design.findings]
    assert len(told) == len(set(told))
    for site in design.per_site:
        for finding in site.design.findings:
            assert any(str(finding.text) in one for one in told) or finding.rule == "cluster.qdevice_port"
