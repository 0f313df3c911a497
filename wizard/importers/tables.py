"""Plain tables of cells out of workbooks and CSV files, whatever is in them."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from wizard.importers import child, csvtext, limits
from wizard.importers.problems import ImportProblem
from wizard.model.text import Text

Cell = str | int | float | bool
"""An empty cell is an empty text."""

FROZEN_SWITCH = "--read-workbook"
"""First argument of a frozen program that asks it for :func:`wizard.importers.child.main`."""


@dataclass(frozen=True)
class Table:
    """One sheet or one CSV file: a header and the rows that hold values, each with its number in the file."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, list[Cell]], ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Source:
    """What one import file, or one folder, holds."""

    name: str
    tables: dict[str, Table]
    """The tables that some format wants, by their folded name."""
    sheets: tuple[str, ...]
    """The names of all sheets or files, to say what was found."""
    digest: str
    """The same content has the same digest, under any name."""


def fold_name(name: str) -> str:
    """Return a sheet name as formats know it: RVTools wrote ``tabvInfo`` before it wrote ``vInfo``."""
    folded = name.strip().casefold()
    return folded.removeprefix("tab") if folded.startswith(("tabv", "tabdv")) else folded


def table(name: str, rows: Iterable[tuple[int, list[Cell]]]) -> Table:
    """Return rows as a table: blank rows go, the first row that holds a value is the header."""
    kept = [(number, row) for number, row in rows if any(cell != "" for cell in row)]
    if not kept:
        return Table(name, (), ())
    return Table(name, tuple(str(cell) for cell in kept[0][1]), tuple(kept[1:]))


def digest(paths: Iterable[Path]) -> str:
    """Return what identifies the content of these files."""
    whole = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()


# --- CSV -------------------------------------------------------------------------------------------------------------


def read_csv(path: Path, name: str) -> Table:
    """Return a CSV file as a table.

    Raises
    ------
    ImportProblem
        If the file is too large, or no text.
    """
    if path.stat().st_size > limits.CSV_BYTES:
        raise _too_large(path, limits.CSV_BYTES)
    try:
        records, broken = csvtext.parse(path.read_bytes())
    except csvtext.NotTextError as error:
        raise ImportProblem(path.name, error.reason) from error
    found = table(name, records)
    return replace(found, notes=(broken,)) if broken else found


# --- workbooks -------------------------------------------------------------------------------------------------------


def read_workbook(path: Path, wanted: frozenset[str]) -> Source:
    """Return the wanted sheets of a workbook, read in a process of its own.

    Parameters
    ----------
    path
        The workbook.
    wanted
        Names of sheets, folded by :func:`fold_name`.

    Raises
    ------
    ImportProblem
        If the file is damaged, protected, hostile, or too large.
    """
    if path.stat().st_size > limits.FILE_BYTES:
        raise _too_large(path, limits.FILE_BYTES)
    spellings = sorted(wanted | {f"tab{name}" for name in wanted})
    with tempfile.TemporaryFile() as answer:
        status = _run_child(path, spellings, answer)
        answer.seek(0)
        if status == 0:
            return _source(path, answer)
        raise ImportProblem(path.name, _refusal(answer.read(), status))


def child_command() -> list[str]:
    """Return how this program starts itself as the reader; the only place that knows."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FROZEN_SWITCH]
    return [sys.executable, "-P", "-m", child.__name__]


def _run_child(path: Path, sheets: list[str], answer: IO[bytes]) -> int:
    # The current folder may be the customer's: -P keeps its modules out, and the package is named instead.
    home = str(Path(__file__).resolve().parents[2])
    environment = dict(os.environ) | {"PYTHONPATH": os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))}
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(
            [*child_command(), str(path.resolve()), *sheets], stdin=subprocess.DEVNULL, stdout=answer,
            stderr=subprocess.DEVNULL, timeout=limits.CHILD_SECONDS, env=environment, creationflags=flags, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        reason = Text("the workbook was not read within {seconds} seconds", seconds=limits.CHILD_SECONDS)
        raise ImportProblem(path.name, reason) from error
    answer.seek(0, os.SEEK_END)
    return done.returncode


def _refusal(answer: bytes, status: int) -> Text:
    if status == child.REFUSED:
        try:
            last = json.loads(answer.splitlines()[-1])
            return Text(last["refused"], **last["values"])
        except (IndexError, KeyError, TypeError, ValueError):
            pass  # A child without memory for its last words: the sentence below says it.
    return Text("the workbook cannot be read: it needs more than {limit:size} of memory, or breaks the reader",
                limit=limits.CHILD_MEMORY)  # fmt: skip


def _source(path: Path, answer: IO[bytes]) -> Source:
    names: tuple[str, ...] = ()
    tables: dict[str, Table] = {}
    sheet, number = "", 0
    rows: list[tuple[int, list[Cell]]] = []
    for line in answer:
        if not line.strip():
            continue
        part: Any = json.loads(line)
        if isinstance(part, list):
            rows.append((number, part))
            number += 1
            continue
        if sheet:
            tables.setdefault(fold_name(sheet), table(sheet, rows))
        names = tuple(part.get("sheets", names))
        sheet, number, rows = part.get("sheet", ""), 1, []
    if sheet:
        tables.setdefault(fold_name(sheet), table(sheet, rows))
    return Source(path.name, tables, names, digest((path,)))


def _too_large(path: Path, limit: int) -> ImportProblem:
    return ImportProblem(path.name, Text("is larger than the {limit:size} that are read", limit=limit))
