"""What was entered is what is read again, and no failure costs it."""

import errno
import json
import os
import stat
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.model.commercial import GroupTerms, OfferCurrency, OfferTerms, OwnPosition, SizedEdit
from wizard.model.project import (
    PROJECT_FORMAT,
    Availability,
    Backup,
    Budget,
    Customer,
    Existing,
    ExternalStorage,
    GuestGroup,
    Keep,
    Preferences,
    Project,
    Site,
    SiteLink,
    Topology,
    Workload,
)
from wizard.model.units import UNITS, parse_size
from wizard.persistence.faults import FileFault, SaveFault
from wizard.persistence.projects import (
    SCHEMAS,
    project_text,
    read_layout,
    read_project,
    schema,
    size_text,
    write_project,
)

HOSTILE = [
    "<b>bold</b>", "&amp; &", "=cmd|' /C calc'!A0", "🧑‍🚒🇦🇹", "שלום \u202eabc", "مرحبا", "x" * 10_000,
    "{value}", "%s", "\x00\x1b[31m", "\u2028", "\r\n", '"\\', "null", "1e9999", "\ufeff", "e\u0301",
]  # fmt: skip
NAMES = st.sampled_from(HOSTILE) | st.text(max_size=30)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def exact(low: int, high: int) -> st.SearchStrategy[Fraction]:
    typed = st.decimals(low, high, places=3).map(Fraction)
    return typed | st.integers(low, high).map(Fraction) | st.fractions(low, high)


