"""What is said once, when a step is first seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wizard.flow.steps import StepId
from wizard.model.text import Text

HINTS: Final[Mapping[str, Text]] = {
    StepId.CUSTOMER: Text(
        "The steps at the left can be taken in any order. What is left empty takes a usual value; the result stands at "
        "the right at any time. Everything can be undone."
    ),
    StepId.WORKLOAD: Text(
        "A row is a group of equal guests. Copy rows in Excel and press Ctrl+V here, drop an RVTools export onto the "
        "window, or enter sums alone."
    ),
    StepId.SITES: Text("One place needs no row. With two places, their round-trip time decides what is possible."),
    StepId.AVAILABILITY: Text("What may fail and what may be lost rules out topologies: watch the figures change."),
    StepId.STORAGE: Text("What the customer keeps need not be bought. Unknown is an answer."),
    StepId.BACKUP: Text("How long backups are kept and how much changes decides the size of the backup server."),
    StepId.BUDGET: Text("Without a budget the cheapest design is recommended. Each fixed part narrows the search."),
    StepId.RECOMMENDATION: Text("Every figure can be opened: its formula, its inputs and the source of each rule."),
    StepId.OFFER: Text("Write the PDF and the workbook here. Their language is the one of the customer."),
}


def unseen(seen: str | None, step: str) -> bool:
    """Whether a step's hint was not read yet; ``seen`` is what was remembered."""
    return step not in (seen or "").split(",") and seen != "all"


def with_seen(seen: str | None, step: str) -> str:
    """Return what to remember when a hint was read."""
    return ",".join([*filter(None, (seen or "").split(",")), step])
