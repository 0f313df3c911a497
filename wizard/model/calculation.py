"""How a figure came about: the record that the screen's "why", the annex and the workbook print."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import PlainSerializer, WithJsonSchema

from wizard.model.text import Text


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


Figure = Annotated[
    int | Fraction | Decimal | str | None,
    PlainSerializer(_plain),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}, {"type": "null"}]}),
]
Inputs = Annotated[
    dict[str, Any],
    PlainSerializer(lambda inputs: {name: _plain(value) for name, value in inputs.items()}),
    WithJsonSchema({"type": "object"}),
]


@dataclass(frozen=True, slots=True)
class Calculation:
    """How one figure came about. ``formula`` over ``inputs`` gives ``result``; the tests evaluate it."""

    key: str
    title: Text
    formula: str
    inputs: Inputs
    result: Figure
    unit: str
    rules: tuple[str, ...] = ()
