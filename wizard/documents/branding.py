"""Applies a partner's branding: its look is tried before anything is drawn, its texts are filled in a sandbox."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, get_args

from jinja2 import StrictUndefined, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from PIL import Image, UnidentifiedImageError
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from wizard.documents import fonts
from wizard.documents.blocks import Block, Heading, Paragraph, cut
from wizard.documents.look import PLAIN, Font, Look
from wizard.documents.scene import PALETTE, Role
from wizard.documents.source import Source
from wizard.model.brand import WORDS, Brand, BrandFile, Words
from wizard.model.text import Text

_LARGEST_LOGO = 4_000
"""Pixels of the longer side."""
LEAST_CONTRAST = 4.5
"""Of text on white, as WCAG 2.1 asks (1.4.3)."""
BrandColour = Literal["accent", "ink", "quiet"]
COLOURS: tuple[BrandColour, ...] = get_args(BrandColour)
_TEXT, _LONGEST, _MOST_PARAGRAPHS = 100_000, 4_000, 400
_LETTERS = "AZaz09äöüÄÖÜßéÉ€.,:;()–"


class BrandError(ValueError):
    """A branding that cannot be used; ``fault`` says which file and why."""

    def __init__(self, fault: Text, line: int | None = None) -> None:
        self.fault, self.line = fault, line
        super().__init__(str(fault))


@dataclass(frozen=True)
class Dress:
    """What of a branding is drawn."""

    look: Look = PLAIN
    logo: ImageReader | None = None
    letterhead: tuple[str, ...] = ()


@lru_cache(maxsize=4)
def _font(name: str, content: bytes) -> str:
    """Make a font known to reportlab under a name of its own."""
    known = f"Brand-{hashlib.sha256(content).hexdigest()[:10]}"
    try:
        font = TTFont(known, io.BytesIO(content))
    except (TTFError, ValueError, KeyError, IndexError) as error:
        raise BrandError(Text("{file}: is not a TrueType font that can be embedded: {reason}",
                              file=name, reason=str(error)[:200])) from error  # fmt: skip
    face: Any = font.face
    missing = [letter for letter in _LETTERS if ord(letter) not in face.charToGlyph]
    if missing:
        raise BrandError(Text("{file}: the font lacks {letters}", file=name, letters=" ".join(missing)))
    pdfmetrics.registerFont(font)
    return known


def dress(brand: Brand | None) -> Dress:
    """Return how a branding looks.

    Raises
    ------
    BrandError
        If a colour cannot be read on white, or logo or font are not what they should be.
    """
    if brand is None:
        return Dress()
    fonts.register()
    faces: dict[Font, str] = dict(PLAIN.faces)
    if brand.regular is not None and brand.semibold is not None:
        regular = _font(brand.regular.name, brand.regular.content)
        semibold = _font(brand.semibold.name, brand.semibold.content)
        # Figures stay in Inter: its digits have one width, and columns of numbers stand exactly below each other.
        faces |= {"regular": regular, "semibold": semibold}
    palette = dict(PALETTE)
    for role in COLOURS:
        palette |= _shades(role, getattr(brand, role))
    return Dress(Look(palette, faces), None if brand.logo is None else _logo(brand.logo), brand.letterhead)


def _shades(role: BrandColour, colour: str | None) -> dict[Role, str]:
    if colour is None:
        return {}
    if (found := contrast(colour)) < LEAST_CONTRAST:
        raise BrandError(
            Text(
                "{role}: {colour} is too light to be read on white: its contrast is {contrast}, the least is {least}",
                role=role, colour=colour, contrast=f"{found:.1f}", least=f"{LEAST_CONTRAST}",
            )
        )  # fmt: skip
    if role != "accent":
        return {role: colour}
    return {"accent": colour, "accent-mid": _mixed(colour, 0.55), "accent-soft": _mixed(colour, 0.89)}


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _mixed(colour: str, white: float) -> str:
    return "#" + "".join(f"{round(each + (255 - each) * white):02X}" for each in _channels(colour))


def contrast(colour: str) -> float:
    """Return the contrast of a colour such as ``#0B6B63`` to white (WCAG 2.1)."""
    linear = []
    for each in _channels(colour):
        share = each / 255
        linear.append(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def _logo(file: BrandFile) -> ImageReader:
    """Return the logo in the colours of the page, whatever it came in."""
    try:
        with Image.open(io.BytesIO(file.content), formats=("PNG", "JPEG")) as image:
            if max(image.size) > _LARGEST_LOGO:
                raise BrandError(Text("{file}: the logo is larger than {n} pixels", file=file.name, n=_LARGEST_LOGO))
            drawn = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
        if isinstance(error, BrandError):
            raise
        raise BrandError(Text("{file}: is not a PNG or JPEG picture", file=file.name)) from error
    ground = Image.new("RGB", drawn.size, (255, 255, 255))
    ground.paste(drawn, mask=drawn.getchannel("A"))
    return ImageReader(ground)


def filled(brand: Brand | None, place: Words, source: Source) -> str:
    """Return a text of the branding with the values of the offer in it; empty where there is none.

    Raises
    ------
    BrandError
        If the template is wrong, names something that does not exist, or does what a text may not.
    """
    code = source.voice.language.code
    file = None if brand is None else brand.texts.get((code, place))
    if brand is None or file is None:
        return ""
    environment = _Sandbox(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)
    environment.globals.clear()  # a text counts and loops over nothing of its own
    try:
        template = environment.from_string(file.content.decode("utf-8"))
        written = "".join(_bounded(template.generate(**_values(brand, source))))
    except UnicodeDecodeError:
        raise BrandError(Text("{file}: is not UTF-8 text", file=file.name)) from None
    except (TemplateError, *_OF_A_TEMPLATE) as error:
        if isinstance(error, BrandError):
            raise
        line = _line_of(error)
        where = file.name if line is None else f"{file.name}:{line}"
        reason = str(error.message if isinstance(error, TemplateError) else error)
        said: str | Text = reason[:300]
        if unknown := _UNDEFINED.fullmatch(reason):
            said = Text("'{name}' is undefined", name=unknown[1][:100])
        raise BrandError(Text("{file}: {reason}", file=where, reason=said), line) from error
    return written.strip()


_UNDEFINED = re.compile(r"'(.+)' is undefined", re.DOTALL)
_OF_A_TEMPLATE = (
    TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError, MemoryError
)  # fmt: skip
"""What the expressions of a text may cause."""


class _Sandbox(SandboxedEnvironment):
    """Refuses a power, which one short line can make endless."""

    intercepted_binops = frozenset({"**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError("** is not allowed in a text")


def _line_of(error: BaseException) -> int | None:
    """Return the line of the template at fault: its compiler says it, and Jinja rewrites the frames of what it runs."""
    line: int | None = getattr(error, "lineno", None)
    frame = error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == "<template>":
            line = frame.tb_lineno
        frame = frame.tb_next
    return line


@dataclass(frozen=True)
class BrandProblem:
    """What is wrong with one thing of a branding: ``accent``, ``logo``, ``fonts``, or a text such as ``de.letter``."""

    place: str
    text: Text
    line: int | None = None


def problems(brand: Brand, sources: Iterable[Source]) -> Iterator[BrandProblem]:
    """Yield everything that is wrong with a branding, its texts filled with the values of offers."""
    parts: dict[str, Brand] = {
        **{str(role): replace(Brand(), **{role: getattr(brand, role)}) for role in COLOURS},
        "logo": Brand(logo=brand.logo),
        "fonts": Brand(regular=brand.regular, semibold=brand.semibold),
    }
    for place, part in parts.items():
        try:
            dress(part)
        except BrandError as error:
            yield BrandProblem(place, error.fault)
    if (brand.regular is None) != (brand.semibold is None):
        yield BrandProblem("fonts", Text("both fonts are needed, the regular and the semibold one, or none"))
    for source in sources:
        for place in WORDS:
            try:
                filled(brand, place, source)
            except BrandError as error:
                yield BrandProblem(f"{source.voice.language.code}.{place}", error.fault, error.line)


def _bounded(parts: Any) -> Any:
    length = 0
    for part in parts:
        length += len(part)
        if length > _TEXT:
            raise BrandError(Text("the text is longer than {n} characters", n=_TEXT))
        yield part


def _values(brand: Brand, source: Source) -> Mapping[str, str]:
    """Return what a text may name: words, never objects."""
    offer, voice = source.offer, source.voice
    return {
        "vendor": brand.name or cut(offer.vendor, 120),
        "customer": cut(offer.project.customer.name, 120),
        "vendor_contact": cut(offer.contact.name, 120),
        "vendor_phone": cut(offer.contact.phone, 120),
        "vendor_email": cut(offer.contact.email, 120),
        "contact": cut(offer.project.customer.contact, 120),
        "title": cut(offer.project.title, 120),
        "number": cut(offer.number, 60),
        "revision": offer.revision,
        "date": source.day(offer.date),
        "valid_until": source.day(offer.valid_until),
        "topology": source.topology_title(),
        "once_net": voice.money(offer.once_net),
        "per_year_net": voice.money(offer.per_year_net),
        "total_net": voice.money(offer.total_net),
        "total_gross": voice.money(offer.vat.gross),
        "years": voice.number(offer.years),
        "currency": voice.currency,
    }


PLACEHOLDERS = (
    "vendor", "vendor_contact", "vendor_phone", "vendor_email", "customer", "contact", "title", "number", "revision",
    "date", "valid_until", "topology", "once_net", "per_year_net", "total_net", "total_gross", "years", "currency",
)  # fmt: skip
"""What a text may name."""


def text_blocks(text: str, anchor: str) -> list[Block]:
    """Return a text as blocks: paragraphs between empty lines, ``## `` before a heading, ``- `` before a point."""
    blocks: list[Block] = []
    for number, part in enumerate(text.replace("\r\n", "\n").split("\n\n")[:_MOST_PARAGRAPHS]):
        words = part.strip()
        if words.startswith("## "):
            title, _, words = words.partition("\n")
            blocks.append(Heading(2, cut(title[3:], 160), f"{anchor}-{number}"))
        points = [line.strip() for line in words.splitlines()]
        if points and all(line.startswith("- ") for line in points):
            blocks += [Paragraph(f"•\u2002{cut(line[2:], _LONGEST)}") for line in points]
        elif words.strip():
            blocks.append(Paragraph(cut(" ".join(points), _LONGEST)))
    return blocks
