"""Revisions of an offer: what was sent is frozen, and the next one says what changed, by cause.

The list of changes is worked out from assessments: the project that was sent is assessed again with today's prices,
then the answers that changed are put in one after the other. Each step's price is a full assessment's, so that the
amounts add up to the difference of the two offers to the cent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from wizard.flow.answers import changed
from wizard.flow.numbering import asked, is_sent, label_of
from wizard.flow.offer_remarks import by_reason
from wizard.flow.offer_views import VENDOR_FIELDS
from wizard.flow.offers import make_offer
from wizard.model.assessment import Assessment, Design
from wizard.model.commercial import OfferTerms, SentPosition
from wizard.model.faults import InputFault
from wizard.model.names import TOPOLOGIES, joined
from wizard.model.offer import Offer, OfferChange, View
from wizard.model.project import Project, Revision, Topology
from wizard.model.text import Language, Text

Assess = Callable[[Project, date], Assessment]


def send(project: Project, offer: Offer, language: Language) -> Project:
    """Return the project with this offer frozen as a revision.

    Raises
    ------
    InputFault
        If something stands against sending it, or it is as it was last sent.
    """
    if not offer.sendable:
        against = by_reason(remark for remark in offer.remarks if remark.level == "blocker")
        raise InputFault(*(Text("offer: {reason}", reason=text) for text in against))
    if is_sent(project):
        raise InputFault(Text("revisions: nothing has changed since the last one was sent"))
    number = project.offer.number or offer.number
    project = project.model_copy(update={"offer": changed(project.offer, number=number)})
    sent = Revision(
        label=label_of(len(project.revisions)), date=offer.date, number=number, mode=offer.mode,
        topology=offer.topology, currency=offer.currency, years=offer.years, once_net=offer.once_net,
        per_year_net=offer.per_year_net, total_net=offer.total_net, valid_until=offer.valid_until,
        fingerprint=offer.assessment.fingerprint, asked=asked(project), positions=tuple(_positions(offer, language)),
    )  # fmt: skip
    return project.model_copy(update={"revisions": (*project.revisions, sent)})


def _positions(offer: Offer, language: Language) -> Iterator[SentPosition]:
    for line in offer.lines:
        if not line.dropped:
            yield SentPosition(
                number=line.position, key=line.key, kind=line.kind, text=line.text.render(language),
                quantity=line.quantity, unit=line.unit, per=line.per, unit_net=line.unit_net, net=line.net,
                counted=line.counted,
            )  # fmt: skip


def changes_since(
    project: Project, assess: Assess, on: date, topology: Topology | None = None, view: View = "internal"
) -> tuple[OfferChange, ...]:
    """Return what changed since the last revision that was sent, by cause, in steps that add up.

    Parameters
    ----------
    project
        The project now; without a revision nothing has changed.
    assess
        Assesses a project on a day; called once for each changed answer.
    on
        Day of the new offer.
    topology
        Topology that is offered now, if not the recommended one.
    view
        Who reads it: a customer is not told by which markup or margin a price came about.

    Raises
    ------
    InputFault
        If the sent project can no longer be offered.
    """
    if not project.revisions:
        return ()
    last = project.revisions[-1]
    if last.currency != (project.offer.currency.code if project.offer.currency else assess(project, on).currency):
        raise InputFault(Text("revisions: the last one was in another currency, so the amounts cannot be compared"))
    walk = _Walk(assess, on, project.revisions)
    walk.at(last.asked, Topology(last.topology), last.total_net)
    found = [walk.step(last.asked, Topology(last.topology), Text("prices of the catalogue"))]
    # Who sent another topology than the recommended one keeps it until the end.
    keeps = walk.kept_topology(last.asked, Topology(last.topology))
    current = last.asked
    for part, cause in _differences(last.asked, project, view):
        current = current.model_copy(update=part)
        found.append(walk.step(current, keeps, cause))
    rest = Text("everything together") if topology is None else Text("topology that is offered")
    found.append(walk.step(project, topology, rest))
    return tuple(one for one in found if one is not None)


class _Walk:
    """Steps from one offer to the next, each with its difference in price and in machines."""

    def __init__(self, assess: Assess, on: date, revisions: tuple[Revision, ...]) -> None:
        self._assess, self._on, self._revisions = assess, on, revisions
        self._total = Decimal(0)
        self._design: Design | None = None
        self._topology: Topology | None = None

    def at(self, project: Project, topology: Topology, total: Decimal) -> None:
        """Begin at a sent offer."""
        self._total, self._topology = total, topology

    def kept_topology(self, project: Project, sent: Topology) -> Topology | None:
        """Return the topology that was chosen by hand, or None where the recommended one was sent."""
        return None if self._assess(asked(project), self._on).recommended is sent else sent

    def step(self, project: Project, topology: Topology | None, cause: Text) -> OfferChange | None:
        """Return what a step changed, or None where it changed nothing that is offered."""
        try:
            assessment = self._assess(asked(project), self._on)
            whole = project.model_copy(update={"revisions": self._revisions})
            offer = make_offer(whole, assessment, on=self._on, topology=topology)
        except InputFault:
            return None  # this answer alone has no design: the next one takes its share
        before, self._total = self._total, offer.total_net
        effect = _effect(self._design, self._topology, offer)
        silent = self._design is not None and effect is None
        self._design, self._topology = offer.design, offer.topology
        if before == offer.total_net and (silent or effect is None):
            return None
        return OfferChange(cause, effect or Text("same machines"), offer.total_net - before)


def _effect(before: Design | None, topology: Topology | None, offer: Offer) -> Text | None:
    """Say what a step did to the machines, or None where it did nothing."""
    if topology is not None and offer.topology is not topology:
        return Text("{topology} instead of {before}", topology=TOPOLOGIES[offer.topology], before=TOPOLOGIES[topology])
    if before is None:
        return None
    old, new = _figures(before), _figures(offer.design)
    by = {name: _signed(new[name] - old[name], size=name in ("memory", "usable")) for name in new}
    words = {
        "nodes": Text("nodes {change}", change=by["nodes"]),
        "cores": Text("cores {change}", change=by["cores"]),
        "memory": Text("memory {change}", change=by["memory"]),
        "usable": Text("usable storage {change}", change=by["usable"]),
    }
    parts = [text for name, text in words.items() if old[name] != new[name]]
    return joined(parts) if parts else None


def _signed(change: int, *, size: bool) -> Text:
    return Text("{n:+size}", n=change) if size else Text("{n:+number}", n=change)


def _figures(design: Design) -> dict[str, int]:
    nodes = [each for each in design.nodes if each.role == "compute"]
    return {
        "nodes": sum(each.count for each in nodes),
        "cores": sum(each.count * each.cores for each in nodes),
        "memory": sum(each.count * each.memory_bytes for each in nodes),
        "usable": design.storage.usable_bytes,
    }


_FIELD_BY_FIELD = ("workload", "availability", "existing", "backup", "budget", "preferences", "offer")
_QUIET = {"title", "format", "revisions"}
_NAMES: dict[str, Text] = {
    "growth_percent_per_year": Text("growth per year"),
    "years": Text("years of the horizon"),
    "vcpus_per_core": Text("vCPUs per core"),
    "groups": Text("guests"),
    "node_failures": Text("node failures"),
    "disk_failures": Text("drive failures"),
    "survive_site_loss": Text("loss of a site"),
    "rpo_minutes": Text("data loss in minutes"),
    "rto_minutes": Text("minutes until guests run again"),
    "ha": Text("high availability"),
    "storage": Text("existing storage"),
    "quorum_host": Text("machine for the third vote"),
    "switch_gbps": Text("speed of the switches"),
    "wanted": Text("backup"),
    "keep": Text("backups kept"),
    "daily_change_percent": Text("change per day"),
    "offsite": Text("copy elsewhere"),
    "tape": Text("tape"),
    "subscription_years": Text("years of subscriptions"),
    "subscription": Text("subscription level"),
    "sites": Text("sites"),
    "site_links": Text("links between sites"),
    "rules": Text("rules of the sizing"),
    "customer": Text("customer"),
    "offer.groups": Text("discounts on headings"),
    "edits": Text("positions changed by hand"),
    "positions": Text("own positions"),
    "discount_percent": Text("discount on the offer"),
    "markup_percent": Text("markup"),
    "margin_percent": Text("margin"),
    "currency": Text("currency"),
    "mail_gateways": Text("mail gateways"),
    "air_gapped": Text("no Internet"),
}


def _differences(before: Project, after: Project, view: View) -> Iterator[tuple[dict[str, Any], Text]]:
    """Yield each answer that changed, as an update of the project, with a sentence that names it.

    What only the vendor may know comes last and together in the customer's view, under one name.
    """
    for name in Project.model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if name in _QUIET or old == new:
            continue
        if name not in _FIELD_BY_FIELD or old is None or new is None:
            yield {name: new}, _cause(name, old, new)
            continue
        part = old
        found = [field for field in type(new).model_fields if getattr(old, field) != getattr(new, field)]
        hidden = [field for field in found if view == "customer" and field in VENDOR_FIELDS]
        for field in (field for field in found if field not in hidden):
            was, now = getattr(old, field), getattr(new, field)
            part = part.model_copy(update={field: now})
            yield {name: part}, _cause(f"{name}.{field}" if f"{name}.{field}" in _NAMES else field, was, now)
        if hidden:
            yield {name: new}, Text("prices of this offer")


def _cause(field: str, was: Any, now: Any) -> Text:
    name = _NAMES.get(field, Text("{field}", field=field.replace("_", " ")))
    if any(isinstance(value, BaseModel | tuple | dict | OfferTerms) for value in (was, now)):
        return Text("{name} changed", name=name)
    percent = "percent" in field
    return Text("{name} from {was} to {now}", name=name, was=_value(was, percent), now=_value(now, percent))


def _value(value: Any, percent: bool) -> Text:
    if value is None:
        return Text("the default")
    if isinstance(value, bool):
        return Text("yes") if value else Text("no")
    if isinstance(value, str):
        return Text("{value}", value=value)
    return Text("{value:number} %", value=value) if percent else Text("{value:number}", value=value)


def change_line(change: OfferChange, currency: str, language: Language) -> str:
    """Write a change on one line: ``growth per year from 10 to 20: nodes +1; +23 410.00 EUR``."""
    return Text(
        "{cause}: {effect}; {net:+money} {currency}",
        cause=change.cause, effect=change.effect, net=change.net, currency=currency,
    ).render(language)  # fmt: skip
