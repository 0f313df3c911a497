"""Layouts and measured data for the tests of capacity."""

import json
import os
from math import ceil, floor
from pathlib import Path
from typing import Any

import pytest

from wizard.model.calculation import Calculation
from wizard.model.layout import LAYOUT, CephLayout
from wizard.persistence.rulebook import bundled_rulebook

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
TIB = 2**40


RULES = bundled_rulebook()
FUNCTIONS = {"min": min, "max": max, "sum": sum, "ceil": ceil, "floor": floor, "round": round}


def measured(name: str) -> Any:
    """Return a data file; where it is absent the test is skipped by name, except in CI."""
    path = DATA / name
    if not path.exists() and os.environ.get("CI") != "true":
        pytest.skip(f"{name} is not here")
    return json.loads(path.read_text())


def evaluated(step: Calculation) -> Any:
    """Return what the formula of a calculation gives."""
    return eval(step.formula, {"__builtins__": {}}, {**FUNCTIONS, **step.inputs})


def ceph_layout(hosts: list[list[int]], **pool: Any) -> CephLayout:
    """Return a layout of hosts named a, b, c … with these OSDs."""
    lost = pool.pop("lost", {})
    sites = pool.pop("sites", [None] * len(hosts))
    named = [
        {"name": f"h{number}", "site": site, "osds": osds}
        for number, (osds, site) in enumerate(zip(hosts, sites, strict=True))
    ]
    value = {
        "format": "rackwright-layout/1",
        "storage": "ceph",
        "hosts": named,
        "pool": {"kind": "replicated", **pool} if "data" not in pool else {"kind": "erasure", **pool},
        "lost": lost,
    }
    layout = LAYOUT.validate_python(value)
    assert isinstance(layout, CephLayout)
    return layout


def row_layout(row: dict[str, Any]) -> CephLayout:
    """Return the layout of one row of the measured placements."""
    pool = row["pool"]
    if pool["type"] == "erasure":
        wanted: dict[str, Any] = {"kind": "erasure", "data": pool["k"], "coding": pool["m"]}
    else:
        wanted = {"kind": "replicated", "copies": pool["size"], "min_size": pool["min_size"]}
        if "sites" in pool:
            wanted["copies_per_site"] = pool["size"] // pool["sites"]
    hosts = [
        {"name": host["name"], "site": host.get("site"), "osds": [round(size * TIB) for size in host["osds_tib"]]}
        for host in row["hosts"]
    ]
    lost_hosts = [name for name in row["lost"] if "/" not in name]
    lost_osds = [(name.split("/")[0], int(name.split("/")[1])) for name in row["lost"] if "/" in name]
    layout = LAYOUT.validate_python(
        {
            "format": "rackwright-layout/1",
            "storage": "ceph",
            "hosts": hosts,
            "pool": wanted,
            "lost": {"hosts": lost_hosts, "osds": lost_osds},
        }
    )
    assert isinstance(layout, CephLayout)
    return layout
