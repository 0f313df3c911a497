"""Guests that must not share a node: how many nodes they need at least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wizard.engine.context import Context
from wizard.engine.ledger import Ledger
from wizard.engine.topologies.kind import Shape
from wizard.model.assessment import Reason
from wizard.model.text import Text

NODES = "max(ceil(guests / per_node), ceil(surviving / per_node) + failures)"


@dataclass(frozen=True, slots=True)
class Label:
    """Guests of one label: all of them, and those that HA restarts after a failure."""

    name: str
    guests: int
    surviving: int

    def nodes(self, failures: int) -> int:
        """Return the fewest nodes: one for each guest, and for each that survives one after the failures."""
        return max(self.guests, self.surviving + failures if self.surviving else 0)


def labels(context: Context) -> tuple[Label, ...]:
    """Return the labels of a project, in the order in which they appear."""
    guests: dict[str, int] = {}
    surviving: dict[str, int] = {}
    for one in context.demand.classes:
        if one.apart is not None:
            guests[one.apart] = guests.get(one.apart, 0) + one.members
            surviving[one.apart] = surviving.get(one.apart, 0) + one.members * one.ha
    return tuple(Label(name, number, surviving[name]) for name, number in guests.items())


def kept_apart(shapes: Sequence[Shape], context: Context) -> list[Shape]:
    """Return the shapes that have a node for each guest of every label, before and after the planned failure.

    References
    ----------
    Proxmox VE Administration Guide, High Availability, Rule Conflicts: a negative affinity rule cannot hold more
    resources than there are nodes.
    """
    every = labels(context)
    return [shape for shape in shapes if all(label.nodes(shape.failures) <= shape.nodes for label in every)]


def too_close(shapes: Sequence[Shape], context: Context) -> Reason:
    """Return why none of the shapes, the largest last, has enough nodes for the guests that stay apart."""
    largest = shapes[-1]
    worst = max(labels(context), key=lambda label: label.nodes(largest.failures))
    return context.reason(
        "cluster.apart_guests_per_node",
        Text(
            "{guests} guests must not share a node ({label}): with {failures} planned node failures they need "
            "{needed} nodes; this topology has at most {most}.",
            guests=worst.guests,
            label=worst.name,
            failures=largest.failures,
            needed=worst.nodes(largest.failures),
            most=largest.nodes,
        ),
    )


def apart_figures(shape: Shape, context: Context, ledger: Ledger) -> None:
    """Note how many nodes each label needs."""
    for number, label in enumerate(labels(context), start=1):
        ledger.figure(
            f"compute.apart_nodes.{number}",
            Text("Nodes that guests of one label need to stay apart: {label}", label=label.name),
            NODES,
            "nodes",
            {
                "guests": label.guests,
                "surviving": label.surviving,
                "failures": shape.failures if label.surviving else 0,
            },
            per_node="cluster.apart_guests_per_node",
        )
