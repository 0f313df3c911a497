"""Write the documents of an offer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wizard.documents.files import file_name
from wizard.documents.pdf import pdf
from wizard.documents.pdf_attachment import PROJECT, Attachment
from wizard.documents.workbook import workbook
from wizard.model.offer import Offer
from wizard.model.text import Language, Text
from wizard.persistence.faults import SaveFault
from wizard.persistence.projects import project_text


def write_quote(
    offer: Offer,
    directory: Path,
    language: Language,
    progress: Callable[[int], None] | None = None,
    *,
    tender: bool = False,
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
    tender
        Leave the project out of the PDF: it is then PDF/A-2a, which every portal takes. Otherwise it is PDF/A-3a, and
        opening it in the program opens the project.

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
        attachment = None if tender else project_attachment(offer, language)
        _write(partial[paths[0]], pdf(offer, language, attachment), paths[0])
        report(60)
        _write(partial[paths[1]], workbook(offer, language), paths[1])
        report(90)
        for path in paths:
            partial[path].replace(path)
    finally:
        for rest in partial.values():
            rest.unlink(missing_ok=True)
    report(100)
    return paths


def project_attachment(offer: Offer, language: Language) -> Attachment:
    """Return the project of an offer as a file to embed. The customer's offer holds the project as he may see it."""
    words = Text("The project that this document was made of; Rackwright opens it").render(language)
    return Attachment(PROJECT, words, project_text(offer.project).encode("utf-8"))


def _write(partial: Path, content: bytes, path: Path) -> None:
    try:
        partial.write_bytes(content)
    except OSError as fault:
        raise SaveFault(path, fault.strerror or str(fault)) from fault
