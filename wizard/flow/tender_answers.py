"""Answers to a buyer's requirements, proposed from the design: status, own words, figure, and where it is proven.

A proposal is made only where a requirement names something that the design has a figure for. What is not recognised
stays unanswered: a wrong yes is worse than no answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pydantic import ValidationError

from wizard.model.assessment import NodeSet
from wizard.model.faults import InputFault
from wizard.model.names import joined
from wizard.model.offer import Offer
from wizard.model.project import Project
from wizard.model.tender import Answer, AnswerStatus, Requirement, RequirementClass, RequirementList, TenderAnswer
from wizard.model.text import Text
from wizard.model.units import GIB, UNITS

STATUS_WORDS: Mapping[AnswerStatus, Text] = {
    "fulfilled": Text("fulfilled"),
    "equivalent": Text("fulfilled with an equivalent"),
    "partly": Text("partly fulfilled"),
    "not": Text("not fulfilled"),
    "not-applicable": Text("not applicable"),
}
CLASSES: Mapping[RequirementClass, Text] = {
    "exclusion": Text("exclusion criterion"),
    "evaluated": Text("evaluated"),
    "information": Text("information"),
}
_NUMBER = r"(\d{1,3}(?:[.\u00a0 ']\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
_AT_MOST = re.compile(r"\b(höchstens|maximal|max\.?|at most|not more than|no more than|up to|bis zu|≤)", re.IGNORECASE)
_NEGATED = re.compile(r"\b(kein|keine|keinen|nicht|no|not|without|ohne)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the design says to a requirement."""

    reached: Decimal | None
    target: Decimal | None
    words: Text
    value: Text | None
    anchor: str
    at_most: bool = False


_Reader = Callable[[str, Offer], _Found | None]


def answers(requirements: RequirementList, offer: Offer, project: Project) -> tuple[Answer, ...]:
    """Return an answer to each requirement: the bidder's own where there is one, and else what the design proposes.

    An own answer counts only while the buyer's text is the one that was answered.
    """
    own = {one.row: one for one in project.tender}
    result = []
    for requirement in requirements.requirements:
        proposed = propose(requirement, offer)
        said = own.get(requirement.row)
        result.append(proposed if said is None or said.requirement != requirement.text else _own(proposed, said))
    return tuple(result)


def _own(proposed: Answer, said: TenderAnswer) -> Answer:
    return Answer(
        requirement=proposed.requirement,
        status=said.status or proposed.status,
        comment=proposed.comment if said.comment is None else Text("{text}", text=said.comment),
        value=proposed.value if said.value is None else Text("{text}", text=said.value),
        evidence=said.evidence or "",
        anchor=proposed.anchor, own=True, target=proposed.target, reached=proposed.reached,
    )  # fmt: skip


def answer_requirement(project: Project, requirement: Requirement, **said: str | None) -> Project:
    """Return the project with the bidder's own answer to a requirement; without a word of it the proposal holds again.

    Raises
    ------
    pydantic.ValidationError
        If the status is unknown or a text too long.
    """
    others = tuple(one for one in project.tender if one.row != requirement.row)
    kept = {name: value for name, value in said.items() if value is not None}
    if not kept:
        return project.model_copy(update={"tender": others})
    answer = TenderAnswer.model_validate({"row": requirement.row, "requirement": requirement.text, **kept})
    return project.model_copy(update={"tender": (*others, answer)})


def change_answer(project: Project, requirement: Requirement, **changes: str | None) -> Project:
    """Return the project with a part of the bidder's own answer changed; None takes that part back to the proposal."""
    said = next((one for one in project.tender if one.row == requirement.row), None)
    kept: dict[str, str | None] = {}
    if said is not None and said.requirement == requirement.text:
        kept = {name: getattr(said, name) for name in ("status", "comment", "value", "evidence")}
    try:
        return answer_requirement(project, requirement, **(kept | changes))
    except ValidationError as error:
        raise InputFault(Text("requirement {name}: too long", name=requirement.id or requirement.row)) from error


