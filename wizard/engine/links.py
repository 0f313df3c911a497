"""What the topology picture connects: the cables of a design, counted from end to end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wizard.model.cabling import CableRun, DiagramLink

_QDEVICE = "qdevice"


def links(runs: Sequence[CableRun], qdevice: bool = False) -> tuple[DiagramLink, ...]:
    """Return how many cables run between which ends, by network.

    Nodes are ``node-1`` …, bought switches their part id and number, what is there already ``lan`` and ``array``, the
    others ``qdevice``, ``tie-breaker`` and ``backup``. A QDevice on a machine that is there has no cable of the bill,
    yet it is linked.
    """
    counts = Counter(((run.start.device, run.end.device), run.network, run.gbps) for run in runs)
    found = [DiagramLink(ends, network, count, gbps) for (ends, network, gbps), count in counts.items()]
    if qdevice and not any(_QDEVICE in link.ends for link in found):
        found.append(DiagramLink((_QDEVICE, "lan"), _QDEVICE, 1, 1))
    return tuple(found)
