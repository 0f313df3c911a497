"""The sheet on capacity: from raw to usable, before and after a failure, and over the years; live, with charts."""

from __future__ import annotations

from fractions import Fraction

from wizard.documents.chapters_growth import growth_lines, growth_of
from wizard.documents.diagram_charts import growth_title
from wizard.documents.scene import PALETTE
from wizard.documents.workbook_styles import INPUT, WHOLE, Book, Worksheet, at
from wizard.model.loads import loads
from wizard.model.names import STORAGES
from wizard.model.text import Text
from wizard.model.units import GIB, TIB

_WIDTHS = (52, 24, 18, 18, 18, 44)
_PERCENT, _SIZE = "0.0 %", "#,##0.00"
_CHART = {"x_offset": 6, "y_offset": 10}


def write_capacity(book: Book) -> None:
    """Write the sheet."""
    sheet = book.sheet(Text("Capacity"), _WIDTHS)
    row = _storage(sheet, book, 2)
    row = _compute(sheet, book, row + 1)
    row = _growth(sheet, book, row + 1)
    sheet.print_area(0, 0, row, len(_WIDTHS) - 1)
    sheet.fit_to_pages(1, 1)
    book.guard(sheet)


def _storage(sheet: Worksheet, book: Book, row: int) -> int:
    """Write the steps from raw to usable as bytes, with the sizes and shares that follow from them, and the bar."""
    storage, say = book.source.offer.design.storage, book.say
    titles = (Text("Storage"), Text("Bytes"), Text("TiB"), Text("Share of raw"), Text("TB"), Text("Note"))
    book.heads(sheet, row, [say(title) for title in titles], range(1, 5))
    steps = (
        (Text("Raw: all drives together"), storage.raw_bytes, "Raw_bytes", ""),
        (Text("Nominal: raw divided by the redundancy"), storage.nominal_bytes, "Nominal_bytes",
         f"{book.source.voice.name(STORAGES, storage.kind)}; {storage.layout}"),
        (Text("Usable: what this offer promises"), storage.usable_bytes, "Usable_bytes",
         book.source.sentence(storage.limited_by)),
        (Text("Needed at the horizon"), storage.needed_bytes, "Needed_bytes", ""),
    )  # fmt: skip
    for place, (text, size, name, note) in enumerate(steps, start=row + 1):
        book.text(sheet, place, 0, say(text))
        anchor = book.source.link(f"storage.{name.lower()}")
        book.calculated(sheet, place, 1, anchor, size, WHOLE)
        book.name(sheet, name, place, 1)
        book.formula(sheet, place, 2, f"={name}/2^40", Fraction(size, TIB), num_format=_SIZE)
        share = Fraction(size, storage.raw_bytes) if storage.raw_bytes else Fraction(0)
        book.formula(sheet, place, 3, f"=IF(Raw_bytes=0,0,{name}/Raw_bytes)", share, num_format=_PERCENT)
        book.formula(sheet, place, 4, f"={name}/10^12", Fraction(size, 10**12), num_format=_SIZE)
        book.text(sheet, place, 5, note)
    return _parts(sheet, book, row + len(steps) + 2)


