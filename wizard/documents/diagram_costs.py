"""Costs over the years: a stacked bar for each year, cumulated, and beside it what staying as it is costs."""

from __future__ import annotations

from decimal import Decimal

from wizard.documents.scene import Label, Line, Measure, Rect, Role, Scene, Shape, fit
from wizard.documents.words import Voice
from wizard.model.money import ZERO
from wizard.model.running import CostKey, CostRow, YearlyCosts
from wizard.model.text import Text

_HEIGHT, _TOP, _SIZE = 88.0, 14.0, 7.0
COST_COLOURS: dict[CostKey, Role] = {
    "hardware": "accent",
    "services": "accent-mid",
    "subscriptions": "blue",
    "support": "violet",
    "energy": "amber",
    "replacement": "slate",
    "today": "copies",
}
"""What each kind of cost is drawn in, on paper and in the workbook."""


def costs_scene(costs: YearlyCosts, voice: Voice, measure: Measure, width: float = 480.0) -> Scene:
    """Draw what was spent until the end of each year."""
    highest = max(costs.total, costs.today_total or ZERO, Decimal(1))
    step = width / costs.years
    bar = min(step * (0.32 if costs.today else 0.5), 60.0)
    base = _TOP + _HEIGHT
    shapes: list[Shape] = [Line(((0, base), (width, base)), "line", 0.8)]
    for year in range(costs.years):
        middle = step * (year + 0.5)
        left = middle - bar - 2 if costs.today else middle - bar / 2
        shapes += _bar(costs.rows, year, left, bar, highest, voice, measure)
        if costs.today:
            shapes += _bar(costs.today, year, middle + 2, bar, highest, voice, measure, plain=True)
        words = voice.say(Text("Year {n}", n=year + 1))
        shapes.append(Label(middle, base + 11, words, _SIZE, "quiet", "regular", "middle"))
    legend, bottom = _legend(costs, voice, measure, width, base + 26)
    return Scene(width, bottom, (*shapes, *legend))


def _bar(
    rows: tuple[CostRow, ...], year: int, left: float, bar: float, highest: Decimal, voice: Voice, measure: Measure,
    *, plain: bool = False,
) -> list[Shape]:  # fmt: skip
    shapes: list[Shape] = []
    y = _TOP + _HEIGHT
    total = ZERO
    for row in rows:
        amount = sum(row.amounts[: year + 1], ZERO)
        total += amount
        height = float(max(amount, ZERO) / highest) * _HEIGHT
        y -= height
        colour: Role = "copies" if plain else COST_COLOURS[row.key]
        shapes.append(Rect(left, y, bar, height, colour, "slate" if plain else None, 0, 0.4))
    words = voice.language.number(total / 1000, 0)
    if measure(words, _SIZE, "semibold") <= bar + 8:
        shapes.append(Label(left + bar / 2, y - 3, words, _SIZE, "ink", "semibold", "middle"))
    return shapes


def _legend(costs: YearlyCosts, voice: Voice, measure: Measure, width: float, y: float) -> tuple[list[Shape], float]:
    entries = [(COST_COLOURS[row.key], voice.say(row.text)) for row in costs.rows]
    if costs.today:
        entries.append(("copies", voice.say(Text("staying as it is"))))
    entries.append(("paper", voice.say(Text("thousands of {currency}, cumulated", currency=voice.currency))))
    shapes: list[Shape] = []
    x = 0.0
    for role, words in entries:
        words = fit(words, width - 14, _SIZE, "regular", measure)
        needed = 13 + measure(words, _SIZE, "regular")
        if x and x + needed > width:
            x, y = 0.0, y + 12
        shapes.append(Rect(x, y - 6.5, 8, 8, role, "slate" if role == "copies" else None, 1.5, 0.4))
        shapes.append(Label(x + 13, y, words, _SIZE, "quiet"))
        x += needed + 18
    return shapes, y + 5


def costs_words(costs: YearlyCosts, voice: Voice) -> str:
    """Say what the bars show, for those who do not see them."""
    ends = []
    for year in range(costs.years):
        spent = sum((costs.in_year(costs.rows, each) for each in range(year + 1)), ZERO)
        words = Text("year {n}: {spent:money}", n=year + 1, spent=spent)
        if costs.today:
            stayed = sum((costs.in_year(costs.today, each) for each in range(year + 1)), ZERO)
            words = Text("year {n}: {spent:money}, staying as it is {stayed:money}", n=year + 1, spent=spent,
                         stayed=stayed)  # fmt: skip
        ends.append(voice.say(words))
    return voice.say(
        Text("Bars of the costs until the end of each year, in {currency}: {years}.", currency=voice.currency,
             years="; ".join(ends))
    )  # fmt: skip
