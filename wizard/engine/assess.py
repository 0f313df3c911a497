"""The whole way in one function: a project becomes an assessment."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from wizard.engine.answers import Answers, resolve
from wizard.engine.context import Context
from wizard.engine.demand import demand
from wizard.engine.extras import backup_plan
from wizard.engine.fleet import size_fleet
from wizard.engine.lately import Lately
from wizard.engine.ledger import Ledger
from wizard.engine.pins import refuse_unknown
from wizard.engine.ranking import paid_from, rank, recommend
from wizard.engine.sizing import size
from wizard.engine.stock import Stock, stock_of
from wizard.engine.topologies import ALL
from wizard.engine.workshop import Workshop
from wizard.model.assessment import Assessment, Assumption, DemandSummary, JudgedTopology
from wizard.model.calculation import Calculation
from wizard.model.catalogue import Catalogue
from wizard.model.faults import InputFault
from wizard.model.project import GuestGroup, Project
from wizard.model.rulebook import Rulebook
from wizard.model.text import Text


def assess(project: Project, catalogue: Catalogue, rulebook: Rulebook, on: date) -> Assessment:
    """Judge every topology for a project.

    Parameters
    ----------
    project
        What was asked, with at least one group of guests.
    catalogue
        Parts and prices.
    rulebook
        Thresholds and factors; the project may change those of kind ``practice``.
    on
        Day for which the prices are judged; nothing else depends on it.

    Returns
    -------
    Assessment
        The same inputs always give the same assessment.

    Raises
    ------
    InputFault
        If there is nothing to size, the currencies differ, a changed rule does not exist or is not of kind
        ``practice``, or a pinned part is not in the catalogue. The message begins with the field's path.
    """
    rules = _own_rules(project, rulebook)
    if not project.workload.groups:
        raise InputFault(Text("workload.groups: there are no guests to size"))
    if project.budget.currency != catalogue.currency:
        raise InputFault(
            Text("budget.currency: the budget is in {budget}, the catalogue's prices are in {prices}",
                 budget=project.budget.currency, prices=catalogue.currency)
        )  # fmt: skip
    witnesses = {site.name for site in project.sites if site.role == "witness"}
    for number, group in enumerate(project.workload.groups if witnesses else ()):
        if group.site in witnesses:
            raise InputFault(
                Text("{place}: a witness site carries a vote, and no guests", place=f"workload.groups.{number}.site")
            )
    refuse_unknown(project.preferences, catalogue)
    answers = resolve(project, rules)
    sized = _sized(answers, catalogue, rules, on)
    judged = tuple(paid_from(one, answers.budget_net) for one in sized.judged)
    recommended, why = recommend(judged, answers)
    return Assessment(
        recommended=recommended,
        recommendation=why,
        assumptions=(*answers.assumptions, *_standing(answers)),
        demand=sized.demand,
        topologies=judged,
        calculations=sized.calculations,
        currency=catalogue.currency,
        budget_net=answers.budget_net,
        priced_on=on,
        catalogue_label=catalogue.label,
        catalogue_indicative=catalogue.indicative,
        rule_sources=_sources(judged, sized.calculations, rules),
        rules_changed=tuple(_changed(rules)),
        fingerprint=fingerprint(project, catalogue, rules),
    )


@dataclass(frozen=True, slots=True)
class _Sized:
    """What does not depend on the budget, nor on anything else that is only printed."""

    judged: tuple[JudgedTopology, ...]
    demand: DemandSummary
    calculations: tuple[Calculation, ...]


_LATELY = Lately[tuple[Answers, Stock, date], _Sized](maxsize=8)


def _sized(answers: Answers, catalogue: Catalogue, rules: Rulebook, on: date) -> _Sized:
    """Size every topology; remembered, so that typing a name, an amount of money or an undo is answered at once."""
    asked = replace(answers, budget_net=None, assumptions=())

    def work_out() -> _Sized:
        ledger = Ledger(rules)
        context = Context(asked, demand(asked, ledger), catalogue, rules, on)
        workshop = Workshop(context)
        backup = backup_plan(workshop)
        judged = rank([*(size(kind, workshop, backup) for kind in ALL), size_fleet(context, backup)], asked)
        return _Sized(judged, context.demand.summary, tuple(ledger.calculations))

    return _LATELY.answer((asked, stock_of(catalogue, rules), on), work_out)


def _own_rules(project: Project, rulebook: Rulebook) -> Rulebook:
    for id in project.rules:
        if id not in rulebook:
            raise InputFault(Text("rules.{id}: there is no such rule", id=id))
    try:
        return rulebook.with_changes(project.rules)
    except InputFault as fault:
        raise InputFault(*(Text("rules: {fault}", fault=one) for one in fault.faults)) from None
    except ValueError as fault:
        raise InputFault(Text("rules: {fault}", fault=str(fault))) from fault


def _standing(answers: Answers) -> Iterable[Assumption]:
    """Assumptions that every project has, however much it says."""
    if answers.switch_gbps is not None:
        yield Assumption(
            "existing.switch_gbps",
            str(answers.switch_gbps),
            Text(
                "The existing switches have enough free ports of {gbps} Gbit/s, and act as a pair.",
                gbps=answers.switch_gbps,
            ),
        )
    if answers.storage:
        yield Assumption(
            "existing.storage", "", Text("The fabric of the existing storage has free ports for the new nodes.")
        )
    if len(answers.sites) > 1 or answers.witnesses:
        yield Assumption("site_links", "", Text("The links between the sites exist and are not in the bill."))
    if answers.growth and answers.years and any(group.apart for group in answers.groups):
        yield Assumption(
            "workload.groups.apart",
            "",
            Text("Growth adds no guest to those that stay apart; what it adds may stand on any node."),
        )
    yield Assumption(
        "workload.memory", "1:1", Text("Memory is not overcommitted; ballooning and KSM are not capacity.")
    )


def _sources(
    judged: tuple[JudgedTopology, ...], calculations: tuple[Calculation, ...], rules: Rulebook
) -> dict[str, str]:
    used = {id for one in calculations for id in one.rules}
    for topology in judged:
        used |= {reason.rule for reason in topology.reasons}
        if topology.design is not None:
            used |= {id for one in topology.design.calculations for id in one.rules}
            used |= {finding.rule for finding in topology.design.findings}
    return {id: rules[id].source for id in sorted(used) if id in rules}


def _changed(rules: Rulebook) -> Iterable[Assumption]:
    for rule in rules.changed:
        yield Assumption(
            rule.id,
            str(rule.value),
            Text(
                "{text} Changed for this project from {before} to {now} ({unit}).",
                text=Text(rule.text), before=_amount(rule.changed_from, rule.unit), now=_amount(rule.value, rule.unit),
                unit=rule.unit,
            ),
        )  # fmt: skip


def _amount(value: Fraction | None, unit: str) -> Text:
    return Text("{value:size}", value=value) if unit == "bytes" else Text("{value:number}", value=value)


_WRITTEN = Lately[tuple[GuestGroup, ...], str](maxsize=8)


def fingerprint(project: Project, catalogue: Catalogue, rules: Rulebook) -> str:
    """Return a digest of everything that an assessment depends on, the day apart: the offer's terms do not count."""
    parts, values = stock_of(catalogue, rules).texts
    workload = project.workload
    guests = _WRITTEN.answer(workload.groups, lambda: workload.model_dump_json(include={"groups"})[1:-1])
    rest = project.model_copy(update={"workload": workload.model_copy(update={"groups": ()})})
    # No text of a person holds the place of the guests: its quotation marks are written with a backslash.
    asked = rest.model_dump_json(exclude={"offer", "revisions", "tender"}).replace('"groups":[]', guests, 1)
    text = f'{{"catalogue":{parts},"project":{asked},"rules":{values}}}'
    return hashlib.sha256(text.encode()).hexdigest()
