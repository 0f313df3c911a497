"""Reads a buyer's requirement list, a workbook or CSV: which columns it has, and every requirement with its row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from wizard.importers import tables
from wizard.importers.columns import squash
from wizard.importers.problems import ImportProblem
from wizard.importers.tables import Cell, Table
from wizard.model.tender import Requirement, RequirementClass, RequirementField, RequirementList
from wizard.model.text import Text

HEADINGS: Mapping[RequirementField, tuple[str, ...]] = {
    "id": ("nr", "id", "no", "number", "nummer", "lfdnr", "pos", "position", "oz", "reqid", "anforderungsnr", "ref"),
    "text": (
        "anforderung", "requirement", "requirements", "anforderungen", "beschreibung", "description", "kriterium",
        "criterion", "criteria", "anforderungstext", "text", "leistungsmerkmal", "merkmal",
    ),
    "class": ("art", "class", "klasse", "typ", "type", "ab", "akriterium", "kriterienart", "kategorie", "koab", "ko"),
    "weight": ("gewicht", "weight", "gewichtung", "punkte", "points", "maxpunkte", "wichtung"),
    "answer": (
        "erfüllt", "antwort", "answer", "fulfilled", "compliance", "erfüllung", "erfüllungsgrad", "janein",
        "yesno", "bieterantwort", "angabebieter", "angabedesbieters", "erfülltjanein", "compliant", "status",
    ),
    "comment": (
        "erläuterung", "bemerkung", "kommentar", "comment", "comments", "remark", "explanation", "beschreibungbieter",
        "erläuterungdesbieters", "bietererläuterung", "howfulfilled", "bemerkungbieter", "kommentarbieter",
    ),
    "value": ("wert", "value", "angebotenerwert", "offeredvalue", "wertangeboten", "angabe", "zusagewert"),
    "evidence": ("nachweis", "evidence", "anlage", "beleg", "fundstelle", "reference", "verweis", "nachweisseite"),
}  # fmt: skip
_HEAD_ROWS = 60
_EXCLUSION = re.compile(
    r"^\s*(a|ko|k\.?o\.?|muss|must|m|ausschluss\w*|exclusion|mandatory|pflicht|shall|a-kriterium)\s*$", re.IGNORECASE
)
_INFORMATION = re.compile(r"^\s*(i|info|information|hinweis)\s*$", re.IGNORECASE)


def read_requirements(path: Path, given: Mapping[str, str] | None = None) -> RequirementList:
    """Read a requirement list.

    Parameters
    ----------
    path
        A workbook or a CSV file, as the buyer gave it.
    given
        Headings of fields that cannot be guessed.

    Raises
    ------
    ImportProblem
        If the file cannot be read, or no column holds the requirements or the answers.
    """
    _, found = open_requirements(path, given)
    if found is None:
        raise ImportProblem(
            path.name, Text("no sheet has a column with requirements and one for the answers; name them by hand")
        )
    return found


def open_requirements(
    path: Path, given: Mapping[str, str] | None = None
) -> tuple[tuple[str, ...], RequirementList | None]:
    """Return the headings that a list has, and the list itself where its columns are known.

    Raises
    ------
    ImportProblem
        If the file cannot be read.
    """
    best: RequirementList | None = None
    headings: tuple[str, ...] = ()
    for table in _tables(path):
        found = _list(path.name, table, given or {})
        row = _heading_row(table, given or {})
        if found is not None and (best is None or len(found.requirements) > len(best.requirements)):
            best, headings = found, row
        elif best is None and len(row) > len(headings):
            headings = row
    return headings, best


def _heading_row(table: Table, given: Mapping[str, str]) -> tuple[str, ...]:
    """Return the words of the row that is most like a heading: the one with known names, else the fullest."""
    rows = _rows_of(table)[:_HEAD_ROWS]
    place, columns = _heading(rows, given)
    words = [[str(cell).strip() for cell in cells] for _, cells in rows]
    chosen = words[place] if columns else max(words, key=lambda row: len([word for word in row if word]), default=[])
    return tuple(dict.fromkeys(word for word in chosen if word))


def _tables(path: Path) -> Iterator[Table]:
    with path.open("rb") as file:
        zipped = file.read(4) == b"PK\x03\x04"
    if not zipped:
        yield tables.read_csv(path, "")
        return
    names = tables.read_workbook(path, frozenset()).sheets
    for name in names:
        yield from tables.read_workbook(path, frozenset({tables.fold_name(name)})).tables.values()


def _rows_of(table: Table) -> list[tuple[int, list[Cell]]]:
    head = table.rows[0][0] - 1 if table.rows else 1
    return [(head, list(table.header)), *table.rows]


def _list(file: str, table: Table, given: Mapping[str, str]) -> RequirementList | None:
    """Return the list that a table holds, or None."""
    rows = _rows_of(table)
    place, columns = _heading(rows[:_HEAD_ROWS], given)
    if "text" not in columns or not ({"answer", "comment"} & set(columns)):
        return None
    headings = {field: str(rows[place][1][column]).strip() for field, column in columns.items()}
    found = tuple(_requirements(rows[place + 1 :], columns))
    return RequirementList(file, table.name, columns, headings, found) if found else None


def _heading(rows: list[tuple[int, list[Cell]]], given: Mapping[str, str]) -> tuple[int, dict[RequirementField, int]]:
    """Return which row is the heading, and the column of each field."""
    best: tuple[int, dict[RequirementField, int]] = (0, {})
    for place, (_, cells) in enumerate(rows):
        columns: dict[RequirementField, int] = {}
        squashed = [squash(str(cell)) for cell in cells]
        for field, names in HEADINGS.items():
            if given.get(field) == "":
                continue  # said to be in no column
            wanted = (squash(given[field]),) if field in given else names
            free = [name for name in wanted if name in squashed and squashed.index(name) not in columns.values()]
            if free:
                columns[field] = squashed.index(free[0])
        if len(columns) > len(best[1]):
            best = (place, columns)
    return best


def _requirements(rows: list[tuple[int, list[Cell]]], columns: Mapping[RequirementField, int]) -> Iterator[Requirement]:
    def cell(cells: list[Cell], field: RequirementField) -> str:
        column = columns.get(field)
        if column is None or column >= len(cells):
            return ""
        value = cells[column]
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)

    for number, cells in rows:
        text = cell(cells, "text")
        if not text.strip():
            continue
        klass = cell(cells, "class")
        # A row without number and class is a heading between requirements.
        if "id" in columns and not cell(cells, "id").strip() and not klass.strip():
            continue
        yield Requirement(number, cell(cells, "id").strip(), text, _class(klass), cell(cells, "weight").strip())


def _class(written: str) -> RequirementClass:
    if _EXCLUSION.match(written):
        return "exclusion"
    return "information" if _INFORMATION.match(written) else "evaluated"
