"""Write the documents of an offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from wizard.documents.bill_files import bill_csv, bill_json
from wizard.documents.branding import BrandError
from wizard.documents.editions import Edition
from wizard.documents.files import file_name
from wizard.documents.offer_blocks import offer_source
from wizard.documents.pdf import pdf
from wizard.documents.pdf_attachment import PROJECT, Attachment
from wizard.documents.progress import Tell
from wizard.documents.signing import Certificate, SigningError, signed
from wizard.documents.workbook import workbook
from wizard.flow.ordering import FileKind, Order
from wizard.model.brand import Brand
from wizard.model.faults import system_reason
from wizard.model.offer import Offer
from wizard.model.text import Language, Text
from wizard.persistence.brands import own_brand, read_brand
from wizard.persistence.faults import FileFault, SaveFault
from wizard.persistence.files import read_bytes, write_file
from wizard.persistence.languages import language as language_of
from wizard.persistence.projects import project_text


@dataclass(frozen=True)
class Paper:
    """Which document a PDF is, in whose branding, and with whose signature."""

    edition: Edition = "complete"
    brand: Brand | None = None
    certificate: Certificate | None = None


PLAIN_PAPER = Paper()
_WEIGHTS: Mapping[FileKind, int] = {"pdf": 10, "xlsx": 5, "csv": 1, "json": 1}
"""How long the files take, one beside the other."""
_NEARLY = 99
"""Percentage when all files are written and not yet in their places."""


def write_order(
    offer: Offer, directory: Path, language: Language, order: Order, progress: Callable[[int], None] | None = None
) -> tuple[Path, ...]:
    """Write everything that was ordered of an offer; see :func:`write_files`.

    Raises
    ------
    FileFault
        If the branding, the certificate or the partner's own workbook cannot be used.
    SaveFault
        If a file cannot be written.
    """
    own = None if order.template is None else _filled(offer, order.template, language)
    paths = write_files(
        offer, directory, language, order.kinds, progress, tender=not order.attaches(offer.mode), paper=_paper(order)
    )
    if own is None:
        return paths
    return (*paths, _write_own(offer, own, directory))


def order_pdf(offer: Offer, language: Language, order: Order) -> bytes:
    """Return the PDF that is ordered, without its signature: for those who want to see it first."""
    paper = _paper(replace(order, certificate=None))
    return file_content(offer, "pdf", language, tender=not order.attaches(offer.mode), paper=paper)


def brand_of(order: Order) -> Brand | None:
    """Return the branding of what is ordered: the one it names, else the one that the settings name.

    Raises
    ------
    FileFault
        If it cannot be read.
    """
    return None if order.plain else own_brand() if order.brand is None else read_brand(order.brand)


def _paper(order: Order) -> Paper:
    brand = brand_of(order)
    if order.certificate is None:
        return Paper(order.edition, brand)
    certificate = Certificate(str(order.certificate), read_bytes(order.certificate), order.passphrase)
    return Paper(order.edition, brand, certificate)


def write_quote(
    offer: Offer,
    directory: Path,
    language: Language,
    progress: Callable[[int], None] | None = None,
    *,
    tender: bool = False,
    paper: Paper = PLAIN_PAPER,
) -> tuple[Path, Path]:
    """Write the PDF and the workbook of an offer; see :func:`write_files`."""
    document, book = write_files(offer, directory, language, ("pdf", "xlsx"), progress, tender=tender, paper=paper)
    return document, book


def write_files(
    offer: Offer,
    directory: Path,
    language: Language,
    kinds: Sequence[FileKind],
    progress: Callable[[int], None] | None = None,
    *,
    tender: bool = False,
    paper: Paper = PLAIN_PAPER,
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
        Called with the percentage that is done, at every page and sheet and often between.
    tender
        Leave the project out of the PDF: it is then PDF/A-2a, which every portal takes. Otherwise it is PDF/A-3a, and
        opening it in the program opens the project.
    paper
        Which document the PDF is, and in whose branding.

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
    report(0)
    edition = paper.edition
    paths = {kind: directory / file_name(offer, kind, edition if kind == "pdf" else "complete") for kind in kinds}
    partial = {path: path.with_name(path.name + ".part") for path in paths.values()}
    try:
        tells = _tells(kinds, report)
        for (kind, path), tell in zip(paths.items(), tells, strict=True):
            content = file_content(offer, kind, language, tender=tender, paper=paper, tell=tell)
            _write(partial[path], content, path)
            tell(1.0)
        for path in paths.values():
            partial[path].replace(path)
    finally:
        for rest in partial.values():
            rest.unlink(missing_ok=True)
    report(100)
    return tuple(paths[kind] for kind in kinds)


def _tells(kinds: Sequence[FileKind], report: Callable[[int], None]) -> Iterator[Tell]:
    """Yield for each file what turns its share into a percentage of all files."""
    whole = sum(_WEIGHTS[kind] for kind in kinds)
    before = 0
    for kind in kinds:
        yield _telling(before, _WEIGHTS[kind], whole, report)
        before += _WEIGHTS[kind]


def _telling(before: int, weight: int, whole: int, report: Callable[[int], None]) -> Tell:
    """Return what tells the percentage of all from the share of a part."""
    return lambda share: report(int((before + share * weight) * _NEARLY / whole))


def file_content(
    offer: Offer, kind: FileKind, language: Language, *, tender: bool = False, paper: Paper = PLAIN_PAPER,
    tell: Tell | None = None,
) -> bytes:  # fmt: skip
    """Return what a file of one kind holds, as the customer's country writes it.

    ``tell`` is told the share that is done.

    Raises
    ------
    FileFault
        If the branding cannot be used.
    """
    match kind:
        case "pdf":
            return _document(offer, regional(offer, language), paper, tender=tender, tell=tell)
        case "xlsx":
            return workbook(offer, regional(offer, language), tell)
        case "csv":
            return bill_csv(offer, language)
        case "json":
            return bill_json(offer, language)


def regional(offer: Offer, speech: Language) -> Language:
    """Return the language as it is written in the customer's country."""
    return language_of(speech.code, offer.project.customer.country or "")


