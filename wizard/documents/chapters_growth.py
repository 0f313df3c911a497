"""How the demand grows into what there is, and how long that lasts."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from wizard.documents.blocks import Block, Column, Figure, Heading, Paragraph, Row, Table
from wizard.documents.diagram_charts import Growth, growth_scene, growth_title, growth_words
from wizard.documents.source import Source
from wizard.model.loads import loads
from wizard.model.running import Expansion, Runway, runway_key
from wizard.model.text import Text

_AFTER = 2
"""Years shown beyond the horizon."""
_LONGEST = 12


def growth_chapter(source: Source) -> Iterable[Block]:
    """Return the chapter, where the demand grows at all."""
    say = source.voice.say
    rate, horizon = growth_of(source)
    lines = growth_lines(source, rate, horizon)
    if not rate or not lines:
        return
    yield Heading(1, say(Text("Growth: how long it lasts")), "growth")
    words = Text("The demand grows by {rate:percent} a year; the design is made for year {n}.", rate=rate, n=horizon)
    sites = (Text("No site helps another: of each resource the site counts that is used most."),)
    beside = (say(each) for each in (sites if source.offer.design.per_site else ()))
    yield Paragraph(" ".join((say(words), *_lasting(source), *beside)))
    yield Figure(
        growth_scene(lines, horizon, source.voice, source.measure), say(growth_title(source.plans_failure)),
        growth_words(lines, horizon, source.plans_failure, source.voice),
    )  # fmt: skip
    if source.offer.expansion is not None:
        yield _runways(source, source.offer.expansion)


def _lasting(source: Source) -> Iterable[str]:
    """Say what is used up first, and when; or why nothing can be said."""
    found, say = source.offer.expansion, source.voice.say
    if found is None:
        return
    if found.first is not None and found.until is not None:
        words = Text("First used up is “{what}”, in {month}.", what=found.first.text, month=f"{found.until:%m/%Y}")
        yield say(words)
    if not found.parts:
        yield say(found.text)


def _runways(source: Source, found: Expansion) -> Table:
    say = source.voice.say
    columns = (
        Column(say(Text("Resource")), weight=2),
        Column(say(Text("Needed at the horizon")), "number"),
        Column(say(Text("Available")), "number"),
        Column(say(Text("Suffices for")), weight=1.4),
    )
    return Table(columns, tuple(_runway(source, one) for one in found.runways))


def _runway(source: Source, one: Runway) -> Row:
    voice, say = source.voice, source.voice.say
    lasts = say(Text("more than 20 years")) if one.months is None else _duration(source, one.months)

    def size(value: int) -> str:
        return voice.number(value) if one.key == "cores" else voice.size(value)

    load = loads(source.offer.design)[one.key]
    links = (None, *(source.link(key) for key in (load.needed_key, load.there_key, runway_key(one))))
    return Row((say(one.text), size(one.needed), size(one.available), lasts), links=links)


def _duration(source: Source, months: int) -> str:
    """Write months as years and months, without what is none."""
    voice = source.voice
    years, rest = divmod(months, 12)
    parts = [voice.counted(years, "years")] if years else []
    if rest or not years:
        parts.append(voice.counted(rest, "months"))
    return parts[0] if len(parts) == 1 else voice.say(Text("{years} and {months}", years=parts[0], months=parts[1]))


def growth_of(source: Source) -> tuple[Fraction, int]:
    """Return the growth in a year and the years to the horizon, as the demand was calculated."""
    for each in source.offer.assessment.calculations:
        if each.key == "demand.memory_bytes":
            return Fraction(each.inputs.get("growth", 0)), int(each.inputs.get("years", 0))
    return Fraction(0), 0


def growth_lines(source: Source, rate: Fraction, horizon: int) -> list[Growth]:
    """Return cores, memory and storage as shares of what there is, from today on."""
    found, say = loads(source.offer.design), source.voice.say
    last = min(horizon + _AFTER, _LONGEST)
    lines = []
    for name, load in (
        (Text("Cores"), found["cores"]),
        (Text("Memory"), found["memory"]),
        (Text("Storage"), found["storage"]),
    ):
        if load.there:
            today = Fraction(load.needed, load.there)
            shares = (today * (1 + rate) ** (year - horizon) for year in range(last + 1))
            lines.append(Growth(say(name), tuple(shares)))
    return lines
