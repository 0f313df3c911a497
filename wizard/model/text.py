"""Sentences that the program says: an English template, its values, and a language chosen when it is shown.

The engine makes a :class:`Text`; a screen, a document or a JSON file renders it. The English template is also the
key of its translation (``resources/locale``), so a sentence is read where it is made. A field of a template
names how its value is written: ``{needed:size}``, ``{price:money}``, ``{share:percent}``, ``{ratio:number}``. A
``{name:part}`` is the name of a part of the catalogue, whose words may have a translation of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from string import Formatter
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from wizard.model.money import to_cents
from wizard.model.units import GIB, KIB, MIB, TIB

MINUS = "−"
"""The sign of negative numbers: as wide as a plus, and read out, where a hyphen is passed over."""
_STEPS = ((TIB, "TiB"), (GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB"))
_SEPARATORS = {"en": (",", "."), "de": (".", ","), "de-CH": ("’", "."), "de-LI": ("’", ".")}

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
"""Not those of the system's language, which %B would give."""


@dataclass(frozen=True)
class Language:
    """A language to render in: its code, the translations of the English templates, and the country it is for."""

    code: str = "en"
    messages: Mapping[str, str] = field(default_factory=dict)
    region: str = ""

    @property
    def tag(self) -> str:
        """Language and country, such as ``de-CH``."""
        return f"{self.code}-{self.region}" if self.region else self.code

    def translate(self, template: str) -> str:
        """Return the template in this language, or the English one where no translation is known."""
        return self.messages.get(template, template)

    def number(
        self, value: int | Decimal | Fraction, places: int = 2, *, fixed: bool = False, signed: bool = False
    ) -> str:
        """Write a number with this language's separators; trailing zeros go unless ``fixed``, a plus stays away too."""
        exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(value)
        plain = f"{exact:{'+' if signed else ''},.{places}f}"
        if not fixed and "." in plain:
            plain = plain.rstrip("0").rstrip(".")
        thousands, decimal = _SEPARATORS.get(self.tag) or _SEPARATORS[self.code]
        return plain.translate({ord(","): thousands, ord("."): decimal, ord("-"): MINUS})

    def size(self, value: int, *, signed: bool = False) -> str:
        """Write a size with the largest binary unit that leaves it at one or more."""
        for factor, unit in _STEPS:
            if abs(value) >= factor:
                return f"{self.number(Fraction(value, factor), signed=signed)} {unit}"
        return f"{self.number(value, signed=signed)} B"

    def money(self, value: Decimal | int, *, signed: bool = False) -> str:
        """Write an amount with two decimals; the currency is the caller's to add."""
        return self.number(to_cents(value), fixed=True, signed=signed)

    def day(self, value: date) -> str:
        """Write a date as it stands in a sentence: English names the month, whose number could be read as the day."""
        return (
            self.day_in_figures(value) if self.code == "de" else f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
        )

    def day_in_figures(self, value: date) -> str:
        """Write a date for a field or a narrow column: by ISO 8601 where the language has no order that all know."""
        return f"{value:%d.%m.%Y}" if self.code == "de" else value.isoformat()


ENGLISH = Language()


@lru_cache(maxsize=8192)
def _parts(template: str) -> tuple[tuple[str, str | None, str], ...]:
    """Return a template in parts: words, and the field behind them with the kind in which it is written."""
    return tuple((words, name, kind or "") for words, name, kind, _ in Formatter().parse(template))


def _written(value: Any, kind: str, language: Language) -> str:
    """Write the value of a field by its kind; one that begins with ``+`` has its sign in any case."""
    if value is None:
        return "–"
    signed = kind.startswith("+")
    match kind.removeprefix("+"):
        case "size":
            return language.size(value, signed=signed)
        case "money":
            return language.money(value, signed=signed)
        case "percent":
            return f"{language.number(Fraction(value) * 100, 1)} %"
        case "number":
            return language.number(value, signed=signed)
        case "part":
            return language.translate(value)
    if isinstance(value, Text):
        return value.render(language)
    if isinstance(value, date):
        return language.day(value)
    return language.number(value) if isinstance(value, int | Fraction | Decimal) else str(value)


@dataclass(frozen=True, init=False)
class Text:
    """A sentence with values in it, made now and written later in the reader's language.

    Examples
    --------
    >>> str(Text("{n} nodes hold {usable:size}", n=3, usable=2**41))
    '3 nodes hold 2 TiB'
    >>> str(Text("{change:+number} nodes", change=1))
    '+1 nodes'
    """

    template: str
    values: tuple[tuple[str, Any], ...]

    def __init__(self, template: str, /, **values: Any) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "values", tuple(values.items()))

    def render(self, language: Language = ENGLISH) -> str:
        """Return the sentence in ``language``."""
        values = dict(self.values)
        return "".join(
            words if name is None else words + _written(values[name], kind, language)
            for words, name, kind in _parts(language.translate(self.template))
        )

    def __str__(self) -> str:
        return self.render()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        def write(text: Text, info: core_schema.SerializationInfo) -> str:
            language = (info.context or {}).get("language", ENGLISH)
            return text.render(language)

        return core_schema.no_info_plain_validator_function(
            lambda value: value if isinstance(value, Text) else Text("{text}", text=value),
            json_schema_input_schema=core_schema.str_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(
                write, info_arg=True, return_schema=core_schema.str_schema()
            ),
        )
