"""The documents of an offer as neutral blocks: which chapters, in which order, under which name.

Three documents come of the same chapters: the customer's offer, the technical annex, and the report of a
self-assessment; ``complete`` is offer and annex in one. Nothing is computed here: every figure comes from the offer.
What only the vendor may see is added for the internal view alone; a document of the customer view never holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from wizard.documents import fonts
from wizard.documents.blocks import Block, Contents, Document, Figure, Heading, Note, PageBreak, cut
from wizard.documents.branding import filled, text_blocks
from wizard.documents.chapters_annex import (
    assumptions,
    calculation_chapter,
    findings,
    prices,
    rules,
    search,
    topologies,
)
from wizard.documents.chapters_cabling import cabling
from wizard.documents.chapters_cost import band_chapter, cost_chapter
from wizard.documents.chapters_costing import costing_chapters
from wizard.documents.chapters_design import design_chapters
from wizard.documents.chapters_exploration import exploration_chapter
from wizard.documents.chapters_front import cover, glance
from wizard.documents.chapters_growth import growth_chapter
from wizard.documents.chapters_price import changes_chapter, price_chapters
from wizard.documents.chapters_request import request_chapter
from wizard.documents.chapters_running import running_chapters
from wizard.documents.chapters_scope import scope_chapter
from wizard.documents.editions import Edition
from wizard.documents.naming import document_words, stamp
from wizard.documents.scene import Measure
from wizard.documents.source import Source
from wizard.documents.words import NAME, Voice
from wizard.model.brand import Brand
from wizard.model.offer import Offer
from wizard.model.text import Language, Text

_OFFER: frozenset[Edition] = frozenset(("complete", "offer"))
_ANNEX: frozenset[Edition] = frozenset(("complete", "annex"))
_REPORT: frozenset[Edition] = frozenset(("self-assessment",))


@dataclass(frozen=True, slots=True)
class _Chapter:
    """What makes a chapter, and the documents that have it."""

    make: Callable[[Source], Iterable[Block]]
    editions: frozenset[Edition]


_CHAPTERS = (
    _Chapter(glance, _OFFER | _REPORT),
    _Chapter(scope_chapter, _OFFER),
    _Chapter(request_chapter, _OFFER | _ANNEX | _REPORT),
    _Chapter(design_chapters, _OFFER | _ANNEX | _REPORT),
    _Chapter(growth_chapter, _OFFER | _ANNEX | _REPORT),
    _Chapter(price_chapters, _OFFER),
    _Chapter(cost_chapter, _OFFER),
    _Chapter(changes_chapter, _OFFER),
    _Chapter(running_chapters, _OFFER),
    _Chapter(band_chapter, _REPORT),
    _Chapter(costing_chapters, _OFFER),
    _Chapter(exploration_chapter, _OFFER | _REPORT),
    _Chapter(findings, _OFFER | _REPORT),
    _Chapter(topologies, _OFFER | _ANNEX | _REPORT),
    _Chapter(assumptions, _OFFER | _ANNEX | _REPORT),
    _Chapter(calculation_chapter, _ANNEX),
    _Chapter(rules, _ANNEX),
    _Chapter(cabling, _ANNEX),
    _Chapter(prices, _OFFER),
    _Chapter(search, _ANNEX),
)


def offer_document(
    offer: Offer,
    language: Language,
    measure: Measure = fonts.measure,
    edition: Edition = "complete",
    brand: Brand | None = None,
) -> Document:
    """Return a document of an offer in a language, with the texts of a branding. Drawings are fitted by ``measure``."""
    source = replace(offer_source(offer, language, measure, edition), says_once=True)
    say = source.voice.say
    title = cut(offer.project.title, NAME) or say(Text("Infrastructure offer"))
    chapters = [block for each in _CHAPTERS if edition in each.editions for block in each.make(source)]
    blocks: list[Block] = [
        cover(source, title),
        *_letter(brand, source),
        Contents(say(Text("Contents"))),
        *_reminder(source),
        *text_blocks(filled(brand, "introduction", source), "introduction"),
        *chapters,
        *_terms(brand, source),
    ]
    named, customer = document_words(source), cut(offer.project.customer.name, 60)
    fingerprint = offer.assessment.fingerprint[:16]
    return Document(
        title=f"{named}: {title}",
        author=cut(offer.vendor, NAME) or "Rackwright",
        subject=say(Text("{document} for {customer}", document=named, customer=customer or "–")),
        running_title=" · ".join(part for part in (title, customer) if part),
        footer=say(Text("{title} · fingerprint {print}", title=named, print=fingerprint)),
        page_template=say(Text("Page {page} of {pages}", page="{page}", pages="{pages}")),
        date=offer.date,
        language=language,
        blocks=tuple(_captioned(_numbered(blocks), source)),
        stamp=stamp(source),
    )  # fmt: skip


def _reminder(source: Source) -> Iterable[Block]:
    if source.self_assessed:
        say = source.voice.say
        words = Text(
            "This report was made with a program from the answers of the person who asked. It shows the order of "
            "magnitude of an infrastructure and of its price. It is not an offer; a partner checks it before anything "
            "is ordered."
        )
        yield Note("warning", say(Text("Self-assessment, not binding")), say(words))


def offer_source(
    offer: Offer, language: Language, measure: Measure = fonts.measure, edition: Edition = "complete"
) -> Source:
    """Return what the chapters of a document are written from."""
    coarse = edition == "self-assessment" or offer.self_assessment
    return Source(offer, Voice(language, offer.assessment.currency, coarse), measure, edition)


def _letter(brand: Brand | None, source: Source) -> Iterable[Block]:
    blocks = text_blocks(filled(brand, "letter", source), "letter")
    if blocks and source.edition in _OFFER:
        yield from blocks
        yield PageBreak()


def _terms(brand: Brand | None, source: Source) -> Iterable[Block]:
    """Return the partner's own terms; a bid has those of the tender, and own ones would exclude it."""
    if source.edition not in _OFFER or source.offer.mode == "tender":
        return
    if terms := text_blocks(filled(brand, "terms", source), "terms"):
        yield Heading(1, source.voice.say(Text("Terms")), "terms")
        yield from terms
    yield from text_blocks(filled(brand, "closing", source), "closing")


def _numbered(blocks: Iterable[Block]) -> Iterable[Block]:
    """Number the headings: 1, 1.1, 1.2, 2 …"""
    chapter = section = 0
    for block in blocks:
        if isinstance(block, Heading):
            if block.level == 1:
                chapter, section = chapter + 1, 0
                block = replace(block, text=f"{chapter}\u2002{block.text}")
            else:
                section += 1
                block = replace(block, text=f"{chapter}.{section}\u2002{block.text}")
        yield block


def _captioned(blocks: Iterable[Block], source: Source) -> Iterable[Block]:
    """Number the drawings under their captions."""
    number = 0
    for block in blocks:
        if isinstance(block, Figure):
            number += 1
            caption = Text("Figure {n}: {caption}", n=number, caption=block.caption)
            block = replace(block, caption=source.voice.say(caption))
        yield block
