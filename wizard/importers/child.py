"""Read a workbook in a process of its own: ``python -m wizard.importers.child FILE SHEET…``.

The reader is native code. What it allocates cannot be caught, and where memory is limited it ends the process: so it
runs here, under a limit, and the program that asked survives. The answer is lines of JSON on standard output: first the
names of all sheets, then for each wanted sheet a head and its rows. The first line is a refusal instead where the
file is not read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

from wizard.importers import limits, prescan

REFUSED = 3
"""Exit status where the first line of the answer says why."""


_TOO_MUCH = "the sheets hold more than the {cells} cells or the {limit:size} of text that are read"


def main(arguments: Sequence[str]) -> int:
    """Answer on standard output; the status says whether it is an answer or a refusal."""
    _limit_memory()
    answer = sys.stdout
    answer.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    try:
        prescan.check(Path(arguments[0]))
        _read(Path(arguments[0]), frozenset(arguments[1:]), answer)
    except prescan.RefusedError as refused:
        # A refusal may come after some tables were written: the parent reads the last line.
        answer.write("\n" + json.dumps({"refused": refused.template, "values": refused.values}) + "\n")
        return REFUSED
    except MemoryError:
        return REFUSED
    return 0


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the scan before the reader is the guard there.
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = limits.CHILD_MEMORY if hard == resource.RLIM_INFINITY else min(limits.CHILD_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    # An abort for lack of memory is expected; a core dump of it is of no use to anyone.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(path: Path, wanted: frozenset[str], answer: IO[str]) -> None:
    import python_calamine

    written = cells = 0
    with path.open("rb") as file:
        try:
            workbook = python_calamine.CalamineWorkbook.from_filelike(file)
            names = workbook.sheet_names
            answer.write(json.dumps({"sheets": names}) + "\n")
            for name in names:
                if name.strip().casefold() not in wanted:
                    continue
                sheet = workbook.get_sheet_by_name(name)
                height, width = sheet.end or (0, 0)
                cells += (height + 1) * (width + 1)
                for line in _lines(name, sheet):
                    written += answer.write(line) + 1
                    answer.write("\n")
                    if written > limits.RESULT_BYTES or cells > limits.RESULT_CELLS:
                        raise prescan.RefusedError(_TOO_MUCH, cells=limits.RESULT_CELLS, limit=limits.RESULT_BYTES)
        except python_calamine.CalamineError as error:
            raise prescan.RefusedError(prescan.DAMAGED, detail=str(error)[:120]) from error
        except (prescan.RefusedError, MemoryError):
            raise
        except BaseException as error:
            # A panic of the native reader is no Exception; whatever the file caused, it is the file that is at fault.
            raise prescan.RefusedError(prescan.DAMAGED, detail=f"{type(error).__name__}: {error}"[:120]) from error


def _lines(name: str, sheet: Any) -> Iterator[str]:
    """Yield the head of a sheet, then its rows from the first row of the sheet on, blank ones as well."""
    yield json.dumps({"sheet": name})
    for row in sheet.iter_rows() if sheet.start else ():
        yield json.dumps([cell if type(cell) is float or type(cell) is bool else _plain(cell) for cell in row])


def _plain(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell if len(cell) <= limits.CELL_CHARACTERS else cell[: limits.CELL_CHARACTERS]
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else cell


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