def _document(offer: Offer, speech: Language, paper: Paper, *, tender: bool, tell: Tell | None) -> bytes:
    attachment = None if tender else project_attachment(offer, speech)
    try:
        content = pdf(offer, speech, attachment, paper.edition, paper.brand, tell)
        return content if paper.certificate is None else signed(content, paper.certificate)
    except BrandError as error:
        raise FileFault(paper.brand.path if paper.brand else "", [error.fault]) from error
    except SigningError as error:
        raise FileFault(paper.certificate.path if paper.certificate else "", [error.fault]) from error


def _filled(offer: Offer, template: Path, language: Language) -> bytes:
    """Fill a partner's own workbook."""
    from wizard.documents.template_book import TemplateError, fill_template

    source = offer_source(offer, regional(offer, language))
    try:
        return fill_template(read_bytes(template), source)
    except TemplateError as error:
        raise FileFault(template, [error.fault]) from error


def _write_own(offer: Offer, content: bytes, directory: Path) -> Path:
    path = directory / file_name(offer, "xlsx").replace(".xlsx", "-own.xlsx")
    write_file(path, content, keep_previous=False)
    return path


def project_attachment(offer: Offer, language: Language) -> Attachment:
    """Return the project of an offer as a file to embed. The customer's offer holds the project as he may see it."""
    words = Text("The project that this document was made of; Rackwright opens it").render(language)
    return Attachment(PROJECT, words, project_text(offer.project).encode("utf-8"))


def _write(partial: Path, content: bytes, path: Path) -> None:
    try:
        partial.write_bytes(content)
    except OSError as fault:
        raise SaveFault(path, system_reason(fault)) from fault
