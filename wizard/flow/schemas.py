"""The schemas of the file formats, printed and published."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from wizard.documents.bill_files import bill_schema, csv_schema
from wizard.persistence import projects
from wizard.persistence.files import write_file
from wizard.persistence.languages import language

_OF_THE_BILL: Mapping[str, Callable[[], dict[str, Any]]] = {
    "bill": lambda: {"$schema": projects.DIALECT, **bill_schema()},
    "bill-csv": lambda: csv_schema(language("de")),
}
SCHEMAS = (*projects.SCHEMAS, *_OF_THE_BILL)


def schema(name: str) -> dict[str, Any]:
    """Return the schema of a format: JSON Schema, and of the CSV a Table Schema.

    Raises
    ------
    KeyError
        If there is no such format.
    """
    return _OF_THE_BILL[name]() if name in _OF_THE_BILL else projects.schema(name)


def schema_text(name: str) -> str:
    """Return a schema as it is published."""
    return json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n"


def publish(name: str, directory: Path) -> Path:
    """Write a schema into a folder, under the name of the format and its version, and return its path.

    Raises
    ------
    SaveFault
        If it cannot be written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / schema_file(name)
    write_file(path, schema_text(name).encode("utf-8"), keep_previous=False)
    return path


def schema_file(name: str) -> str:
    """Return the name of the file of a schema."""
    return f"rackwright-{name}-1.schema.json"
