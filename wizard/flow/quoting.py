"""Write the documents of an offer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, get_args

from wizard.documents.bill_files import bill_csv, bill_json
from wizard.documents.files import file_name
from wizard.documents.pdf import pdf
from wizard.documents.pdf_attachment import PROJECT, Attachment
from wizard.documents.workbook import workbook
from wizard.model.offer import Offer
from wizard.model.text import Language, Text
from wizard.persistence.faults import SaveFault
from wizard.persistence.projects import project_text

FileKind = Literal["pdf", "xlsx", "csv", "json"]
FILE_KINDS: tuple[FileKind, ...] = get_args(FileKind)


def write_quote(
    offer: Offer,
    directory: Path,
    language: Language,
    progress: Callable[[int], None] | None = None,
    *,
    tender: bool = False,
) -> tuple[Path, Path]:
    """Write the PDF and the workbook of an offer; see :func:`write_files`."""
    document, book = write_files(offer, directory, language, ("pdf", "xlsx"), progress, tender=tender)
    return document, book


def write_files(
    offer: Offer,
    directory: Path,
    language: Language,
    kinds: Sequence[FileKind],
    progress: Callable[[int], None] | None = None,
    *,
    tender: bool = False,
) -> tuple[Path, ...]:
    """Write an offer in several kinds of file.

    Files of the same names are replaced only when all new ones are complete.

    Parameters
    ----------
    offer
        What is offered.
    directory
        Where to write; it is made if it does not exist.
    language
        Language of the documents.
    kinds
        Which files, in the order of the answer.
    progress
        Called with the percentage that is done.
    tender
        Leave the project out of the PDF: it is then PDF/A-2a, which every portal takes. Otherwise it is PDF/A-3a, and
        opening it in the program opens the project.

    Returns
    -------
    tuple of Path
        One for each kind.

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
    paths = {kind: directory / file_name(offer, kind) for kind in kinds}
    partial = {path: path.with_name(path.name + ".part") for path in paths.values()}
    try:
        for number, (kind, path) in enumerate(paths.items(), start=1):
            _write(partial[path], file_content(offer, kind, language, tender=tender), path)
            report(number * 90 // len(paths))
        for path in paths.values():
            partial[path].replace(path)
    finally:
        for rest in partial.values():
            rest.unlink(missing_ok=True)
    report(100)
    return tuple(paths[kind] for kind in kinds)


def file_content(offer: Offer, kind: FileKind, language: Language, *, tender: bool = False) -> bytes:
    """Return what a file of one kind holds."""
    match kind:
        case "pdf":
            return pdf(offer, language, None if tender else project_attachment(offer, language))
        case "xlsx":
            return workbook(offer, language)
        case "csv":
            return bill_csv(offer, language)
        case "json":
            return bill_json(offer, language)


def project_attachment(offer: Offer, language: Language) -> Attachment:
    """Return the project of an offer as a file to embed. The customer's offer holds the project as he may see it."""
    words = Text("The project that this document was made of; Rackwright opens it").render(language)
    return Attachment(PROJECT, words, project_text(offer.project).encode("utf-8"))


def _write(partial: Path, content: bytes, path: Path) -> None:
    try:
        partial.write_bytes(content)
    except OSError as fault:
        raise SaveFault(path, fault.strerror or str(fault)) from fault
