"""Cover and summary: what is offered, in figures that fit on one page."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.documents.blocks import (
    Block,
    Column,
    Cover,
    Fact,
    Heading,
    KeyFigure,
    KeyFigures,
    Note,
    Paragraph,
    Row,
    Table,
    cut,
    group_anchor,
)
from wizard.documents.chapters_cost import band_figures
from wizard.documents.chapters_price import SUMS, discount_words, indicative_words, sums_table, validity_words
from wizard.documents.naming import contact_words, eyebrow, number_words
from wizard.documents.source import Source
from wizard.documents.words import NAME
from wizard.model.assessment import Level
from wizard.model.names import LEVELS, TOPOLOGIES
from wizard.model.text import Text


def cover(source: Source, title: str) -> Cover:
    """Return the first page."""
    offer, say = source.offer, source.voice.say
    assessment = offer.assessment
    annex = source.edition == "annex"
    facts = [
        Fact(say(Text("Number") if source.self_assessed else Text("Offer number")), number_words(source)),
        Fact(say(Text("Date")), source.day(offer.date)),
    ]
    if not annex and not source.self_assessed:
        facts.append(Fact(say(Text("Valid until")), source.day(offer.valid_until)))
    if offer.project.customer.contact:
        facts.insert(0, Fact(say(Text("For the attention of")), cut(offer.project.customer.contact, NAME)))
    if offer.vendor:
        facts.append(Fact(say(Text("Offered by")), cut(offer.vendor, NAME)))
    if offer.contact.said:
        facts.append(Fact(say(Text("Your contact")), contact_words(source)))
    print_ = assessment.fingerprint
    facts.append(Fact(say(Text("Fingerprint")), " ".join(print_[at : at + 32] for at in range(0, len(print_), 32))))
    label = " ".join(indicative_words(source)) if not annex else ""
    return Cover(
        eyebrow=eyebrow(source),
        title=title,
        customer=cut(offer.project.customer.name, NAME),
        vendor=cut(offer.vendor, NAME),
        label=label,
        facts=tuple(facts),
        figures=() if annex else band_figures(source) if source.self_assessed else _sums(source),
        sums=Table((), ()) if annex or source.self_assessed else sums_table(source, short=True),
        small_print=() if annex or source.self_assessed else (" ".join(validity_words(source)),),
    )


def _sums(source: Source) -> tuple[KeyFigure, ...]:
    offer, voice, say = source.offer, source.voice, source.voice.say
    return (
        KeyFigure(say(Text("Once, net")), voice.money(offer.once_net), link=SUMS),
        KeyFigure(say(Text("Per year, net")), voice.money(offer.per_year_net), link=SUMS),
        KeyFigure(
            say(Text("Total over {years} years, net", years=offer.years)), voice.money(offer.total_net), link=SUMS
        ),
    )


def glance(source: Source) -> Iterable[Block]:
    """One page without jargon: what is offered, five figures, and what to know before signing."""
    offer, voice, say = source.offer, source.voice, source.voice.say
    yield Heading(1, say(Text("At a glance")), "glance")
    yield Paragraph(source.topology_title(), "lead")
    yield Paragraph(_why_words(source))
    yield from sized_words(source)
    yield from _key_figures(source)
    for finding in offer.design.findings:
        if finding.level is Level.BLOCKER:
            yield Note("blocker", voice.name(LEVELS, finding.level), source.sentence(finding.text),
                       voice.origin(finding.source))  # fmt: skip
    if not source.self_assessed:
        yield _parts_table(source)


def _why_words(source: Source) -> str:
    """Say why this topology: what speaks for the recommended one is not said of another."""
    assessment, voice = source.offer.assessment, source.voice
    if assessment.recommended in (None, source.offer.topology):
        return voice.say(assessment.recommendation)
    other = voice.name(TOPOLOGIES, str(assessment.recommended))
    words = [voice.say(Text("Chosen by request; recommended is: {topology}.", topology=other))]
    ranking = assessment.judged(source.offer.topology).ranking
    if ranking is not None and not voice.coarse:  # it says prices to the cent
        words.append(source.sentence(ranking))
    return " ".join(words)


def sized_words(source: Source) -> Iterable[Paragraph]:
    """Say why the price of the sizing is another than that of the offer, where the vendor has added to it."""
    offer, price = source.offer, source.offer.design.price
    if not offer.as_sized and price.total_net != offer.total_net:
        words = Text(
            "Topologies are compared by machines and subscriptions at catalogue prices, without VAT: {sized} over "
            "{years}. The offer also has the vendor's own positions, prices and discounts: {offered}.",
            sized=source.voice.money(price.total_net),
            years=source.voice.counted(price.years, "years"),
            offered=source.voice.money(offer.total_net),
        )
        yield Paragraph(source.voice.say(words), "small")


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
                source.link("compute.cores_after_failure"),
            ),
            *_compute_figures(source),
            KeyFigure(
                say(Text("Usable storage")),
                voice.size(design.storage.usable_bytes),
                say(Text("{n:size} are needed at the horizon", n=design.storage.needed_bytes)),
                source.link("storage.usable_bytes"),
            ),
        )
    )
    yield _service_figures(source)


def _compute_figures(source: Source) -> Iterable[KeyFigure]:
    """Cores and memory after the planned failure; where none is planned, as they are."""
    compute, voice, say = source.offer.design.compute, source.voice, source.voice.say
    if not source.plans_failure:
        needed = say(Text("{n} are needed", n=compute.cores_needed))
        yield KeyFigure(
            say(Text("Cores for guests")), voice.number(compute.cores_available), needed,
            source.link("compute.cores_available"),
        )  # fmt: skip
        needed = say(Text("{n:size} are needed", n=compute.memory_needed_bytes))
        yield KeyFigure(
            say(Text("Memory for guests")), voice.size(compute.memory_available_bytes), needed,
            source.link("compute.memory_available_bytes"),
        )  # fmt: skip
        return
    yield KeyFigure(
        say(Text("Cores after a failure")),
        voice.number(compute.cores_after_failure),
        say(Text("{n} are needed then", n=compute.cores_needed_after_failure)),
        source.link("compute.cores_after_failure"),
    )
    yield KeyFigure(
        say(Text("Memory after a failure")),
        voice.size(compute.memory_after_failure_bytes),
        say(Text("{n:size} are needed then", n=compute.memory_needed_after_failure_bytes)),
        source.link("compute.memory_after_failure_bytes"),
    )


def _service_figures(source: Source) -> KeyFigures:
    offer, voice, say = source.offer, source.voice, source.voice.say
    design = offer.design
    return KeyFigures(
        (
            KeyFigure(
                say(Text("Data lost when a node fails")),
                voice.minutes(design.recovery.rpo_minutes),
                link=source.link("recovery.rpo_minutes", design.recovery.rpo_minutes),
            ),
            KeyFigure(
                say(Text("Back in service after")),
                voice.minutes(design.recovery.rto_minutes),
                link=source.link("recovery.rto_minutes", design.recovery.rto_minutes),
            ),
            KeyFigure(
                say(Text("Typical power")),
                f"{voice.number(design.power.typical_watts)}\u00a0W",
                voice.counted(design.power.rack_units, "U"),
                source.link("power.typical_watts"),
            ),
            KeyFigure(
                say(Text("Total over {years} years, net", years=offer.years)),
                voice.money(offer.total_net),
                _budget_words(source),
                SUMS,
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
            ),
            links=(None, None, *[group_anchor(group.key)] * 3),
        )
        for group in source.offer.groups
    ]
    rows += [
        Row(
            ("", discount_words(source, one, ""), "", -one.once_net, -one.per_year_net),
            links=(None, None, None, SUMS, SUMS),
        )
        for one in source.offer.discounts
    ]
    sums = ("", say(Text("Sum")), "", source.offer.once_net, source.offer.per_year_net)
    rows.append(Row(sums, "total", links=(None, None, None, SUMS, SUMS)))
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
    named, over = source.voice.exactly(budget), source.offer.total_net - budget
    if over > 0 and not source.voice.coarse:
        text = Text("{over} above the budget of {budget}", over=source.voice.money(over), budget=named)
        return source.voice.say(text)
    return source.voice.say(Text("budget: {budget}", budget=named))
