"""Verdicts and the order of the sized topologies: the cheapest that meets every hard requirement and the budget."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from wizard.engine.answers import Answers
from wizard.model.assessment import Design, JudgedTopology, Level, Reason, Verdict
from wizard.model.names import TOPOLOGIES
from wizard.model.project import Topology
from wizard.model.text import Text


def judge(topology: Topology, design: Design, candidates: int) -> JudgedTopology:
    """Give a sized topology its verdict, whatever the budget is: a design with a blocker is not offered."""
    blockers = [finding for finding in design.findings if finding.level is Level.BLOCKER]
    if blockers:
        reasons = tuple(Reason(finding.rule, finding.text, finding.source) for finding in blockers)
        return JudgedTopology(topology, Verdict.EXCLUDED, reasons, None, candidates=candidates)
    return JudgedTopology(topology, Verdict.FITS, (), design, candidates=candidates)


def paid_from(judged: JudgedTopology, budget: Decimal | None) -> JudgedTopology:
    """Return the verdict with a budget: a design that costs more says by how much."""
    total = None if judged.design is None else judged.design.price.total_net
    if total is None or budget is None or total <= budget:
        return judged
    return replace(judged, verdict=Verdict.OVER_BUDGET, missing_net=total - budget)


def rank(judged: Iterable[JudgedTopology], answers: Answers) -> tuple[JudgedTopology, ...]:
    """Number the sized topologies by price and say why each stands where it stands; the order of the list stays."""
    judged = tuple(judged)
    sized = sorted((one for one in judged if one.design is not None), key=_price)
    place = {one.id: number for number, one in enumerate(sized, start=1)}
    cheapest = _price(sized[0])[0] if sized else Decimal(0)
    return tuple(
        one
        if one.design is None
        else replace(one, rank=place[one.id], ranking=_why(one, place[one.id], cheapest, answers))
        for one in judged
    )


def _price(one: JudgedTopology) -> tuple[Decimal, int]:
    if one.design is None:
        raise ValueError(f"{one.id} has no design to rank")
    return one.design.price.total_net, list(Topology).index(one.id)


def _by_hand(one: JudgedTopology, answers: Answers) -> bool:
    """Whether a site's loss, which has to be survived, is so only by restoring its guests at another one."""
    return answers.survive_site_loss and one.design is not None and not one.design.recovery.site_loss_survived


def _why(one: JudgedTopology, place: int, cheapest: Decimal, answers: Answers) -> Text:
    total = _price(one)[0]
    if place == 1 and _by_hand(one, answers):
        return Text("Closest offer: after the loss of a site its guests are restored at another one, by hand.")
    if place == 1:
        return Text("Cheapest design that meets every requirement.")
    return Text(
        "{more:money} {currency} more than the cheapest design that meets every requirement.",
        more=total - cheapest,
        currency=one.design.price.currency if one.design else "",
    )


def recommend(judged: tuple[JudgedTopology, ...], answers: Answers) -> tuple[Topology | None, Text]:
    """Return the recommended topology and why.

    The topology that the project names, if it can be sized; else the cheapest within the budget; else the cheapest
    that meets the requirements, with the amount that is missing; else none.
    """
    sized = sorted((one for one in judged if one.design is not None), key=_price)
    pinned = next((one for one in sized if one.id is answers.pinned), None)
    if pinned is not None and pinned.missing_net is None and _by_hand(pinned, answers):
        return pinned.id, Text(
            "The project asks for this topology, which does not survive the loss of a site by itself: the guests are "
            "restored at another site, by hand."
        )
    if pinned is not None and pinned.missing_net is None:
        return pinned.id, Text("The project asks for this topology.")
    if pinned is not None:
        return pinned.id, Text(
            "The project asks for this topology; {missing:money} {currency} are missing.",
            missing=pinned.missing_net, currency=answers.currency,
        )  # fmt: skip
    refused = answers.pinned
    if refused is not None:
        chosen, why = _cheapest(sized, answers)
        return chosen, Text(
            "The project asks for {topology}, which is excluded. {why}", topology=TOPOLOGIES[refused], why=why
        )
    return _cheapest(sized, answers)


def _cheapest(sized: list[JudgedTopology], answers: Answers) -> tuple[Topology | None, Text]:
    """Return the cheapest within the budget; else the cheapest that meets the requirements; else none."""
    if not sized:
        return None, Text("No topology meets every requirement; the reasons say which requirement each one misses.")
    fitting = [one for one in sized if one.verdict is Verdict.FITS]
    if not fitting and _by_hand(sized[0], answers):
        return sized[0].id, Text(
            "No topology survives the loss of a site by itself and no design meets the budget: this is the closest "
            "offer, the guests are restored at another site, by hand; {missing:money} {currency} are missing.",
            missing=sized[0].missing_net, currency=answers.currency,
        )  # fmt: skip
    if fitting and _by_hand(fitting[0], answers):
        return fitting[0].id, Text(
            "No topology survives the loss of a site by itself; this is the closest offer: the guests are restored at "
            "another site, by hand. The reasons against a stretch cluster say what it lacks."
        )
    if fitting and answers.budget_net is None:
        return fitting[0].id, Text(
            "It meets every requirement at the least price; topologies that meet them: {n}.", n=len(fitting)
        )
    if fitting:
        return fitting[0].id, Text(
            "It meets every requirement and the budget at the least price; topologies that meet them: {n}.",
            n=len(fitting),
        )
    return sized[0].id, Text(
        "No design meets the budget; this is the cheapest that meets the requirements, "
        "{missing:money} {currency} are missing.",
        missing=sized[0].missing_net, currency=answers.currency,
    )  # fmt: skip
