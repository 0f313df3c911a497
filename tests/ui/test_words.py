"""Every sentence of the window is said in German too, with the same values in it."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from wizard.assets import Assets, folder
from wizard.persistence.languages import language

_ROOT = Path(__file__).resolve().parents[2]
_FILES = [*sorted((_ROOT / "wizard" / "ui").rglob("*.py")), _ROOT / "wizard" / "flow" / "steps.py"]
_SAME_IN_GERMAN = {"{line}", "{name}", "{name}: {message}", "{nothing}", "{n}", "{column}, {heading}"}


def _calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"tr", "Text"}:
            yield f"{path.name}:{node.lineno}", node


def sentences() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in _FILES:
        for place, call in _calls(path):
            if call.args and isinstance(call.args[0], ast.Constant):
                found[str(call.args[0].value)] = place
    return found


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_every_sentence_is_a_literal() -> None:
    # A sentence that is put together at run time has no translation.
    loose = [
        place
        for path in _FILES
        if path.name != "i18n.py"
        for place, call in _calls(path)
        if call.args and not isinstance(call.args[0], ast.Constant)
    ]
    assert loose == []


def test_every_sentence_has_german() -> None:
    german = language("de").messages
    missing = {text: place for text, place in sentences().items() if text not in german and text not in _SAME_IN_GERMAN}
    assert missing == {}


def test_no_german_is_left_over() -> None:
    own = json.loads((folder(Assets.RESOURCES) / "locale" / "ui.de.json").read_text(encoding="utf-8"))
    assert sorted(set(own) - set(sentences())) == []


@pytest.mark.parametrize("text", sorted(sentences()))
def test_values_survive_translation(text: str) -> None:
    assert _fields(language("de").translate(text)) <= _fields(text)
