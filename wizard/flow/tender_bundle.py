"""Write a tender bid: offer, price sheet and the buyer's own list with its answers, named as portals demand.

Nothing is released while an exclusion criterion is open or the offer may not be sent. Own terms are not among the
files: they would make the bid differ from the tender.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from wizard.assets import Assets, folder
from wizard.documents.blocks import Document
from wizard.documents.branding import BrandError, dress
from wizard.documents.buyer_csv import fill_csv
from wizard.documents.buyer_file import Filled, choices, fill_workbook
from wizard.documents.buyer_sheet import BuyerFileError
from wizard.documents.files import ascii_name
from wizard.documents.offer_blocks import offer_document
from wizard.documents.pdf import document_pdf
from wizard.documents.places import chapter_pages
from wizard.documents.workbook import workbook
from wizard.flow.offer_remarks import by_reason
from wizard.flow.positions import change_terms
from wizard.flow.preparing import whole_offer
from wizard.flow.quoting import regional
from wizard.flow.tender_answers import CLASSES, STATUS_WORDS, answers, blocking
from wizard.importers.requirements import read_requirements
from wizard.model.assessment import Assessment
from wizard.model.brand import Brand
from wizard.model.faults import InputFault
from wizard.model.offer import Offer
from wizard.model.project import Project
from wizard.model.tender import (
    ANSWER_FIELDS,
    Answer,
    AnswerStatus,
    RequirementField,
    RequirementList,
)
from wizard.model.text import Language, Text
from wizard.model.units import MB
from wizard.persistence.faults import FileFault
from wizard.persistence.files import write_file

_VOCABULARY: Mapping[AnswerStatus, tuple[str, ...]] = {
    "fulfilled": ("erfüllt", "voll erfüllt", "vollständig erfüllt", "ja", "fulfilled", "compliant", "fully compliant",
                  "yes", "j", "y", "e", "x"),
    "equivalent": ("gleichwertig", "gleichwertig erfüllt", "equivalent", "erfüllt", "ja", "yes", "fulfilled"),
    "partly": ("teilweise", "teilweise erfüllt", "partly", "partially", "partly fulfilled", "partially compliant",
               "partial", "t"),
    "not": ("nicht erfüllt", "nein", "not fulfilled", "no", "non-compliant", "not compliant", "n"),
    "not-applicable": ("entfällt", "nicht zutreffend", "not applicable", "n/a", "na", "-"),
}  # fmt: skip
"""How buyers call a status, in the order of preference."""


@dataclass(frozen=True, slots=True)
class BundleFile:
    """One file of the bundle, under its name."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bid: its files, the answers, what blocks it and what is still missing."""

    offer: Offer
    answers: tuple[Answer, ...]
    files: tuple[BundleFile, ...]
    blockers: tuple[Text, ...]
    missing: tuple[Text, ...]

    @property
    def releasable(self) -> bool:
        """Whether nothing stands against handing it in."""
        return not self.blockers


@cache
def portal_rules() -> Mapping[str, Any]:
    """Return what portals accept, and what buyers usually ask for beside the offer."""
    return tomllib.loads((folder(Assets.TEMPLATES) / "offer" / "portals.toml").read_text(encoding="utf-8"))


def make_bundle(
    project: Project,
    requirements: Path,
    size: Callable[[Project, date], Assessment],
    on: date,
    language: Language,
    columns: Mapping[str, str] | None = None,
    progress: Callable[[int], None] = lambda percent: None,
    brand: Brand | None = None,
) -> Bundle:
    """Make a bid of a project and a buyer's requirement list.

    Parameters
    ----------
    project
        With the bidder's own answers, if there are some.
    requirements
        The buyer's file; it is read, and never changed.
    size
        Assesses a project on a day.
    on
        Day of the bid.
    language
        Language of the documents and the answers.
    columns
        Headings of the buyer's columns that cannot be guessed, by field.
    progress
        Called with the percentage that is done.
    brand
        Branding of the documents; its terms stay out.

    Raises
    ------
    FileFault
        If the branding cannot be used.
    ImportProblem
        If the list cannot be read.
    InputFault
        If there is no design to offer, or the buyer's file cannot be filled.
    """
    listed = read_requirements(requirements, columns)
    progress(10)
    bid = change_terms(project, mode="tender")
    offer = whole_offer(bid, size(bid, on), size, on=on)
    progress(40)
    speech = regional(offer, language)
    document, content = _branded(offer, speech, brand, lambda share: progress(40 + round(40 * share)))
    stem = f"{ascii_name(offer.number, 40) or 'bid'}_Rev{offer.revision}"
    pdf_name = f"{stem}_01_{_file_word('offer', language)}.pdf"
    found = _with_evidence(answers(listed, offer, bid), chapter_pages(document, content), pdf_name, language)
    progress(80)
    filled = _filled(requirements, listed, found, language)
    progress(90)
    files = (
        BundleFile(pdf_name, content),
        BundleFile(
            f"{stem}_02_{_file_word('prices', language)}.xlsx",
            workbook(offer, speech, lambda share: progress(90 + round(5 * share))),
        ),
        BundleFile(_buyer_name(stem, requirements), filled.content),
    )
    against = by_reason(remark for remark in offer.remarks if remark.level == "blocker")
    blockers = (*against, *blocking(found))
    missing = tuple(_missing(offer, listed, found, filled, files, language))
    return Bundle(offer, found, files, blockers, missing)


