import json
from pathlib import Path
from typing import Any

import pytest

from wizard.assets import Assets, folder
from wizard.persistence.catalogues import BUNDLED, bundled_catalogue, catalogue_of, read_catalogue
from wizard.persistence.faults import FileFault


@pytest.fixture
def raw() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder(Assets.RESOURCES) / "catalogue" / BUNDLED).read_text(encoding="utf-8"))
    return data


def lines(tmp_path: Path, data: object) -> list[str]:
    path = tmp_path / "own.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(FileFault) as caught:
        read_catalogue(path)
    assert all(line.startswith(f"{path}: ") for line in caught.value.lines)
    return [str(fault) for fault in caught.value.faults]


def test_the_bundled_catalogue_is_read_once() -> None:
    assert bundled_catalogue() is bundled_catalogue()


def test_the_users_own_file_replaces_the_bundled_one(tmp_path: Path, raw: dict[str, Any]) -> None:
    raw["title"], raw["cpus"] = "Our list", raw["cpus"][:1]
    path = tmp_path / "own.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    assert [cpu.id for cpu in catalogue_of(path).cpus] == ["epyc-4245p"]
    assert catalogue_of(None) is bundled_catalogue()


def test_each_fault_has_a_line(tmp_path: Path, raw: dict[str, Any]) -> None:
    raw["platforms"][0]["bays"][0]["interfaces"] = ["nvmee"]
    raw["cpus"][0]["price"]["net"] = 225.5
    raw["cpus"][1]["price"]["date"] = "soon"
    raw["cpus"][2]["coers"] = 4
    del raw["memory"][0]["size"]
    assert lines(tmp_path, raw) == [
        'platforms.0.bays.0.interfaces.0: "nvmee" is not one of "nvme", "sata", "sas"; did you mean "nvme"?',
        'cpus.0.price.net: money is a text with two decimals such as "1234.50", not a floating-point number',
        'cpus.1.price.date: "soon" is not a date: write it as "2026-11-22"',
        'cpus.2.coers: unknown; did you mean "cores"?',
        "memory.0.size: is missing",
    ]


def test_an_id_that_stands_twice_is_named(tmp_path: Path, raw: dict[str, Any]) -> None:
    raw["drives"][1]["id"] = raw["cpus"][0]["id"]
    assert lines(tmp_path, raw) == [
        'cpus.0.id: "epyc-4245p" stands 2 times',
        'drives.1.id: "epyc-4245p" stands 2 times',
    ]


def test_a_price_that_ends_before_it_begins_is_refused(tmp_path: Path, raw: dict[str, Any]) -> None:
    raw["switches"][0]["price"]["valid_until"] = "2026-01-01"
    assert lines(tmp_path, raw) == ["switches.0.price.valid_until: is before the date of the price"]


def test_another_version_is_one_sentence(tmp_path: Path) -> None:
    assert lines(tmp_path, {"format": "rackwright-catalogue/9", "parts": []}) == [
        'format: is "rackwright-catalogue/9"; this program understands "rackwright-catalogue/1"'
    ]
