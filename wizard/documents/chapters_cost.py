"""Where the money goes: the sum over the years by parts of the offer, as a picture."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from wizard.assets import Assets, folder
from wizard.documents.blocks import Block, Figure, Heading, KeyFigure, KeyFigures, Paragraph
from wizard.documents.diagram_charts import cost_scene, cost_words
from wizard.documents.source import Source
from wizard.documents.words import coarse
from wizard.model.text import Text


def cost_chapter(source: Source) -> Iterable[Block]:
    """Return the picture that belongs to the sums."""
    offer, say = source.offer, source.voice.say
    sums = [
        (source.group_title(group.key), group.once_net + offer.years * group.per_year_net) for group in offer.groups
    ]
    parts = [(title, amount) for title, amount in sums if amount > 0]
    if not parts:
        return
    yield Figure(
        cost_scene(parts, source.voice, source.measure),
        say(Text("Net sum over {years} years by parts of the offer", years=offer.years)),
        cost_words(parts, source.voice),
    )


def band_chapter(source: Source) -> Iterable[Block]:
    """Return what a self-assessment says of the price: from, to, and what both hang on."""
    say = source.voice.say
    yield Heading(1, say(Text("What it may cost")), "sums")
    yield Paragraph(
        say(
            Text(
                "The price is known to the order of magnitude only: list prices change, and nobody has checked the "
                "answers yet. The range is {percent} % to both sides of what the sizing adds up.",
                percent=_percent(),
            )
        )
    )
    yield KeyFigures(band_figures(source))
    yield from cost_chapter(source)


def band_figures(source: Source) -> tuple[KeyFigure, ...]:
    """Return the sums as ranges."""
    offer, say = source.offer, source.voice.say
    return (
        KeyFigure(say(Text("Once, net")), _band(offer.once_net, source)),
        KeyFigure(say(Text("Per year, net")), _band(offer.per_year_net, source)),
        KeyFigure(say(Text("Total over {years} years, net", years=offer.years)), _band(offer.total_net, source)),
    )


@cache
def _percent() -> int:
    path = folder(Assets.TEMPLATES) / "offer" / "pages.toml"
    return int(tomllib.loads(path.read_text(encoding="utf-8"))["self_assessment_band_percent"])


def _band(amount: Decimal, source: Source) -> str:
    low, high = (coarse(amount * (100 + sign * _percent()) / 100) for sign in (-1, 1))
    number = source.voice.number
    return source.voice.with_currency(f"{number(low)}\u2013{number(high)}")
