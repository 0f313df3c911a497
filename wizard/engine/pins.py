"""Choices that a project pins: the rest is sized around them, and an impossible one says why in figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from wizard.engine import storage
from wizard.engine.context import Context
from wizard.engine.parts import Variant
from wizard.engine.storage import StorageOption
from wizard.engine.topologies.kind import Kind, Shape, StorageKind
from wizard.engine.topologies.requirements import collect
from wizard.engine.workshop import Workshop
from wizard.model.assessment import Reason
from wizard.model.catalogue import Catalogue, Cpu, Drive, Part, Platform
from wizard.model.faults import InputFault
from wizard.model.project import Preferences
from wizard.model.text import Text


def refuse_unknown(preferences: Preferences, catalogue: Catalogue) -> None:
    """Refuse pinned parts that the catalogue does not have.

    Raises
    ------
    InputFault
        With the field's path, and the nearest id that is known.
    """
    known: Mapping[str, tuple[Text, Sequence[Part]]] = {
        "platform": (Text("platform"), catalogue.platforms),
        "cpu": (Text("processor"), catalogue.cpus),
        "drive": (Text("drive"), catalogue.drives),
    }
    for field, (what, parts) in known.items():
        asked = getattr(preferences, field)
        ids = [part.id for part in parts]
        if asked is None or asked in ids:
            continue
        near = get_close_matches(asked[:100], ids, n=1)
        hint = Text('did you mean "{near}"?', near=near[0]) if near else Text("it has {n} others", n=len(ids))
        raise InputFault(
            Text('preferences.{field}: the catalogue has no {what} "{asked}"; {hint}', field=field, what=what,
                 asked=asked[:40], hint=hint)
        )  # fmt: skip


def against(kind: Kind, context: Context) -> tuple[Reason, ...]:
    """Return what speaks against a topology because of the pinned node count or copies.

    Parameters
    ----------
    kind
        A topology that the requirements themselves allow.
    context
        Answers with the pins.
    """
    answers = context.answers
    if answers.nodes_per_site is None and answers.copies is None:
        return ()
    every = list(kind.shapes(context))
    if not every:
        return ()
    return collect(_nodes(every, context), _copies(every, context)) or collect(_too_few_nodes(every, context))


def pinned_shapes(kind: Kind, context: Context) -> Iterator[Shape]:
    """Yield the shapes of a topology that have the pinned node count, with the pinned copies."""
    for shape in _with_nodes(kind.shapes(context), context):
        asked = context.answers.copies
        if asked is None or asked == shape.copies:
            yield shape
        elif asked <= shape.nodes and _keeps_copies(shape):
            yield replace(shape, copies=asked)


def _with_nodes(shapes: Iterable[Shape], context: Context) -> Iterator[Shape]:
    asked = context.answers.nodes_per_site
    return (shape for shape in shapes if asked is None or shape.nodes == asked * shape.sites)


def _keeps_copies(shape: Shape) -> bool:
    """Whether the copies of a shape can be chosen: a stretch cluster has two per site, a single node one."""
    return shape.storage in (StorageKind.CEPH, StorageKind.ZFS) and shape.sites == 1 and shape.nodes > 1


def _nodes(every: Sequence[Shape], context: Context) -> Reason | None:
    if any(True for _ in _with_nodes(every, context)):
        return None
    numbers = [shape.nodes // shape.sites for shape in every]
    if min(numbers) == max(numbers):
        return context.reason(
            "cluster.nodes_minimum",
            Text("{asked} nodes per site are asked for; this topology takes {only}.",
                 asked=context.answers.nodes_per_site, only=min(numbers)),
        )  # fmt: skip
    return context.reason(
        "cluster.nodes_minimum",
        Text("{asked} nodes per site are asked for; here this topology has {fewest} to {most}.",
             asked=context.answers.nodes_per_site, fewest=min(numbers), most=max(numbers)),
    )  # fmt: skip


def _copies(every: Sequence[Shape], context: Context) -> Reason | None:
    asked, rules = context.answers.copies, context.rules
    least = min(shape.copies for shape in every)
    if asked is None or asked == least:
        return None
    if not any(_keeps_copies(shape) for shape in every):
        text = Text("{asked} copies are asked for; this topology keeps {least}.", asked=asked, least=least)
        return context.reason("cluster.stretch_copies" if every[0].sites > 1 else "choice.copies_fewer", text)
    if asked < least - rules("choice.copies_fewer"):
        return context.reason(
            "choice.copies_fewer",
            Text("{asked} copies are asked for; the planned failures need at least {least}.", asked=asked, least=least),
        )
    most = rules.whole("ceph.copies_maximum")
    if every[0].storage is StorageKind.CEPH and asked > most:
        return context.reason(
            "ceph.copies_maximum",
            Text("{asked} copies are asked for; a pool keeps at most {most}.", asked=asked, most=most),
        )
    return None


def _too_few_nodes(every: Sequence[Shape], context: Context) -> Reason | None:
    asked, most = context.answers.copies, max(shape.nodes for shape in _with_nodes(every, context))
    if asked is None or asked <= most:
        return None
    return context.reason(
        "ceph.copies",
        Text("{asked} copies need a node each; here this topology has at most {most} nodes.", asked=asked, most=most),
    )


def obstacle(last: Shape, workshop: Workshop) -> Reason | None:
    """Return the reason why pinned parts give no design, or nothing if the pins are not what stands in the way.

    Parameters
    ----------
    last
        Largest shape that was tried.
    workshop
        Parts and rules.
    """
    answers, parts = workshop.context.answers, workshop.context.catalogue.parts
    cpu = parts.get(answers.cpu or "")
    drive = parts.get(answers.drive or "")
    if isinstance(cpu, Cpu) and not workshop.compute:
        return _no_socket(cpu, workshop.context)
    if isinstance(drive, Drive) and last.storage is not StorageKind.EXTERNAL:
        unfit = _unfit(drive, workshop.context)
        if unfit is not None:
            return unfit
    if workshop.compute and (drive is not None or answers.platform is not None):
        return _too_few_bays(last, workshop)
    return None


def _no_socket(cpu: Cpu, context: Context) -> Reason:
    platform = context.catalogue.parts.get(context.answers.platform or "")
    if context.answers.cpu_vendor not in (None, cpu.vendor):
        text = Text("{cpu} is made by {vendor}; 0 processors but those of {asked} are allowed.",
                    cpu=cpu.name, vendor=cpu.vendor, asked=context.answers.cpu_vendor)  # fmt: skip
    elif isinstance(platform, Platform):
        fitting = sum(one.family in platform.cpu_families for one in context.catalogue.cpus)
        text = Text("{platform} takes {n} processors of the catalogue ({families}); {cpu} ({family}) is none of them.",
                    platform=platform.name, n=fitting, families=", ".join(platform.cpu_families), cpu=cpu.name,
                    family=cpu.family)  # fmt: skip
    else:
        text = Text("0 of the catalogue's {n} platforms take {cpu} ({family}).",
                    n=len(context.catalogue.platforms), cpu=cpu.name, family=cpu.family)  # fmt: skip
    return context.reason("host.threads", text)


def _unfit(drive: Drive, context: Context) -> Reason | None:
    if drive.kind != "hdd" and drive.power_loss_protection:
        return None
    usable = sum(one.kind != "hdd" and one.power_loss_protection for one in context.catalogue.drives)
    return context.reason(
        "choice.guest_drives",
        Text("{drive} is none of the {n} drives with flash and power-loss protection that guests are put on.",
             drive=drive.name, n=usable),
    )  # fmt: skip


def _too_few_bays(last: Shape, workshop: Workshop) -> Reason | None:
    """Return the reason where the largest shape needs more drives in a node than the platforms have bays for."""
    context = workshop.context
    found = [
        (option.drives - variant.bays(option.drive), option, variant)
        for option in _any_number(last, context) for variant in workshop.compute if option.drive is not None
    ]  # fmt: skip
    if not found:
        return None
    lacking, option, variant = min(found, key=lambda one: one[0])
    if lacking <= 0 or option.drive is None:
        return None
    return _bays(last, option, option.drive, variant, context)


def _bays(last: Shape, option: StorageOption, drive: Drive, variant: Variant, context: Context) -> Reason:
    return context.reason(
        "default.disk_failures",
        Text("{needed:size} need {drives} × {drive} in each of {nodes} nodes; {platform} has {bays} bays for them.",
             needed=storage.needed(last, context), drives=option.drives, drive=drive.name, nodes=last.nodes,
             platform=variant.platform.name, bays=variant.bays(drive)),
    )  # fmt: skip


def _any_number(shape: Shape, context: Context) -> list[StorageOption]:
    """Return the sets of drives that would serve if nodes had bays without end; none if even many do not serve."""
    most, limit = storage.most_drives(context.catalogue), context.rules("choice.bays_imagined")
    while most <= limit:
        found = storage.options(shape, context, most)
        if found:
            return found
        most *= 2
    return []
