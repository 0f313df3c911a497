"""Say in one line each what is wrong with a file of ours: where it stands, what stands there, what would be right."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from wizard.model.text import Text
from wizard.persistence.shape import Place, fields_of, kinds_at, paths_of, place_of

SHOWN_CHARACTERS = 40
SHOWN_FAULTS = 100

_WHOLE = "{value} is not a whole number"
_NUMBER = "{value} is not a number"
_FINITE = "{value} is not a finite number"
_LIST = "{value} is not a list"
_OBJECT = "{value} is not an object with named fields"
_DATE = '{value} is not a date: write it as "2026-11-22"'
_MESSAGES = {
    "missing": "is missing",
    "int_type": _WHOLE, "int_parsing": _WHOLE, "int_from_float": _WHOLE, "int_parsing_size": _WHOLE,
    "float_type": _NUMBER, "float_parsing": _NUMBER, "fraction_type": _NUMBER, "fraction_parsing": _NUMBER,
    "decimal_type": _NUMBER, "decimal_parsing": _NUMBER, "finite_number": _FINITE,
    "bool_type": "{value} is neither true nor false", "bool_parsing": "{value} is neither true nor false",
    "string_type": "{value} is not a text", "string_unicode": "is not valid Unicode text",
    "tuple_type": _LIST, "list_type": _LIST,
    "dict_type": _OBJECT, "model_type": _OBJECT, "model_attributes_type": _OBJECT, "dataclass_type": _OBJECT,
    "greater_than": "{value} is too small: it has to be above {gt}",
    "greater_than_equal": "{value} is too small: the least is {ge}",
    "less_than": "{value} is too large: it has to be below {lt}",
    "less_than_equal": "{value} is too large: the most is {le}",
    "too_long": "has {actual_length} entries: the most is {max_length}",
    "too_short": "has {actual_length} entries: the least is {min_length}",
    "string_too_long": "is longer than {max_length} characters",
    "string_too_short": "is shorter than {min_length} characters",
    "date_type": _DATE, "date_parsing": _DATE, "date_from_datetime_parsing": _DATE, "date_from_datetime_inexact": _DATE,
}  # fmt: skip
_SURE = 0.8  # how alike two keys are before another place is named
_LETTERS = re.compile(r"\^\[A-Z\]\{(\d+)\}\$")
_HUGE_EXPONENT = re.compile(r"\s*[+-]?[\d._]+[eE][+-]?\d{4,}\s*")


class FileFault(Exception):  # noqa: N818 - a fault is in the file, the program made no error
    """A file that cannot be used, and every reason why.

    Parameters
    ----------
    path
        The file, or the name that its reader knows it by.
    faults
        One sentence for each fault, which begins with its place in the file.
    """

    def __init__(self, path: Path | str, faults: Iterable[Text]) -> None:
        self.path = Path(path)
        self.faults = tuple(faults)
        super().__init__("\n".join(self.lines))

    @property
    def lines(self) -> tuple[str, ...]:
        """One line for each fault, with the file in front."""
        file = cleaned(str(self.path))
        return tuple(f"{file}: {fault}" for fault in self.faults)


class SaveFault(Exception):  # noqa: N818 - named like FileFault
    """A file that could not be written. What stood there before still stands there."""

    def __init__(self, path: Path | str, reason: str | Text) -> None:
        self.path = Path(path)
        said = cleaned(reason) if isinstance(reason, str) else reason
        self.fault = Text("could not be saved ({reason}); the file that was there is unchanged", reason=said)
        super().__init__(self.lines[0])

    @property
    def lines(self) -> tuple[str, ...]:
        """One line: the file and the reason."""
        return (f"{cleaned(str(self.path))}: {self.fault}",)


def cleaned(text: str, length: int | None = None) -> str:
    """Return ``text`` on one line: without control characters and reversals of direction, cut to ``length``."""
    kept = "".join(letter for letter in text if not _disturbs(letter))
    return kept if length is None or len(kept) <= length else f"{kept[:length]}…"


def _disturbs(letter: str) -> bool:
    # Explicit directions would turn the rest of the line around; a joiner inside an emoji is harmless.
    return (
        unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"}
        or letter in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def shown(value: object) -> str:
    """Return a value as a reader of the file recognises it, cut to a length that fits a line."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{cleaned(value, SHOWN_CHARACTERS)}"'
        case float() if not math.isfinite(value):
            return "NaN" if math.isnan(value) else "Infinity"
        case Mapping():
            return "an object"
        case list() | tuple():
            return "a list"
        case int() if value.bit_length() > 4 * SHOWN_CHARACTERS:
            return "a very large number"  # writing thousands of digits is refused by Python
    return cleaned(str(value), SHOWN_CHARACTERS)


def listed(names: Iterable[object]) -> str:
    """Return names in quotation marks, separated by commas."""
    return ", ".join(f'"{name}"' for name in names)


def faults_of(error: ValidationError, shape: Any, data: Any = None) -> tuple[Text, ...]:
    """Return one sentence for each fault that pydantic found.

    Parameters
    ----------
    error
        What pydantic raised.
    shape
        The model or annotation that the data was checked against; the nearest known key is looked up in it.
    data
        The whole data, to find what pydantic lets pass: ``true`` for a number, and numbers of endless size.
    """
    details = error.errors(include_url=False)
    places = [place_of(shape, detail["loc"]) for detail in details]
    faults: dict[Place, dict[str, Text]] = {}
    # Looking for the nearest known key takes time: a file of a hundred thousand faults is answered at once, too.
    for detail, (place, plain_union) in zip(details[:SHOWN_FAULTS], places, strict=False):
        if detail["type"] == "too_short" and _has_fault_inside(place, [other for other, _ in places]):
            continue  # pydantic does not count an entry that is itself at fault
        # Each member of a plain union refuses the value in its own words: one fault for the reader.
        kind = "union" if plain_union else detail["type"]
        faults.setdefault(place, {}).setdefault(kind, _fault(kind, detail, place, shape))
    for place, fault in odd_values(data, shape).items():
        faults.setdefault(place, {"odd": fault})
    listed_faults = [fault for at_place in faults.values() for fault in at_place.values()]
    return cut(listed_faults, more=max(0, len(details) - SHOWN_FAULTS))