def _branded(
    offer: Offer, speech: Language, brand: Brand | None, tell: Callable[[float], None]
) -> tuple[Document, bytes]:
    """Return the offer's document, and what it is on paper."""
    try:
        dressed = dress(brand)
        document = offer_document(offer, speech, dressed.look.measure, brand=brand)
        return document, document_pdf(document, dressed=dressed, tell=tell)
    except BrandError as error:
        raise FileFault(brand.path if brand else "", [error.fault]) from error


def _file_word(kind: str, language: Language) -> str:
    words = {"offer": Text("Offer"), "prices": Text("Price sheet")}
    return ascii_name(words[kind].render(language), 30)


def _buyer_name(stem: str, requirements: Path) -> str:
    longest = int(portal_rules()["default"]["name_length"])
    suffix = requirements.suffix.lower()
    return f"{stem}_03_{ascii_name(requirements.stem, longest - len(stem) - 4 - len(suffix)) or 'list'}{suffix}"


def _with_evidence(
    found: tuple[Answer, ...], pages: Mapping[str, tuple[str, int]], name: str, language: Language
) -> tuple[Answer, ...]:
    def proven(one: Answer) -> Answer:
        if one.evidence or one.anchor is None or one.anchor not in pages:
            return one
        title, page = pages[one.anchor]
        plain = " ".join(title.split())
        words = Text("{file}, p. {page}: {title}", file=name, page=page, title=plain)
        return replace(one, evidence=words.render(language))

    return tuple(proven(one) for one in found)


def _filled(path: Path, listed: RequirementList, found: tuple[Answer, ...], language: Language) -> Filled:
    """Write the answers into the buyer's own file."""
    content = path.read_bytes()
    cells: dict[tuple[int, int], str] = {}
    workbook_of_buyer = content[:4] == b"PK\x03\x04"
    admitted: tuple[str, ...] = ()
    try:
        if workbook_of_buyer and "answer" in listed.columns:
            admitted = choices(content, listed.sheet, listed.columns["answer"])
        refused = []
        for one in found:
            for field in ANSWER_FIELDS:
                if field not in listed.columns:
                    continue
                words = _words(one, field, listed, admitted, language)
                if words is None:
                    name = one.requirement.id or str(one.requirement.row)
                    refused.append(Text("{name}: the buyer's list admits no word for this answer", name=name))
                elif words:
                    cells[one.requirement.row, listed.columns[field]] = words
        filled = fill_workbook(content, listed.sheet, cells) if workbook_of_buyer else fill_csv(content, cells)
    except BuyerFileError as error:
        raise InputFault(
            Text("{name}: the answers cannot be written into this file ({error})", name=path.name, error=str(error))
        ) from error
    filled.refused += refused
    return filled


def _words(
    one: Answer, field: RequirementField, listed: RequirementList, admitted: tuple[str, ...], language: Language
) -> str | None:
    """Return what a cell says; None where the buyer's list of words has none for it."""
    if one.status is None:
        return ""
    value = "" if one.value is None else one.value.render(language)
    if field == "value":
        return value
    if field == "evidence":
        return one.evidence
    comment = "" if one.comment is None else one.comment.render(language)
    if field == "comment":
        beside = ((value, "value"), (one.evidence, "evidence"))
        rest = (part for part, name in beside if name not in listed.columns)
        return " · ".join(part for part in (comment, *rest) if part)
    if not admitted:
        return STATUS_WORDS[one.status].render(language)
    folded = {word.casefold(): word for word in admitted}
    return next((folded[word] for word in _VOCABULARY[one.status] if word in folded), None)


