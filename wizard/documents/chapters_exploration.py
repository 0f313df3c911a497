"""What other answers would change: variants, relaxed requirements, and what moves the price."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from wizard.documents.blocks import Block, Column, Fact, Facts, Figure, Heading, Note, Paragraph, Row, Table
from wizard.documents.diagram_charts import Swing, change_words, swing_scene
from wizard.documents.source import Source
from wizard.model.exploration import Exploration, Relaxation, Sensitivity, Variant, relaxation_key, variant_key
from wizard.model.names import TOPOLOGIES
from wizard.model.text import Text

MOST_ROWS = 20


def exploration_chapter(source: Source) -> Iterable[Block]:
    """Return the chapter, if it was looked around at all."""
    found, say = source.offer.assessment.exploration, source.voice.say
    if found is None:
        return
    yield Heading(1, say(Text("What other answers would change")), "exploration")
    yield Paragraph(
        say(Text("Each amount is the difference of two complete sizings at catalogue prices, over the same years."))
    )
    if found.variants:
        yield Heading(2, say(Text("Variants")), "variants")
        for variant in found.variants:
            yield from _variant(variant, source)
    yield from _relaxations(found, source)
    yield from _sensitivities(found, source)


def _variant(variant: Variant, source: Source) -> Iterable[Block]:
    voice, say = source.voice, source.voice.say
    figures = variant.figures
    here = source.link(variant_key(variant))
    sizes = f"{voice.number(figures.cores)}, {voice.size(figures.memory_bytes)}, {voice.size(figures.usable_bytes)}"
    facts = [
        Fact(say(Text("Topology")), voice.name(TOPOLOGIES, figures.topology)),
        Fact(say(Text("Nodes")), voice.number(figures.nodes)),
        Fact(say(Text("Cores, memory, usable storage")), sizes),
        Fact(say(Text("Price over the years, net")), _with_change(figures.total_net, variant, source), here),
    ]
    if variant.lasts_until is not None:
        facts.append(Fact(say(Text("Lasts until")), source.day(variant.lasts_until)))
    if variant.given_up:
        facts.append(Fact(say(Text("Given up")), "; ".join(source.sentence(text) for text in variant.given_up)))
    if variant.gained:
        facts.append(Fact(say(Text("Gained")), "; ".join(source.sentence(text) for text in variant.gained)))
    yield Paragraph(source.sentence(variant.title), "strong")
    yield Facts(tuple(facts))


def _with_change(total: Decimal, variant: Variant, source: Source) -> str:
    words = source.voice.money(total)
    if variant.difference is None:
        return words
    return f"{words} ({change_words(variant.difference.total_net, source.voice)})"


def _relaxations(found: Exploration, source: Source) -> Iterable[Block]:
    say = source.voice.say
    if not found.relaxations:
        return
    yield Heading(2, say(Text("One requirement less")), "relaxations")
    if found.relaxation is not None and found.relaxation.figures is not None:
        price = source.voice.money(found.relaxation.figures.total_net)
        words = Text("{text}: then it fits, at {price}.", text=found.relaxation.text, price=price)
        yield Note("advice", say(Text("The smallest step that makes it fit")), source.sentence(words))
    columns = (
        Column(say(Text("Requirement that is relaxed")), weight=3),
        Column(say(Text("Design then")), weight=1.4),
        Column(say(Text("Change, net ({currency})", currency=source.offer.assessment.currency)), "money"),
    )
    rows = tuple(_relaxation(one, source) for one in found.relaxations[:MOST_ROWS])
    yield Table(columns, rows, caption=say(Text("Each requirement relaxed by itself, the smallest loss first.")))


def _relaxation(one: Relaxation, source: Source) -> Row:
    worse = "; ".join(source.sentence(text) for text in one.consequences)
    words = source.sentence(one.text)
    name = "–" if one.figures is None else source.voice.name(TOPOLOGIES, one.figures.topology)
    cells = (f"{words} ({worse})" if worse else words, name, source.amount(one.difference_net))
    return Row(cells, links=(None, None, source.link(relaxation_key(one))))


def _sensitivities(found: Exploration, source: Source) -> Iterable[Block]:
    say, voice = source.voice.say, source.voice
    moving = [one for one in found.sensitivities[:MOST_ROWS] if one.less_net != 0 or one.more_net != 0]
    swings = [Swing(source.sentence(one.title), one.less_net, one.more_net) for one in moving]
    if not swings:
        return
    yield Heading(2, say(Text("What moves the price")), "sensitivities")
    said = "; ".join(
        say(
            Text(
                "{name}: with less {less}, with more {more}",
                name=one.name, less=_change(one.less, source), more=_change(one.more, source),
            )
        )
        for one in swings
    )  # fmt: skip
    yield Figure(
        swing_scene(swings, voice, source.measure),
        say(
            Text(
                "Change of the price over the years for {share:percent} less and more of each input", share=found.share
            )
        ),
        say(Text("Bars to both sides of the recommended price, the longest first. {swings}.", swings=said)),
    )
    others = " ".join(_other_topologies(moving, found, source))
    if others:
        yield Paragraph(others, "small")


def _other_topologies(moving: Sequence[Sensitivity], found: Exploration, source: Source) -> Iterable[str]:
    """Say where another topology would be recommended with less or more of an input."""
    own = None if found.recommended is None else found.recommended.topology
    for one in moving:
        for topology, words in (
            (one.less_topology, Text("Less of “{name}” would lead to another topology: {topology}.",
                                     name=one.title, topology=TOPOLOGIES.get(one.less_topology or "", ""))),
            (one.more_topology, Text("More of “{name}” would lead to another topology: {topology}.",
                                     name=one.title, topology=TOPOLOGIES.get(one.more_topology or "", ""))),
        ):  # fmt: skip
            if topology is not None and topology is not own:
                yield source.sentence(words)


def _change(amount: Decimal | None, source: Source) -> str:
    return source.voice.say(Text("no design")) if amount is None else change_words(amount, source.voice)
