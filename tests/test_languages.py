"""Every sentence of the program is said in German too, with the same values in it.

Sentences are read from the code: what ``Text``, ``say`` and ``tr`` are given, what helpers and tables hand on to them,
and what the rules of the rulebook say.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from wizard.assets import Assets, folder
from wizard.flow.questions import survey
from wizard.model.text import ENGLISH, Text
from wizard.persistence.languages import language
from wizard.persistence.rulebook import bundled_rulebook

_CODE = Path(__file__).resolve().parents[1] / "wizard"
_LOCALE = folder(Assets.RESOURCES) / "locale"

_SPEAKERS = {"Text": 0, "say": 0, "tr": 0, "RefusedError": 0}
"""Who is given a sentence, and in which place among the arguments."""
_HELPERS = {("engine/answers.py", "rule"): 3, ("engine/fleet.py", "total"): 1}
"""Functions of one module that make a Text of one of their arguments."""
_TABLES = {
    "engine/demand.py": {"_TITLES"},
    "importers/rvtools_checks.py": {"_LEFT_OUT", "_CHECKS"},
    "importers/rvtools_hosts.py": {"_NOTES"},
    "importers/rvtools_storage.py": {"_DISK_NOTES", "_STAND_INS"},
    "persistence/faults.py": {"_WHOLE", "_NUMBER", "_FINITE", "_LIST", "_OBJECT", "_DATE", "_MESSAGES"},
}
"""Tables whose sentences become a Text later; their keys and units are single words."""
_HANDED_ON = {
    # Names separated by commas: no words of its own.
    "model/names.py: ', '.join((f'{{{name}}}' for name in values))",
    "engine/answers.py: text",
    "engine/assess.py: rule.text",
    "engine/demand.py: title",
    "engine/fleet.py: title",
    "flow/questions.py: text",
    "flow/report.py: template",
    "flow/offer_remarks.py: template",
    "flow/tender_bundle.py: template",
}
"""Where a Text is made of what a helper, a table or the rulebook gave."""

_AREAS = {
    "engine": [path for path in sorted((_CODE / "engine").rglob("*.py")) if path.parent.name != "capacity"],
    "capacity": sorted((_CODE / "engine" / "capacity").glob("*.py")),
    "flow": [*sorted((_CODE / "flow").glob("*.py")), *sorted((_CODE / "model").glob("*.py")), _CODE / "cli.py"],
    "importers": sorted((_CODE / "importers").glob("*.py")),
    "persistence": sorted((_CODE / "persistence").glob("*.py")),
    "documents": sorted((_CODE / "documents").glob("*.py")),
    "ui": [*sorted((_CODE / "ui").rglob("*.py")), _CODE / "app.py"],
    "rulebook": [],
    "questions": [],
}
_FILES = {
    "engine.de.json": ("engine", "rulebook"),
    "flow.de.json": ("flow",),
    "network.de.json": ("engine", "rulebook", "documents", "flow"),
    "backup.de.json": ("engine", "rulebook", "flow", "documents", "ui"),
    "commerce.de.json": ("flow", "documents", "importers", "persistence", "ui"),
    "choice.de.json": ("engine", "rulebook", "flow"),
    "entering.de.json": ("ui", "flow", "documents"),
    "questions.de.json": ("questions",),
    "advice.de.json": ("ui", "flow", "documents"),
    "trade.de.json": ("ui", "flow", "documents", "persistence"),
    "offering.de.json": ("ui", "flow"),
}
"""Files whose every entry must be said in one of these areas; the other files are watched by their own tests."""
_TERMS = {
    "{n} × {gbps} Gbit/s {connector}",
    "Rack", "Rack {n}",
    "TB", "Filter", "{n:number} ms", "{n:number} Gbit/s", "{n:number} vCPU", "Server", "Windows Server",
    "10 Mbit/s", "40 Mbit/s", "100 Mbit/s",
    "AMD", "BMC", "Basic", "Budget", "CIFS", "Ceph", "Community", "Corosync", "Fibre Channel", "Gbit/s", "HA", "IOPS",
    "CSV", "Hardware", "JSON", "Logo", "N+{n}", "PDF", "Revision", "Support", "Switch", "Switches",
    "Intel", "Marge", "Migration", "NFS", "Name", "OSD", "Position", "Premium", "Proxmox Datacenter Manager", "QDevice",
    "Quorum", "RAID", "SAS", "Standard", "TiB", "Uplink", "VM", "ZFS", "iSCSI", "vCPU", "vCPUs", "{hours:number} h",
    "{minutes:number} min", "{name}: {links} × {gbps} Gbit/s", "{n} ms", "{n} × {gbps} G",
    "{vcpus} vCPU, {memory:size}", "{network}, {gbps} Gbit/s", "{size:size}/s", "{device}, BMC", "{seconds:number} s",
    "{text}: {seconds:number} s", "{change} W", "{change} min",
}  # fmt: skip
"""What is the same in both languages."""


def _module(path: Path) -> str:
    return path.relative_to(_CODE).as_posix()


def _given(path: Path) -> Iterator[ast.expr]:
    """Yield what speakers and helpers of a module are given to say."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = _SPEAKERS.get(name, _HELPERS.get((_module(path), name)))
            if place is not None:
                yield from node.args[place : place + 1]
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if getattr(target, "id", "") in _TABLES.get(_module(path), ()):
                constants = (one for one in ast.walk(node.value) if isinstance(one, ast.Constant))
                yield from (one for one in constants if isinstance(one.value, str) and " " in one.value)


