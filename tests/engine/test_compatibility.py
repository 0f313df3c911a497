"""Nothing is built that does not fit together: every design is taken apart and checked against the catalogue."""

from collections import Counter

import pytest

from tests.engine.conftest import DAY, group, make_project
from tests.engine.test_assess import PROJECTS
from wizard.engine.assess import assess
from wizard.model.catalogue import Adapter, Cable, Controller, Cpu, MemoryModule, Platform, Switch

MORE = {
    "large": {"workload": {"groups": [group(count=900, vcpus=8, memory="48 GiB", disk="400 GiB")], "years": 0}},
    "fast": {"workload": {"groups": [group(count=40, iops=4000)], "years": 0}},
    "intel": {"preferences": {"cpu_vendor": "Intel"}},
    "amd": {"preferences": {"cpu_vendor": "AMD"}},
    "old switches": {"existing": {"switch_gbps": 1, "quorum_host": False}},
    "fast switches": {"existing": {"switch_gbps": 100}},
    "iscsi": {"existing": {"storage": [{"kind": "iscsi", "usable": "40 TiB", "redundant": False}]}},
    "external ceph": {"existing": {"storage": [{"kind": "ceph", "usable": "40 TiB"}]}, "availability": {"ha": False}},
    "two drives": {"availability": {"ha": False, "disk_failures": 2}},
}


@pytest.fixture(params={**PROJECTS, **MORE}, scope="module")
def found(request, catalogue, rules):
    return assess(make_project(**{**PROJECTS, **MORE}[request.param]), catalogue, rules, DAY)


def single_designs(found):
    for judged in found.topologies:
        if judged.design is not None:
            yield from [one.design for one in judged.design.per_site] or [judged.design]


def test_machines_fit_together(found, catalogue):
    for design in single_designs(found):
        for nodes in design.nodes:
            if nodes.role != "qdevice":
                check_machine(nodes, catalogue)


def check_machine(nodes, catalogue):
    parts = catalogue.parts
    platform, cpu = parts[nodes.platform], parts[nodes.cpu]
    assert isinstance(platform, Platform)
    assert isinstance(cpu, Cpu)
    assert cpu.family in platform.cpu_families
    assert nodes.sockets <= min(platform.sockets, cpu.maximum_sockets)
    assert nodes.cores == nodes.sockets * cpu.cores
    number, _, name = nodes.memory_modules.partition(" × ")
    module = next(one for one in catalogue.memory if one.name == name and one.type == platform.memory_type)
    assert isinstance(module, MemoryModule)
    assert int(number) * module.size == nodes.memory_bytes
    assert int(number) <= platform.dimm_slots * nodes.sockets // platform.sockets
    assert int(number) % nodes.sockets == 0
    assert nodes.memory_bytes <= min(platform.maximum_memory, cpu.maximum_memory * nodes.sockets)
    bays = Counter()
    for drives in nodes.drives:
        if drives.use != "boot":
            drive = parts[drives.part]
            bays[drive.form, drive.interface] += drives.count
            room = sum(
                bay.count for bay in platform.bays if bay.form == drive.form and drive.interface in bay.interfaces
            )
            assert bays[drive.form, drive.interface] <= room


def test_cards_fit_into_slots_and_lanes(found, catalogue):
    for design in single_designs(found):
        nodes = next(one for one in design.nodes if one.role == "compute")
        count = sum(one.count for one in design.nodes if one.role == "compute")
        platform = catalogue.parts[nodes.platform]
        cards, lanes = Counter(), 0
        for line in design.bill:
            part = catalogue.parts[line.part]
            if line.group == "nodes" and isinstance(part, Adapter | Controller):
                assert line.quantity % count == 0
                cards[part.slots] += line.quantity // count
                lanes += part.lanes * line.quantity // count
        lanes += sum(4 * drives.count for drives in nodes.drives
                     if drives.use != "boot" and catalogue.parts[drives.part].kind == "nvme")  # fmt: skip
        assert sum(cards.values()) <= platform.pcie_slots + platform.ocp_slots
        assert cards["pcie",] <= platform.pcie_slots
        assert cards["ocp",] <= platform.ocp_slots
        assert lanes <= platform.nvme_lanes * nodes.sockets // platform.sockets


def test_every_port_is_on_a_card(found, catalogue):
    for design in single_designs(found):
        nodes = next(one for one in design.nodes if one.role == "compute")
        count = sum(one.count for one in design.nodes if one.role == "compute")
        offered = Counter()
        for line in design.bill:
            part = catalogue.parts[line.part]
            if line.group == "nodes" and isinstance(part, Adapter):
                offered[part.ports.gbps, part.ports.connector] += part.ports.count * line.quantity // count
        asked = Counter()
        for ports in nodes.ports:
            asked[ports.gbps, ports.connector] += ports.count
        assert all(offered[kind] >= number for kind, number in asked.items())


def test_switches_have_the_ports_and_cables_the_plugs(found, catalogue):
    for design in single_designs(found):
        cables, ports = Counter(), Counter()
        for line in design.bill:
            part = catalogue.parts[line.part]
            if isinstance(part, Cable):
                cables[part.connector] += line.quantity
            if isinstance(part, Switch):
                for one in part.ports:
                    ports[one.gbps, one.connector] += one.count * line.quantity
        used = Counter()
        for link in design.links:
            switch = next((catalogue.parts[end.rpartition("-")[0]] for end in link.ends if end.startswith("sw-")), None)
            if switch is not None:
                used[next((one.gbps, one.connector) for one in switch.ports if one.gbps == link.gbps)] += link.count
        assert all(ports[kind] >= number for kind, number in used.items())
        for network in design.networks:
            assert cables[network.connector] > 0


def test_one_vendor_in_a_cluster(found, catalogue):
    for design in single_designs(found):
        assert len({catalogue.parts[one.cpu].vendor for one in design.nodes if one.role == "compute"}) == 1


def test_a_subscription_for_every_node(found, catalogue):
    for design in single_designs(found):
        members = [one for one in design.nodes if one.role in ("compute", "tie-breaker")]
        sold = sum(line.quantity for line in design.bill if line.part.startswith("pve-"))
        assert sold == sum(one.count for one in members)
        for line in design.bill:
            if line.part.startswith("pve-"):
                assert line.per == "year"
                assert catalogue.parts[line.part].sockets >= min(one.sockets for one in members)
