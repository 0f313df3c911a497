"""Names of the things that the model names by a key, and the way a document writes figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from wizard.model.text import Language, Text
from wizard.model.units import GIB

NAME = 120
"""Longest foreign name that a document prints; what is longer ends in an ellipsis."""
SENTENCE = 700
NARROW = "\u00a0"
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_SYMBOLS = {"gbps": "Gbit/s", "hours": "h", "iops": "IOPS", "minutes": "min", "watts": "W"}
COUNTED: Mapping[str, tuple[Text, Text]] = {
    "backups": (Text("backup"), Text("backups")),
    "cartridges": (Text("cartridge"), Text("cartridges")),
    "copies": (Text("copy"), Text("copies")),
    "cores": (Text("core"), Text("cores")),
    "days": (Text("day"), Text("days")),
    "kinds": (Text("kind"), Text("kinds")),
    "months": (Text("month"), Text("months")),
    "nodes": (Text("node"), Text("nodes")),
    "ports": (Text("port"), Text("ports")),
    "servers": (Text("server"), Text("servers")),
    "threads": (Text("thread"), Text("threads")),
    "U": (Text("rack unit"), Text("rack units")),
    "vcpus": (Text("vCPU"), Text("vCPUs")),
    "votes": (Text("vote"), Text("votes")),
    "weeks": (Text("week"), Text("weeks")),
    "years": (Text("year"), Text("years")),
}
"""What is counted, as a reader knows it: one of them, and several."""
_CURRENCY_FIRST = ("CH", "LI", "GB")


def coarse(amount: Decimal) -> int:
    """Round an amount to two digits that say something."""
    whole = int(amount.to_integral_value())
    step = Decimal(10) ** max(len(str(abs(whole))) - 2, 0)
    return int((Decimal(whole) / step).to_integral_value() * step)


@dataclass(frozen=True)
class Voice:
    """Writes everything of one document in its language and currency."""

    language: Language
    currency: str
    coarse: bool = False
    """Whether amounts are written to two digits only, as in a self-assessment."""

    def say(self, text: Text) -> str:
        """Write a sentence."""
        return text.render(self.language)

    def part(self, name: str) -> str:
        """Write the name of a part of the catalogue: in this language, where its words have a translation."""
        return self.language.translate(name)

    def origin(self, source: str) -> str:
        """Write where a rule comes from: titles as they are, our own words in this language."""
        return "; ".join(self.language.translate(piece) for piece in source.split("; "))

    def name(self, names: Mapping[str, Text], key: str) -> str:
        """Write the name of something known by a key; an unknown key stands for itself."""
        text = names.get(key)
        return key if text is None else self.say(text)

    def money(self, amount: Decimal, *, signed: bool = False) -> str:
        """Write an amount with its currency; ``signed`` with a plus as with a minus."""
        if self.coarse:
            return f"≈{NARROW}{self.with_currency(self.language.number(coarse(amount), signed=signed))}"
        return self.with_currency(self.language.money(amount, signed=signed))

    def exactly(self, amount: Decimal, currency: str = "") -> str:
        """Write an amount to the cent, whatever the document promises: such as what the reader has said himself."""
        return self.with_currency(self.language.money(amount), currency)

    def with_currency(self, number: str, currency: str = "") -> str:
        """Set the currency where the country sets it: before the number, or behind."""
        currency = currency or self.currency
        if self.language.region in _CURRENCY_FIRST:
            return f"{currency}{NARROW}{number}"
        return f"{number}{NARROW}{currency}"

    def size(self, value: int) -> str:
        """Write a size so that its unit stays on the line."""
        return self.language.size(value).replace(" ", NARROW)

    def number(self, value: int | Fraction | Decimal) -> str:
        """Write a number."""
        return self.language.number(value)

    def yes(self, value: bool) -> str:
        """Write yes or no."""
        return self.say(Text("yes") if value else Text("no"))

    def minutes(self, value: int | Fraction | None) -> str:
        """Write a duration given in minutes; unknown is a dash."""
        return "–" if value is None else self.seconds(Fraction(value) * 60)

    def seconds(self, value: int | Fraction) -> str:
        """Write a duration as a reader counts it: 14 min 21 s, 2 h 50 min, from three days on 3.5 days."""
        whole = round(value)
        if whole < _MINUTE:
            parts: tuple[tuple[int, str], ...] = ((whole, "s"),)
        elif whole < 2 * _HOUR:
            parts = ((whole // _MINUTE, "min"), (whole % _MINUTE, "s"))
        elif whole >= 3 * _DAY:
            return self.counted(round(Fraction(whole, _DAY), 1), "days")
        else:
            minutes = round(Fraction(whole, _MINUTE))
            parts = ((minutes // _MINUTE, "h"), (minutes % _MINUTE, "min"))
        shown = [f"{self.number(amount)}{NARROW}{unit}" for amount, unit in parts if amount] or [f"0{NARROW}min"]
        return NARROW.join(shown)

    def figure(self, value: Any, unit: str) -> str:
        """Write a figure of a calculation in its unit."""
        if value is None:
            return "–"
        if isinstance(value, list | tuple):
            shown = [self.figure(item, unit) for item in value[:12]]
            return "; ".join([*shown, "…"] if len(value) > 12 else shown)
        if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal):
            return str(value)
        if unit == "bytes":
            return self.size(int(value))
        if unit == self.currency or unit == "money":
            return self.money(
                Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(value)
            )
        if unit == "share":
            return self.say(Text("{share:percent}", share=value))
        if unit == "bytes/s":
            return f"{self.size(int(value))}/s"
        if unit in ("minutes", "hours"):
            return self.minutes(Fraction(value) * (_MINUTE if unit == "hours" else 1))
        return self.counted(value, unit)

    def unit(self, unit: str) -> str:
        """Name a unit as it stands in a column of its own."""
        names = COUNTED.get(unit)
        return _SYMBOLS.get(unit, unit) if names is None else self.say(names[1])

    def counted(self, value: int | Fraction | Decimal, unit: str) -> str:
        """Write a number of things, one of them as one."""
        number = self.language.number(value, 4)
        if unit in ("", "count"):
            return number
        names = COUNTED.get(unit)
        named = _SYMBOLS.get(unit, unit) if names is None else self.say(names[0 if value == 1 else 1])
        return f"{number}{NARROW}{named}"


def unit_of(name: str, value: object) -> str:
    """Return the unit of an input: bytes where its name says so, or where it is too large to count anything else."""
    if name.endswith("bytes"):
        return "bytes"
    first = value[0] if isinstance(value, list | tuple) and value else value
    rate = any(word in name for word in ("rate", "speed", "second", "throughput", "bandwidth"))
    factor = name.lower() in ("kib", "mib", "gib", "tib", "kb", "mb", "gb", "tb")
    return "bytes" if isinstance(first, int | Fraction) and first >= GIB and not rate and not factor else ""
