"""How the lines of networks look, the same in every drawing: a colour and a dash of their own, and the legend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from wizard.documents.scene import Label, Line, Measure, Rect, Role, Shape, Weight, fit

Style = tuple[Role, tuple[float, ...]]
SMALL, TITLE, LEADING = 7.0, 8.0, 9.2
"""Sizes of the type scale, and the height of a line of small text."""
_KNOWN: Mapping[str, Style] = {
    "ceph": ("accent", ()),
    "ceph-public": ("accent", ()),
    "ceph-cluster": ("accent", (9, 2)),
    "storage": ("accent", (12, 2, 2, 2)),
    "production": ("blue", (7, 2)),
    "guests": ("blue", (7, 2)),
    "guest": ("blue", (7, 2)),
    "corosync": ("amber", (3, 2)),
    "replication": ("violet", (6, 2, 1, 2)),
    "migration": ("violet", (10, 2)),
    "management": ("slate", (4, 3)),
    "bmc": ("slate", (1, 2)),
    "backup": ("red", (9, 3)),
    "qdevice": ("amber", (1.5, 1.5)),
    "peer": ("ink", ()),
    "uplink": ("ink", (4, 4)),
}
_FURTHER: Sequence[Style] = (
    ("violet", ()), ("red", (2, 2)), ("blue", (2, 4)), ("slate", (8, 2, 1, 2)), ("accent", (1, 3)), ("amber", (10, 3)),
)  # fmt: skip


def styles(networks: Iterable[str]) -> dict[str, Style]:
    """Return the line of each network; those that nobody knows by name take what is left in turn."""
    found: dict[str, Style] = {}
    others = 0
    for network in dict.fromkeys(networks):
        if network in _KNOWN:
            found[network] = _KNOWN[network]
        else:
            found[network] = _FURTHER[others % len(_FURTHER)]
            others += 1
    return found


def draw_legend(
    entries: Sequence[tuple[Role, tuple[float, ...], str]], width: float, y: float, measure: Measure
) -> tuple[list[Shape], float]:
    """Write what each line means, in as many rows as needed; return the shapes and where they end."""
    shapes: list[Shape] = []
    x = 0.0
    for role, dash, text in entries:
        words = fit(text, width - 28, SMALL, "regular", measure)
        needed = 28 + measure(words, SMALL, "regular")
        if x and x + needed > width:
            x, y = 0.0, y + LEADING + 3
        shapes.append(Line(((x, y - 2.4), (x + 22, y - 2.4)), role, 1.6, dash))
        shapes.append(Label(x + 27, y, words, SMALL, "quiet"))
        x += needed + 14
    return shapes, y + 4


def wrapped(parts: Sequence[str], width: float, size: float, measure: Measure, between: str = " · ") -> list[str]:
    """Set parts behind each other, as many on a line as have room."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{between}{part[:400]}" if lines else part
        if lines and measure(longer, size, "regular") <= width:
            lines[-1] = longer
        else:
            lines += two_lines(part, width, size, "regular", measure)
    return lines


def two_lines(words: str, room: float, size: float, weight: Weight, measure: Measure) -> list[str]:
    """Set a name on one line, or on two of about equal length where that shows all of it; else cut it."""
    if measure(words, size, weight) <= room or " " not in words:
        return [fit(words, room, size, weight, measure)]
    best = min(_halves(words), key=lambda pair: max(measure(half, size, weight) for half in pair))
    fits = all(measure(half, size, weight) <= room for half in best)
    return list(best) if fits else [fit(words, room, size, weight, measure)]


def least_width(words: str, size: float, weight: Weight, measure: Measure) -> float:
    """Return the width that a name needs on two lines, or on one if it is a single word."""
    return min(max(measure(half, size, weight) for half in pair) for pair in _halves(words))


def _halves(words: str) -> list[tuple[str, str]]:
    """Return the ways to set a name on two lines; the first of them is to leave it on one."""
    pieces = words.split(" ")
    return [(" ".join(pieces[:at]), " ".join(pieces[at:])) for at in range(len(pieces))]


def shared_widths(needs: Sequence[float], free: float, most: float, shares: Sequence[float] = ()) -> list[float]:
    """Share a width out equally, or by shares, but give each at least what it needs where that is possible.

    ``most`` is the width of one share at most.
    """
    shares = shares or [1.0] * len(needs)
    if needs and sum(needs) > free:
        return [min(free / sum(shares), most) * share for share in shares]
    wide: set[int] = set()
    while True:
        rest = free - sum(needs[n] for n in wide)
        each = min(rest / max(sum(share for n, share in enumerate(shares) if n not in wide), 1.0), most)
        wider = {n for n, need in enumerate(needs) if n not in wide and need > each * shares[n]}
        if not wider:
            return [needs[n] if n in wide else each * share for n, share in enumerate(shares)]
        wide |= wider


def ports(x: float, y: float, count: int, size: float = 2.6) -> list[Shape]:
    """Draw a small square for each port, side by side around a point."""
    shown = min(count, 8)
    left = x - (shown * (size + 0.9) - 0.9) / 2
    return [Rect(left + n * (size + 0.9), y, size, size, "paper", "slate", 0.4, 0.5) for n in range(shown)]
