"""Computes the formulas of our workbooks anew, apart from the program that wrote them and from any office suite."""

from __future__ import annotations

import io
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

_TOKEN = re.compile(
    r"""(?P<text>"[^"]*")
      | (?P<sheet>'(?:[^']|'')+'|[A-Za-z_][A-Za-z0-9_]*)!(?P<there>\$?[A-Z]{1,3}\$?\d+)
      | (?P<range>\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+)
      | (?P<call>[A-Z]+)\(
      | (?P<cell>\$?[A-Z]{1,3}\$?\d+)
      | (?P<name>[A-Za-z_][A-Za-z_0-9]*)
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<other>.)""",
    re.VERBOSE,
)


class Calculator:
    """A workbook whose formulas are computed when asked for; inputs can be changed before."""

    def __init__(self, content: bytes) -> None:
        self._book = openpyxl.load_workbook(io.BytesIO(content))
        self._known: dict[tuple[str, str], Any] = {}

    def set(self, sheet: str, cell: str, value: float) -> None:
        """Type another value into a cell."""
        self._book[sheet][cell] = value
        self._known.clear()

    def named(self, name: str) -> Decimal:
        """Return the value of a named cell."""
        sheet, cell = self._book.defined_names[name].attr_text.rsplit("!", 1)
        return self.value(sheet.strip("'").replace("''", "'"), cell)

    def value(self, sheet: str, cell: str) -> Any:
        """Return the value of a cell, computed if it holds a formula."""
        cell = cell.replace("$", "")
        if (sheet, cell) not in self._known:
            held = self._book[sheet][cell].value
            if isinstance(held, str) and held.startswith("="):
                held = self._compute(sheet, held[1:])
            elif isinstance(held, int | float):
                held = Decimal(repr(held))
            self._known[sheet, cell] = held
        return self._known[sheet, cell]

    def _compute(self, sheet: str, formula: str) -> Any:
        code = "".join(self._translate(match) for match in _TOKEN.finditer(formula))
        return eval(code, {"__builtins__": {}}, self._functions(sheet))

    def _translate(self, match: re.Match[str]) -> str:
        kind = match.lastgroup
        if kind == "there":
            sheet = match["sheet"].strip("'").replace("''", "'")
            return f"at({sheet!r},{match['there']!r})"
        if kind == "range":
            return f"area({match['range']!r})"
        if kind == "call":
            return f"{match['call']}("
        if kind == "cell":
            return f"here({match['cell']!r})"
        if kind == "name":
            return f"named({match['name']!r})"
        return f"D({match[0]!r})" if kind == "number" else match[0]

    def _functions(self, sheet: str) -> dict[str, Any]:
        def area(text: str) -> list[Any]:
            left, top, right, bottom = range_boundaries(text.replace("$", ""))
            return [
                self.value(sheet, f"{get_column_letter(column)}{row}")
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            ]

        def number(value: Any) -> Decimal:
            return value if isinstance(value, Decimal) else Decimal(0)

        def here(cell: str) -> Decimal:
            return number(self.value(sheet, cell))

        def matching(sums: list[Any], keys: list[Any], wanted: Any) -> Decimal:
            def fits(key: Any) -> bool:
                if not isinstance(key, Decimal):
                    return False
                return key >= 0 if wanted == ">=0" else key == wanted

            return sum((number(one) for one, key in zip(sums, keys, strict=True) if fits(key)), Decimal(0))

        return {
            "D": Decimal, "area": area, "here": here, "named": self.named,
            "at": lambda there, cell: number(self.value(there, cell)), "SUMIFS": matching,
            "SUM": lambda *parts: sum((number(one) for part in parts for one in (
                part if isinstance(part, list) else [part])), Decimal(0)),
            "COUNTIF": lambda keys, wanted: Decimal(sum(key == wanted for key in keys)),
            "IF": lambda wanted, yes, no: yes if wanted else no,
            "CONCATENATE": lambda *parts: "".join(parts),
            "SUBSTITUTE": lambda value, old, new: f"{value.normalize():f}".replace(old, new),
            "ROUND": lambda value, places: value.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP),
        }  # fmt: skip
