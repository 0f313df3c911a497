"""The documents of an offer as neutral blocks: which chapters, in which order, under which name.

Three documents come of the same chapters: the customer's offer, the technical annex, and the report of a
self-assessment; ``complete`` is offer and annex in one. Nothing is computed here: every figure comes from the offer.
What only the vendor may see is added for the internal view alone; a document of the customer view never holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from wizard.documents import fonts
from wizard.documents.blocks import Block, Contents, Document, Figure, Heading, Note, cut
from wizard.documents.chapters_annex import (
    assumptions,
    calculation_chapter,
    findings,
    prices,
    rules,
    search,
    topologies,
)
<<<<<<< HEAD
from wizard.documents.chapters_annex import annex
from wizard.documents.chapters_costing import costing_chapters
from wizard.documents.chapters_design import design_chapters
from wizard.documents.chapters_price import discount_words, price_chapters, sums_table, validity_words
=======
from wizard.documents.chapters_cabling import cabling
from wizard.documents.chapters_cost import band_chapter, cost_chapter
from wizard.documents.chapters_design import design_chapters
from wizard.documents.chapters_exploration import exploration_chapter
from wizard.documents.chapters_front import cover, glance
from wizard.documents.chapters_growth import growth_chapter
from wizard.documents.chapters_price import price_chapters
>>>>>>> 575bbe6 (Documents: offer, technical annex and self-assessment from one set of chapters; racks, growth, cost, cables and what moves the price as drawings; each figure leads to its calculation)
from wizard.documents.chapters_request import request_chapter
from wizard.documents.editions import EDITIONS, Edition
from wizard.documents.scene import Measure
from wizard.documents.source import Source
from wizard.documents.words import NAME, Voice
<<<<<<< HEAD
from wizard.model.assessment import Level
from wizard.model.names import LEVELS, OFFER_MODES
=======
>>>>>>> 575bbe6 (Documents: offer, technical annex and self-assessment from one set of chapters; racks, growth, cost, cables and what moves the price as drawings; each figure leads to its calculation)
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
    _Chapter(request_chapter, _OFFER | _ANNEX | _REPORT),
    _Chapter(design_chapters, _OFFER | _ANNEX | _REPORT),
    _Chapter(growth_chapter, _OFFER | _ANNEX | _REPORT),
    _Chapter(price_chapters, _OFFER),
    _Chapter(cost_chapter, _OFFER),
    _Chapter(band_chapter, _REPORT),
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
    offer: Offer, language: Language, measure: Measure = fonts.measure, edition: Edition = "complete"
) -> Document:
    """Return a document of an offer in a language. Drawings are fitted by ``measure``."""
    coarse = edition == "self-assessment" or offer.self_assessment
    source = Source(offer, Voice(language, offer.assessment.currency, coarse), measure, edition)
    say = source.voice.say
    title = cut(offer.project.title, NAME) or say(Text("Infrastructure offer"))
<<<<<<< HEAD
    blocks: list[Block] = [
        _cover(source, title),
        Contents(say(Text("Contents"))),
        *_glance(source),
        *request_chapter(source),
        *design_chapters(source),
        *price_chapters(source),
        *costing_chapters(source),
        *annex(source),
    ]
    number = number_words(source)
=======
    kind = say(EDITIONS[edition])
    chapters = [block for each in _CHAPTERS if edition in each.editions for block in each.make(source)]
    blocks: list[Block] = [cover(source, title), Contents(say(Text("Contents"))), *_reminder(source), *chapters]
    number = cut(offer.number, 60)
>>>>>>> 575bbe6 (Documents: offer, technical annex and self-assessment from one set of chapters; racks, growth, cost, cables and what moves the price as drawings; each figure leads to its calculation)
    customer = cut(offer.project.customer.name, 60)
    named = Text("{kind} {number}", kind=kind, number=number)
    return Document(
<<<<<<< HEAD
        title=f"{document_words(source)}: {title}",
=======
        title=f"{say(named)}: {title}",
>>>>>>> 575bbe6 (Documents: offer, technical annex and self-assessment from one set of chapters; racks, growth, cost, cables and what moves the price as drawings; each figure leads to its calculation)
        author=cut(offer.vendor, NAME) or "Rackwright",
        subject=say(Text("{document} for {customer}", document=say(named), customer=customer or "–")),
        running_title=" · ".join(part for part in (title, customer) if part),
<<<<<<< HEAD
        footer=say(Text("{title} · fingerprint {print}", title=_standing(source), print=fingerprint)),
        page_template=template,
=======
        footer=say(Text("{document} · fingerprint {print}", document=say(named),
                        print=offer.assessment.fingerprint[:16])),
        page_template=say(Text("Page {page} of {pages}", page="{page}", pages="{pages}")),
>>>>>>> 575bbe6 (Documents: offer, technical annex and self-assessment from one set of chapters; racks, growth, cost, cables and what moves the price as drawings; each figure leads to its calculation)
        date=offer.date,
        language=language,
        blocks=tuple(_captioned(_numbered(blocks), source)),
        stamp=_stamp(source),
    )  # fmt: skip


def _stamp(source: Source) -> str:
    """Return what stands on every page: what kind of promise the document is, where it is none."""
    say = source.voice.say
    if source.internal:
        return say(Text("Internal copy: do not hand over"))
    if source.self_assessed:
        return say(Text("Non-binding self-assessment"))
    if source.offer.mode == "indication" and source.edition != "annex":
        return say(Text("Budget indication, not binding"))
    return ""


def _reminder(source: Source) -> Iterable[Block]:
    if source.self_assessed:
        say = source.voice.say
        words = Text(
            "This report was made with a program from the answers of the person who asked. It shows the order of "
            "magnitude of an infrastructure and of its price. It is not an offer; a partner checks it before anything "
            "is ordered."
        )
        yield Note("warning", say(Text("Non-binding self-assessment")), say(words))


def number_words(source: Source) -> str:
    """Write the offer's number with its revision."""
    return f"{cut(source.offer.number, 60)} Rev. {source.offer.revision}"


