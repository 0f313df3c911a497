"""The record of calculations: each figure is computed here from a written formula, so the two cannot differ."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from wizard.checkpoint import checkpoint
from wizard.model.calculation import Calculation
from wizard.model.rulebook import Rulebook
from wizard.model.text import Text
from wizard.model.units import count, whole

_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ceil": count,
    "floor": whole,
    "min": min,
    "max": max,
    "sum": sum,
    "round": lambda value: whole(value + Fraction(1, 2)),
    "ln": lambda value: Fraction((Decimal(value.numerator) / value.denominator).ln()),
}


_Inputs = Mapping[str, Any]


def evaluate(formula: str, inputs: _Inputs) -> Any:
    """Return the exact value of ``formula`` over ``inputs``.

    The formula may use ``+ - * / // **``, ``min``, ``max``, ``sum``, ``round``, ``ceil`` (the next whole number) and
    ``floor``. Division is exact; ``ln`` has 28 digits.

    Raises
    ------
    ValueError
        If the formula uses anything else.

    Examples
    --------
    >>> evaluate("ceil(vcpus / ratio)", {"vcpus": 441, "ratio": 4})
    111
    """
    return _read(formula)(inputs)


@cache
def _read(formula: str) -> Callable[[_Inputs], Any]:
    return _term(ast.parse(formula, mode="eval").body)


def _term(node: ast.expr) -> Callable[[_Inputs], Any]:
    """Return what works out a part of a formula: it is read once, and evaluated with every letter that is typed."""
    match node:
        case ast.Name(id=name):
            return lambda inputs: _exact(inputs[name])
        case ast.Constant(value=int() as number):
            return lambda inputs: number
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            above, below = _term(left), _term(right)
            return lambda inputs: Fraction(above(inputs)) / below(inputs)
        case ast.BinOp(left=left, op=op, right=right):
            first, second, join = _term(left), _term(right), _OPERATORS[type(op)]
            return lambda inputs: join(first(inputs), second(inputs))
        case ast.UnaryOp(op=op, operand=operand):
            inner, turn = _term(operand), _OPERATORS[type(op)]
            return lambda inputs: turn(inner(inputs))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            terms, function = [_term(argument) for argument in arguments], _FUNCTIONS[name]
            return lambda inputs: function(*[term(inputs) for term in terms])
    raise ValueError(f"a formula cannot contain {ast.unparse(node)}")


def _exact(value: Any) -> Any:
    if isinstance(value, Decimal):
        return Fraction(value)
    return list(map(_exact, value)) if isinstance(value, tuple | list) else value


def calculated(
    key: str, title: Text, formula: str, unit: str, inputs: Mapping[str, Any], rules: tuple[str, ...] = ()
) -> Calculation:
    """Return a figure with how it came about; see :meth:`Ledger.figure`."""
    checkpoint()
    result = evaluate(formula, inputs)
    if isinstance(result, Fraction) and result.denominator == 1:
        result = int(result)
    return Calculation(key, title, formula, dict(inputs), result, unit, rules)


class Ledger:
    """Collects the calculations of one design, in the order in which they were made."""

    def __init__(self, rules: Rulebook) -> None:
        self.rules = rules
        self.calculations: list[Calculation] = []

    def figure(
        self,
        key: str,
        title: Text,
        formula: str,
        unit: str,
        inputs: Mapping[str, Any] | None = None,
        /,
        **rule_ids: str,
    ) -> Any:
        """Compute a figure and keep how it came about.

        Parameters
        ----------
        key
            Where the figure stands in the design, such as ``compute.cores_needed``.
        title
            What the figure is.
        formula
            Expression for :func:`evaluate`.
        unit
            Unit of the result.
        inputs
            Values by the names that the formula uses.
        **rule_ids
            Names of the formula that are rules: the name and the rule's id.

        Returns
        -------
        int or Fraction
            The result, an ``int`` wherever it is whole.
        """
        values = dict(inputs or {})
        for name, rule_id in rule_ids.items():
            values[name] = self.rules(rule_id)
        made = calculated(key, title, formula, unit, values, tuple(rule_ids.values()))
        self.calculations.append(made)
        return made.result

    def add(self, calculations: tuple[Calculation, ...]) -> None:
        """Take over calculations that a capacity module made."""
        self.calculations.extend(calculations)
