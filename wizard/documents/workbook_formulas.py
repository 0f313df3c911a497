"""Writes the formula of a calculation as a workbook computes it."""

from __future__ import annotations

import ast
from collections.abc import Mapping

_OPERATORS: dict[type[ast.AST], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "^"}
_FUNCTIONS: dict[str, str] = {
    "ceil": "-INT(-ROUND({},6))",
    "floor": "INT(ROUND({},6))",
    "round": "INT(ROUND({}+0.5,6))",
    "min": "MIN({})",
    "max": "MAX({})",
    "sum": "SUM({})",
    "ln": "LN({})",
}
"""A workbook reckons with some fifteen digits: what should be whole is rounded to six places before it is cut."""


def cell_formula(formula: str, cells: Mapping[str, str]) -> str:
    """Return the formula over cells, without the sign of equality.

    Parameters
    ----------
    formula
        As the calculation has it.
    cells
        Cell, or range of cells, of each name in it.

    Raises
    ------
    KeyError
        If the formula uses what a workbook has no word for here.

    Examples
    --------
    >>> cell_formula("ceil(vcpus / ratio)", {"vcpus": "B4", "ratio": "B5"})
    '-INT(-ROUND((B4/B5),6))'
    """
    return _written(ast.parse(formula, mode="eval").body, cells)


def _written(node: ast.expr, cells: Mapping[str, str]) -> str:
    match node:
        case ast.Name(id=name):
            return cells[name]
        case ast.Constant(value=int() as number):
            return str(number)
        case ast.BinOp(left=left, op=ast.FloorDiv(), right=right):
            return f"INT(ROUND({_written(left, cells)}/{_written(right, cells)},6))"
        case ast.BinOp(left=left, op=op, right=right):
            return f"({_written(left, cells)}{_OPERATORS[type(op)]}{_written(right, cells)})"
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"(-{_written(operand, cells)})"
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _FUNCTIONS[name].format(",".join(_written(argument, cells) for argument in arguments))
    raise KeyError(ast.unparse(node))