def document_words(source: Source) -> str:
    """Name the document by what it is: an indication is never called an offer."""
    say, number = source.voice.say, number_words(source)
    match source.offer.mode:
        case "indication":
            return say(Text("Budget indication {number}", number=number))
        case "tender":
            return say(Text("Bid {number}", number=number))
    return say(Text("Offer {number}", number=number))


def _standing(source: Source) -> str:
    """Say on every page what the document binds to."""
    offer, say, name = source.offer, source.voice.say, document_words(source)
    if offer.self_assessment:
        return say(Text("{name} · self-assessment, not binding", name=name))
    if not offer.sendable:
        return say(Text("{name} · draft, not to be sent", name=name))
    if offer.mode == "indication":
        return say(Text("{name} · not binding", name=name))
    return name


def _eyebrow(source: Source) -> str:
    offer, say = source.offer, source.voice.say
    if offer.view == "internal":
        return say(Text("Internal copy: do not hand over"))
    if offer.self_assessment:
        return say(Text("Self-assessment, not binding"))
    return source.voice.name(OFFER_MODES, offer.mode)


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


<<<<<<< HEAD
def _cover(source: Source, title: str) -> Cover:
    offer, voice, say = source.offer, source.voice, source.voice.say
    assessment = offer.assessment
    facts = [
        (say(Text("Offer number")), number_words(source)),
        (say(Text("Date")), source.day(offer.date)),
        (say(Text("Valid until")), source.day(offer.valid_until)),
    ]
    if offer.project.customer.contact:
        facts.insert(0, (say(Text("Contact")), cut(offer.project.customer.contact, NAME)))
    if offer.vendor:
        facts.append((say(Text("Offered by")), cut(offer.vendor, NAME)))
    print_ = assessment.fingerprint
    facts.append((say(Text("Fingerprint")), " ".join(print_[at : at + 32] for at in range(0, len(print_), 32))))
    label = (
        say(Text("Indicative prices. {label}", label=voice.language.translate(assessment.catalogue_label)))
        if assessment.catalogue_indicative
        else ""
    )
    return Cover(
        eyebrow=_eyebrow(source),
        title=title,
        customer=cut(offer.project.customer.name, NAME),
        vendor=cut(offer.vendor, NAME),
        label=label,
        facts=tuple(facts),
        figures=(
            KeyFigure(say(Text("Once, net")), voice.money(offer.once_net)),
            KeyFigure(say(Text("Per year, net")), voice.money(offer.per_year_net)),
            KeyFigure(
                say(Text("Total over {years} years, net", years=offer.years)),
                voice.money(offer.total_net),
            ),
        ),
        sums=sums_table(source, short=True),
        small_print=(" ".join(validity_words(source)),),
    )


