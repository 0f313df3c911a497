"""The four clusters of the source, whose safe data it works out: the promise is that, less the metadata reserve."""

import pytest

from wizard.engine.capacity import ceph
from wizard.model.layout import LAYOUT
from wizard.model.units import TIB, drive_bytes, parse_size
from wizard.persistence.rulebook import bundled_rulebook

FOUR = parse_size("4 TiB")
CLUSTERS = {
    "A: 3 x 4 x 3.84 TB": ([[drive_bytes("3.84")] * 4] * 3, {"kind": "replicated"}, 8.7),
    "B: 10/10/10/20": ([[parse_size("5 TiB")] * number for number in (2, 2, 2, 4)], {"kind": "replicated"}, 6.9),
    "C: 6 x 4 x 4, 4+2": ([[FOUR] * 4] * 6, {"kind": "erasure", "data": 4, "coding": 2}, 39.7),
    "D: 4 x 4 x 4": ([[FOUR] * 4] * 4, {"kind": "replicated"}, 12.2),
}


@pytest.mark.parametrize("name", CLUSTERS)
def test_safe_data(name):
    hosts, pool, safe = CLUSTERS[name]
    layout = LAYOUT.validate_python({
        "format": "rackwright-layout/1", "storage": "ceph", "pool": pool,
        "hosts": [{"name": str(number), "osds": osds} for number, osds in enumerate(hosts)],
    })  # fmt: skip
    rules = bundled_rulebook()
    reserve = 1 - float(rules("ceph.capacity.bluestore_reserve"))
    assert ceph.capacity(layout, rules).usable_bytes / TIB == pytest.approx(safe * reserve, abs=0.06)
