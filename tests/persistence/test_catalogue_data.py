"""The bundled catalogue: complete, without contradictions, and with the prices that were researched."""

import json
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from wizard.assets import Assets, folder
from wizard.model.catalogue import Catalogue, Part
from wizard.model.units import GIB, drive_bytes
from wizard.persistence.catalogues import BUNDLED, bundled_catalogue

LABEL = (
    "Indicative example catalogue, net prices, state autumn 2026, not an offer. "
    "Replace by the partner's own price list before quoting."
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return bundled_catalogue()


def groups(catalogue: Catalogue) -> dict[str, tuple[Part, ...]]:
    return {name: value for name in Catalogue.model_fields if isinstance(value := getattr(catalogue, name), tuple)}


def test_it_says_that_it_is_no_offer(catalogue: Catalogue) -> None:
    assert catalogue.label == LABEL
    assert catalogue.indicative
    assert catalogue.currency == "EUR"


def test_enough_parts_of_every_group(catalogue: Catalogue) -> None:
    least = {
        "platforms": 12, "cpus": 56, "memory": 10, "drives": 21, "boot_devices": 3, "adapters": 13, "controllers": 3,
        "switches": 9, "cables": 6, "quorum_hosts": 1, "subscriptions": 21,
        "tape_drives": 4, "tape_media": 3,
    }  # fmt: skip
    found = {name: len(parts) for name, parts in groups(catalogue).items()}
    assert found.keys() == least.keys()
    assert all(found[name] >= count for name, count in least.items()), found


def test_ids_are_unique_and_short(catalogue: Catalogue) -> None:
    times = Counter(part.id for parts in groups(catalogue).values() for part in parts)
    assert [id for id, count in times.items() if count > 1] == []
    assert all(id == id.lower() and " " not in id and len(id) <= 24 for id in times)
    assert len(catalogue.parts) == times.total()


def test_every_price_says_where_it_comes_from() -> None:
    raw = json.loads((folder(Assets.RESOURCES) / "catalogue" / BUNDLED).read_text(encoding="utf-8"))
    parts = [part for group in raw.values() if isinstance(group, list) for part in group]
    for part in parts:
        assert part["price"].keys() == {"net", "source", "date", "valid_until", "confidence"}, part["id"]
        assert part["price"]["source"].strip(), part["id"]


def test_prices_age_as_fast_as_their_market(catalogue: Catalogue) -> None:
    days = {"memory": 7, "drives": 7, "boot_devices": 7, "cpus": 30}
    for name, parts in groups(catalogue).items():
        for part in parts:
            if name == "subscriptions":
                assert (part.price.date, part.price.valid_until) == (date(2026, 1, 12), date(2027, 1, 10))
            else:
                assert part.price.valid_until - part.price.date == timedelta(days.get(name, 60)), part.id


@pytest.mark.parametrize(
    ("id", "net", "confidence"),
    [
        ("epyc-9355p", "2891", "B"), ("epyc-4245p", "225", "C"), ("epyc-9965", "6300", "B"),
        ("xeon-6787p", "9360", "C"), ("ram-rdimm-64", "2000", "B"), ("ram-udimm-48", "950", "C"),
        ("ssd-nvme-ri-7.68tb", "3915", "B"), ("ssd-nvme-ri-1.92tb", "1600", "C"), ("ssd-sata-mu-3.84tb", "2400", "C"),
        ("hdd-24tb", "860", "C"), ("boot-mirror-480gb", "1100", "C"), ("as-1115cs", "4585", "B"),
        ("dl380-g12", "5026", "B"), ("backup-4u-36lff", "4750", "C"), ("nic-25g-2-bcm", "330", "C"),
        ("fc-32g-2", "1350", "C"), ("hba-9500-16i", "620", "C"), ("raid-9560-8i", "650", "C"),
        ("sw-crs518", "1450", "C"), ("sw-crs504", "720", "B"), ("cable-dac-25g-3m", "50", "C"),
        ("quorum-mini", "590", "C"), ("pve-community-1", "120", "A"), ("pve-premium-8", "8800", "B"),
        ("pbs-standard", "2240", "B"), ("pmg-community", "190", "A"),
        ("tape-lto9-desktop", "7491", "A"), ("tape-lto9-autoloader", "12500", "C"), ("tape-media-lto9", "80", "A"),
        ("hba-9500-8e", "480", "C"),
    ],
)  # fmt: skip
def test_prices_are_the_researched_ones(catalogue: Catalogue, id: str, net: str, confidence: str) -> None:
    price = catalogue.parts[id].price
    assert (price.net, price.confidence) == (Decimal(net), confidence)


def test_drives_hold_what_the_idema_formula_says(catalogue: Catalogue) -> None:
    for drive in catalogue.drives:
        amount, unit = drive.label.split()
        terabytes = Decimal(amount) / (1000 if unit == "GB" else 1)
        assert drive.bytes == drive_bytes(terabytes), drive.id
    assert {drive.bytes for drive in catalogue.boot_devices} == {drive_bytes("0.48"), drive_bytes("0.96")}


def test_platforms_that_have_a_processor_can_be_built(catalogue: Catalogue) -> None:
    families = {cpu.family for cpu in catalogue.cpus}
    usable = [platform for platform in catalogue.platforms if families & set(platform.cpu_families)]
    assert len(usable) >= 12
    for platform in usable:
        assert any(module.type == platform.memory_type for module in catalogue.memory), platform.id
        assert platform.boot == "none" or catalogue.boot_devices, platform.id
        assert platform.dimm_slots % (platform.sockets * platform.channels_per_socket) == 0, platform.id
        assert any(bay.count for bay in platform.bays), platform.id
        assert platform.board_watts > 0, platform.id


def test_every_processor_has_a_platform_and_its_board_is_not_smaller_than_its_channels(catalogue: Catalogue) -> None:
    for cpu in catalogue.cpus:
        homes = [platform for platform in catalogue.platforms if cpu.family in platform.cpu_families]
        assert any("compute" in platform.roles for platform in homes), cpu.id
        assert all(platform.channels_per_socket == cpu.memory_channels for platform in homes), cpu.id


def test_single_socket_processors_stay_single(catalogue: Catalogue) -> None:
    for cpu in catalogue.cpus:
        single = (cpu.vendor == "AMD" and cpu.name.endswith("P")) or cpu.name in {"Xeon 6521P", "Xeon 6731P"}
        assert cpu.maximum_sockets == (1 if single else 2), cpu.id


def test_backup_servers_take_disks(catalogue: Catalogue) -> None:
    servers = [platform for platform in catalogue.platforms if platform.roles == ("backup",)]
    assert {platform.id for platform in servers} == {"backup-2u-12lff", "backup-4u-36lff"}
    assert all(any(bay.form == "3.5in" and "sata" in bay.interfaces for bay in server.bays) for server in servers)


def test_everything_with_ports_can_be_cabled(catalogue: Catalogue) -> None:
    cables = {(cable.connector, cable.gbps) for cable in catalogue.cables}
    for adapter in catalogue.adapters:
        assert (adapter.ports.connector, adapter.ports.gbps) in cables, adapter.id
    for switch in catalogue.switches:
        assert all((ports.connector, ports.gbps) in cables for ports in switch.ports), switch.id
        assert (switch.role == "fc") == any(ports.connector == "FC" for ports in switch.ports), switch.id


def test_controllers_with_a_protected_cache_for_eight_and_sixteen_drives(catalogue: Catalogue) -> None:
    assert {controller.drives for controller in catalogue.controllers if controller.mode == "raid"} == {8, 16}
    assert any(controller.mode == "hba" for controller in catalogue.controllers)


def test_subscriptions_cost_sockets_times_the_price_of_one(catalogue: Catalogue) -> None:
    per_socket = {"community": 120, "basic": 370, "standard": 550, "premium": 1100}
    keys = {(entry.level, entry.sockets): entry for entry in catalogue.subscriptions if entry.product == "pve"}
    assert keys.keys() == {(level, sockets) for level in per_socket for sockets in (1, 2, 4, 8)}
    for (level, sockets), entry in keys.items():
        assert entry.price.net == sockets * per_socket[level]
        assert entry.id == f"pve-{level}-{sockets}"
    assert {entry.level for entry in catalogue.subscriptions if entry.product == "pbs"} == per_socket.keys()


def test_memory_is_counted_in_gib(catalogue: Catalogue) -> None:
    for module in catalogue.memory:
        assert module.size == int(module.id.rpartition("-")[2]) * GIB
        assert 0 < module.typical_watts < module.maximum_watts


def test_a_tape_drive_has_its_cartridges_and_a_card(catalogue: Catalogue) -> None:
    data = {media.generation: media.native_bytes for media in catalogue.tape_media if media.use == "data"}
    assert data["LTO-9"] == 18 * 10**12  # native: what is stored is compressed already
    assert all(drive.generation in data and drive.slots >= drive.drives for drive in catalogue.tape_drives)
    assert [media.id for media in catalogue.tape_media if media.use == "cleaning"] == ["tape-cleaning"]
    assert [card.id for card in catalogue.adapters if card.ports.connector == "SAS"] == ["hba-9500-8e"]
