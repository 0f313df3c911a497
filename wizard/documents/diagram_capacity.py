"""The capacity bar: from raw to what is promised, with what is needed marked."""

from __future__ import annotations

from wizard.documents.scene import Label, Line, Measure, Rect, Role, Scene, Shape, fit
from wizard.documents.words import Voice
from wizard.model.assessment import Storage
from wizard.model.text import Text

_BAR_TOP, _BAR, _SIZE = 18.0, 20.0, 7.0


def capacity_scene(storage: Storage, voice: Voice, measure: Measure, width: float = 480.0) -> Scene:
    """Draw usable space, the reserve for failures and balance, and further copies, true to scale.

    The mark of what is needed stands on the same scale, as one copy of the data.
    """
    segments = capacity_segments(storage, voice)
    total = max(sum(size for _, size, _, _ in segments), storage.needed_bytes, 1)
    shapes: list[Shape] = [Rect(0, _BAR_TOP, width, _BAR, "surface", None, 3)]
    x = 0.0
    for role, size, name, ink in segments:
        length = width * size / total
        shapes.append(Rect(x, _BAR_TOP, length, _BAR, role, None, 0))
        words = f"{name} {voice.size(size)}"
        if measure(words, _SIZE, "semibold") <= length - 10:
            shapes.append(Label(x + 6, _BAR_TOP + _BAR / 2 + 2.5, words, _SIZE, ink, "semibold"))
        x += length
    at = width * storage.needed_bytes / total
    shapes.append(Line(((at, _BAR_TOP - 4), (at, _BAR_TOP + _BAR + 4)), "red", 1.4))
    needed = voice.say(Text("needed at the horizon: {needed:size}", needed=storage.needed_bytes))
    needed = fit(needed, width, _SIZE, "semibold", measure)
    half = measure(needed, _SIZE, "semibold") / 2
    centre = min(max(at, half), width - half)
    shapes.append(Label(centre, _BAR_TOP - 8, needed, _SIZE, "red", "semibold", "middle"))
    legend, bottom = _legend(segments, width, voice, measure)
    return Scene(width, bottom, (*shapes, *legend))


def capacity_segments(storage: Storage, voice: Voice) -> list[tuple[Role, int, str, Role]]:
    """Return the parts of the bar: colour, size, name, and colour of words in it. Their sum is the raw capacity."""
    if not storage.raw_bytes:
        return [("accent", storage.usable_bytes, voice.say(Text("usable")), "paper")]
    parts: list[tuple[Role, int, str, Role]] = [
        ("accent", storage.usable_bytes, voice.say(Text("usable")), "paper"),
        (
            "reserve",
            storage.nominal_bytes - storage.usable_bytes,
            voice.say(Text("reserve for failures and balance")),
            "ink",
        ),
        ("copies", storage.raw_bytes - storage.nominal_bytes, voice.say(Text("further copies and parity")), "ink"),
    ]
    return [part for part in parts if part[1] > 0]


def capacity_words(storage: Storage, voice: Voice) -> str:
    """Say what the bar shows, for those who do not see it."""
    parts = "; ".join(f"{name}: {voice.size(size)}" for _, size, name, _ in capacity_segments(storage, voice))
    return voice.say(
        Text(
            "A bar, true to scale, of the storage from left to right: {parts}. A mark stands at what is needed at the "
            "horizon: {needed:size}.",
            parts=parts,
            needed=storage.needed_bytes,
        )
    )


def _legend(
    segments: list[tuple[Role, int, str, Role]], width: float, voice: Voice, measure: Measure
) -> tuple[list[Shape], float]:
    shapes: list[Shape] = []
    x, y = 0.0, _BAR_TOP + _BAR + 17
    for role, size, name, _ in segments:
        words = fit(f"{name}: {voice.size(size)}", width - 14, _SIZE, "regular", measure)
        needed = 13 + measure(words, _SIZE, "regular")
        if x and x + needed > width:
            x, y = 0.0, y + 12
        shapes.append(Rect(x, y - 6.5, 8, 8, role, None, 1.5))
        shapes.append(Label(x + 13, y, words, _SIZE, "quiet"))
        x += needed + 18
    return shapes, y + 5
