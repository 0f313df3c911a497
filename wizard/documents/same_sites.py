"""Sites of a fleet that are built alike: a document says once what is the same at each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wizard.model.assessment import Design
from wizard.model.cabling import CableRun
from wizard.model.calculation import Calculation


def site_key(key: str) -> tuple[int | None, str]:
    """Take the number of the site from the key of a calculation; what belongs to no site has none."""
    number, _, rest = key.partition(".")
    return (int(number), rest) if number.isdecimal() else (None, key)


def first_alike(design: Design) -> dict[int, int]:
    """Return for each site, by number, the first one whose calculations and cables are the same."""
    figures: dict[int, list[Calculation]] = {}
    for each in design.calculations:
        number, rest = site_key(each.key)
        if number is not None:
            figures.setdefault(number, []).append(replace(each, key=rest))
    found: dict[int, int] = {}
    kinds: list[tuple[int, list[Calculation], list[CableRun]]] = []
    for number, site in enumerate(design.per_site, start=1):
        cables = [replace(run, site=None) for run in site.design.cabling]
        mine = (figures.get(number, []), cables)
        first = next((n for n, *theirs in kinds if tuple(theirs) == mine), number)
        if first == number:
            kinds.append((number, *mine))
        found[number] = first
    return found


def members(alike: dict[int, int], first: int, names: Sequence[str]) -> list[str]:
    """Return the names of the sites that a first one stands for, its own among them."""
    return [names[number - 1] for number, stands_for in alike.items() if stands_for == first]
