"""How an answer is typed and written: plain text in the reader's language to exact values, and back.

An empty text, ``unknown`` and ``?`` all mean that the answer is not known; none of them is ever zero.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

from pydantic import ValidationError

from wizard.model.faults import InputFault
from wizard.model.text import MINUS, Language
from wizard.model.units import GB, GIB, KB, KIB, MB, MIB, TB, TIB, parse_size
from wizard.ui.i18n import shown, tr

_SEPARATORS = {"en": (",", "."), "de": (".", ",")}
_SPACES = re.compile("[\\s\u00a0\u202f’']+")
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_SIZE = re.compile(r"(?P<number>[\d.,\s\u00a0\u202f’']+)(?P<unit>[a-zA-Z]+)")
_BINARY = ((TIB, "TiB"), (GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB"))
_DECIMAL = ((TB, "TB"), (GB, "GB"), (MB, "MB"), (KB, "kB"))
_PLACES = 3
_LARGEST = 10**15
"""An amount beyond this is a slip of the finger, and more than exact arithmetic of money holds."""
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y")


class EntryError(ValueError):
    """A text that cannot be read as an answer; its message is for the reader."""


class Entry(Protocol):
    """How one kind of answer is typed."""

    def parse(self, text: str, language: Language) -> Any:
        """Return the value of a text, None where it is unknown."""

    def write(self, value: Any, language: Language) -> str:
        """Return the text of a value, exactly."""


def is_unknown(text: str) -> bool:
    """Whether a text says that the answer is not known."""
    return text.strip().casefold() in {"", "?", "-", "–", "unknown", tr("unknown").casefold()}


def parse_number(text: str, language: Language) -> Fraction:
    """Return the exact number that was typed with the separators of ``language``."""
    thousands, decimal = _SEPARATORS[language.code]
    plain = _SPACES.sub("", text).replace(MINUS, "-")
    grouped = re.fullmatch(rf"[+-]?\d{{1,3}}({re.escape(thousands)}\d{{3}})+({re.escape(decimal)}\d+)?", plain)
    if grouped:
        plain = plain.replace(thousands, "")
    if decimal != "." and "." not in plain:
        plain = plain.replace(decimal, ".")
    if not _PLAIN.fullmatch(plain):
        raise EntryError(tr("“{text}” is not a number", text=text.strip()[:40]))
    return Fraction(plain)


def write_number(value: Fraction | Decimal | int, language: Language) -> str:
    """Return a number without grouping and with every place it has, up to six."""
    thousands, _ = _SEPARATORS[language.code]
    return language.number(value, 6).replace(thousands, "").replace(MINUS, "-")


@dataclass(frozen=True)
class TextEntry:
    """Words. ``optional`` makes an empty text unknown instead of empty."""

    optional: bool = False

    def parse(self, text: str, language: Language) -> str | None:
        """Return the words as they were typed."""
        return None if self.optional and not text.strip() else text

    def write(self, value: str | None, language: Language) -> str:
        """Return the words."""
        return value or ""


@dataclass(frozen=True)
class CodeEntry:
    """A short code in capitals, such as a country or a currency."""

    def parse(self, text: str, language: Language) -> str | None:
        """Return the code in capitals."""
        return None if is_unknown(text) else text.strip().upper()

    def write(self, value: str | None, language: Language) -> str:
        """Return the code."""
        return value or ""


@dataclass(frozen=True)
class NumberEntry:
    """A number with an optional unit behind it; ``whole`` refuses a fraction."""

    unit: str = ""
    whole: bool = False

    def parse(self, text: str, language: Language) -> Fraction | int | None:
        """Return the exact number."""
        if is_unknown(text):
            return None
        plain = text.strip()
        if self.unit and plain.casefold().endswith(self.unit.casefold()):
            plain = plain[: -len(self.unit)]
        number = parse_number(plain, language)
        if not self.whole:
            return number
        if number.denominator != 1:
            raise EntryError(tr("“{text}” is not a whole number", text=text.strip()[:40]))
        return int(number)

    def write(self, value: Fraction | int | None, language: Language) -> str:
        """Return the number; its unit stands beside the field."""
        return "" if value is None else write_number(value, language)


@dataclass(frozen=True)
class MoneyEntry:
    """An amount of money, two places at most."""

    def parse(self, text: str, language: Language) -> Decimal | None:
        """Return the amount."""
        if is_unknown(text):
            return None
        number = parse_number(text.replace("€", "").replace("EUR", ""), language)
        if abs(number) >= _LARGEST:
            raise EntryError(tr("“{text}” is too large for an amount", text=text.strip()[:40]))
        if (number * 100).denominator != 1:
            raise EntryError(tr("“{text}” has more than two decimals", text=text.strip()[:40]))
        return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(Decimal("0.01"))

    def write(self, value: Decimal | None, language: Language) -> str:
        """Return the amount."""
        return "" if value is None else language.money(value)


@dataclass(frozen=True)
class DecimalEntry:
    """A decimal number such as a rate, with as many places as were typed."""

    def parse(self, text: str, language: Language) -> Decimal | None:
        """Return the exact number."""
        if is_unknown(text):
            return None
        number = parse_number(text.strip().removesuffix("%"), language)
        return Decimal(number.numerator) / Decimal(number.denominator)

    def write(self, value: Decimal | None, language: Language) -> str:
        """Return the number."""
        return "" if value is None else write_number(value, language)


@dataclass(frozen=True)
class DateEntry:
    """A day, as the current language or ISO 8601 writes it."""

    def parse(self, text: str, language: Language) -> date | None:
        """Return the day."""
        if is_unknown(text):
            return None
        for form in _DATES:
            with suppress(ValueError):
                return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        raise EntryError(tr("“{text}” is not a date: write it as {example}", text=text.strip()[:40],
                            example=language.day_in_figures(date(2026, 12, 31))))  # fmt: skip

    def write(self, value: date | None, language: Language) -> str:
        """Return the day."""
        return "" if value is None else language.day_in_figures(value)


@dataclass(frozen=True)
class SizeEntry:
    """A size with its unit: TB and TiB stay what they are."""

    def parse(self, text: str, language: Language) -> int | None:
        """Return the bytes."""
        if is_unknown(text):
            return None
        match = _SIZE.fullmatch(text.strip())
        if match is None:
            raise EntryError(tr("“{text}” is not a size: write a number and a unit, such as 16 GiB", text=text[:40]))
        number = parse_number(match["number"], language)
        try:
            return parse_size(f"{float_free(number)} {match['unit']}")
        except ValueError:
            raise EntryError(tr("“{unit}” is not a unit of size: use GB, TB, GiB or TiB", unit=match["unit"])) from None

    def write(self, value: int | None, language: Language) -> str:
        """Return the shortest text that says the size exactly; binary units where it is all the same."""
        if value is None:
            return ""
        numbers = [(Fraction(value, factor), unit) for factor, unit in (*_BINARY, *_DECIMAL)]
        exact = [pair for pair in numbers if pair[0] >= 1 and (pair[0] * 10**_PLACES).denominator == 1]
        texts = [f"{write_number(number, language)} {unit}" for number, unit in exact]
        return min(texts, key=len, default=f"{value} B")


def float_free(number: Fraction) -> str:
    """Return a fraction that has a finite decimal form as exactly that."""
    return f"{Decimal(number.numerator) / Decimal(number.denominator):f}"


def explain(error: ValidationError) -> str:
    """Return why the model refuses a value, in the current language."""
    first = error.errors(include_url=False)[0]
    limits = first.get("ctx", {})
    match first["type"]:
        case "greater_than_equal":
            return tr("at least {limit:number}", limit=_limit(limits["ge"]))
        case "greater_than":
            return tr("more than {limit:number}", limit=_limit(limits["gt"]))
        case "less_than_equal":
            return tr("at most {limit:number}", limit=_limit(limits["le"]))
        case "less_than":
            return tr("less than {limit:number}", limit=_limit(limits["lt"]))
        case "string_too_long":
            return tr("at most {limit:number} letters", limit=limits["max_length"])
        case "decimal_max_places":
            return tr("at most {limit:number} decimals", limit=limits["decimal_places"])
        case "decimal_max_digits" | "decimal_whole_digits":
            return tr("too many digits")
        case "missing" | "string_too_short" | "int_type" | "is_instance_of" | "fraction_type" | "decimal_type":
            return tr("an answer is needed here")
        case "string_pattern_mismatch":
            return tr("only capital letters, such as AT or EUR")
    for words, said in (
        ("same name", tr("this name is taken already")),
        ("two decimals", tr("at most {limit:number} decimals", limit=2)),
        ("self-assessment", tr("a self-assessment can only be an indication")),
        ("a markup and a margin", tr("a markup and a margin at once: give one of them")),
    ):
        if first["type"] == "value_error" and words in first["msg"]:
            return said
    return str(first["msg"]).removeprefix("Value error, ")


def _limit(value: Any) -> Fraction:
    # The limit of an amount comes as the text "Decimal('0')".
    return Fraction(str(value).removeprefix("Decimal('").removesuffix("')"))


REFUSALS = (EntryError, InputFault, ValidationError)
"""What is raised where a text is no answer, or the model does not take the answer."""


def refusal(error: Exception) -> str:
    """Return why an answer was not taken, in the current language."""
    if isinstance(error, InputFault):
        cause = error.__cause__
        if not isinstance(cause, ValidationError):
            return " ".join(shown(fault) for fault in error.faults)
        error = cause
    return explain(error) if isinstance(error, ValidationError) else str(error)
