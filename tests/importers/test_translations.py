"""Every sentence of the importers exists in German, with the same values."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from string import Formatter

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [*sorted((ROOT / "wizard/importers").glob("*.py")), ROOT / "wizard/flow/importing.py"]
MADE_BY = {"Text", "RefusedError"}
TABLES = {"_NOTES", "_LEFT_OUT", "_CHECKS", "_DISK_NOTES", "_STAND_INS"}
"""Sentences that stand in a table and become a Text later."""


def templates(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in MADE_BY:
            found |= {one.value for one in node.args[:1] if isinstance(one, ast.Constant)}
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(node, ast.Assign | ast.AnnAssign) and getattr(target, "id", "") in TABLES and node.value:
            found |= {one.value for one in ast.walk(node.value)
                      if isinstance(one, ast.Constant) and isinstance(one.value, str) and " " in one.value}  # fmt: skip
        if isinstance(node, ast.Assign) and getattr(target, "id", "") in {"DAMAGED", "_TOO_MUCH"}:
            found.add(ast.literal_eval(node.value))
    return found


def fields(sentence: str) -> set[tuple[str, str]]:
    return {(name, kind or "") for _, name, kind, _ in Formatter().parse(sentence) if name}


@pytest.fixture(scope="module")
def german() -> dict[str, str]:
    path = ROOT / "resources/locale/importers.de.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_that_every_sentence_has_a_german_one_and_none_is_left_over(german: dict[str, str]) -> None:
    used = set().union(*(templates(path) for path in SOURCES))
    assert used - german.keys() == set()
    assert german.keys() - used == set()


def test_that_the_german_sentences_hold_the_same_values(german: dict[str, str]) -> None:
    for english, translated in german.items():
        assert fields(english) == fields(translated), english