def propose(requirement: Requirement, offer: Offer) -> Answer:
    """Return what the design says to a requirement."""
    text = requirement.text
    if _NEGATED.search(text) and not re.search(r"\d", text):
        return Answer(requirement, None)  # whether "without" is met, no figure says
    found = [one for reader in _READERS if (one := reader(text, offer)) is not None]
    if not found:
        return Answer(requirement, None)
    met = [_met(one) for one in found]
    status: AnswerStatus = "fulfilled" if all(met) else "partly" if any(met) else "not"
    first = found[0] if all(met) else found[met.index(False)]
    words = first.words if len(found) == 1 else Text("{first}; {second}", first=found[0].words, second=found[1].words)
    return Answer(
        requirement, status, words, joined(one.value for one in found[:3] if one.value is not None), "", first.anchor,
        target=first.target, reached=first.reached,
    )  # fmt: skip


def _amount(value: int | Decimal, unit: str = "") -> Text:
    """Return a figure with its unit, written as the reader's language does."""
    return Text("{n:number} {unit}", n=value, unit=unit) if unit else Text("{n:number}", n=value)


def _met(found: _Found) -> bool:
    if found.reached is None or found.target is None:
        return found.reached is not None
    return found.reached <= found.target if found.at_most else found.reached >= found.target


def _number(text: str, unit: str) -> Decimal | None:
    """Return the first number before a unit, as German or English write it."""
    match = re.search(_NUMBER + r"\s*(?:" + unit + r")\b", text, re.IGNORECASE)
    return None if match is None else _decimal(match[1])


def _decimal(written: str) -> Decimal:
    plain = re.sub(r"[\u00a0 ']", "", written)
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+", plain):
        plain = plain.replace(".", "")
    return Decimal(plain)


def _size(text: str) -> tuple[Decimal, str] | None:
    """Return the first size in bytes, with its unit; TB is decimal and TiB binary, as the text says."""
    match = re.search(_NUMBER + r"\s*([KMGTP]i?B)\b", text, re.IGNORECASE)
    if match is None:
        return None
    unit = next(name for name in UNITS if name.casefold() == match[2].casefold())
    return _decimal(match[1]) * UNITS[unit], unit


def _has(text: str, *words: str) -> bool:
    return re.search("|".join(words), text, re.IGNORECASE) is not None


def _compute(offer: Offer) -> list[NodeSet]:
    return [nodes for nodes in offer.design.nodes if nodes.role == "compute"]


_PER_NODE = (r"\b(je|pro|per|each)\s+(server|knoten|host|node|system)", r"\bjeder server", r"\beach (server|node)")


