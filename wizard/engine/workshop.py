"""What one assessment looks up again and again: parts, the guests to place, the networks of shapes."""

from __future__ import annotations

from functools import cached_property

from wizard.engine.context import Context
from wizard.engine.network import Cabling, Wiring
from wizard.engine.parts import Variant, Wanted, smallest_key
from wizard.engine.placement import Crowd, Places
from wizard.engine.stock import stock_of
from wizard.engine.topologies.kind import Shape
from wizard.model.catalogue import Subscription
from wizard.model.units import whole


class Workshop:
    """It only remembers; it decides nothing."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._stock = stock_of(context.catalogue, context.rules)
        classes = context.demand.classes
        steps = context.rules.whole("placement.steps")
        self.everyone = Places(Crowd.of(classes), steps)
        everyone_survives = all(one.ha for one in classes)
        self.survivors = (
            self.everyone if everyone_survives else Places(Crowd.of(one for one in classes if one.ha), steps)
        )
        self._wirings: dict[tuple[object, ...], Wiring] = {}

    @cached_property
    def compute(self) -> tuple[Variant, ...]:
        """What a node for the guests can be made of."""
        asked = self.context.answers
        return self._variants("compute", "pve", platform=asked.platform, cpu_vendor=asked.cpu_vendor, cpu=asked.cpu)

    @cached_property
    def backup(self) -> tuple[Variant, ...]:
        """What a backup server can be made of."""
        return self._variants("backup", "pbs")

    @cached_property
    def witness(self) -> tuple[Variant, ...]:
        """What a tie-breaker can be made of: the processor that is pinned for the guests is not for it."""
        asked = self.context.answers
        return self.compute if asked.cpu is None else self._variants("compute", "pve", cpu_vendor=asked.cpu_vendor)

    @cached_property
    def _most_slots(self) -> tuple[int, int]:
        platforms = [variant.platform for variant in self.compute]
        pcie = max((platform.pcie_slots for platform in platforms), default=0)
        return pcie, max((platform.ocp_slots for platform in platforms), default=0)

    def _variants(self, role: str, product: str, **asked: str | None) -> tuple[Variant, ...]:
        answers = self.context.answers
        return self._stock.variants(Wanted(role, product, answers.subscription, answers.subscription_years, **asked))

    def roomiest_cabling(self, shape: Shape) -> Cabling | None:
        """Return the cheapest networks of a shape, as if each node had the slots of the roomiest platform."""
        return self.wiring(shape).cheapest(*self._most_slots)

    def wiring(self, shape: Shape) -> Wiring:
        """Return the networks of a shape, whatever slots its nodes have."""
        networks = _networks_key(shape)
        if networks not in self._wirings:
            existing = self.context.answers.switch_gbps
            self._wirings[networks] = self._stock.wiring(shape, None if existing is None else whole(existing))
        return self._wirings[networks]


def _networks_key(shape: Shape) -> tuple[object, ...]:
    """What the networks of a shape depend on."""
    return shape.topology, shape.nodes, tuple((need.name, need.gbps) for need in shape.networks)


def cheapest_subscription(context: Context, product: str, sockets: int = 1) -> Subscription | None:
    """Return the smallest key of the chosen level that covers the sockets of a machine."""
    return smallest_key(context.catalogue, product, context.answers.subscription, sockets)
