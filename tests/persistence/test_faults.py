"""Whatever stands in a project file, the answer is one plain line for each fault."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wizard.persistence
from wizard.assets import Assets, folder
from wizard.model.project import PROJECT_FORMAT
from wizard.persistence.catalogues import bundled_catalogue
from wizard.persistence.faults import SHOWN_FAULTS, FileFault, cleaned
from wizard.persistence.languages import language
from wizard.persistence.projects import read_layout, read_project

GROUP = {"vcpus": 4, "memory": "16 GiB", "disk": "100 GiB"}


def project(group: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    return {"format": PROJECT_FORMAT, "workload": {"groups": [{**GROUP, **(group or {})}]}, **fields}


def faults(tmp_path: Path, content: object, read: Any = read_project) -> list[str]:
    path = tmp_path / "p.json"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
    with pytest.raises(FileFault) as caught:
        read(path)
    assert all("\n" not in line for line in caught.value.lines)
    return [str(fault) for fault in caught.value.faults]


SIZE = 'is not a size: write a number and a unit, such as "16 GiB" or "3.84 TB"'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (project({"memory": "16 Gib x"}), [f'workload.groups.0.memory: "16 Gib x" {SIZE}']),
        (project({"vcpu": 1}), ['workload.groups.0.vcpu: unknown; did you mean "vcpus"?']),
        (project({"vCPUs": 1}), ['workload.groups.0.vCPUs: unknown; did you mean "vcpus"?']),
        (project(grops=[]), ['grops: unknown; did you mean "workload.groups"?']),
        (project(rpo_minutes=5), ['rpo_minutes: unknown; did you mean "availability.rpo_minutes"?']),
        (project(budget={"net": "1.00", "curency": "EUR"}), ['budget.curency: unknown; did you mean "currency"?']),
        (
            project(existing={"xyz": 1}),
            ['existing.xyz: unknown; known here are "storage", "quorum_host", "switch_gbps"'],
        ),
        ({"format": PROJECT_FORMAT}, ["workload: is missing"]),
        (project({"vcpus": None}), ["workload.groups.0.vcpus: null is not a whole number"]),
        (project({"vcpus": 1.5}), ["workload.groups.0.vcpus: 1.5 is not a whole number"]),
        (project({"vcpus": "many"}), ['workload.groups.0.vcpus: "many" is not a whole number']),
        (project({"vcpus": 0}), ["workload.groups.0.vcpus: 0 is too small: the least is 1"]),
        (project({"vcpus": True}), ["workload.groups.0.vcpus: true does not belong here"]),
        (project({"memory": 0}), ["workload.groups.0.memory: 0 is too small: it has to be above 0"]),
        (project({"write_percent": 101}), ["workload.groups.0.write_percent: 101 is too large: the most is 100"]),
        (project({"write_percent": float("nan")}), ["workload.groups.0.write_percent: NaN is not a finite number"]),
        (project({"iops": float("inf")}), ["workload.groups.0.iops: Infinity is not a finite number"]),
        (
            project({"kind": "vms"}),
            ['workload.groups.0.kind: "vms" is not one of "vm", "container"; did you mean "vm"?'],
        ),
        (project({"name": "a" * 10_001}), ["workload.groups.0.name: is longer than 10000 characters"]),
        (project({"name": 3}), ["workload.groups.0.name: 3 is not a text"]),
        (project({"ha": "perhaps"}), ['workload.groups.0.ha: "perhaps" is neither true nor false']),
        (project({"site": "Graz"}), ['workload.groups.0.site: "Graz" is not one of the sites']),
        (project(workload=[]), ["workload: a list is not an object with named fields"]),
        (project(workload={"groups": {}}), ["workload.groups: an object is not a list"]),
        (project(sites=[{}]), ["sites.0.name: is missing"]),
        (project(site_links=[{"between": ["a"]}]), ["site_links.0.between.1: is missing"]),
        (project(site_links=[{"between": ["a", "b", "c"]}]), ["site_links.0.between: has 3 entries: the most is 2"]),
        (project(rules={"x": None}), ["rules.x: null is neither a number nor a text"]),
        (project(rules={"x": True}), ["rules.x: true does not belong here"]),
        (project(budget={"net": "-1.00"}), ['budget.net: "-1.00" is too small: the least is 0']),
        (project(budget={"net": "1e99999"}), ['budget.net: "1e99999" is too large: the most is 1000000000000000']),
        (project(budget={"currency": "eur"}), ['budget.currency: "eur" is not a code of 3 capital letters']),
        ({"workload": {}}, [f'format: is missing; this program understands "{PROJECT_FORMAT}"']),
        (
            {"format": "rackwright-project/2", "workload": 7, "new": 1},
            [f'format: is "rackwright-project/2"; this program understands "{PROJECT_FORMAT}"'],
        ),
        ([], ["holds a list, not an object with named fields"]),
        ("null", ["holds null, not an object with named fields"]),
        (" \n", ["is empty"]),
        ('{"format": "x",\n  "title" "y"}', ["line 2, column 11: is not JSON: Expecting ':' delimiter"]),
        ('{"a": {"b": [{"c": 1, "c": 2}]}}', ['a.b.0: "c" stands twice']),
        ("[" * 100_000, ["is nested too deeply"]),
        ("1" * 5_000, ["holds a number with too many digits"]),
        (b"{\n\xff}", ["line 2: is not UTF-8 text"]),
    ],
)  # fmt: skip
def test_the_line_says_place_and_reason(tmp_path: Path, content: object, expected: list[str]) -> None:
    assert faults(tmp_path, content) == expected


def test_a_name_of_a_number_is_not_mistaken_for_one(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps(project({"name": "1e99999"}, title="2e5000")), encoding="utf-8")
    assert read_project(path).title == "2e5000"


def test_several_faults_keep_the_order_of_the_model(tmp_path: Path) -> None:
    content = project({"vcpus": 0, "memory": "x"}, sites=3, grops=1)
    assert [line.split(":")[0] for line in faults(tmp_path, content)] == [
        "workload.groups.0.vcpus", "workload.groups.0.memory", "sites", "grops",
    ]  # fmt: skip


def test_a_layout_is_explained_without_the_tags_of_its_unions(tmp_path: Path) -> None:
    content = {
        "format": "rackwright-layout/1", "storage": "ceph", "hosts": [{"name": "a", "osds": ["x"], "osd": 1}],
        "pool": {"kind": "erasure", "dat": 4, "data": 4}, "lost": {"osds": [["a", "b"]]},
    }  # fmt: skip
    assert faults(tmp_path, content, read_layout) == [
        f'hosts.0.osds.0: "x" {SIZE}',
        'hosts.0.osd: unknown; did you mean "osds"?',
        "pool.coding: is missing",
        'pool.dat: unknown; did you mean "data"?',
        'lost.osds.0.1: "b" is not a whole number',
    ]
    assert faults(tmp_path, {"format": "rackwright-layout/1", "storage": "zfz"}, read_layout) == [
        'storage: "zfz" is not one of "ceph", "zfs"; did you mean "zfs"?'
    ]
    empty = {"format": "rackwright-layout/1", "storage": "ceph", "hosts": []}
    assert faults(tmp_path, empty, read_layout) == ["hosts: has 0 entries: the least is 1"]
    assert faults(tmp_path, {"format": "rackwright-layout/1"}, read_layout) == ["storage: is missing"]


def test_values_are_cut_and_cannot_steer_a_terminal(tmp_path: Path) -> None:
    hostile = "\x1b[31m\u202e\x00" + "x" * 100
    (value, key) = faults(tmp_path, project({"kind": hostile}, **{hostile: 1}))
    assert value == 'workload.groups.0.kind: "[31m' + "x" * 36 + '…" is not one of "vm", "container"'
    assert key.startswith("[31m" + "x" * 36 + "…: unknown;")
    assert faults(tmp_path, project({"site": hostile})) == [
        'workload.groups.0.site: "[31m' + "x" * 33 + '" is not one of the sites'
    ]


def test_very_many_faults_are_counted(tmp_path: Path) -> None:
    lines = faults(tmp_path, project(workload={"groups": [{**GROUP, "memroy": 1}] * 20_000}))
    assert lines[-1] == f"and {20_000 - SHOWN_FAULTS:,} more faults"
    assert len(lines) == SHOWN_FAULTS + 1


def test_files_that_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, reason in [
        (tmp_path / "absent.json", "cannot be read: No such file or directory"),
        (tmp_path, "cannot be read: Is a directory"),
        (Path("/dev/null"), "is not a file"),
        (tmp_path / "a\0b", "is not the name of a file"),
    ]:
        with pytest.raises(FileFault) as caught:
            read_project(path)
        assert [str(fault) for fault in caught.value.faults] == [reason]
    monkeypatch.setattr("wizard.persistence.files.LARGEST_FILE", 1_000_000)
    assert faults(tmp_path, " " * 1_000_001) == ["is larger than 1 MB"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(place=st.integers(0, 40), value=JSON)
def test_no_value_at_any_place_ends_in_a_traceback(
    place: int, value: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole: dict[str, Any] = json.loads(
        (folder(Assets.TEMPLATES) / "examples" / "two-sites.json").read_text(encoding="utf-8")
    )
    places = [(whole, key) for key in whole]
    for parent in whole.values():
        for child in parent if isinstance(parent, list) else [parent]:
            places += [(child, key) for key in child] if isinstance(child, dict) else []
    places += [(whole["workload"]["groups"][0], key) for key in whole["workload"]["groups"][0]]
    parent, key = places[place % len(places)]
    parent[key] = value
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    fault = fault_of(path)
    assert fault is None or (fault.lines and all(line == cleaned(line) for line in fault.lines))


def fault_of(path: Path) -> FileFault | None:
    try:
        read_project(path)
    except FileFault as fault:
        return fault
    return None


def templates() -> set[str]:
    """Return every sentence of this package: the first argument of Text, and the tables of sentences."""
    found: set[str] = set()
    for path in Path(wizard.persistence.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text":
                found |= {node.args[0].value} if isinstance(node.args[0], ast.Constant) else set()
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "_MESSAGES":
                found |= {value.value for value in node.value.values if isinstance(value, ast.Constant)}
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in {
                "_WHOLE", "_NUMBER", "_FINITE", "_LIST", "_OBJECT", "_DATE",
            }:  # fmt: skip
                found.add(node.value.value)
    return found


def test_every_sentence_is_translated_and_none_is_left_over() -> None:
    own = json.loads((folder(Assets.RESOURCES) / "locale" / "persistence.de.json").read_text(encoding="utf-8"))
    catalogue = bundled_catalogue()
    assert own.keys() == templates() | {catalogue.label, catalogue.title}
    german = language("de")
    for template, sentence in own.items():
        fields = {part.split("}")[0] for part in template.split("{")[1:]}
        assert fields == {part.split("}")[0] for part in sentence.split("{")[1:]}, template
        assert german.translate(template) == sentence
