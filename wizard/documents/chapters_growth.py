"""How the demand grows into what there is."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from wizard.documents.blocks import Block, Figure, Heading, Paragraph
from wizard.documents.diagram_charts import Growth, growth_scene, growth_words
from wizard.documents.source import Source
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
    yield Heading(1, say(Text("Growth")), "growth")
    yield Paragraph(
        say(
            Text(
                "Each line is what the guests need after the planned failure, as a share of what is there then. The "
                "demand grows by {rate:percent} a year; the design is made for year {n}.",
                rate=rate,
                n=horizon,
            )
        )
    )
    yield Figure(
        growth_scene(lines, horizon, source.voice, source.measure),
        say(Text("Needed as a share of what is there after the planned failure; above 100 % it no longer fits")),
        growth_words(lines, horizon, source.voice),
    )


def growth_of(source: Source) -> tuple[Fraction, int]:
    """Return the growth in a year and the years to the horizon, as the demand was calculated."""
    for each in source.offer.assessment.calculations:
        if each.key == "demand.memory_bytes":
            return Fraction(each.inputs.get("growth", 0)), int(each.inputs.get("years", 0))
    return Fraction(0), 0


def growth_lines(source: Source, rate: Fraction, horizon: int) -> list[Growth]:
    """Return cores, memory and storage as shares of what there is, from today on."""
    design, say = source.offer.design, source.voice.say
    compute, storage = design.compute, design.storage
    last = min(horizon + _AFTER, _LONGEST)
    found = []
    for name, needed, there in (
        (Text("Cores"), compute.cores_needed_after_failure, compute.cores_after_failure),
        (Text("Memory"), compute.memory_needed_after_failure_bytes, compute.memory_after_failure_bytes),
        (Text("Storage"), storage.needed_bytes, storage.usable_bytes),
    ):
        if there:
            shares = (Fraction(needed, there) * (1 + rate) ** (year - horizon) for year in range(last + 1))
            found.append(Growth(say(name), tuple(shares)))
    return found
