"""The sites of a project as a drawing: places with their guests, and the links between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wizard.documents.scene import Label, Line, Measure, Rect, Role, Scene, Shape, fit
from wizard.model.names import ROLES
from wizard.model.project import Project, Site, SiteLink
from wizard.model.text import Language, Text

_WIDTH, _HEIGHT = 118.0, 40.0
_GAP_X, _GAP_Y = 62.0, 46.0
_EDGE: Final = 2.0
_SMALL, _WORDS = 7.0, 8.5
_ORDER: Final = ("data", "branch", "witness")
_ROLE: Final[dict[str, Role]] = {"data": "accent", "branch": "accent-mid", "witness": "amber"}
_ALONG: Final = (0.5, 0.6, 0.4, 0.7, 0.3)
"""Where on a link its words are tried, as a share of its length."""
Place = tuple[float, float]
"""Middle of a box."""


def site_scene(project: Project, language: Language, measure: Measure, width: float) -> Scene:
    """Draw the sites in rows by their role; a link without a known round-trip time is dashed and says so."""
    per_row = max(int((width + _GAP_X) // (_WIDTH + _GAP_X)), 1)
    rows = [row for role in _ORDER for row in _rows([one for one in project.sites if one.role == role], per_row)]
    places: dict[str, Place] = {}
    for number, row in enumerate(rows):
        # The last row of odd length stands between those above, so that lines do not lie on each other.
        step = min((width - _WIDTH - 2 * _EDGE) / max(len(row) - 1, 1), _WIDTH + 2 * _GAP_X) if len(row) > 1 else 0
        left = (width - step * (len(row) - 1)) / 2
        for at, site in enumerate(row):
            places[site.name] = (left + at * step, _EDGE + _HEIGHT / 2 + number * (_HEIGHT + _GAP_Y))
    shapes: list[Shape] = []
    for link in project.site_links:
        shapes += _link(link, places)
    for site in project.sites:
        shapes += _box(project, site, places[site.name], language, measure)
    shapes += _labels(project, places, width, language, measure)
    height = len(rows) * _HEIGHT + max(len(rows) - 1, 0) * _GAP_Y + 2 * _EDGE
    return Scene(width, height, tuple(shapes))


def site_words(project: Project, language: Language) -> str:
    """Return the drawing in words, for those who cannot see it."""
    parts = [Text("{site}: {role}", site=site.name, role=ROLES[site.role]).render(language) for site in project.sites]
    for link in project.site_links:
        a, b = link.between
        words = Text("{a} to {b}: {rtt}, {speed}", a=a, b=b, rtt=_rtt(link), speed=_gbps(link))
        parts.append(words.render(language))
    return ". ".join(parts)


def _rows(sites: Sequence[Site], per_row: int) -> list[list[Site]]:
    return [list(sites[start : start + per_row]) for start in range(0, len(sites), per_row)]


def _box(project: Project, site: Site, place: Place, language: Language, measure: Measure) -> list[Shape]:
    x, y = place
    role = _ROLE[site.role]
    guests = sum(group.count for group in project.workload.groups if group.site == site.name)
    words = ROLES[site.role].render(language)
    if guests:
        counted = Text("{n:number} guests", n=guests) if guests != 1 else Text("1 guest")
        words = f"{words} · {counted.render(language)}"
    inner = _WIDTH - 12
    return [
        Rect(x - _WIDTH / 2, y - _HEIGHT / 2, _WIDTH, _HEIGHT, "paper", role, 4, 1.2,
             (3, 2) if site.role == "witness" else ()),
        Label(x, y - 2, fit(site.name, inner, _WORDS, "semibold", measure), _WORDS, "ink", "semibold", "middle"),
        Label(x, y + 11, fit(words, inner, _SMALL, "regular", measure), _SMALL, "quiet", "regular", "middle"),
    ]  # fmt: skip


def _link(link: SiteLink, places: dict[str, Place]) -> list[Shape]:
    start, end = places[link.between[0]], places[link.between[1]]
    known = link.rtt_ms is not None
    return [Line((start, end), "accent" if known else "amber", 1.4, () if known else (4, 3))]


def _labels(
    project: Project, places: dict[str, Place], width: float, language: Language, measure: Measure
) -> list[Shape]:
    """Write on every link where there is room; what finds none stands in the table beside the drawing."""
    taken = [Rect(x - _WIDTH / 2, y - _HEIGHT / 2, _WIDTH, _HEIGHT) for x, y in places.values()]
    shapes: list[Shape] = []
    for link in project.site_links:
        (ax, ay), (bx, by) = places[link.between[0]], places[link.between[1]]
        for share in _ALONG:
            made = _label(link, (ax + (bx - ax) * share, ay + (by - ay) * share), language, measure)
            plate = made[0]
            inside = isinstance(plate, Rect) and plate.x >= 0 and plate.x + plate.width <= width
            if isinstance(plate, Rect) and inside and not any(_meet(plate, other) for other in taken):
                taken.append(plate)
                shapes += made
                break
    return shapes


def _meet(one: Rect, other: Rect) -> bool:
    return (one.x < other.x + other.width and other.x < one.x + one.width
            and one.y < other.y + other.height and other.y < one.y + one.height)  # fmt: skip


def _label(link: SiteLink, middle: Place, language: Language, measure: Measure) -> list[Shape]:
    """Write on a link; a plate behind the words keeps them apart from the line."""
    x, y = middle
    lines = [_rtt(link).render(language), *([_gbps(link).render(language)] if link.gbps is not None else [])]
    wide = max(measure(line, _SMALL, "semibold") for line in lines) + 6
    high = len(lines) * 9.0 + 3
    shapes: list[Shape] = [Rect(x - wide / 2, y - high / 2, wide, high, "paper", None, 2)]
    role: Role = "ink" if link.rtt_ms is not None else "amber"
    for number, line in enumerate(lines):
        base = y - high / 2 + 8.5 + number * 9
        shapes.append(Label(x, base, line, _SMALL, role if number == 0 else "quiet", "semibold" if number == 0 else
                            "regular", "middle"))  # fmt: skip
    return shapes


def _rtt(link: SiteLink) -> Text:
    return Text("round trip unknown") if link.rtt_ms is None else Text("{n:number} ms", n=link.rtt_ms)


def _gbps(link: SiteLink) -> Text:
    return Text("bandwidth unknown") if link.gbps is None else Text("{n:number} Gbit/s", n=link.gbps)