def _parts(sheet: Worksheet, book: Book, row: int) -> int:
    """Write what the bar consists of, and the bar."""
    storage, say = book.source.offer.design.storage, book.say
    raw = storage.raw_bytes or storage.usable_bytes
    nominal = storage.nominal_bytes or storage.usable_bytes
    parts = (
        (Text("usable"), "=Usable_bytes/2^40", storage.usable_bytes, PALETTE["accent"]),
        (Text("reserve for failures and balance"), "=MAX(Nominal_bytes-Usable_bytes,0)/2^40",
         max(nominal - storage.usable_bytes, 0), PALETTE["reserve"]),
        (Text("further copies and parity"), "=MAX(Raw_bytes-Nominal_bytes,0)/2^40",
         max(raw - nominal, 0), "#B9C2CE"),
    )  # fmt: skip
    chart = book.file.add_chart({"type": "bar", "subtype": "stacked"})
    name = book.quoted(sheet)
    for place, (text, formula, size, colour) in enumerate(parts, start=row):
        book.text(sheet, place, 0, say(text))
        book.formula(sheet, place, 2, formula, Fraction(size, TIB), num_format=_SIZE)
        chart.add_series({
            "name": f"={name}!{at(place, 0, True, True)}", "values": f"={name}!{at(place, 2, True, True)}",
            "fill": {"color": colour}, "gap": 60,
        })  # fmt: skip
    spare = row + len(parts)
    book.text(sheet, spare, 0, say(Text("Spare at the horizon")))
    left = storage.usable_bytes - storage.needed_bytes
    book.formula(sheet, spare, 2, "=(Usable_bytes-Needed_bytes)/2^40", Fraction(left, TIB), num_format=_SIZE)
    share = Fraction(left, storage.usable_bytes) if storage.usable_bytes else Fraction(0)
    book.formula(sheet, spare, 3, "=IF(Usable_bytes=0,0,1-Needed_bytes/Usable_bytes)", share, num_format=_PERCENT)
    chart.set_title({"name": say(Text("Storage (TiB)")), "name_font": {"size": 10}})
    chart.set_y_axis({"visible": False})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 150})
    words = say(Text("A bar of the storage: usable, reserve, further copies"))
    sheet.insert_chart(spare + 1, 0, chart, {**_CHART, "description": words})
    return spare + 10


def _compute(sheet: Worksheet, book: Book, row: int) -> int:
    """Write cores and memory, needed and there, before and after the planned failure."""
    compute, say = book.source.offer.design.compute, book.say
    titles = (Text("Compute"), Text("Needed"), Text("There"), Text("Used"), Text("Spare"))
    for column, title in enumerate(titles):
        book.text(sheet, row, column, say(title), book.head(right=column > 0))
    planned = book.source.plans_failure
    after = (
        (Text("Cores after the planned failure"), Text("Memory after the planned failure (GiB)"))
        if planned
        else (Text("Cores, no failure planned for"), Text("Memory, no failure planned for (GiB)"))
    )
    rows = (
        (Text("Cores"), compute.cores_needed, compute.cores_available, "cores_needed", "cores_available"),
        (after[0], compute.cores_needed_after_failure, compute.cores_after_failure,
         "cores_needed_after_failure", "cores_after_failure"),
        (Text("Memory (GiB)"), compute.memory_needed_bytes, compute.memory_available_bytes, "memory_needed_bytes",
         "memory_available_bytes"),
        (after[1], compute.memory_needed_after_failure_bytes,
         compute.memory_after_failure_bytes, "memory_needed_after_failure_bytes", "memory_after_failure_bytes"),
    )  # fmt: skip
    names = {2: "Cores_used_after_failure", 4: "Memory_used_after_failure"}
    for place, (text, needed, there, *keys) in enumerate(rows, start=row + 1):
        unit, number = (GIB, _SIZE) if keys[0].startswith("memory") else (1, WHOLE)
        book.text(sheet, place, 0, say(text))
        for column, (value, key) in enumerate(zip((needed, there), keys, strict=True), start=1):
            book.calculated(sheet, place, column, book.source.link(f"compute.{key}"), value, number, unit)
        used = Fraction(needed, there) if there else Fraction(0)
        need, have = at(place, 1), at(place, 2)
        book.formula(sheet, place, 3, f"=IF({have}=0,0,{need}/{have})", used, num_format=_PERCENT)
        if name := names.get(place - row):
            book.name(sheet, name, place, 3)
        book.formula(sheet, place, 4, f"={have}-{need}", Fraction(there - needed, unit), num_format=number)
    return row + len(rows) + 1


