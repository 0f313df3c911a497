"""The parts of a catalogue, sorted once for the search: which processors and memory go with which platform."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from wizard.engine.context import Context
from wizard.engine.memory import MemorySet, memory_sets
from wizard.engine.network import Cabling, Wiring
from wizard.engine.placement import Crowd, Places
from wizard.engine.stock import stock_of
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
        self._cpus: dict[tuple[object, ...], tuple[Cpu, ...]] = {}
        self._memories: dict[tuple[object, ...], tuple[MemorySet, ...]] = {}
        self.compute = self._variants("compute")
        classes = context.demand.classes
        steps = context.rules.whole("placement.steps")
        self.everyone = Places(Crowd.of(classes), steps)
        everyone_survives = all(one.ha for one in classes)
        self.survivors = (
            self.everyone if everyone_survives else Places(Crowd.of(one for one in classes if one.ha), steps)
        )
        self._stock = stock_of(context.catalogue, context.rules)
        self._wirings: dict[tuple[object, ...], Wiring] = {}

    @cached_property
    def backup(self) -> tuple[Variant, ...]:
        """What a backup server can be made of."""
        return self._variants("backup")

    @cached_property
    def witness(self) -> tuple[Variant, ...]:
        """What a tie-breaker can be made of: the processor that is pinned for the guests is not for it."""
        return self.compute if self.context.answers.cpu is None else self._variants("witness")

    @cached_property
    def _most_slots(self) -> tuple[int, int]:
        platforms = [variant.platform for variant in self.compute]
        pcie = max((platform.pcie_slots for platform in platforms), default=0)
        return pcie, max((platform.ocp_slots for platform in platforms), default=0)

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
        cpus = self._processors(platform, sockets, role)
        memories = self._memory_sets(platform, sockets)
        product = "pbs" if role == "backup" else "pve"
        subscription = cheapest_subscription(context, product, sockets)
        if not cpus or not memories or subscription is None:
            return None
        price = platform.cents + subscription.cents * context.answers.subscription_years
        return Variant(
            platform=platform,
            sockets=sockets,
            cpus=cpus,
            memories=memories,
            lanes=platform.nvme_lanes * sockets // platform.sockets,
            subscription=subscription,
            cents=price,
            least_cents=price + sockets * cpus[0].cents + memories[0].cents,
        )

    def _processors(self, platform: Platform, sockets: int, role: str) -> tuple[Cpu, ...]:
        """Return the useful processors for so many sockets of a platform, cheapest first."""
        key = (platform.cpu_families, sockets, role)
        if key not in self._cpus:
            answers = self.context.answers
            fitting = [
                cpu for cpu in self.context.catalogue.cpus
                if cpu.family in platform.cpu_families
                and sockets <= cpu.maximum_sockets
                and (role == "backup" or answers.cpu_vendor in (None, cpu.vendor))
                and (role != "compute" or answers.cpu in (None, cpu.id))
            ]  # fmt: skip
            self._cpus[key] = _useful(fitting)
        return self._cpus[key]

    def _memory_sets(self, platform: Platform, sockets: int) -> tuple[MemorySet, ...]:
        key = (
            platform.memory_type, platform.sockets, platform.dimm_slots, platform.channels_per_socket,
            platform.maximum_memory, sockets,
        )  # fmt: skip
        if key not in self._memories:
            self._memories[key] = memory_sets(platform, sockets, self.context.catalogue, self.context.rules)
        return self._memories[key]

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
    fitting = [
        one for one in context.catalogue.subscriptions
        if one.product == product and one.level == context.answers.subscription
        and (one.per != "socket" or one.sockets >= sockets)
    ]  # fmt: skip
    return min(fitting, key=lambda one: (one.cents, one.id), default=None)


def _useful(cpus: list[Cpu]) -> tuple[Cpu, ...]:
    """Leave out processors that another one beats or equals in price and in everything the search asks for."""
    kept: list[Cpu] = []
    # Whatever beats a processor stands before it; being beaten is handed on, so that the kept ones suffice.
    for cpu in sorted(cpus, key=lambda one: (one.cents, -one.cores, -one.threads, -one.maximum_memory, one.id)):
        if not any(
            other.cores >= cpu.cores and other.threads >= cpu.threads and other.maximum_memory >= cpu.maximum_memory
            for other in kept
        ):
            kept.append(cpu)
    return tuple(sorted(kept, key=lambda cpu: (cpu.cents, cpu.id)))
