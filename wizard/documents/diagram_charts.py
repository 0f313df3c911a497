"""Charts: how the demand grows into what there is, where the money goes, and what moves the price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from wizard.documents.scene import Label, Line, Measure, Rect, Role, Scene, Shape, fit
from wizard.documents.words import Voice
from wizard.model.text import Text

_SIZE = 7.0
_AMOUNT = 74.0
"""Room for an amount beside the end of a bar."""
_COLOURS: tuple[Role, ...] = ("accent", "blue", "amber", "violet", "slate", "red")
_DASHES: tuple[tuple[float, ...], ...] = ((), (6, 2), (2, 2), (6, 2, 1, 2), (1, 2), (9, 3))


@dataclass(frozen=True, slots=True)
class Growth:
    """A demand as shares of what there is for it: one for each year from today on."""

    name: str
    shares: tuple[Fraction, ...]


def growth_scene(lines: Sequence[Growth], horizon: int, voice: Voice, measure: Measure, width: float = 480.0) -> Scene:
    """Draw each demand over the years, with what there is as a line across and the horizon as one down."""
    years = max((len(line.shares) for line in lines), default=1) - 1
    left, top, height = 38.0, 14.0, 120.0
    plot = width - left - 108
    highest = max([Fraction(1), *(share for line in lines for share in line.shares)])
    highest = Fraction(-(-(highest * 4).numerator // (highest * 4).denominator), 4)

    def place(year: int, share: Fraction) -> tuple[float, float]:
        return left + plot * year / max(years, 1), top + height * float(1 - share / highest)

    shapes: list[Shape] = []
    for quarter in range(int(highest * 4) + 1):
        share = Fraction(quarter, 4)
        y = place(0, share)[1]
        full = share == 1
        shapes.append(Line(((left, y), (left + plot, y)), "red" if full else "line", 1.1 if full else 0.4))
        percent = voice.say(Text("{share:percent}", share=share))
        shapes.append(Label(left - 5, y + 2.3, percent, _SIZE, "red" if full else "quiet", "regular", "end"))
    for year in range(years + 1):
        x = place(year, Fraction(0))[0]
        words = voice.say(Text("today")) if year == 0 else voice.say(Text("year {n}", n=year))
        shapes.append(Label(x, top + height + 11, words, _SIZE, "quiet", "regular", "middle"))
    x = place(horizon, Fraction(0))[0]
    shapes.append(Line(((x, top), (x, top + height)), "slate", 0.8, (3, 2)))
    shapes.append(Label(x, top - 4, voice.say(Text("horizon")), _SIZE, "slate", "semibold", "middle"))
    shapes += _curves(lines, place, left + plot + 8, 100, measure)
    return Scene(width, top + height + 17, tuple(shapes))


def _curves(lines: Sequence[Growth], place, x: float, room: float, measure: Measure) -> list[Shape]:  # type: ignore[no-untyped-def]
    """Draw the lines with their names at the end; names that would overlap move apart."""
    shapes: list[Shape] = []
    ends = []
    for number, line in enumerate(lines):
        role = _COLOURS[number % len(_COLOURS)]
        points = tuple(place(year, share) for year, share in enumerate(line.shares))
        shapes.append(Line(points, role, 1.7, _DASHES[number % len(_DASHES)]))
        ends.append((points[-1][1], line.name, role))
    y = -100.0
    for wanted, name, role in sorted(ends):
        y = max(wanted + 2.3, y + 9)
        shapes.append(Label(x, y, fit(name, room, _SIZE, "semibold", measure), _SIZE, role, "semibold"))
    return shapes


def growth_title(plans_failure: bool) -> Text:
    """Say what the lines are shares of."""
    if plans_failure:
        return Text("Needed as a share of what is there after the planned failure; above 100 % it no longer fits")
    return Text("Needed as a share of what is there; above 100 % it no longer fits")


def growth_words(lines: Sequence[Growth], horizon: int, plans_failure: bool, voice: Voice) -> str:
    """Say what the chart shows, for those who do not see it."""
    said = "; ".join(
        voice.say(
            Text(
                "{name}: {today:percent} today, {then:percent} at the horizon",
                name=line.name, today=line.shares[0], then=line.shares[min(horizon, len(line.shares) - 1)],
            )
        )
        for line in lines
    )  # fmt: skip
    title = voice.say(growth_title(plans_failure))
    return voice.say(
        Text("Lines over the years: {title}. {lines}. The horizon is year {n}.", title=title, lines=said, n=horizon)
    )


def cost_scene(parts: Sequence[tuple[str, Decimal]], voice: Voice, measure: Measure, width: float = 480.0) -> Scene:
    """Draw amounts as bars below each other, true to scale, the share of the sum behind each."""
    total = sum((amount for _, amount in parts), Decimal(0)) or Decimal(1)
    largest = max((amount for _, amount in parts), default=Decimal(1)) or Decimal(1)
    name_width, amount_width = 140.0, 130.0
    room = width - name_width - amount_width
    shapes: list[Shape] = []
    y = 2.0
    for name, amount in parts:
        length = max(float(amount / largest) * room, 1.0)
        words = fit(name, name_width - 8, 7.2, "regular", measure)
        shapes.append(Label(0, y + 10, words, 7.2, "ink"))
        shapes.append(Rect(name_width, y + 2, length, 10, "accent", None, 1))
        share = voice.say(Text("{share:percent}", share=Fraction(amount) / Fraction(total)))
        shapes.append(Label(width, y + 10, f"{voice.money(amount)} · {share}", 7.2, "ink", "regular", "end"))
        y += 19
    return Scene(width, y + 2, tuple(shapes))


def cost_words(parts: Sequence[tuple[str, Decimal]], voice: Voice) -> str:
    """Say what the bars show, for those who do not see them."""
    said = "; ".join(f"{name}: {voice.money(amount)}" for name, amount in parts)
    return voice.say(Text("Bars, true to scale, from the first part of the sum to the last: {parts}.", parts=said))


@dataclass(frozen=True, slots=True)
class Swing:
    """How the price changes with less and with more of something. None where there is no design then."""

    name: str
    less: Decimal | None
    more: Decimal | None


def swing_scene(swings: Sequence[Swing], voice: Voice, measure: Measure, width: float = 480.0) -> Scene:
    """Draw the changes of the price to both sides of a line in the middle."""
    widest = max([Decimal(1), *(abs(each) for one in swings for each in (one.less, one.more) if each is not None)])
    names, room = 150.0, (width - 150.0) / 2 - _AMOUNT
    middle = names + room + _AMOUNT
    shapes: list[Shape] = []
    y = 14.0
    for words, x, role in ((Text("less"), middle - 4, "blue"), (Text("more"), middle + 4, "accent")):
        anchor = "end" if role == "blue" else "start"
        shapes.append(Label(x, 8, voice.say(words), _SIZE, role, "semibold", anchor))  # type: ignore[arg-type]
    for one in swings:
        shapes.append(Label(0, y + 9.5, fit(one.name, names - 10, _SIZE, "regular", measure), _SIZE, "ink"))
        for amount, role, above in ((one.less, "blue", 0.0), (one.more, "accent", 7.0)):
            shapes += _swing(amount, role, y + above, middle, room, widest, voice)  # type: ignore[arg-type]
        y += 20
    shapes.append(Line(((middle, 11), (middle, y)), "slate", 0.8))
    return Scene(width, y + 2, tuple(shapes))


def _swing(
    amount: Decimal | None, role: Role, y: float, middle: float, room: float, widest: Decimal, voice: Voice
) -> list[Shape]:
    left = role == "blue"
    words = voice.say(Text("no design")) if amount is None else change_words(amount, voice)
    length = 0.0 if amount is None else float(abs(amount) / widest) * room
    x = middle - length if left else middle
    shapes: list[Shape] = [Rect(x, y, length, 5, role, None, 0.5)] if length else []
    at = (x - 4) if left else (x + length + 4)
    return [*shapes, Label(at, y + 5.2, words, _SIZE, "quiet", "regular", "end" if left else "start")]


def change_words(amount: Decimal, voice: Voice) -> str:
    """Write how much a price changes."""
    if not amount:
        return voice.say(Text("unchanged"))
    return voice.money(amount, signed=True)
