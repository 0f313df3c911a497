"""Formulas are exact, and only what is meant to be a formula is evaluated."""

from decimal import Decimal
from fractions import Fraction

import pytest

from wizard.engine.ledger import Ledger, evaluate
from wizard.model.text import Text


@pytest.mark.parametrize(
    ("formula", "inputs", "result"),
    [
        ("ceil(vcpus / ratio)", {"vcpus": 440, "ratio": 4}, 110),
        ("ceil(vcpus / ratio)", {"vcpus": 441, "ratio": 4}, 111),
        ("ceil(today * (1 + growth) ** years)", {"today": 400, "growth": Fraction(1, 10), "years": 1}, 440),
        ("floor(a / b)", {"a": 7, "b": 2}, 3),
        ("sum(lines)", {"lines": [Decimal("0.10"), Decimal("0.20")]}, Fraction(3, 10)),
        ("sum(lines)", {"lines": []}, 0),
        ("round(a / b)", {"a": 5, "b": 2}, 3),
        ("max(a, -b)", {"a": -3, "b": 2}, -2),
    ],
)
def test_formulas_are_exact(formula, inputs, result):
    assert evaluate(formula, inputs) == result


@pytest.mark.parametrize("formula", ["__import__('os')", "a.b", "[x for x in a]", "a if a else b", "'text'", "1.5 * a"])
def test_nothing_else_is_evaluated(formula):
    with pytest.raises((ValueError, KeyError)):
        evaluate(formula, {"a": 1, "b": 2})


def test_a_figure_is_recorded_with_its_rules(rules):
    ledger = Ledger(rules)
    value = ledger.figure("key", Text("Title"), "amount * limit", "bytes", {"amount": 100}, limit="zfs.fill_limit")
    assert value == 80
    (made,) = ledger.calculations
    assert (made.key, made.result, made.rules) == ("key", 80, ("zfs.fill_limit",))
    assert made.inputs == {"amount": 100, "limit": Fraction(4, 5)}
