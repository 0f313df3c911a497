"""The parts of a catalogue, sorted once for the search: which processors and memory go with which platform."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.engine.context import Context
from wizard.engine.memory import MemorySet, memory_sets
from wizard.engine.network import Cabling, CardSets, cabling
from wizard.engine.placement import Crowd
from wizard.engine.topologies.kind import Shape
from wizard.model.catalogue import Cpu, Drive, Platform, Subscription
from wizard.model.units import whole


@dataclass(frozen=True, slots=True)
class Variant:
    """A platform with a number of sockets filled, and what fits it, cheapest first."""

    platform: Platform
    sockets: int
    cpus: tuple[Cpu, ...]
    memories: tuple[MemorySet, ...]
    lanes: int
    subscription: Subscription
    cents: int
    """Price of one node before processors, memory, drives and cards; with its subscriptions."""
    least_cents: int
    """Price of the cheapest node that can be made of it without drives and cards."""

    def bays(self, drive: Drive) -> int:
        """Return the bays that take a drive."""
        return sum(
            bay.count for bay in self.platform.bays if bay.form == drive.form and drive.interface in bay.interfaces
        )


class Workshop:
    """What one assessment looks up again and again. It only remembers; it decides nothing."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.compute = self._variants("compute")
        self.backup = self._variants("backup")
        answers = context.answers
        self.witness = self.compute if answers.cpu is None else self._variants("witness")
        """What a tie-breaker can be made of: the processor that is pinned for the guests is not for it."""
        classes = context.demand.classes
        self.everyone = Crowd.of(classes)
        self.survivors = Crowd.of(one for one in classes if one.ha)
        self._cards = CardSets(context.catalogue.adapters)
        self._cabling: dict[tuple[object, ...], Cabling | None] = {}

    def _variants(self, role: str) -> tuple[Variant, ...]:
        answers = self.context.answers
        found = []
        for platform in self.context.catalogue.platforms:
            if (role == "backup" and role not in platform.roles) or (
                role != "backup" and "compute" not in platform.roles
            ):
                continue
            if role == "compute" and answers.platform not in (None, platform.id):
                continue
            for sockets in range(1, platform.sockets + 1):
                variant = self._variant(platform, sockets, role)
                if variant is not None:
                    found.append(variant)
        return tuple(sorted(found, key=lambda variant: (variant.least_cents, variant.platform.id)))

    def _variant(self, platform: Platform, sockets: int, role: str) -> Variant | None:
        context = self.context
        cpus = [
            cpu for cpu in context.catalogue.cpus
            if cpu.family in platform.cpu_families
            and sockets <= cpu.maximum_sockets
            and (role == "backup" or context.answers.cpu_vendor in (None, cpu.vendor))
            and (role != "compute" or context.answers.cpu in (None, cpu.id))
        ]  # fmt: skip
        memories = memory_sets(platform, sockets, context.catalogue, context.rules)
        product = "pbs" if role == "backup" else "pve"
        subscription = cheapest_subscription(context, product, sockets)
        if not cpus or not memories or subscription is None:
            return None
        price = platform.cents + subscription.cents * context.answers.subscription_years
        sorted_cpus = tuple(sorted(_useful(cpus), key=lambda cpu: (cpu.cents, cpu.id)))
        return Variant(
            platform=platform,
            sockets=sockets,
            cpus=sorted_cpus,
            memories=memories,
            lanes=platform.nvme_lanes * sockets // platform.sockets,
            subscription=subscription,
            cents=price,
            least_cents=price + sockets * sorted_cpus[0].cents + memories[0].cents,
        )

    def roomiest_cabling(self, shape: Shape) -> Cabling | None:
        """Return the cheapest networks of a shape, as if each node had the slots of the roomiest platform."""
        platforms = [variant.platform for variant in self.compute]
        pcie = max((platform.pcie_slots for platform in platforms), default=0)
        return self.cabling(shape, pcie, max((platform.ocp_slots for platform in platforms), default=0))

    def cabling(self, shape: Shape, pcie: int, ocp: int) -> Cabling | None:
        """Return the cheapest networks of a shape in nodes with these free slots."""
        key = (shape.topology, shape.nodes, tuple(need.name for need in shape.networks), pcie, ocp)
        if key not in self._cabling:
            existing = self.context.answers.switch_gbps
            self._cabling[key] = cabling(
                shape, pcie, ocp, None if existing is None else whole(existing), self.context.catalogue,
                self.context.rules, self._cards,
            )  # fmt: skip
        return self._cabling[key]


def cheapest_subscription(context: Context, product: str, sockets: int = 1) -> Subscription | None:
    """Return the smallest key of the chosen level that covers the sockets of a machine."""
    fitting = [
        one for one in context.catalogue.subscriptions
        if one.product == product and one.level == context.answers.subscription
        and (one.per != "socket" or one.sockets >= sockets)
    ]  # fmt: skip
    return min(fitting, key=lambda one: (one.cents, one.id), default=None)


def _useful(cpus: list[Cpu]) -> list[Cpu]:
    """Leave out processors that another one beats or equals in price and in everything the search asks for."""

    def beaten(cpu: Cpu, other: Cpu) -> bool:
        mine = (cpu.cores, cpu.threads, cpu.maximum_memory, -cpu.cents)
        yours = (other.cores, other.threads, other.maximum_memory, -other.cents)
        at_least = all(your >= my for my, your in zip(mine, yours, strict=True))
        return at_least and (yours != mine or other.id < cpu.id)

    return [cpu for cpu in cpus if not any(beaten(cpu, other) for other in cpus if other is not cpu)]
