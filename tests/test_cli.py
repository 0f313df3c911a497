"""The commands of the contract, run as their user would: as processes, with files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from wizard import __version__
from wizard.model.project import Topology

EXAMPLES = sorted(Path("templates/examples").glob("*.json"))
PROJECT = Path("templates/examples/vmware-replacement.json")


def run(*words, **environment):
    return subprocess.run(
        [sys.executable, "-m", "wizard.cli", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        timeout=120,
        check=False,
    )


def size(project, *words):
    result = run("size", project, "--json", "--on", "2026-11-22", *words)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def write(path, **parts):
    plain = {
        "format": "rackwright-project/1",
        "workload": {"groups": [{"vcpus": 2, "memory": "4 GiB", "disk": "20 GiB"}]},
    }
    path.write_text(json.dumps({**plain, **parts}), encoding="utf-8")
    return path


def test_version_and_help():
    assert run("--version").stdout.strip() == f"rackwright {__version__}"
    text = run("--help").stdout
    assert all(word in text for word in ("size", "quote", "import", "capacity", "schema", "wizard"))
    for command in ("size", "quote", "import", "capacity", "schema"):
        result = run(command, "--help")
        assert result.returncode == 0
        assert len(result.stdout.splitlines()) > 5


@pytest.mark.parametrize("project", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_has_a_recommendation(project):
    found = size(project)
    assert found["format"] == "rackwright-assessment/1"
    assert found["recommended"]
    best = next(one for one in found["topologies"] if one["id"] == found["recommended"])
    assert best["design"]["price"]["total_net"].count(".") == 1


def test_the_assessment_has_the_fields_of_the_contract():
    found = size(PROJECT)
    assert [one["id"] for one in found["topologies"]] == [str(one) for one in Topology]
    assert set(found["demand"]) >= {"guests", "vcpus", "memory_bytes", "disk_bytes", "iops", "largest_guest"}
    design = next(one["design"] for one in found["topologies"] if one["id"] == "hci-ceph")
    fields = {
        "compute": "failures_tolerated cores_needed cores_available cores_after_failure memory_needed_bytes "
                   "memory_available_bytes memory_after_failure_bytes placement_after_failure",
        "storage": "kind copies min_size raw_bytes nominal_bytes usable_bytes needed_bytes limited_by",
        "quorum": "votes needed node_failures_tolerated qdevice tie_breaker",
        "recovery": "rpo_minutes rto_minutes site_loss_survived",
        "power": "typical_watts maximum_watts heat_btu_per_hour rack_units",
        "price": "currency once_net per_year_net years total_net",
    }  # fmt: skip
    for part, names in fields.items():
        assert set(design[part]) >= set(names.split()), part
    records = {
        "nodes": "site role count platform cpu sockets cores memory_bytes drives ports",
        "networks": "name links gbps dedicated redundancy",
        "bill": "position part text quantity unit_net net per because",
        "findings": "level rule text source",
        "calculations": "key title formula inputs result unit rules",
    }
    for part, names in records.items():
        assert set(design[part][0]) >= set(names.split()), part
    assert set(design["nodes"][0]["drives"][0]) >= {"part", "use", "count", "bytes"}
    assert set(design["nodes"][0]["ports"][0]) >= {"network", "count", "gbps"}
    assert design["compute"]["placement_after_failure"] == "every guest placed"


def test_the_texts_are_german_where_german_is_asked_for():
    english, german = size(PROJECT), size(PROJECT, "--language", "de")
    assert german["demand"] == english["demand"]
    assert german["topologies"][0]["reasons"][0]["text"] != english["topologies"][0]["reasons"][0]["text"]


def test_plain_output_names_the_recommendation():
    result = run("size", PROJECT)
    assert result.returncode == 0
    assert f"Recommended: {size(PROJECT)['recommended']}" in result.stdout


def test_quote_writes_both_files(tmp_path):
    result = run("quote", PROJECT, "--out", tmp_path / "offer", "--language", "de")
    assert result.returncode == 0, result.stderr
    paths = [Path(line) for line in result.stdout.splitlines()]
    assert [path.suffix for path in paths] == [".pdf", ".xlsx"]
    assert paths[0].read_bytes().startswith(b"%PDF")
    assert all(path.stat().st_size > 10_000 for path in paths)
    assert not list((tmp_path / "offer").glob("*.part"))


def test_capacity_of_the_contracts_layouts(tmp_path):
    ceph = {"format": "rackwright-layout/1", "storage": "ceph",
            "hosts": [{"name": name, "site": "A", "osds": ["3.84 TB"] * 4} for name in "abcd"],
            "pool": {"kind": "replicated", "copies": 3, "min_size": 2, "copies_per_site": None},
            "lost": {"hosts": [], "osds": [["a", 0]]}}  # fmt: skip
    zfs = {"format": "rackwright-layout/1", "storage": "zfs", "layout": "raidz2", "disks": 6, "vdevs": 1,
           "disk": "3.84 TB", "volblocksize_kib": 16}  # fmt: skip
    names = {"ceph": "raw nominal ideal balanced nearfull usable", "zfs": "raw pool zvol usable"}
    for kind, layout in (("ceph", ceph), ("zfs", zfs)):
        path = tmp_path / f"{kind}.json"
        path.write_text(json.dumps(layout))
        held = json.loads(run("capacity", path, "--json").stdout)
        sizes = [held[f"{name}_bytes"] for name in names[kind].split()]
        assert all(isinstance(size, int) for size in sizes)
        assert sizes == sorted(sizes, reverse=True)
        assert held["limited_by"]


@pytest.mark.parametrize("name", ["project", "assessment", "layout", "import", "bill"])
def test_schemas(name):
    schema = json.loads(run("schema", name).stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        ({"workload": {"groups": [{"vcpus": 2, "memory": "4 Gxb", "disk": 0}]}}, ["workload.groups.0.memory"]),
        ({"workload": {"groups": []}}, ["workload.groups"]),
        ({"custmer": {}}, ["custmer", "customer"]),
        ({"budget": {"net": 12.5}}, ["budget.net"]),
        ({"format": "rackwright-project/9"}, ["rackwright-project/1"]),
        ({"sites": [{"name": "A"}], "site_links": [{"between": ["A", "B"]}]}, ["site_links.0.between"]),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, parts, lines):
    path = write(tmp_path / "project.json", **parts)
    result = run("size", path, "--json")
    assert result.returncode == 2
    assert str(path) in result.stderr
    assert all(line in result.stderr for line in lines)
    assert "Traceback" not in result.stderr
    assert not result.stdout


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b'{"format": NaN}', b"null"])
def test_files_that_are_no_projects(tmp_path, content):
    path = tmp_path / "broken.json"
    path.write_bytes(content)
    for words in (("size", path), ("quote", path, "--out", tmp_path), ("capacity", path), (path,)):
        if words == (path,):
            continue  # the window shows the fault itself
        result = run(*words)
        assert result.returncode == 2, words
        assert "Traceback" not in result.stderr
        assert result.stderr.count("\n") >= 1


def test_a_missing_file_is_named(tmp_path):
    for words in (("size", tmp_path / "no.json"), ("import", tmp_path / "no.xlsx"), (tmp_path / "no.json",)):
        result = run(*words)
        assert result.returncode == 2
        assert "no." in result.stderr
        assert "Traceback" not in result.stderr


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    result = run("quote", PROJECT, "--out", blocked / "offer")
    assert result.returncode == 2
    assert str(blocked) in result.stderr


def test_an_own_catalogue_replaces_the_bundled(tmp_path):
    own = json.loads(Path("resources/catalogue/indicative-2026-11.json").read_text(encoding="utf-8"))
    own["label"], own["indicative"] = "Beispielhändler, Preisliste 1", False
    for group in ("platforms", "cpus", "memory"):
        for part in own[group]:
            part["price"]["net"] = f"{float(part['price']['net']) * 2:.2f}"
    path = tmp_path / "own.json"
    path.write_text(json.dumps(own), encoding="utf-8")
    ours, theirs = size(PROJECT), size(PROJECT, "--catalogue", path)
    assert theirs["catalogue_label"] == own["label"]
    assert float(price(theirs)) > float(price(ours))
    assert theirs["fingerprint"] != ours["fingerprint"]


def price(assessment):
    best = next(one for one in assessment["topologies"] if one["id"] == assessment["recommended"])
    return best["design"]["price"]["total_net"]


def test_prices_are_judged_for_a_day():
    early, late = (
        json.loads(run("size", PROJECT, "--json", "--on", day).stdout) for day in ("2026-10-01", "2030-01-01")
    )

    def stale(assessment):
        best = next(one for one in assessment["topologies"] if one["id"] == assessment["recommended"])
        return sum(line["price_stale"] for line in best["design"]["bill"])

    assert stale(late) > stale(early)
    assert price(early) == price(late)
    assert early["fingerprint"] == late["fingerprint"]


def test_from_an_inventory_to_an_offer(tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "RVTools_tabvInfo.csv").write_text(
        "VM,Powerstate,Template,CPUs,Memory,Provisioned MiB,In Use MiB,Total disk capacity MiB,VM UUID,VI SDK UUID\n"
        + "".join(f"vm-{n},poweredOn,False,{1 + n % 4},{4096 * (1 + n % 3)},{51200 + n},{2048},{40960 + n},u{n},vc\n"
                  for n in range(60))
        + "golden,poweredOff,True,2,4096,40960,2048,40960,t1,vc\n"
    )  # fmt: skip
    project = tmp_path / "project.json"
    read = json.loads(run("import", folder, "--out", project, "--json").stdout)
    assert read["totals"]["guests"] == 60
    assert read["excluded"]["template"] == 1
    demand = size(project)["demand"]
    assert demand["guests"] == 60
    assert demand["vcpus"] == read["totals"]["vcpus"]
    assert demand["memory_bytes"] == read["totals"]["memory_bytes"]
    assert demand["disk_bytes"] == sum((40960 + n) * 2**20 for n in range(60))
    result = run("quote", project, "--out", tmp_path / "offer")
    assert result.returncode == 0, result.stderr
    assert len(result.stdout.splitlines()) == 2


def test_explore_adds_what_other_answers_would_change(tmp_path):
    project = write(tmp_path / "small.json")
    assert size(project)["exploration"] is None
    found = size(project, "--explore")["exploration"]
    assert set(found) >= {"variants", "relaxation", "relaxations", "sensitivities", "recommended"}
    assert all(one["figures"]["total_net"].count(".") == 1 for one in found["variants"])
    lines = run("size", project, "--explore", "--language", "de").stdout
    assert "Eine Anforderung weniger:" in lines
    assert "Was den Preis bewegt, bei 10 % weniger und mehr:" in lines
    plain = run("size", project).stdout
    assert "One requirement less" not in plain


def test_quote_writes_the_bill_for_other_systems(tmp_path):
    result = run("quote", PROJECT, "--out", tmp_path / "offer", "--formats", "json,csv")
    assert result.returncode == 0, result.stderr
    paths = [Path(line) for line in result.stdout.splitlines()]
    assert [path.suffix for path in paths] == [".json", ".csv"]
    bill = json.loads(paths[0].read_text(encoding="utf-8"))
    assert bill["format"] == "rackwright-bill/1"
    assert bill["total_net"] == price(size(PROJECT))
    assert run("quote", PROJECT, "--out", tmp_path, "--formats", "docx").returncode == 2


def test_a_price_list_becomes_a_catalogue_that_sizes(tmp_path):
    listed = tmp_path / "list.csv"
    listed.write_text("Part;Net price\nepyc-4245p;111,11\nno-such-part;5\n", encoding="utf-8")
    own = tmp_path / "own.json"
    environment = {"RACKWRIGHT_CONFIG": str(tmp_path / "settings")}
    result = run("prices", listed, "--out", own, "--on", "2026-11-22", **environment)
    assert result.returncode == 0, result.stderr
    assert 'row 3, no-such-part: the catalogue has no part "no-such-part" (not taken)' in result.stdout
    assert size(PROJECT, "--catalogue", own)["catalogue_label"].startswith("list.csv")
    refused = run("prices", listed, "--out", own, "--currency", "euro", **environment)
    assert (refused.returncode, "currency" in refused.stderr) == (2, True)


def test_a_bid_is_blocked_until_it_may_go_out(tmp_path):
    listed = tmp_path / "list.csv"
    listed.write_text("No;Class;Requirement;Answer\n1;A;At least 3 servers;\n2;A;Certified;\n", encoding="utf-8")
    result = run("tender", PROJECT, "--requirements", listed, "--out", tmp_path / "bid", "--language", "en")
    assert result.returncode == 2
    assert "exclusion criterion 2: not answered" in result.stderr
    assert [Path(line).name for line in result.stdout.splitlines()] == ["checklist.txt"]
    drafted = run("tender", PROJECT, "--requirements", listed, "--out", tmp_path / "bid", "--language", "en", "--draft")
    assert len(drafted.stdout.splitlines()) == 4
    (filled,) = (tmp_path / "bid" / "draft").glob("*.csv")
    assert filled.read_text(encoding="utf-8").splitlines()[1] == "1;A;At least 3 servers;fulfilled"


def test_a_sent_revision_is_frozen_and_the_next_says_what_changed(tmp_path):
    project = write(tmp_path / "p.json")
    result = run("quote", project, "--out", tmp_path, "--formats", "json", "--send", "--on", "2026-11-22")
    assert result.returncode == 0, result.stderr
    kept = json.loads(project.read_text(encoding="utf-8"))
    (revision,) = kept["revisions"]
    assert (revision["label"], revision["date"]) == ("A", "2026-11-22")
    assert run("quote", project, "--out", tmp_path, "--formats", "json", "--send").returncode == 2, (
        "nothing has changed"
    )
    kept["workload"]["groups"][0]["count"] = 400
    project.write_text(json.dumps(kept), encoding="utf-8")
    result = run("quote", project, "--out", tmp_path, "--formats", "json,pdf", "--on", "2026-11-22")
    assert result.returncode == 0, result.stderr
    bill = json.loads(Path(result.stdout.splitlines()[0]).read_text(encoding="utf-8"))
    assert (bill["revision"], bill["number"]) == ("B", revision["number"])
    from tests.documents.helpers import pdf_text

    text = pdf_text(Path(result.stdout.splitlines()[1]).read_bytes())
    assert "Changes since revision A" in text
    assert "Guests changed" in text