def _glance(source: Source) -> Iterable[Block]:
    """One page without jargon: what is offered, five figures, and what to know before signing."""
    offer, voice, say = source.offer, source.voice, source.voice.say
    yield Heading(1, say(Text("At a glance")), "glance")
    yield Paragraph(source.topology_title(), "lead")
    yield Paragraph(say(offer.assessment.recommendation))
    yield from _key_figures(source)
    for finding in offer.design.findings:
        if finding.level is Level.BLOCKER:
            yield Note("blocker", voice.name(LEVELS, finding.level), source.sentence(finding.text), finding.source)
    yield _parts_table(source)


def _key_figures(source: Source) -> Iterable[Block]:
    offer, voice, say = source.offer, source.voice, source.voice.say
    design = offer.design
    count = sum(nodes.count for nodes in design.nodes if nodes.role == "compute")
    sites = len({nodes.site for nodes in design.nodes if nodes.role == "compute"})
    yield KeyFigures(
        (
            KeyFigure(
                say(Text("Nodes")),
                voice.number(count),
                say(Text("on {n} sites", n=sites)) if sites > 1 else say(Text("on one site")),
            ),
            KeyFigure(
                say(Text("Cores after a failure")),
                voice.number(design.compute.cores_after_failure),
                say(Text("{n} are needed then", n=design.compute.cores_needed_after_failure)),
            ),
            KeyFigure(
                say(Text("Memory after a failure")),
                voice.size(design.compute.memory_after_failure_bytes),
                say(Text("{n:size} are needed then", n=design.compute.memory_needed_after_failure_bytes)),
            ),
            KeyFigure(
                say(Text("Usable storage")),
                voice.size(design.storage.usable_bytes),
                say(Text("{n:size} are needed at the horizon", n=design.storage.needed_bytes)),
            ),
        )
    )
    yield _service_figures(source)


def _service_figures(source: Source) -> KeyFigures:
    offer, voice, say = source.offer, source.voice, source.voice.say
    design = offer.design
    return KeyFigures(
        (
            KeyFigure(say(Text("Data lost when a node fails")), voice.minutes(design.recovery.rpo_minutes)),
            KeyFigure(say(Text("Back in service after")), voice.minutes(design.recovery.rto_minutes)),
            KeyFigure(
                say(Text("Typical power")),
                f"{voice.number(design.power.typical_watts)}\u00a0W",
                say(Text("{n} rack units", n=design.power.rack_units)),
            ),
            KeyFigure(
                say(Text("Total over {years} years, net", years=offer.years)),
                voice.money(offer.total_net),
                _budget_words(source),
            ),
        )
    )


def _parts_table(source: Source) -> Table:
    """What the offer consists of, group by group."""
    say = source.voice.say
    rows = [
        Row(
            (
                group.number,
                cut(group.title, NAME) or source.group_title(group.key),
                sum(line.priced for line in group.lines),
                group.once_net,
                group.per_year_net,
            )
        )
        for group in source.offer.groups
    ]
    rows += [
        Row(("", discount_words(source, one, ""), "", -one.once_net, -one.per_year_net))
        for one in source.offer.discounts
    ]
    rows.append(Row(("", say(Text("Sum")), "", source.offer.once_net, source.offer.per_year_net), "total"))
    currency = source.voice.currency
    columns = (
        Column(say(Text("No."))),
        Column(say(Text("Part of the offer")), weight=3),
        Column(say(Text("Positions")), "number"),
        Column(say(Text("Once, net ({currency})", currency=currency)), "money"),
        Column(say(Text("Per year, net ({currency})", currency=currency)), "money"),
    )
    return Table(columns, tuple(rows))


def _budget_words(source: Source) -> str:
    budget = source.offer.assessment.budget_net
    if budget is None:
        return source.voice.say(Text("no budget was named"))
    return source.voice.say(Text("budget: {budget}", budget=source.voice.money(budget)))
=======
def _captioned(blocks: Iterable[Block], source: Source) -> Iterable[Block]:
    """Number the drawings under their captions."""
    number = 0
    for block in blocks:
        if isinstance(block, Figure):
            number += 1
            caption = Text("Figure {n}: {caption}", n=number, caption=block.caption)
            block = replace(block, caption=source.voice.say(caption))
        yield block
>>>>>>> 575bbe6 (Documents: offer, technical annex and self-assessment from one set of chapters; racks, growth, cost, cables and what moves the price as drawings; each figure leads to its calculation)
