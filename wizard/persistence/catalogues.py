"""Read catalogues of parts: the bundled one, or the user's own, which replaces it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from wizard.assets import Assets, folder
from wizard.model.catalogue import CATALOGUE_FORMAT, Catalogue, Part
from wizard.model.text import Text
from wizard.persistence.faults import FileFault, at, cut
from wizard.persistence.files import Kind, read_document, write_file

BUNDLED = "indicative-2026-11.json"

_CATALOGUE: Kind[Catalogue] = Kind(CATALOGUE_FORMAT, TypeAdapter(Catalogue), Catalogue)


def read_catalogue(path: Path) -> Catalogue:
    """Read a catalogue.

    Raises
    ------
    FileFault
        If the file cannot be used; one line for each fault.
    """
    catalogue = read_document(path, _CATALOGUE)
    if faults := list(_contradictions(catalogue)):
        raise FileFault(path, cut(faults))
    return catalogue


@cache
def bundled_catalogue() -> Catalogue:
    """Return the indicative catalogue that travels with the program."""
    return read_catalogue(folder(Assets.RESOURCES) / "catalogue" / BUNDLED)


def catalogue_of(own: Path | None) -> Catalogue:
    """Return the user's own catalogue, or the bundled one where the user has none."""
    return bundled_catalogue() if own is None else read_catalogue(own)


def write_catalogue(catalogue: Catalogue, path: Path) -> None:
    """Write a catalogue, such as the user's own after a price list was read; the previous file stays as ``.bak``.

    Raises
    ------
    SaveFault
        If it could not be written; the old file is unchanged.
    """
    data = catalogue.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps({"format": CATALOGUE_FORMAT, **data}, ensure_ascii=False, indent=1) + "\n"
    write_file(path, text.encode("utf-8"))


def _contradictions(catalogue: Catalogue) -> Iterator[Text]:
    """Yield what each field alone cannot show: ids that stand twice, and prices that end before they begin."""
    groups = [
        (name, entries) for name in Catalogue.model_fields if isinstance(entries := getattr(catalogue, name), tuple)
    ]
    places: list[tuple[str, int, Part]] = [(name, n, part) for name, parts in groups for n, part in enumerate(parts)]
    times = Counter(part.id for _, _, part in places)
    for name, number, part in places:
        if times[part.id] > 1:
            yield at((name, number, "id"), Text('"{id}" stands {n} times', id=part.id, n=times[part.id]))
        if part.price.valid_until < part.price.date:
            yield at((name, number, "price", "valid_until"), Text("is before the date of the price"))
