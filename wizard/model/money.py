"""Money: Decimal, two places, net of VAT unless a name says gross."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def to_cents(amount: Decimal | int | Fraction) -> Decimal:
    """Return ``amount`` rounded to whole cents, half up: the rounding rule of every line and every total."""
    if isinstance(amount, Fraction):
        amount = Decimal(amount.numerator) / Decimal(amount.denominator)
    return Decimal(amount).quantize(CENT, rounding=ROUND_HALF_UP)


def cents(amount: Decimal) -> int:
    """Return ``amount`` as an integer of cents, for the search's arithmetic."""
    return int(to_cents(amount) * 100)


def _decimal(value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError('money is a text with two decimals such as "1234.50", not a floating-point number')
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


Money = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+\.\d{2}$", "examples": ["1234.50"]}),
]
"""An amount of money; in JSON a text with two decimals."""


def _exact_decimal(value: Any) -> Any:
    if isinstance(value, float):
        return Decimal(str(value))
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _two_places(value: Decimal) -> Decimal:
    if value != to_cents(value):
        raise ValueError("no more than two decimals")
    return value


Hundredths = Annotated[
    Decimal,
    BeforeValidator(_exact_decimal),
    AfterValidator(_two_places),
    PlainSerializer(lambda value: f"{value:.2f}", return_type=str),
    WithJsonSchema({"type": ["string", "number"], "examples": ["12.50", 3]}),
]
"""A quantity or a percentage with at most two decimals; a number in JSON is taken as it is written."""
