"""Which documents there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from wizard.model.text import Text

Edition = Literal["complete", "offer", "annex", "self-assessment"]
EDITIONS: Mapping[Edition, Text] = {
    "complete": Text("Offer"),
    "offer": Text("Offer"),
    "annex": Text("Technical annex"),
    "self-assessment": Text("Self-assessment"),
}
FILE_WORDS: Mapping[Edition, str] = {
    "complete": "offer",
    "offer": "offer",
    "annex": "annex",
    "self-assessment": "self-assessment",
}
"""What the name of a file says; the same in every language."""