def cut(faults: Sequence[Text], more: int = 0) -> tuple[Text, ...]:
    """Return the first faults, and how many there are besides."""
    more += max(0, len(faults) - SHOWN_FAULTS)
    rest = (Text("and {n} more faults", n=more),) if more else ()
    return (*faults[:SHOWN_FAULTS], *rest)


def at(place: Sequence[int | str], message: Text) -> Text:
    """Return a message with its place in front, such as ``workload.groups.3.memory``."""
    if not place:
        return message
    dotted = ".".join(cleaned(str(part), SHOWN_CHARACTERS) for part in place)
    return Text("{place}: {message}", place=dotted, message=message)


def _has_fault_inside(place: Place, others: Sequence[Place]) -> bool:
    return any(len(other) > len(place) and other[: len(place)] == place for other in others)


def _fault(kind: str, detail: ErrorDetails, place: Place, shape: Any) -> Text:
    context: dict[str, Any] = detail.get("ctx") or {}
    value = shown(detail["input"])
    if isinstance(detail["input"], float) and not math.isfinite(detail["input"]):
        return at(place, Text(_FINITE, value=value))
    match kind:
        case "union":
            return at(place, Text("{value} is neither a number nor a text", value=value))
        case "extra_forbidden":
            return at(place, _unknown(place, shape))
        case "literal_error" | "enum":
            return at(place, _not_allowed(value, context["expected"]))
        case "union_tag_not_found":
            return at((*place, context["discriminator"].strip("'")), Text(_MESSAGES["missing"]))
        case "union_tag_invalid":
            tag = shown(context["tag"])
            return at((*place, context["discriminator"].strip("'")), _not_allowed(tag, context["expected_tags"]))
        case "string_pattern_mismatch":
            return at(place, _not_the_form(value, context["pattern"]))
        case "value_error":
            return at(place, Text("{message}", message=cleaned(str(context["error"]))))
    if kind in _MESSAGES:
        return at(place, Text(_MESSAGES[kind], **{**_limits(context), "value": value}))
    return at(place, Text("{message}", message=cleaned(detail["msg"])))


def _limits(context: Mapping[str, Any]) -> dict[str, str]:
    return {name: re.sub(r"^(?:Decimal|Fraction)\('?(.*?)'?\)$", r"\1", str(limit)) for name, limit in context.items()}


def _unknown(place: Place, shape: Any) -> Text:
    parents = kinds_at(shape, place[:-1])
    known = {name: None for kind in parents for name in fields_of(kind) or ()}
    typed = str(place[-1]).casefold()
    if near := get_close_matches(typed, known, n=1):
        return Text('unknown; did you mean "{near}"?', near=near[0])
    # A key that stands one level too high or too low is the other common slip.
    elsewhere = {path.rpartition(".")[2]: path for path in reversed(paths_of(shape))}
    if near := get_close_matches(typed, elsewhere, n=1, cutoff=_SURE):
        return Text('unknown; did you mean "{near}"?', near=elsewhere[near[0]])
    return Text("unknown; known here are {known}", known=listed(known))


def _not_allowed(value: str, expected: str) -> Text:
    allowed = re.findall(r"'([^']*)'", expected)
    if near := get_close_matches(value.strip('"'), allowed, n=1):
        return Text(
            '{value} is not one of {allowed}; did you mean "{near}"?',
            value=value, allowed=listed(allowed), near=near[0],
        )  # fmt: skip
    return Text("{value} is not one of {allowed}", value=value, allowed=listed(allowed))


def _not_the_form(value: str, pattern: str) -> Text:
    if letters := _LETTERS.fullmatch(pattern):
        return Text("{value} is not a code of {n} capital letters", value=value, n=int(letters[1]))
    return Text("{value} does not have the form {pattern}", value=value, pattern=pattern)


def odd_values(data: Any, shape: Any) -> dict[Place, Text]:
    """Return by place what pydantic lets pass: ``true`` where a number belongs, and texts such as ``1e999999``.

    Such a text is a number to Decimal, and the first sum over it would fill the memory.
    """

    @cache
    def allows(kind: type, place: Place) -> bool:
        kinds = kinds_at(shape, place)
        return kind in kinds or Any in kinds

    faults = {}
    for place, value in _leaves(data):
        entry = tuple(0 if isinstance(part, int) else part for part in place)
        if isinstance(value, bool) and not allows(bool, entry):
            faults[place] = at(place, Text("{value} does not belong here", value=shown(value)))
        if isinstance(value, str) and _HUGE_EXPONENT.fullmatch(value) and not allows(str, entry):
            faults[place] = at(place, Text("{value} is too large or too small a number", value=shown(value)))
    return faults


def _leaves(data: Any) -> Iterator[tuple[Place, Any]]:
    """Yield every value of nested lists and objects that is neither, with its place, in the order of the file."""
    waiting: list[tuple[Place, Any]] = [((), data)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(((*place, key), inner) for key, inner in reversed(value.items()))
        elif isinstance(value, list):
            waiting.extend(((*place, number), value[number]) for number in range(len(value) - 1, -1, -1))
        else:
            yield place, value
