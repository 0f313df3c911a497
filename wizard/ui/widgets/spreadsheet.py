"""What a spreadsheet does with rows: paste, fill down, sort, filter. Frozen rows in, frozen rows out, no widget."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from wizard.checkpoint import with_checkpoints
from wizard.flow.answers import changed
from wizard.model.text import Text
from wizard.ui.entry import EntryError, explain
from wizard.ui.i18n import shown
from wizard.ui.models.columns import Column
from wizard.ui.undoing import Draft


@dataclass(frozen=True)
class Pasted:
    """Rows after a paste, and the cells that could not be read, by row and column."""

    rows: tuple[BaseModel, ...]
    drafts: Mapping[tuple[int, str], Draft]


def cells_of(text: str) -> list[list[str]]:
    """Return the cells of a text that a spreadsheet put on the clipboard; empty lines are left out."""
    lines = csv.reader(io.StringIO(text), delimiter="\t")
    return [cells for cells in lines if any(cell.strip() for cell in cells)]


def named_columns(titles: Iterable[str], columns: Sequence[Column]) -> list[Column | None] | None:
    """Return the columns that a line of titles names, or None where it is not one."""
    known = {shown(column.title).casefold(): column for column in columns}
    known |= {column.title.template.casefold(): column for column in columns}
    known |= {column.key: column for column in columns}
    named = [known.get(title.strip().casefold()) for title in titles]
    return named if sum(column is not None for column in named) > 1 else None


def filled(
    rows: Sequence[BaseModel], lines: Sequence[Sequence[str]], start: int, columns: Sequence[Column | None],
    template: Callable[[], BaseModel | None], read: Callable[[Column, str], Any],
) -> Pasted:  # fmt: skip
    """Return the rows with the lines written over them from ``start`` on; rows past the end are added."""
    result, drafts = list(rows), dict[tuple[int, str], Draft]()
    for number, cells in enumerate(with_checkpoints(lines), start):
        if number >= len(result):
            row = template()
            if row is None:
                break
            result.append(row)
        result[number] = _filled_row(result[number], number, cells, columns, read, drafts)
    return Pasted(tuple(result), drafts)


def _filled_row(
    row: BaseModel, number: int, cells: Sequence[str], columns: Sequence[Column | None],
    read: Callable[[Column, str], Any], drafts: dict[tuple[int, str], Draft],
) -> BaseModel:  # fmt: skip
    values: dict[str, Any] = {}
    texts: dict[str, str] = {}

    def refuse(column: Column, cell: str, message: str) -> None:
        name = Text("{column}, row {row}", column=column.title, row=number + 1)
        drafts[number, column.key] = Draft(cell, message, name)

    for column, cell in zip(columns, cells, strict=False):
        if column is None:
            continue
        try:
            values[column.key], texts[column.key] = read(column, cell), cell
        except EntryError as error:
            refuse(column, cell, str(error))
    try:
        return changed(row, **values)
    except ValidationError:
        pass
    # One of them is refused: each is tried by itself, so that the others are not lost.
    by_key = {column.key: column for column in columns if column is not None}
    for key, value in values.items():
        try:
            row = changed(row, **{key: value})
        except ValidationError as error:
            refuse(by_key[key], texts[key], explain(error))
    return row


def filled_down(
    rows: Sequence[BaseModel], numbers: Sequence[int], columns: Sequence[Column]
) -> tuple[BaseModel, ...]:  # fmt: skip
    """Return the rows with the cells of the first of ``numbers`` repeated in the others."""
    first, *others = numbers
    values = {column.key: column.value(rows[first]) for column in columns if column.put is None}
    result = list(rows)
    for number in others:
        result[number] = changed(result[number], **values)
    return tuple(result)


def order(rows: Sequence[BaseModel], key: Callable[[BaseModel], Any], *, descending: bool) -> list[int]:
    """Return the numbers of the rows in the order of a column; what is unknown stands last either way."""
    values = [key(row) for row in rows]
    known = [number for number, value in enumerate(values) if value is not None]
    unknown = [number for number, value in enumerate(values) if value is None]
    known.sort(key=lambda number: _comparable(values[number]), reverse=descending)
    return known + unknown


def _comparable(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
