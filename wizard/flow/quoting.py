"""Write the documents of an offer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wizard.documents.files import file_name
from wizard.documents.pdf import pdf
from wizard.documents.workbook import workbook
from wizard.model.offer import Offer
from wizard.model.text import Language


def write_quote(
    offer: Offer, directory: Path, language: Language, progress: Callable[[int], None] | None = None
) -> tuple[Path, Path]:
    """Write the PDF and the workbook of an offer.

    A file of the same name is replaced only when the new one is complete.

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
    OSError
        If the folder cannot be written to.
    """
    report = progress or (lambda percent: None)
    directory.mkdir(parents=True, exist_ok=True)
    report(5)
    paths = (directory / file_name(offer, "pdf"), directory / file_name(offer, "xlsx"))
    contents = []
    for number, make in enumerate((pdf, workbook), start=1):
        contents.append(make(offer, language))
        report(number * 45)
    for path, content in zip(paths, contents, strict=True):
        _replace(path, content)
    report(100)
    return paths


def _replace(path: Path, content: bytes) -> None:
    partial = path.with_name(path.name + ".part")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
