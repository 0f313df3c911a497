"""Choices that are pinned: the same fields wherever the program lets one try them."""

from __future__ import annotations

from typing import Final

from wizard.model.names import TOPOLOGIES
from wizard.model.text import Text
from wizard.ui.entry import NumberEntry
from wizard.ui.i18n import tr
from wizard.ui.session import Session
from wizard.ui.widgets.form import ChoiceField, Field, LineField, Option

TOPOLOGY_OPTIONS: Final[tuple[Option, ...]] = ((None, Text("the cheapest that fits")), *TOPOLOGIES.items())
_ANY: Final = Text("what is cheapest")
_PARTS: Final = {"platform": Text("Server"), "cpu": Text("Processor"), "drive": Text("Drive")}


def part_fields(session: Session) -> list[Field]:
    """Return the fields that pin server, processor, drive, nodes and copies."""
    parts, whole = session.services.parts(), NumberEntry(whole=True)
    fields: list[Field] = []
    for kind, name in _PARTS.items():
        # Names of parts are the same in every language.
        known = ((id, Text("{name}", name=words)) for id, words in parts[kind].items())
        fields.append(ChoiceField(session, f"preferences.{kind}", name, ((None, _ANY), *known)))
    for path, name in (
        ("preferences.nodes_per_site", Text("Nodes per site, exactly")), ("preferences.copies", Text("Copies")),
    ):  # fmt: skip
        fields.append(LineField(session, path, name, whole, empty=tr("what is cheapest")))
    return fields
