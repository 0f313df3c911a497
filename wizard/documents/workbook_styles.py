"""Sheets with the same look, and cells that cannot become formulas by accident."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_rowcol_to_cell as at  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from wizard.documents.progress import quiet
from wizard.documents.scene import PALETTE
from wizard.documents.source import Source
from wizard.documents.workbook_plan import Plan
from wizard.model.text import Language, Text
from wizard.model.units import count

__all__ = ["INPUT", "MONEY", "WHOLE", "Book", "Follow", "Format", "Workbook", "Worksheet", "at", "plain"]

MONEY, WHOLE, NUMBER = "#,##0.00", "#,##0", "#,##0.####"
INPUT: dict[str, Any] = {"bg_color": "#FFF8E1", "locked": False}
"""Cells in which the reader may try other figures."""
_LOCAL = (MONEY, WHOLE, NUMBER, "#,##0.##", "0.0 %")
"""Formats of numbers whose separators follow the country of the document."""
_COUNTRIES = {"de-AT": "[$-C07]", "de-CH": "[$-807]", "de-LI": "[$-1407]", "en-GB": "[$-809]"}
_ALLOWED = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True}
"""What protection leaves open."""
_LONGEST = 32_000
"""A cell holds 32,767 characters."""
_A4, _WIDEST = 9, 40
_MOST_LINES = 12
_MARK = 987_654_321
"""Stands for a figure in a sentence until it is known where the figure stands."""


Follow = tuple[str, int | Decimal]
"""A cell that a sentence follows, and its value now."""


class Book:
    """A workbook with its formats. A format is made once for each combination that is used."""

    def __init__(self, file: Workbook, source: Source) -> None:
        self.file = file
        self.source = source
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._widths: dict[str, Sequence[float]] = {}
        self._lines: dict[tuple[str, int], int] = {}
        self.progress = quiet()
        self.plan = Plan(source)
        """Where the calculations stand."""
        self.inputs: dict[tuple[str, str], str | tuple[str, ...]] = {}
        """Cells of other sheets that are inputs of calculations, by key and name; of a list one for each value."""

    def say(self, text: Text) -> str:
        """Write a sentence in the language of the document."""
        return self.source.voice.say(text)

    def format(self, **properties: Any) -> Format:
        """Return a cell format."""
        if properties.get("num_format") in _LOCAL:
            properties["num_format"] = _country(self.source.voice.language) + str(properties["num_format"])
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format(
                {"font_name": "Inter", "font_size": 9, "valign": "vcenter", "font_color": PALETTE["ink"], **properties}
            )
        return self._formats[key]

    @property
    def title(self) -> Format:
        """Format of a sheet's title."""
        return self.format(bold=True, font_size=15, font_color=PALETTE["accent"])

    def head(self, *, right: bool = False) -> Format:
        """Return the format of the head of a column."""
        place = {"align": "right"} if right else {"align": "left", "indent": 1}
        return self.format(bold=True, font_color=PALETTE["quiet"], bottom=1, text_wrap=True, valign="bottom", **place)

    @property
    def wrapped(self) -> Format:
        """Format of running text."""
        return self.format(text_wrap=True, indent=1, align="left")

    def sheet(self, title: Text, widths: Sequence[float]) -> Worksheet:
        """Add a sheet: A4 landscape, one page wide, title in the first row."""
        self.progress.step()  # the sheet before is done
        name = self.say(title)
        sheet = self.file.add_worksheet(name[:31])
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width, self.wrapped)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.hide_gridlines(2)
        number = self.source.offer.number[:_WIDEST].replace("&", "&&")
        print_ = self.source.offer.assessment.fingerprint[:16]
        sheet.set_footer(f"&L&8{self.header_text(number)} · {print_}&R&8&P / &N")
        self.text(sheet, 0, 0, name, self.title)
        sheet.set_row(0, 24)
        self._widths[sheet.get_name()] = widths
        return sheet

    @staticmethod
    def header_text(text: str) -> str:
        """Return a text for the footer, where a digit after a size would be read as part of it."""
        return f" {text}" if text[:1].isdigit() else text

    def text(self, sheet: Worksheet, row: int, column: int, text: str, style: Format | None = None) -> None:
        """Write a text as a text, whatever it begins with."""
        clean = "".join(c for c in text if c in "\n\t" or (c >= " " and not "\ud800" <= c <= "\udfff"))
        sheet.write_string(row, column, clean[:_LONGEST], style or self.wrapped)
        if style is None or style.text_wrap:
            self._grow(sheet, row, column, len(clean))

    def _grow(self, sheet: Worksheet, row: int, column: int, length: int) -> None:
        """Make a row as high as its longest text needs: not every program does so by itself."""
        widths = self._widths.get(sheet.get_name())
        if widths is None or column >= len(widths):
            return
        key = (sheet.get_name(), row)
        lines = min(count(Fraction(length) / Fraction(widths[column] * Fraction(23, 20))), _MOST_LINES)
        self._lines[key] = max(lines, self._lines.get(key, 1))
        sheet.set_row(row, 12.5 * self._lines[key] + 4)

    def heads(self, sheet: Worksheet, row: int, titles: Sequence[str], figures: Collection[int] = ()) -> None:
        """Write the heads of the columns, keep them in sight and repeat them on paper.

        ``figures`` are the columns of numbers, whose heads stand right as the numbers do.
        """
        for column, title in enumerate(titles):
            self.text(sheet, row, column, title, self.head(right=column in figures))
        sheet.freeze_panes(row + 1, 0)
        sheet.repeat_rows(row)

    def guard(self, sheet: Worksheet) -> None:
        """Keep a sheet from being overwritten by accident. There is no password: nothing on it is secret."""
        sheet.protect("", _ALLOWED)

    def quoted(self, sheet: Worksheet) -> str:
        """Return the name of a sheet as formulas write it."""
        name = str(sheet.get_name()).replace("'", "''")
        return f"'{name}'"

    def name(self, sheet: Worksheet, name: str, row: int, column: int) -> None:
        """Give a cell a name that formulas and other programs can use."""
        self.file.define_name(name, f"={self.quoted(sheet)}!{at(row, column, True, True)}")

    def date(self, sheet: Worksheet, row: int, column: int, day: date | None, **style: Any) -> None:
        """Write a day as a day, so that it can be sorted and compared."""
        if day is None:
            self.text(sheet, row, column, "–")
            return
        language = self.source.voice.language
        number = "dd.mm.yyyy" if language.code == "de" else "[$-809]d mmmm yyyy"
        made = self.format(**{"num_format": number, "align": "left", "indent": 1, **style})
        sheet.write_datetime(row, column, datetime.combine(day, time()), made)

    def figure(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        value: int | Fraction | Decimal | None,
        number: str = NUMBER,
        **style: Any,
    ) -> None:
        """Write a number; unknown stays empty."""
        style = {"num_format": number, "align": "right", **style}
        if value is None:
            sheet.write_blank(row, column, None, self.format(**style))
        else:
            sheet.write_number(row, column, plain(value), self.format(**style))

    def formula(
        self, sheet: Worksheet, row: int, column: int, formula: str, value: Decimal | Fraction | int, **style: Any
    ) -> None:
        """Write a formula of ours, with the value that it has now."""
        style = {"num_format": MONEY, "align": "right", **style}
        sheet.write_formula(row, column, formula, self.format(**style), plain(value))

    def live_words(
        self, sheet: Worksheet, row: int, column: int, words: Callable[..., Text], follows: Sequence[Follow],
        style: Format | None = None,
    ) -> None:  # fmt: skip
        """Write a sentence whose figures follow cells.

        ``words`` makes the sentence of its figures; ``follows`` has for each the cell and what it is now.
        """
        language = self.source.voice.language
        marks = [_MARK + number for number in range(len(follows))]
        rest, parts = self.say(words(*marks)), []
        point = language.number(Decimal("0.5"))[1]
        for (cell, _), mark in zip(follows, marks, strict=True):
            before, rest = rest.split(language.number(mark), 1)
            parts += [_quoted(before), f'SUBSTITUTE({cell},"{"." if point == "," else ","}","{point}")']
        formula = f"=CONCATENATE({','.join([*parts, _quoted(rest)])})"
        shown = self.say(words(*(value for _, value in follows)))
        sheet.write_formula(row, column, formula, style or self.wrapped, shown)

    def calculated(
        self, sheet: Worksheet, row: int, column: int, anchor: str | None, value: int | Fraction | Decimal,
        number: str = NUMBER, unit: int = 1, **style: Any,
    ) -> None:  # fmt: skip
        """Write a figure that a calculation gives: it follows the cell there, and leads to it.

        ``unit`` is what the result is divided by.
        """
        found, link = self.plan.result(anchor), self.plan.link(anchor)
        if found is None or link is None or found.result != value:
            self.figure(sheet, row, column, Fraction(value) / unit, number, **style)
            return
        cell = link.removeprefix("internal:")
        sheet.write_url(row, column, link, self.format())
        self.formula(
            sheet, row, column, f"={cell}" if unit == 1 else f"={cell}/{unit}", Fraction(value) / unit,
            num_format=number, font_color=PALETTE["accent"], **style,
        )  # fmt: skip


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _country(language: Language) -> str:
    """Return what a format of numbers begins with, so that its separators are those of the country."""
    return _COUNTRIES.get(str(language.tag), "")


def plain(value: int | Fraction | Decimal) -> int | float:
    """Return a number as a workbook stores it."""
    return value if isinstance(value, int) else float(value)