SIZES = (
    st.integers(1, 2**62)
    | st.builds(lambda n, unit: n * UNITS[unit], st.integers(1, 99_999), st.sampled_from(sorted(UNITS)))
    | st.builds(lambda n, unit: n * UNITS[unit] // 100, st.integers(100, 9_999), st.sampled_from(["TiB", "TB", "GB"]))
)
CHANGES = st.integers() | st.floats(allow_nan=False, allow_infinity=False) | NAMES
COUNTS = st.integers(0, 10_000_000)
KEPT = st.integers(0, 1000)


CENTS = st.decimals(0, 10**6, places=2)
SHARES = st.decimals(0, 99, places=2)
OWN = st.builds(
    OwnPosition, id=st.sampled_from(["own-1", "own-2"]), text=NAMES, quantity=maybe(CENTS), unit_net=maybe(CENTS),
    kind=maybe(st.sampled_from(["optional", "text", "lump-sum"])), discount_percent=maybe(SHARES), note=NAMES,
    valid_until=maybe(st.dates()),
)  # fmt: skip
EDIT = st.builds(SizedEdit, key=NAMES.filter(lambda name: 0 < len(name) <= 300), text=maybe(NAMES),
                 quantity=maybe(CENTS), margin_percent=maybe(SHARES), removed=st.booleans())  # fmt: skip
OFFERS = st.builds(
    OfferTerms, number=maybe(NAMES), vendor=NAMES, valid_days=maybe(st.integers(1, 365)),
    positions=st.lists(OWN, max_size=2, unique_by=lambda own: own.id).map(tuple),
    edits=st.lists(EDIT, max_size=2, unique_by=lambda edit: edit.key).map(tuple),
    groups=maybe(st.builds(GroupTerms, group=st.just("nodes"), discount_percent=maybe(SHARES))).map(
        lambda group: () if group is None else (group,)
    ),
    currency=maybe(st.builds(OfferCurrency, code=st.just("CHF"), rate=st.decimals("0.001", 100, places=8),
                             date=st.dates())),
)  # fmt: skip


@st.composite
def projects(draw: st.DrawFn) -> Project:
    sites = draw(st.lists(NAMES.filter(bool), max_size=3, unique=True))
    site = st.sampled_from(sites) if sites else st.nothing()
    group = st.builds(
        GuestGroup,
        name=NAMES, count=st.integers(1, 1_000_000), vcpus=st.integers(1, 100_000), memory=SIZES,
        disk=st.just(0) | SIZES, iops=maybe(COUNTS), write_percent=maybe(exact(0, 100)),
        kind=st.sampled_from(["vm", "container"]), ha=maybe(st.booleans()), site=st.none() | site,
    )  # fmt: skip
    workload = st.builds(
        Workload,
        groups=st.lists(group, max_size=3).map(tuple), vcpus_per_core=maybe(exact(1, 100)),
        growth_percent_per_year=maybe(exact(0, 1000)), years=maybe(st.integers(0, 30)),
    )  # fmt: skip
    link = st.builds(SiteLink, between=st.tuples(site, site), rtt_ms=maybe(exact(0, 50)), gbps=maybe(exact(1, 400)))
    money = st.decimals(0, 10**12, places=2) | st.decimals(0, 1000, places=4)
    storage = st.builds(
        ExternalStorage, kind=st.sampled_from(["nfs", "fc"]), usable=SIZES, redundant=maybe(st.booleans())
    )
    return Project(
        format=PROJECT_FORMAT,
        title=draw(NAMES),
        customer=draw(st.builds(
            Customer, name=NAMES, language=st.sampled_from(["en", "de"]), country=maybe(st.just("AT")),
        )),
        workload=draw(workload),
        sites=tuple(Site(name=name, role=draw(st.sampled_from(["data", "witness", "branch"]))) for name in sites),
        site_links=tuple(draw(st.lists(link, max_size=2))) if sites else (),
        availability=draw(maybe(st.builds(
            Availability, ha=st.booleans(), node_failures=maybe(st.integers(0, 16)), survive_site_loss=st.booleans(),
            rpo_minutes=maybe(exact(0, 1440)), rto_minutes=maybe(exact(1, 1440)),
        ))),
        existing=draw(st.builds(
            Existing, storage=st.lists(storage, max_size=2).map(tuple), quorum_host=maybe(st.booleans()),
            switch_gbps=maybe(exact(1, 400)),
        )),
        backup=draw(maybe(st.builds(
            Backup, wanted=st.booleans(), keep=maybe(st.builds(Keep, last=KEPT, daily=KEPT)), tape=st.booleans(),
            daily_change_percent=maybe(exact(0, 100)), offsite=st.sampled_from(["none", "two-way"]),
            offsite_mbps=maybe(exact(1, 10_000)), s3=st.booleans(), domains=st.integers(1, 9),
        ))),
        budget=draw(st.builds(Budget, net=maybe(money), subscription_years=maybe(st.integers(1, 5)))),
        preferences=draw(st.builds(
            Preferences, topology=maybe(st.sampled_from(Topology)), cpu_vendor=maybe(st.just("AMD")),
            platform=maybe(NAMES),
        )),
        rules=draw(st.dictionaries(NAMES, CHANGES, max_size=2)),
        offer=draw(OFFERS),
    )  # fmt: skip


SMALL = Project(format=PROJECT_FORMAT, workload=Workload(groups=(GuestGroup(vcpus=1, memory=2**30, disk=0),)))


@settings(max_examples=150, deadline=None)
@given(project=projects())
def test_what_is_written_is_read_again(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "again.json"
    write_project(project, path)
    again = read_project(path)
    assert again == project
    assert [type(value) for value in again.rules.values()] == [type(value) for value in project.rules.values()]
    assert project_text(again).encode() == path.read_bytes()


@given(size=SIZES | st.integers(0, 10**6))
def test_a_size_is_written_exactly(size: int) -> None:
    assert parse_size(size_text(size)) == size


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (16 * 2**30, "16 GiB"), (3_840_000_000_000, "3.84 TB"), (1536 * 2**30, "1.5 TiB"), (2**40, "1 TiB"),
        (100 * 10**9, "100 GB"), (512, 512), (0, 0), (3_840_755_982_336, 3_840_755_982_336),
    ],
)  # fmt: skip
def test_a_size_reads_as_people_write_it(size: int, text: int | str) -> None:
    assert size_text(size) == text


def test_defaults_are_left_out_and_the_file_is_readable() -> None:
    assert project_text(SMALL) == (
        '{\n  "format": "rackwright-project/1",\n  "workload": {\n    "groups": [\n      {\n        "vcpus": 1,\n'
        '        "memory": "1 GiB",\n        "disk": 0\n      }\n    ]\n  }\n}\n'
    )
    edited = SMALL.model_copy(update={"budget": Budget(net=Decimal(5)), "availability": Availability()})
    written = json.loads(project_text(edited))
    assert written["budget"] == {"net": "5.00"}
    assert written["availability"] == {}  # not the same as no answer