def _branches(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from _branches(node.body)
        yield from _branches(node.orelse)
    else:
        yield node


def _templates(area: str) -> set[str]:
    if area == "rulebook":
        return {rule.text for rule in bundled_rulebook().values()}
    if area == "questions":
        asked = survey()
        said = [one for question in asked.questions for one in (question.text, question.why)]
        said += [option.text for question in asked.questions for option in question.options]
        said += [program.text for program in asked.programs]
        said += [text for program in asked.programs for text, _ in program.sizes.values()]
        return {text.template for text in said}
    nodes = (branch for path in _AREAS[area] for given in _given(path) for branch in _branches(given))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _fields(template: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(template) if name is not None}


def _has_words(template: str) -> bool:
    return any(sign.isalpha() for words, *_ in Formatter().parse(template) for sign in words)


def _own(name: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((_LOCALE / name).read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("area", _AREAS)
def test_every_sentence_has_german(area: str) -> None:
    german = language("de").messages
    templates = _templates(area)
    assert templates, "no sentence was found: the test looks in the wrong place"
    assert sorted(one for one in templates if _has_words(one) and one not in german) == []


@pytest.mark.parametrize("area", _AREAS)
def test_the_values_are_the_same_in_german(area: str) -> None:
    german = language("de")
    assert [one for one in sorted(_templates(area)) if _fields(german.translate(one)) != _fields(one)] == []


def test_no_sentence_is_put_together_at_run_time() -> None:
    # It would have no translation.
    made = set()
    for path in (*_AREAS["engine"], *_AREAS["capacity"], *_AREAS["flow"]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text" and node.args:
                made |= {
                    f"{_module(path)}: {ast.unparse(one)}"
                    for one in _branches(node.args[0])
                    if not isinstance(one, ast.Constant)
                }
    assert made == _HANDED_ON


@pytest.mark.parametrize("name", _FILES)
def test_no_german_is_left_over(name: str) -> None:
    said = set().union(*(_templates(area) for area in _FILES[name]))
    assert sorted(_own(name).keys() - said) == []


@pytest.mark.parametrize("name", sorted(path.name for path in _LOCALE.glob("*.de.json")))
def test_german_is_not_english(name: str) -> None:
    same = {english for english, german in _own(name).items() if english == german and _has_words(english)}
    assert sorted(same - _TERMS) == []


def test_no_sentence_has_two_german_ones() -> None:
    # All files are merged: which one counted would depend on their names.
    first: dict[str, str] = {}
    for path in sorted(_LOCALE.glob("*.de.json")):
        for english, german in _own(path.name).items():
            assert first.setdefault(english, german) == german, f"{path.name}: {english}"


def test_a_date_in_a_sentence_is_written_as_its_reader_writes_it():
    ended = Text("the price ended on {until}", until=date(2026, 1, 1))
    assert ended.render() == "the price ended on 1 January 2026"
    assert ENGLISH.day_in_figures(date(2026, 1, 31)) == "2026-01-31"
    assert ended.render(language("de")) == "der Preis galt bis 01.01.2026"
