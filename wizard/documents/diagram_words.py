"""A topology picture in words: for those who do not see it, and for what is pointed at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wizard.documents.diagram_plan import Device, Ground, Plan, Wire
from wizard.documents.words import NAME, Voice
from wizard.model.names import NETWORKS
from wizard.model.text import Text

_MOST_GROUNDS = 12
_Signature = tuple[tuple[str, int, int, tuple[str, ...]], ...]


def span_words(devices: Sequence[Device], voice: Voice) -> str:
    """Name one device, or the first and the last of several."""
    if len(devices) == 1:
        return devices[0].title
    return voice.say(Text("{first} to {last}", first=devices[0].title, last=devices[-1].title))


def device_words(device: Device, ground: Ground, voice: Voice) -> str:
    """Say what a device is, how high it is, and what is plugged into what."""
    said = [device.title, *device.parts]
    if device.units:
        said.append(voice.say(Text("1 rack unit") if device.units == 1 else Text("{n} rack units", n=device.units)))
    links = [_link_words(each, voice) for each in _signature(device, ground.wires, direct=False)]
    head = ", ".join(said)
    return f"{head}\n{'; '.join(links)}" if links else head


def topology_words(drawn: Plan, voice: Voice) -> str:
    """Say which machines hang on which switches by which networks; equal ones are said once."""
    parts = []
    groups: dict[str, list[Ground]] = {}
    for ground in drawn.grounds:
        groups.setdefault(_ground_words(ground, voice), []).append(ground)
    for words, grounds in list(groups.items())[:_MOST_GROUNDS]:
        names = [ground.name for ground in grounds if ground.name]
        if not names:
            parts.append(words)
            continue
        many = Text("{site} and {n} more sites", site=names[0], n=len(names) - 1)
        site = voice.say(many) if len(names) > 1 else names[0]
        parts.append(voice.say(Text("{place}: {words}", place=site, words=words)))
    if len(groups) > _MOST_GROUNDS:
        parts.append(voice.say(Text("and {n} more kinds of sites", n=len(groups) - _MOST_GROUNDS)))
    if drawn.across:
        links = "; ".join(_across(wire, voice) for wire in drawn.across)
        parts.append(voice.say(Text("Between the sites: {links}", links=links)))
    return ". ".join(parts) + "."


def network_words(network: str, wires: Iterable[Wire], voice: Voice) -> str:
    """Name a network with the speeds and the number of cables that machines have in it."""
    counts: dict[tuple[object, int], int] = {}
    for wire in wires:
        if wire.network == network:
            machines: list[Device | Wire] = [device for device in wire.ends if device.machine]
            for counted in machines or [wire]:
                counts[counted, wire.gbps] = counts.get((counted, wire.gbps), 0) + wire.count
    kinds = sorted({(count, gbps) for (_, gbps), count in counts.items()}, key=lambda kind: (kind[1], kind[0]))
    speeds = ", ".join(f"{count} × {gbps}" for count, gbps in kinds)
    name = voice.name(NETWORKS, network)[:NAME]
    return f"{name}: {speeds} Gbit/s" if speeds else name


def _ground_words(ground: Ground, voice: Voice) -> str:
    """Say what hangs on what at one site."""
    said: list[str] = [ground.note] if ground.note else []
    groups: list[tuple[tuple[object, ...], list[Device]]] = []
    for device in (*ground.machines, *(top for top in ground.tops if top.kind == "switch")):
        kind = (device.kind, device.parts, _signature(device, ground.wires, direct=True, upwards=True))
        if groups and groups[-1][0] == kind and device.machine:
            groups[-1][1].append(device)
        else:
            groups.append((kind, [device]))
    for (_, parts, signature), devices in groups:
        links = "; ".join(_link_words(each, voice) for each in signature)  # type: ignore[attr-defined]
        if not links and not devices[0].machine:
            continue
        what = ", ".join(parts)  # type: ignore[arg-type]
        name = span_words(devices, voice)
        name = f"{name} ({what})" if what else name
        said.append(f"{name}: {links}" if links else name)
    return ". ".join(said)


def _signature(device: Device, wires: Iterable[Wire], *, direct: bool, upwards: bool = False) -> _Signature:
    """Return the cables of a device by network: how many, how fast, and to what.

    ``direct`` says "" for the other nodes of a mesh, so that equal nodes are said alike; ``upwards`` leaves out what is
    said with the machines.
    """
    found: dict[tuple[str, int], tuple[int, list[str]]] = {}
    for wire in wires:
        if device not in wire.ends:
            continue
        other = wire.end if wire.start is device else wire.start
        if upwards and not device.machine and (other.machine or wire.end is device):
            continue
        name = "" if direct and device.machine and other.machine else other.title
        count, names = found.get((wire.network, wire.gbps), (0, []))
        found[wire.network, wire.gbps] = (count + wire.count, names if name in names else [*names, name])
    return tuple(sorted((network, count, gbps, tuple(names)) for (network, gbps), (count, names) in found.items()))


def _link_words(each: tuple[str, int, int, tuple[str, ...]], voice: Voice) -> str:
    network, count, gbps, ends = each
    name = voice.name(NETWORKS, network)[:NAME]
    if ends == ("",):
        return voice.say(
            Text("{network}: {count} × {gbps} Gbit/s directly to each other", network=name, count=count, gbps=gbps)
        )
    return voice.say(
        Text("{network}: {count} × {gbps} Gbit/s to {ends}", network=name, count=count, gbps=gbps,
             ends=", ".join(end or "–" for end in ends))
    )  # fmt: skip


def _across(wire: Wire, voice: Voice) -> str:
    name = voice.name(NETWORKS, wire.network)[:NAME]
    return voice.say(
        Text("{n} × {gbps} Gbit/s {network} from {start} to {end}", n=wire.count, gbps=wire.gbps, network=name,
             start=wire.start.title, end=wire.end.title)
    )  # fmt: skip
