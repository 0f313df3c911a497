"""Cables: one by one as they are laid, and summed up as the topology picture draws them."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.model.text import Text


@dataclass(frozen=True, slots=True)
class PortEnd:
    """One end of a cable. ``device`` is named as in :class:`DiagramLink`.

    ``card`` and ``port`` count from 1; ``path`` is the switch of the customer that is meant. Null is what is not ours
    to count, or a port on the board (``bmc``).
    """

    device: str
    card: int | None = None
    port: int | None = None
    path: int | None = None


@dataclass(frozen=True, slots=True)
class CableRun:
    """One cable of the bill, from port to port."""

    number: int
    network: str
    gbps: int
    part: str
    text: Text
    start: PortEnd
    end: PortEnd
    site: str | None = None


@dataclass(frozen=True, slots=True)
class DiagramLink:
    """A line of the topology picture: from one thing to another, on one network, ``count`` cables."""

    ends: tuple[str, str]
    network: str
    count: int
    gbps: int
