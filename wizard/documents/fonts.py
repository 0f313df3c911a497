"""Fonts of the documents: Inter, and Noto for the scripts that Inter lacks. Everything is embedded.

Right-to-left text is shaped and ordered here, because a PDF stores glyphs in the order in which they are seen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import arabic_reshaper
import uharfbuzz
from bidi import get_display
from reportlab import rl_config
from reportlab.lib import fonts as font_families
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from wizard.assets import Assets, folder
from wizard.documents.scene import Weight

REGULAR, SEMIBOLD = "Inter", "Inter-SemiBold"
TABULAR, TABULAR_SEMIBOLD = "InterTabular", "InterTabular-SemiBold"
EMOJI, HEBREW, ARABIC = "NotoEmoji", "NotoSansHebrew", "NotoSansArabic"
_FILES = {
    REGULAR: "Inter-Regular.ttf",
    SEMIBOLD: "Inter-SemiBold.ttf",
    TABULAR: "Inter-Regular.ttf",
    TABULAR_SEMIBOLD: "Inter-SemiBold.ttf",
    EMOJI: "NotoEmoji-Regular.ttf",
    HEBREW: "NotoSansHebrew-Regular.ttf",
    ARABIC: "NotoSansArabic-Regular.ttf",
}
_FALLBACKS = (REGULAR, HEBREW, ARABIC, EMOJI)
_NO_GLYPH = "□"
_DIGITS = "0123456789"


@cache
def _reshaper() -> Any:
    return arabic_reshaper.ArabicReshaper({"delete_harakat": False, "delete_tatweel": False})


@cache
def register() -> None:
    """Make the fonts known to reportlab, and Inter its default: its own Helvetica would not be embedded."""
    home = folder(Assets.RESOURCES) / "fonts"
    for name, file in _FILES.items():
        font = TTFont(name, str(home / file))
        if name in (TABULAR, TABULAR_SEMIBOLD):
            _use_tabular_digits(font, home / file)
        pdfmetrics.registerFont(font)
        for bold in (0, 1):
            for italic in (0, 1):
                font_families.addMapping(name, bold, italic, name)
    rl_config.canvas_basefontname = REGULAR


def _use_tabular_digits(font: TTFont, path: Path) -> None:
    """Map the digits to Inter's figures of equal width, so that columns of numbers stand exactly below each other."""
    outlines = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    shaper = uharfbuzz.Font(outlines)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(_DIGITS)
    buffer.guess_segment_properties()
    uharfbuzz.shape(shaper, buffer, {"tnum": True})
    face: Any = font.face
    for digit, glyph, place in zip(_DIGITS, buffer.glyph_infos, buffer.glyph_positions, strict=True):
        face.charToGlyph[ord(digit)] = glyph.codepoint
        face.charWidths[ord(digit)] = place.x_advance * 1000 / outlines.upem
    face.name = face.name.replace(b"Inter-", b"InterTabular-")


@cache
def _glyphs(font: str) -> frozenset[int]:
    register()
    registered: Any = pdfmetrics.getFont(font)
    return frozenset(registered.face.charToGlyph)


@lru_cache(maxsize=10_000)
def _font_of(character: str, font: str) -> str | None:
    """Return the font that draws a character, or ``None`` if it is invisible or nobody can draw it."""
    code = ord(character)
    return next((name for name in (font, *_FALLBACKS) if code in _glyphs(name)), None)


def runs(text: str, font: str) -> tuple[tuple[str, str], ...]:
    """Split a text into stretches of one font each: (font, text). What no font can draw becomes a small square."""
    if _glyphs(font).issuperset(map(ord, text)):
        return ((font, text),) if text else ()
    drawn = []
    for character in text:
        name = _font_of(character, font)
        if name is not None:
            drawn.append((name, character))
        elif unicodedata.category(character) not in ("Cc", "Cf", "Mn", "Me"):
            drawn.append((font, _NO_GLYPH))
    return tuple((name, "".join(c for _, c in group)) for name, group in groupby(drawn, key=lambda pair: pair[0]))


def width(text: str, font: str, size: float) -> float:
    """Return the width of a text in points."""
    if text.isascii() and text.isprintable():
        register()
        return float(pdfmetrics.stringWidth(text, font, size))
    return sum(float(pdfmetrics.stringWidth(part, name, size)) for name, part in runs(text, font))


@lru_cache(maxsize=20_000)
def measure(text: str, size: float, weight: Weight) -> float:
    """Width of a label in a scene, as :data:`wizard.documents.scene.Measure` asks."""
    return width(visual(text), SEMIBOLD if weight == "semibold" else REGULAR, size)


def right_to_left(text: str) -> bool:
    """Tell whether a text holds Hebrew, Arabic or another script that runs from the right."""
    return not text.isascii() and any(unicodedata.bidirectional(c) in ("R", "AL", "RLE", "RLO", "RLI") for c in text)


def visual(text: str) -> str:
    """Return one line of text in the order in which it is seen, with Arabic letters joined."""
    return str(get_display(_reshaper().reshape(text))) if right_to_left(text) else text


def stretches(text: str, font: str, size: float, line_width: float) -> Iterator[tuple[str, str, bool]]:
    """Yield a foreign text in stretches of one font each: (text, font, whether a line ends here).

    A text with right-to-left parts is broken into lines here: lines are broken in the order of reading, and only
    then each is put into the order of seeing (Unicode Standard Annex 9).
    """
    if not right_to_left(text):
        yield from ((part, name, False) for name, part in runs(text, font))
        return
    for number, line in enumerate(_lines(text, font, size, line_width)):
        if number:
            yield "", font, True
        yield from ((part, name, False) for name, part in runs(visual(line), font))


def _lines(text: str, font: str, size: float, line_width: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split():
        candidate = f"{line} {word}" if line else word
        if line and width(visual(candidate), font, size) > line_width:
            lines.append(line)
            candidate = word
        while width(visual(candidate), font, size) > line_width and len(candidate) > 1:
            keep = max(1, int(len(candidate) * line_width / width(visual(candidate), font, size)) - 1)
            lines.append(candidate[:keep])
            candidate = candidate[keep:]
        line = candidate
    return [*lines, line] if line else lines
