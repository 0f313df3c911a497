"""Recognises foreign files by their content and reads them.

To add a format, write one module with the four names of :class:`Importer` and list it in :data:`IMPORTERS`. A format
that is not made of tables (JSON) also needs its content in :class:`~wizard.importers.tables.Source`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from wizard.importers import limits, merging, rvtools, tables
from wizard.importers.merging import Part
from wizard.importers.problems import ImportProblem
from wizard.importers.tables import Source, Table
from wizard.model.faults import system_reason
from wizard.model.inventory import Inventory
from wizard.model.text import ENGLISH, Language, Text


class Importer(Protocol):
    """What a module of this package offers to read a format."""

    @property
    def FORMAT(self) -> str:  # noqa: N802 - a constant of a module
        """The name of the format, as the user knows it."""

    @property
    def SHEETS(self) -> frozenset[str]:  # noqa: N802
        """The sheets it reads, folded by ``tables.fold_name``; no other sheet is loaded."""

    @property
    def recognises(self) -> Callable[[Source], bool]:
        """Whether a source is of this format, judged by what is in it."""

    @property
    def read(self) -> Callable[[Source], Part]:
        """Return what a recognised source says."""


IMPORTERS: tuple[Importer, ...] = (rvtools,)

_WORKBOOK, _COMPOUND = b"PK", bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_SEARCHED = 1 << 20


def import_files(paths: Sequence[Path], language: Language = ENGLISH) -> Inventory:
    """Return the inventory of files and folders, several of them joined.

    Raises
    ------
    ImportProblem
        If one of them cannot be used.
    """
    try:
        parts = [importer_of(source).read(source) for source in open_sources(paths)]
    except OSError as error:
        name = Path(str(error.filename or paths[0])).name
        raise ImportProblem(name, Text("cannot be read ({detail})", detail=system_reason(error))) from error
    return merging.merge(parts, language)


def importer_of(source: Source) -> Importer:
    """Return the format that knows a source.

    Raises
    ------
    ImportProblem
        If none does; it says what was found and what is understood.
    """
    for importer in IMPORTERS:
        if importer.recognises(source):
            return importer
    found = ", ".join(name[:40] for name in source.sheets[:12]) or "–"
    understood = ", ".join(importer.FORMAT for importer in IMPORTERS)
    raise ImportProblem(source.name, Text("is of no known format: found {found}; understood is {understood}"
                                          " (a workbook with the sheet vInfo, or its CSV files)",
                                          found=found, understood=understood))  # fmt: skip


def open_sources(paths: Iterable[Path]) -> list[Source]:
    """Return the content of files and folders; CSV files of one folder that complete each other are one source."""
    sources: list[Source] = []
    loose: list[Path] = []
    for path in paths:
        if path.is_dir():
            sources.append(_folder(path))
        elif _kind(path) == "csv":
            loose.append(path)
        else:
            sources.append(tables.read_workbook(path, _wanted()))
    return sources + _grouped(loose)


def _wanted() -> frozenset[str]:
    return frozenset(sheet for importer in IMPORTERS for sheet in importer.SHEETS)


def _kind(path: Path) -> str:
    """Return whether a file is a workbook or text, by its first bytes."""
    if not path.exists():
        raise ImportProblem(path.name, Text("does not exist"))
    if not path.is_file():
        raise ImportProblem(path.name, Text("is not a file"))
    with path.open("rb") as file:
        head = file.read(len(_COMPOUND))
        if not head:
            raise ImportProblem(path.name, Text("is empty"))
        if head == _COMPOUND:
            locked = _ENCRYPTED_PACKAGE in file.read(_SEARCHED)
            reason = (Text("is protected by a password: save it without one") if locked
                      else Text("is a workbook of the old kind (.xls): save it as .xlsx and import that"))  # fmt: skip
            raise ImportProblem(path.name, reason)
    return "workbook" if head.startswith(_WORKBOOK) else "csv"


def _folder(path: Path) -> Source:
    files = sorted(file for file in path.iterdir() if file.is_file() and file.suffix.casefold() == ".csv")
    if not files:
        raise ImportProblem(path.name, Text("the folder holds no CSV files"))
    if len(files) > limits.CSV_FILES:
        raise ImportProblem(
            path.name, Text("the folder holds {count} CSV files, more than any export has", count=len(files))
        )
    found: dict[str, Table] = {}
    for file in files:
        name, table = _csv(file)
        if (first := found.setdefault(name, table)) is not table:
            note = Text("two files of the folder hold {sheet}: only the first is read", sheet=first.name)
            found[name] = replace(first, notes=(*first.notes, note))
    wanted = _wanted()
    return Source(path.resolve().name, {name: table for name, table in found.items() if name in wanted},
                  tuple(file.name for file in files), tables.digest(files))  # fmt: skip


def _csv(path: Path) -> tuple[str, Table]:
    """Return a CSV file as the sheet that it is."""
    if _kind(path) != "csv":
        raise ImportProblem(path.name, Text("has the name of a CSV file and is a workbook"))
    table = tables.read_csv(path, path.name)
    sheet = rvtools.csv_sheet(path.name, table.header)
    return (sheet, replace(table, name=sheet)) if sheet else (path.name.casefold(), table)


def _grouped(paths: Iterable[Path]) -> list[Source]:
    groups: list[tuple[Path, dict[str, Table], list[Path]]] = []
    for path in paths:
        sheet, table = _csv(path)
        folder = path.resolve().parent
        group = next((one for one in groups if one[0] == folder and sheet not in one[1]), None)
        if group is None:
            groups.append((folder, {sheet: table}, [path]))
        else:
            group[1][sheet] = table
            group[2].append(path)
    return [_csv_source(found, files) for _, found, files in groups]


def _csv_source(found: dict[str, Table], files: list[Path]) -> Source:
    """Return CSV files as one source; what a single one is about is seen from its headings."""
    names = tuple(file.name for file in files)
    seen = next(iter(found.values())).header if len(files) == 1 else names
    return Source(", ".join(names)[:120], found, seen, tables.digest(files))
