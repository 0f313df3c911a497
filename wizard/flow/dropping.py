"""What happens to files that are dropped onto the window, by what they seem to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from wizard.model.text import Text

Action = Literal["inventory", "project", "prices"]
_NAMED = 60


@dataclass(frozen=True, slots=True)
class Dropped:
    """What is done with the files, and how that is said before they are let go."""

    action: Action
    title: Text
    text: Text
    fits: bool = True
    """Whether they seem to be something that can be read."""


def what_happens(paths: Sequence[Path], *, at_start: bool) -> Dropped:
    """Return what dropping some files does; what nobody knows is read as an inventory, and its faults are said."""
    from wizard.importers.sniffing import kind_of  # slow to import, and few people drag files

    kinds = {path: kind_of(path) for path in paths}
    only = kinds[paths[0]] if len(paths) == 1 else None
    name = paths[0].name[:_NAMED] if paths else ""
    if only == "project":
        words = Text("{name}. What is not saved yet is asked about first.", name=name)
        return Dropped("project", Text("Open this project"), words)
    if only == "offer":
        words = Text("{name} carries the project that it was made of. The PDF stays as it is.", name=name)
        return Dropped("project", Text("Open the project in this PDF"), words)
    if only == "prices":
        words = Text("{name} is compared with the catalogue row by row. Nothing is kept before you say so.", name=name)
        return Dropped("prices", Text("Read this price list"), words)
    if paths and "inventory" in kinds.values() and not {"project", "offer"} & set(kinds.values()):
        return Dropped("inventory", *_inventory(len(paths), name, at_start=at_start))
    return Dropped(
        "inventory", Text("This cannot be read"),
        Text("Understood are: an RVTools export (xlsx or CSV), a project, the PDF of an offer, a supplier’s price list"
             " (xlsx or CSV). One project or price list at a time."),
        fits=False,
    )  # fmt: skip


def _inventory(count: int, name: str, *, at_start: bool) -> tuple[Text, Text]:
    title = Text("Read this inventory") if count == 1 else Text("Read {n} files as one inventory", n=count)
    if at_start:
        return title, Text("A new project begins with the guests of {name}.", name=name)
    return title, Text("The guests of {name} come into this project. Undo takes it back.", name=name)
