"""Sizes in bytes, whole numbers of things, and shares: exact, or refused.

Bytes are integers. TB is 10^12 and TiB is 2^40; a size that is typed names its unit, so the two never mix.
A whole number of things (nodes, drives, sockets) comes only from :func:`count`, which is exact on fractions:
``ceil`` on floats buys one too many where a demand fits exactly.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

KIB, MIB, GIB, TIB = 2**10, 2**20, 2**30, 2**40
KB, MB, GB, TB = 10**3, 10**6, 10**9, 10**12
HOURS_PER_DAY, MINUTES_PER_HOUR, SECONDS_PER_MINUTE = 24, 60, 60
SECONDS_PER_HOUR = MINUTES_PER_HOUR * SECONDS_PER_MINUTE
BITS_PER_BYTE = 8
SECTOR_BYTES = 512

UNITS = {
    "B": 1, "kB": KB, "KB": KB, "MB": MB, "GB": GB, "TB": TB, "PB": 10**15,
    "KiB": KIB, "MiB": MIB, "GiB": GIB, "TiB": TIB, "PiB": 2**50,
}  # fmt: skip
_BY_FOLDED_NAME = {name.casefold(): factor for name, factor in UNITS.items()}
_SIZE = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*([a-zA-Z]+)\s*")


def parse_size(value: object) -> int:
    """Return a size in bytes from an integer of bytes or a text with a unit.

    Raises
    ------
    ValueError
        If the text has no unit or one that is not known, if it is negative, or not a whole number of bytes.

    Examples
    --------
    >>> parse_size("16 GiB"), parse_size("3.84 TB"), parse_size(512)
    (17179869184, 3840000000000, 512)
    """
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError('a size is a whole number of bytes or a text such as "16 GiB" or "3.84 TB"')
    if isinstance(value, int):
        if value < 0:
            raise ValueError("a size is not negative")
        return value
    match = _SIZE.fullmatch(value)
    if match is None:
        raise ValueError(f'"{value[:40]}" is not a size: write a number and a unit, such as "16 GiB" or "3.84 TB"')
    number, unit = match.groups()
    factor = _BY_FOLDED_NAME.get(unit.casefold())
    if factor is None:
        raise ValueError(f'"{unit[:20]}" is not a unit of size: use MB, GB, TB or MiB, GiB, TiB')
    return count(Fraction(number.replace(",", ".")) * factor)


def count(amount: int | Fraction | Decimal) -> int:
    """Return the smallest whole number that is not below ``amount``, exactly.

    Examples
    --------
    >>> count(Fraction(440, 4)), count(Fraction(441, 4))
    (110, 111)
    """
    if isinstance(amount, float):
        raise TypeError("count() is exact: give it an int, a Fraction or a Decimal, not a float")
    exact = Fraction(amount) if isinstance(amount, Decimal) else amount
    return -(-exact.numerator // exact.denominator)


def whole(amount: int | Fraction | Decimal) -> int:
    """Return the largest whole number that is not above ``amount``: what a capacity really holds."""
    if isinstance(amount, float):
        raise TypeError("whole() is exact: give it an int, a Fraction or a Decimal, not a float")
    exact = Fraction(amount) if isinstance(amount, Decimal) else amount
    return exact.numerator // exact.denominator


def smallest(low: int, high: int, serves: Callable[[int], bool]) -> int | None:
    """Return the smallest number from ``low`` to ``high`` that serves, where more always serves too.

    Examples
    --------
    >>> smallest(1, 24, lambda drives: drives * 4 >= 33), smallest(1, 8, lambda drives: drives * 4 >= 33)
    (9, None)
    """
    step = 1
    while low <= high and not serves(min(low + step - 1, high)):  # the first one is mostly near
        low, step = low + step, 2 * step
    if low > high:
        return None
    high = min(low + step - 1, high)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if serves(middle) else (middle + 1, high)
    return low


def share(percent: int | Fraction | Decimal) -> Fraction:
    """Return ``percent`` as a fraction of one."""
    return Fraction(percent) / 100


def drive_bytes(label_tb: Decimal | int | str) -> int:
    """Return the bytes of a drive sold as ``label_tb`` terabytes, by the IDEMA formula.

    Source: IDEMA LBA1-03; facts/ceph section 2. 3.84 TB is 3,840,755,982,336 bytes.

    Examples
    --------
    >>> drive_bytes("3.84")
    3840755982336
    """
    gigabytes = Fraction(str(label_tb)) * 1000
    return whole(97_696_368 + 1_953_504 * (gigabytes - 50)) * SECTOR_BYTES


def _size_schema(value: Any) -> int:
    return parse_size(value)


Size = Annotated[
    int,
    BeforeValidator(_size_schema),
    WithJsonSchema(
        {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "examples": ["16 GiB", "3.84 TB"]}]},
        mode="validation",
    ),
]
"""A size in bytes; a project file may write it as a text with a unit."""


def _plain_number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _exact(value: Any) -> Any:
    if isinstance(value, float):
        return Fraction(str(value))
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Fraction(value)
    return value


Exact = Annotated[
    Fraction,
    BeforeValidator(_exact),
    PlainSerializer(_plain_number, return_type=float),
    WithJsonSchema({"type": "number"}),
]
"""A number kept as the exact fraction that was typed: 1.1 stays eleven tenths."""
