"""Read and write projects, and publish the JSON Schemas of what is read and written without a window."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter

from wizard.model.assessment import ASSESSMENT
from wizard.model.inventory import Inventory
from wizard.model.layout import LAYOUT, LAYOUT_FORMAT, CephLayout, Layout, ZfsLayout
from wizard.model.project import PROJECT_FORMAT, Project
from wizard.model.units import UNITS, Size
from wizard.persistence.faults import SaveFault
from wizard.persistence.files import Kind, read_document, write_file

_PROJECT: Kind[Project] = Kind(PROJECT_FORMAT, TypeAdapter(Project), Project)
_LAYOUT: Kind[CephLayout | ZfsLayout] = Kind(LAYOUT_FORMAT, LAYOUT, Layout)

# Binary units first: where two texts are equally short, memory and disks read better in GiB.
_UNITS_BY_PREFERENCE = ("PiB", "TiB", "GiB", "MiB", "KiB", "PB", "TB", "GB", "MB", "kB")
_IS_SIZE = get_args(Size)[1]
_PRINTABLE_DIGITS = 100
_AS_IT_IS = frozenset((str, int, bool, float, type(None)))
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def read_project(path: Path, content: bytes | None = None) -> Project:
    """Read a project; ``content`` is what its file holds, if that was read already.

    Raises
    ------
    FileFault
        If the file cannot be used; one line for each fault.
    """
    return read_document(path, _PROJECT, content)


def read_layout(path: Path) -> CephLayout | ZfsLayout:
    """Read one concrete storage layout.

    Raises
    ------
    FileFault
        If the file cannot be used; one line for each fault.
    """
    return read_document(path, _LAYOUT)


def write_project(project: Project, path: Path) -> None:
    """Write a project whole or not at all; the previous file stays as ``<name>.bak``.

    Raises
    ------
    SaveFault
        If it could not be written; the old file is unchanged.
    """
    try:
        content = project_text(project).encode("utf-8")
    except ValueError as error:  # a number of thousands of digits, or half of a Unicode character
        raise SaveFault(path, str(error)) from error
    write_file(path, content)


def project_text(project: Project) -> str:
    """Return a project as it stands in its file: the same project always gives the same text."""
    return json.dumps(plain_project(project), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def plain_project(project: Project) -> dict[str, Any]:
    """Return a project as objects and lists of JSON, for a file of another kind that holds it."""
    return _plain_model(project)


def _plain_model(model: BaseModel) -> dict[str, Any]:
    """Return the fields that differ from their default, and those that have none."""
    plain = {}
    for name, default, is_size in _fields(type(model)):
        value = getattr(model, name)
        if not _same(value, default):
            plain[name] = size_text(value) if is_size else _plain(value)
    return plain


@lru_cache(maxsize=256)
def _fields(model: type[BaseModel]) -> tuple[tuple[str, Any, bool], ...]:
    """Return name, default, and whether it is a size, of every field: asked once, not for each of 10,000 guests."""
    return tuple(
        (name, field.get_default(call_default_factory=True), _IS_SIZE in field.metadata)
        for name, field in model.model_fields.items()
    )


def _same(value: Any, default: Any) -> bool:
    # 1 == True and 1 == 1.0: what differs in kind is written, so that it is read as what it was.
    return type(value) is type(default) and bool(value == default)


def _plain(value: Any) -> Any:
    if type(value) in _AS_IT_IS:  # nearly everything is
        return value
    match value:
        case BaseModel():
            return _plain_model(value)
        case tuple() | list():
            return [_plain(item) for item in value]
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case Enum():
            return value.value
        case Decimal():
            return _money_text(value)
        case Fraction():
            return _number(value)
        case date():
            return value.isoformat()
    return value


@lru_cache(maxsize=4096)
def size_text(size: int) -> int | str:
    """Return a size as a short text with a unit that is exactly it, or as bytes where there is none.

    Examples
    --------
    >>> size_text(16 * 2**30), size_text(3_840_000_000_000), size_text(3_840_755_982_336)
    ('16 GiB', '3.84 TB', 3840755982336)
    """
    texts = [text for unit in _UNITS_BY_PREFERENCE if (text := _in_unit(size, unit)) is not None]
    return min(texts, key=len) if texts else size


def _in_unit(size: int, unit: str) -> str | None:
    """Return a size in a unit, if one to five digits and two decimals say it exactly."""
    hundredths, rest = divmod(size * 100, UNITS[unit])
    if rest or not 100 <= hundredths < 100_000 * 100:
        return None
    number = f"{hundredths // 100}.{hundredths % 100:02}".rstrip("0").rstrip(".")
    return f"{number} {unit}"


def _money_text(amount: Decimal) -> str:
    if amount.adjusted() > _PRINTABLE_DIGITS:
        return str(amount)
    two_places = f"{amount:.2f}"
    return two_places if Decimal(two_places) == amount else str(amount)


def _number(value: Fraction) -> int | float | str:
    if value.denominator == 1:
        return int(value)
    try:
        number = float(value)
    except OverflowError:
        return str(value)
    # A third has no decimals that end: its text is read back as the same fraction.
    return number if Fraction(str(number)) == value else str(value)


_SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "project": lambda: Project.model_json_schema(mode="validation"),
    "assessment": lambda: ASSESSMENT.json_schema(mode="serialization"),
    "layout": lambda: LAYOUT.json_schema(mode="validation"),
    "import": lambda: Inventory.model_json_schema(mode="serialization"),
}
SCHEMAS = tuple(_SCHEMAS)


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of ``project``, ``assessment``, ``layout`` or ``import``.

    Raises
    ------
    KeyError
        If there is no such schema.
    """
    made = _SCHEMAS[name]()
    if "$ref" in made:
        # A model that holds itself (the project of a revision) is only named at the top: its fields belong there.
        made = {**made["$defs"][made["$ref"].rpartition("/")[2]], "$defs": made["$defs"]}
    return {"$schema": DIALECT, **made}