def _missing(
    offer: Offer, listed: RequirementList, found: tuple[Answer, ...], filled: Filled, files: tuple[BundleFile, ...],
    language: Language,
) -> Iterator[Text]:  # fmt: skip
    """Yield what the bidder still has to do."""
    for one in found:
        if one.status is None and one.requirement.klass == "evaluated":
            name = one.requirement.id or str(one.requirement.row)
            yield Text("requirement {name}: not answered", name=name)
        elif one.status in ("not", "partly") and one.requirement.klass == "evaluated":
            name = one.requirement.id or str(one.requirement.row)
            yield Text("requirement {name}: {status}", name=name, status=STATUS_WORDS[one.status])
    yield from (Text("buyer's file, {text}", text=reason) for reason in filled.refused)
    if filled.recalculated:
        yield Text(
            "{n} formulas of the buyer's file hang on the answers and are computed when it is opened: open it once, "
            "look at their results and save it before handing it in.", n=filled.recalculated,
        )  # fmt: skip
    if not offer.vendor:
        yield Text("The bidder's name is not entered.")
    if offer.project.offer.binding_until is None:
        yield Text("The end of the binding period is not entered.")
    yield from _against_rules(files)
    for name in portal_rules()["documents"][language.code]:
        yield Text("to add: {name}", name=name)


def _against_rules(files: tuple[BundleFile, ...]) -> Iterator[Text]:
    rules = portal_rules()["default"]
    for file in files:
        if len(file.name) > rules["name_length"] or not file.name.isascii():
            yield Text("{file}: the name is too long or not plain", file=file.name)
        if len(file.content) > rules["file_megabytes"] * MB:
            yield Text("{file}: larger than {n} MB", file=file.name, n=rules["file_megabytes"])
        if file.name.rpartition(".")[2].lower() not in rules["types"]:
            yield Text("{file}: many portals do not take this kind of file", file=file.name)


def write_bundle(bundle: Bundle, directory: Path, language: Language, *, draft: bool = False) -> tuple[Path, ...]:
    """Write the files of a bid into ``upload`` and a checklist beside it.

    A bid that may not go out is written only as a draft, into ``draft``; otherwise only its checklist is.

    Raises
    ------
    SaveFault
        If a file cannot be written.
    OSError
        If a folder cannot be made.
    """
    paths = []
    if bundle.releasable or draft:
        place = directory / ("upload" if bundle.releasable else "draft")
        place.mkdir(parents=True, exist_ok=True)
        for file in bundle.files:
            write_file(place / file.name, file.content, keep_previous=False)
            paths.append(place / file.name)
    directory.mkdir(parents=True, exist_ok=True)
    checklist = directory / "checklist.txt"
    lines = "\r\n".join(checklist_lines(bundle, language))
    write_file(checklist, lines.encode("utf-8-sig"), keep_previous=False)
    return (*paths, checklist)


def checklist_lines(bundle: Bundle, language: Language) -> Iterator[str]:
    """Yield the checklist: what blocks, what is missing, every file, every answer."""

    def say(template: str, **values: object) -> str:
        return Text(template, **values).render(language)

    offer = bundle.offer
    yield say("Bid {number}, revision {revision}", number=offer.number, revision=offer.revision)
    yield say("Total over {years} years, net: {total:money} {currency}", years=offer.years, total=offer.total_net,
              currency=offer.currency)  # fmt: skip
    yield ""
    yield say("Stands against handing it in:")
    yield from (f"  [!] {text.render(language)}" for text in bundle.blockers)
    if not bundle.blockers:
        yield f"  {say('nothing')}"
    yield ""
    yield say("Still to do:")
    yield from (f"  [ ] {text.render(language)}" for text in bundle.missing)
    yield ""
    yield say("Files (without own terms):")
    yield from (f"  {file.name}  {len(file.content)} B" for file in bundle.files)
    yield ""
    yield say("Answers:")
    for one in bundle.answers:
        status = say("not answered") if one.status is None else STATUS_WORDS[one.status].render(language)
        name, klass = one.requirement.id or str(one.requirement.row), CLASSES[one.requirement.klass].render(language)
        value = "" if one.value is None else one.value.render(language)
        yield " · ".join(part for part in (f"  {name} ({klass}): {status}", value, one.evidence) if part)