def _memory(text: str, offer: Offer) -> _Found | None:
    size = _size(text)
    if size is None or not _has(text, r"arbeitsspeicher", r"hauptspeicher", r"\bram\b", r"\bmemory\b"):
        return None
    target, unit = size
    if unit in ("GB", "TB") and not _has(text, "GiB", "TiB"):
        # Memory modules are sold as GB and hold GiB.
        target = target * UNITS[unit.replace("B", "iB")] / UNITS[unit]
    if _has(text, *_PER_NODE):
        each = min(nodes.memory_bytes for nodes in _compute(offer))
        words = Text("Each node has {size:size} of memory.", size=each)
        return _Found(Decimal(each), target, words, _amount(each // GIB, "GiB"), "design")
    total = sum(nodes.count * nodes.memory_bytes for nodes in _compute(offer))
    words = Text("All nodes together have {size:size} of memory.", size=total)
    return _Found(Decimal(total), target, words, _amount(total // GIB, "GiB"), "compute")


def _storage(text: str, offer: Offer) -> _Found | None:
    size = _size(text)
    if size is None or not _has(text, r"speicherplatz", r"kapazität", r"capacity", r"nutzbar", r"usable", r"storage"):
        return None
    if _has(text, r"arbeitsspeicher", r"hauptspeicher", r"\bram\b", r"\bmemory\b", r"sicherung", r"backup"):
        return None
    target, unit = size
    storage = offer.design.storage
    raw = _has(text, r"\broh", r"brutto", r"\braw\b")
    reached = storage.raw_bytes if raw else storage.usable_bytes
    shown = _amount(Decimal(reached) / UNITS[unit], unit)
    words = (
        Text("All drives together hold {size:size} raw.", size=reached)
        if raw
        else Text("{size:size} are usable, after redundancy, reserve for a failure and fill limit.", size=reached)
    )
    return _Found(Decimal(reached), target, words, shown, "storage")


def _cores(text: str, offer: Offer) -> _Found | None:
    target = _number(text, r"(?:physische\s+|physical\s+|cpu-)?(?:kerne|cores|rechenkerne|prozessorkerne|cpu-kerne)")
    if target is None:
        return None
    if _has(text, *_PER_NODE):
        each = min(nodes.cores for nodes in _compute(offer))
        return _Found(Decimal(each), target, Text("Each node has {n} cores.", n=each), _amount(each), "design")
    total = sum(nodes.count * nodes.cores for nodes in _compute(offer))
    return _Found(
        Decimal(total), target, Text("All nodes together have {n} cores.", n=total), _amount(total), "compute"
    )


def _nodes(text: str, offer: Offer) -> _Found | None:
    kinds = r"(?:servers?|knoten|nodes?|hosts?|virtualisierungsserver|clusterknoten)"
    # A word may stand between (physical servers), but no unit: "16 GB je Server" counts no servers.
    target = _number(text, r"(?:(?![KMGTP]i?B\b)[^\W\d]+\s+)?" + kinds)
    if target is None or _has(text, "ausfall", "failure"):
        return None
    count = sum(nodes.count for nodes in _compute(offer))
    return _Found(Decimal(count), target, Text("Nodes for guests: {n}.", n=count), _amount(count), "design")


def _failures(text: str, offer: Offer) -> _Found | None:
    if not _has(text, r"ausfall", r"failure of", r"fails?\b", r"n\+\d", r"hochverfügbar", r"high availab"):
        return None
    if not _has(text, r"server", r"knoten", r"node", r"host", r"n\+\d", r"hochverfügbar", r"high availab"):
        return None
    match = re.search(r"n\s*\+\s*(\d)", text, re.IGNORECASE)
    words_of_two = _has(text, r"zwei(er)?\s+(server|knoten|hosts)", r"two\s+(servers|nodes|hosts)")
    target = Decimal(match[1]) if match else Decimal(2 if words_of_two else 1)
    reached = offer.design.compute.failures_tolerated
    words = Text("Nodes that may fail while all guests that must survive still have room: {n}.", n=reached)
    return _Found(Decimal(reached), target, words, Text("N+{n}", n=reached), "compute")


def _loss(text: str, offer: Offer) -> _Found | None:
    """Room for all guests after a failure is not yet a failure without loss: replicas may be older than the data."""
    if not _has(
        text, r"(ohne|kein(en|erlei)?)\s+datenverlust", r"(without|no|zero)\s+(any\s+)?(data loss|loss of data)"
    ):
        return None
    lost = offer.design.recovery.rpo_minutes
    if lost is None:
        return None
    reached = Decimal(lost.numerator) / lost.denominator
    words = (
        Text("At most {n:number} minutes of data are lost when a node fails.", n=lost)
        if lost
        else Text("No written data are lost when a node fails.")
    )
    return _Found(reached, Decimal(0), words, _amount(reached, "min"), "recovery", at_most=True)


def _network(text: str, offer: Offer) -> _Found | None:
    target = _number(text, r"(?:gbit/s|gbit|gbe|gbps|gigabit(?:/s)?|g\b)")
    if target is None or not offer.design.networks:
        return None
    fastest = max(network.gbps for network in offer.design.networks)
    words = Text("The fastest ports of the nodes have {gbps} Gbit/s.", gbps=fastest)
    return _Found(Decimal(fastest), target, words, _amount(fastest, "Gbit/s"), "network")


def _recovery(text: str, offer: Offer) -> _Found | None:
    recovery = offer.design.recovery
    minutes = _number(text, r"(?:min|minuten|minutes)")
    if minutes is None and (hours := _number(text, r"(?:h|std|stunden?|hours?)")) is not None:
        minutes = hours * 60
    if minutes is None:
        return None
    if _has(text, r"\brpo\b", r"datenverlust", r"data loss"):
        lost = recovery.rpo_minutes
        if lost is None:
            return None
        reached = Decimal(lost.numerator) / lost.denominator
        return _Found(reached, minutes, Text("At most {n:number} minutes of data are lost when a node fails.", n=lost),
                      _amount(reached, "min"), "recovery", at_most=True)  # fmt: skip
    if (
        _has(text, r"\brto\b", r"wiederanlauf", r"recovery time", r"wieder verfügbar")
        and recovery.rto_minutes is not None
    ):
        words = Text("Guests run again after {n} minutes.", n=recovery.rto_minutes)
        return _Found(Decimal(recovery.rto_minutes), minutes, words, _amount(recovery.rto_minutes, "min"), "recovery",
                      at_most=True)  # fmt: skip
    return None


def _sites(text: str, offer: Offer) -> _Found | None:
    if not _has(
        text,
        r"ausfall (eines|des) (standort|brandabschnitt|rechenzentrum)",
        r"(loss|failure) of (a|one) (site|data cent)",
    ):
        return None
    survived = offer.design.recovery.site_loss_survived
    words = Text("The loss of a site is survived.") if survived else Text("The loss of a site is not survived.")
    return _Found(Decimal(int(survived)), Decimal(1), words, None, "recovery")


def _backup(text: str, offer: Offer) -> _Found | None:
    if not _has(text, r"datensicherung", r"sicherungs(system|server|lösung)", r"\bbackup"):
        return None
    backup = offer.design.backup
    if backup is None:
        return _Found(Decimal(0), Decimal(1), Text("No backup is offered."), None, "backup")
    days = _number(text, r"(?:tage|tagen|days)")
    if days is not None and _has(text, r"aufbewahr", r"retention", r"kept", r"vorhalt"):
        oldest = backup.oldest_days or 0
        words = Text("The oldest backup is {n} days old.", n=oldest)
        return _Found(Decimal(oldest), days, words, _amount(oldest), "backup")
    if _has(text, r"verschlüssel", r"encrypt"):
        words = Text("Backups are encrypted.") if backup.encrypted else Text("Backups are not encrypted.")
        return _Found(Decimal(int(backup.encrypted)), Decimal(1), words, None, "backup")
    if (size := _size(text)) is not None:
        reached = backup.usable_bytes
        return _Found(Decimal(reached), size[0], Text("The backup servers hold {size:size}.", size=reached),
                      _amount(Decimal(reached) / UNITS[size[1]], size[1]), "backup")  # fmt: skip
    if re.search(r"\d", text):
        return None  # a figure that is not understood
    return _Found(
        Decimal(1), Decimal(1), Text("Proxmox Backup Server is offered: {n}.", n=backup.servers), None, "backup"
    )


def _power(text: str, offer: Offer) -> _Found | None:
    power = offer.design.power
    units = _number(text, r"(?:he|höheneinheiten|rack units|u)")
    if units is not None and _AT_MOST.search(text):
        words = Text("Height in the rack: {n} U.", n=power.rack_units)
        return _Found(
            Decimal(power.rack_units), units, words, Text("{n} U", n=power.rack_units), "recovery", at_most=True
        )
    watts = _number(text, r"(?:w|watt)")
    kilowatts = _number(text, r"kw")
    target = kilowatts * 1000 if kilowatts is not None else watts
    if target is None or not _AT_MOST.search(text):
        return None
    words = Text("At most {n} W are drawn.", n=power.maximum_watts)
    return _Found(
        Decimal(power.maximum_watts), target, words, _amount(power.maximum_watts, "W"), "recovery", at_most=True
    )


def _support(text: str, offer: Offer) -> _Found | None:
    target = _number(text, r"(?:jahre?n?|years?)")
    if target is None or not _has(
        text, r"support", r"wartung", r"garantie", r"warranty", r"maintenance", r"gewährleist"
    ):
        return None
    known = [
        line.support_years for line in offer.lines if line.counted and line.group in ("nodes", "backup", "network")
    ]
    if not known or any(years is None for years in known):
        return None
    least = min(years for years in known if years is not None)
    return _Found(
        Decimal(least), target, Text("Every device has {n} years of support.", n=least), _amount(least), "bill"
    )


_READERS: tuple[_Reader, ...] = (
    _memory, _storage, _cores, _nodes, _failures, _loss, _network, _recovery, _sites, _backup, _power, _support,
)  # fmt: skip


def blocking(found: tuple[Answer, ...]) -> Iterator[Text]:
    """Say which exclusion criteria keep the bid from going out."""
    for one in found:
        if one.blocks:
            name = one.requirement.id or str(one.requirement.row)
            if one.status is None:
                yield Text("exclusion criterion {name}: not answered", name=name)
            else:
                yield Text("exclusion criterion {name}: not met", name=name)
