"""Write the documents of an offer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wizard.documents.files import file_name
from wizard.documents.pdf import pdf
from wizard.documents.workbook import workbook
from wizard.model.offer import Offer
from wizard.model.text import Language
from wizard.persistence.faults import SaveFault


def write_quote(
    offer: Offer, directory: Path, language: Language, progress: Callable[[int], None] | None = None
) -> tuple[Path, Path]:
    """Write the PDF and the workbook of an offer.

    Files of the same names are replaced only when both new ones are complete.

    Parameters
    ----------
    offer
        What is offered.
    directory
        Where to write; it is made if it does not exist.
    language
        Language of the documents.
    progress
        Called with the percentage that is done.

    Returns
    -------
    tuple of Path
        The PDF and the workbook.

    Raises
    ------
    SaveFault
        If a file cannot be written; what was there is unchanged.
    OSError
        If the folder cannot be made.
    """
    report = progress or (lambda percent: None)
    directory.mkdir(parents=True, exist_ok=True)
    report(5)
    paths = (directory / file_name(offer, "pdf"), directory / file_name(offer, "xlsx"))
    partial = {path: path.with_name(path.name + ".part") for path in paths}
    try:
        for number, (make, path) in enumerate(zip((pdf, workbook), paths, strict=True), start=1):
            _write(partial[path], make(offer, language), path)
            report(number * 45)
        for path in paths:
            partial[path].replace(path)
    finally:
        for rest in partial.values():
            rest.unlink(missing_ok=True)
    report(100)
    return paths


def _write(partial: Path, content: bytes, path: Path) -> None:
    try:
        partial.write_bytes(content)
    except OSError as fault:
        raise SaveFault(path, fault.strerror or str(fault)) from fault