def _growth(sheet: Worksheet, book: Book, row: int) -> int:
    """Write the shares that are used, year by year: the growth can be changed, and table and chart follow."""
    rate, horizon = growth_of(book.source)
    lines = growth_lines(book.source, rate, horizon)
    if not rate or not lines:
        return row
    say = book.say
    book.text(sheet, row, 0, say(Text("Growth per year")))
    book.figure(sheet, row, 1, rate, _PERCENT, **INPUT)
    book.name(sheet, "Growth_per_year", row, 1)
    book.text(sheet, row + 1, 0, say(Text("Year of the horizon")))
    book.figure(sheet, row + 1, 1, horizon, WHOLE, **INPUT)
    book.name(sheet, "Horizon_years", row + 1, 1)
    _growth_inputs(book, rate, horizon)
    head = row + 5
    for column, title in enumerate((Text("Year"), Text("Cores"), Text("Memory"), Text("Storage"))[: len(lines) + 1]):
        book.text(sheet, head, column, say(title) if column == 0 else lines[column - 1].name,
                  book.head(right=column > 0))  # fmt: skip
    years, shares = len(lines[0].shares), _shares(sheet, book, row + 2)
    for year in range(years):
        book.figure(sheet, head + 1 + year, 0, year, WHOLE, align="left", indent=1)
        for column, line in enumerate(lines, start=1):
            formula = f"={shares[column - 1]}*(1+Growth_per_year)^({at(head + 1 + year, 0)}-Horizon_years)"
            book.formula(sheet, head + 1 + year, column, formula, line.shares[year], num_format=_PERCENT)
    _growth_chart(sheet, book, head, years, len(lines))
    return head + years + 17


def _growth_inputs(book: Book, rate: Fraction, horizon: int) -> None:
    """Let the calculations take growth and years from this sheet, where they have the same ones."""
    for each in book.source.calculations:
        if each.key.startswith(("demand.", "expansion.")):
            for name, value, cell in (("growth", rate, "Growth_per_year"), ("years", horizon, "Horizon_years")):
                if each.inputs.get(name) == value:
                    book.inputs[each.key, name] = cell


def _shares(sheet: Worksheet, book: Book, row: int) -> list[str]:
    """Write what is needed and what there is, and return the formulas of their shares, in the order of the lines."""
    found = loads(book.source.offer.design)
    units = {"cores": (WHOLE, 1), "memory": (_SIZE, GIB), "storage": (_SIZE, TIB)}
    book.text(sheet, row, 0, book.say(Text("Needed at the horizon")))
    book.text(sheet, row + 1, 0, book.say(Text("Available")))
    formulas: list[str] = []
    for key, load in found.items():
        if load.there:
            column, (number, unit) = len(formulas) + 1, units[key]
            pairs = ((row, load.needed_key, load.needed), (row + 1, load.there_key, load.there))
            for place, calculation, value in pairs:
                book.calculated(sheet, place, column, book.source.link(calculation), value, number, unit)
            formulas.append(f"{at(row, column, True, True)}/{at(row + 1, column, True, True)}")
    return formulas


def _growth_chart(sheet: Worksheet, book: Book, head: int, years: int, count: int) -> None:
    chart = book.file.add_chart({"type": "line"})
    name = book.quoted(sheet)
    for column, colour in zip(range(1, count + 1), ("accent", "blue", "amber"), strict=False):
        cells = f"{at(head + 1, column, True, True)}:{at(head + years, column, True, True)}"
        chart.add_series({
            "name": f"={name}!{at(head, column, True, True)}", "values": f"={name}!{cells}",
            "categories": f"={name}!{at(head + 1, 0, True, True)}:{at(head + years, 0, True, True)}",
            "line": {"color": PALETTE[colour], "width": 2},  # type: ignore[index]
        })  # fmt: skip
    words = book.say(growth_title(book.source.plans_failure))
    chart.set_title({"name": words, "name_font": {"size": 9}})
    chart.set_y_axis({"num_format": "0 %", "major_gridlines": {"visible": True, "line": {"color": PALETTE["line"]}}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 260})
    sheet.insert_chart(head + years + 1, 0, chart, {**_CHART, "description": words})