def test_an_unset_share_is_not_zero(tmp_path: Path) -> None:
    group = GuestGroup(vcpus=1, memory=2**30, disk=0, iops=0, write_percent=Fraction(0))
    write_project(SMALL.model_copy(update={"workload": Workload(groups=(group,))}), tmp_path / "p.json")
    assert read_project(tmp_path / "p.json").workload.groups[0].iops == 0
    write_project(SMALL, tmp_path / "p.json")
    assert read_project(tmp_path / "p.json").workload.groups[0].iops is None


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text("\ufeff" + project_text(SMALL), encoding="utf-8")
    assert read_project(tmp_path / "p.json") == SMALL


def titled(title: str) -> Project:
    return SMALL.model_copy(update={"title": title})


def test_the_previous_file_and_its_mode_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    write_project(titled("one"), path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["p.json"]
    path.chmod(0o640)
    write_project(titled("two"), path)
    write_project(titled("three"), path)
    assert read_project(path).title == "three"
    assert read_project(tmp_path / "p.json.bak").title == "two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["p.json", "p.json.bak"]


def test_a_new_file_follows_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_project(SMALL, tmp_path / "p.json")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "p.json").stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "p.json"
    link.symlink_to(tmp_path / "real" / "q.json")
    write_project(titled("one"), link)
    write_project(titled("two"), link)
    assert link.is_symlink()
    assert read_project(tmp_path / "real" / "q.json").title == "two"
    assert read_project(tmp_path / "real" / "q.json.bak").title == "one"


@pytest.mark.parametrize("fails_at", [1, 2])
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    path = tmp_path / "p.json"
    write_project(titled("old"), path)
    calls = []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == fails_at:  # the first is the new file, the second the copy of the old one
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SaveFault) as caught:
        write_project(titled("new"), path)
    assert caught.value.lines == (
        f"{path}: could not be saved (No space left on device); the file that was there is unchanged",
    )
    assert read_project(path).title == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["p.json"]


def test_the_content_is_on_the_disk_before_the_name_points_at_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("fsync"), fsync(handle))[1])
    monkeypatch.setattr(Path, "replace", lambda self, target: (done.append("rename"), replace(self, target))[1])
    write_project(SMALL, tmp_path / "p.json")
    assert done == ["fsync", "rename", "fsync"]


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent" / "p.json", tmp_path / "a\0b", Path("/dev/null/p.json")):
        with pytest.raises(SaveFault):
            write_project(SMALL, path)
    assert list(tmp_path.iterdir()) == []


def test_a_layout_is_read(tmp_path: Path) -> None:
    path = tmp_path / "l.json"
    path.write_text(
        '{"format": "rackwright-layout/1", "storage": "zfs", "layout": "raidz2", "disks": 6, "disk": "3.84 TB"}',
        encoding="utf-8",
    )
    layout = read_layout(path)
    assert layout.storage == "zfs"
    assert layout.disk == 3_840_000_000_000
    with pytest.raises(FileFault, match="rackwright-project/1"):
        read_project(path)


def test_schemas_are_published() -> None:
    assert SCHEMAS == ("project", "assessment", "layout", "import")
    for name in SCHEMAS:
        published = schema(name)
        assert published["$schema"].startswith("https://json-schema.org/")
        assert json.loads(json.dumps(published)) == published
    project = schema("project")
    assert project["required"] == ["format", "workload"]
    assert project["additionalProperties"] is False
    assert {"type": "string", "examples": ["16 GiB", "3.84 TB"]} in project["$defs"]["GuestGroup"]["properties"][
        "memory"
    ]["anyOf"]
    assert {"recommended", "topologies", "demand"} <= set(schema("assessment")["required"])
    assert schema("layout")["discriminator"]["propertyName"] == "storage"
    assert {"totals", "excluded", "audit"} <= set(schema("import")["properties"])
    with pytest.raises(KeyError):
        schema("offer")
