"""Every rule is used and sourced, and the engine holds no number of its own."""

import ast
import re
from fractions import Fraction
from pathlib import Path

import pytest

from wizard.model.rulebook import Rule, Rulebook, RuleKind
from wizard.persistence.rulebook import bundled_rulebook

ENGINE = Path("wizard/engine")
STRUCTURE = {-1, 0, 1, 2}
"""Numbers of arithmetic: none, one more, half, the last one. Everything else is a rule."""

FILES = sorted(ENGINE.rglob("*.py"))


def _numbers(tree: ast.AST):
    """Yield the numbers of code, but for places in a sequence and the sizes of caches."""
    apart = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            apart |= {id(inner) for inner in ast.walk(node.slice)}
        elif isinstance(node, ast.keyword) and node.arg == "maxsize":
            apart |= {id(inner) for inner in ast.walk(node.value)}
    for node in ast.walk(tree):
        if id(node) in apart:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            yield node.value, node.lineno


@pytest.mark.parametrize("path", FILES, ids=str)
def test_the_engine_holds_no_bare_number(path):
    found = [(value, line) for value, line in _numbers(ast.parse(path.read_text())) if value not in STRUCTURE]
    assert not found, f"{path} holds numbers that belong into the rulebook: {found}"


@pytest.mark.parametrize("path", FILES, ids=str)
def test_formulas_hold_no_bare_number(path):
    """A formula is text, so its numbers hide from the check above."""
    for node in ast.walk(ast.parse(path.read_text())):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.fullmatch(r"[\w\s+\-*/(),.]+", node.value)
        ):
            try:
                formula = ast.parse(node.value, mode="eval")
            except SyntaxError:
                continue
            if isinstance(formula.body, ast.BinOp | ast.Call):
                strange = [value for value, _ in _numbers(formula) if value not in STRUCTURE]
                assert not strange, f"{path}:{node.lineno} hides {strange} in {node.value!r}"


def test_every_rule_is_used():
    code = "\n".join(path.read_text() for path in Path("wizard").rglob("*.py"))
    unused = [id for id in bundled_rulebook() if not _named(id, code)]
    assert not unused


def _named(id: str, code: str) -> bool:
    """Whether code names a rule, in one piece or with its last word filled in."""
    if f'"{id}"' in code:
        return True
    words = id.split(".")
    stem, last = ".".join(words[:-1]), words[-1]
    ends = {re.escape(last[:cut]) for cut in range(len(last) + 1)}
    return any(re.search(rf'"{re.escape(stem)}\.{end}\{{', code) for end in ends)


def test_every_rule_has_a_source_and_a_sentence():
    for rule in bundled_rulebook().values():
        assert rule.source.strip(), rule.id
        assert rule.text.endswith("."), rule.id
        assert rule.unit, rule.id
        if rule.kind is RuleKind.VENDOR:
            assert "ours" not in rule.source.split(";")[0], rule.id


def test_every_rule_that_the_engine_names_exists():
    """A rule is named in a call: rules("…"), reason("…"), finding(level, "…"), figure(…, name="…")."""
    rules = bundled_rulebook()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func).split(".")[-1]
            named = []
            if name in ("rules", "whole", "reason"):
                named = node.args[:1]
            elif name == "finding":
                named = node.args[1:2]
            elif name == "figure":
                named = [keyword.value for keyword in node.keywords]
            for one in named:
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    assert one.value in rules, f"{path}:{node.lineno} names {one.value}"


def test_only_practice_can_be_changed():
    vendor = Rule("a.b", Fraction(5), "ms", RuleKind.VENDOR, "Text.", "Source")
    practice = Rule("a.c", Fraction(5), "ms", RuleKind.PRACTICE, "Text.", "Source")
    book = Rulebook([vendor, practice])
    changed = book.with_changes({"a.c": 7})
    assert changed("a.c") == 7
    assert [(rule.id, rule.changed_from) for rule in changed.changed] == [("a.c", 5)]
    with pytest.raises(ValueError, match=r"a\.b"):
        book.with_changes({"a.b": 7})
