"""Requirements relaxed one at a time: what each of them costs, and the smallest relaxation that fits a budget.

The order of size, which is that of the table below, goes by what the customer gives up: first what was only chosen
beforehand (a pinned part or topology), then time and comfort that
money buys back later (a longer restart, fewer years ahead, a shorter history of backups, slower support), then data
(a longer recovery point, a copy elsewhere), then protection (a drive, a node, a site, HA itself). Within one
requirement the smallest step that fits counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wizard.engine.companions import OFFLINE_LEVELS
from wizard.engine.trials import Trials, changed, figures
from wizard.model.assessment import JudgedTopology
from wizard.model.exploration import Relaxation
from wizard.model.names import named
from wizard.model.project import Project
from wizard.model.text import Text
from wizard.model.units import count


@dataclass(frozen=True, slots=True)
class Step:
    """One requirement, relaxed by one step."""

    requirement: str
    text: Text
    project: Project


def relaxations(trials: Trials) -> tuple[Relaxation, ...]:
    """Return each requirement relaxed by itself, the smallest loss first.

    Each by its smallest step; where nothing meets the budget, by the smallest step that does, and by its largest if
    none does.
    """
    every = (list(ladder(trials)) for ladder in _LADDERS)
    return tuple(_smallest(steps, trials) for steps in every if steps)


def smallest_that_fits(found: Sequence[Relaxation], trials: Trials) -> Relaxation | None:
    """Return the first relaxation that fits, if there is anything to relax for."""
    if not is_short(trials):
        return None
    return next((one for one in found if _fits(one)), None)


def is_short(trials: Trials) -> bool:
    """Whether the requirements cannot be met: by the budget, or at all."""
    return trials.price is None or trials.missing(trials.price) is not None


def _fits(one: Relaxation) -> bool:
    return one.figures is not None and one.missing_net is None


def _smallest(steps: list[Step], trials: Trials) -> Relaxation:
    """Try the smallest step; where that is too little, halve the way to the largest."""
    first = _tried(steps[0], trials)
    if _fits(first) or not is_short(trials) or len(steps) == 1:
        return first
    best = _tried(steps[-1], trials)
    low, high = 1, len(steps) - 1
    while _fits(best) and low < high:
        middle = (low + high) // 2
        found = _tried(steps[middle], trials)
        low, high, best = (low, middle, found) if _fits(found) else (middle + 1, high, best)
    return best


def _tried(step: Step, trials: Trials) -> Relaxation:
    judged = trials.of(step.project)
    found = figures(judged)
    if found is None:
        return Relaxation(step.requirement, step.text, None, None, None, None)
    difference = trials.difference(found)
    years = step.project.workload.years
    sized = trials.answers.years if years is None else years
    return Relaxation(
        step.requirement, step.text, found, None if difference is None else difference.total_net,
        trials.missing(found.total_net), trials.lasts(found, trials.answers.growth, sized),
        tuple(_consequences(step, judged, trials)),
    )  # fmt: skip


def _consequences(step: Step, judged: JudgedTopology | None, trials: Trials) -> Iterator[Text]:
    """Yield what becomes worse besides the requirement that is given up."""
    if judged is None or judged.design is None or trials.best is None or trials.best.design is None:
        return
    now, before = judged.design.recovery, trials.best.design.recovery
    if step.requirement != "availability.rpo_minutes" and _worse(now.rpo_minutes, before.rpo_minutes):
        yield Text("{minutes} instead of {before} minutes of data may be lost",
                   minutes=now.rpo_minutes, before=before.rpo_minutes)  # fmt: skip
    if step.requirement != "availability.rto_minutes" and _worse(now.rto_minutes, before.rto_minutes):
        yield Text("{minutes} minutes instead of {asked} until the guests run again",
                   minutes=now.rto_minutes, asked=before.rto_minutes)  # fmt: skip
    if step.requirement != "availability.survive_site_loss" and before.site_loss_survived > now.site_loss_survived:
        yield Text("the loss of a site is no longer survived")


def _worse(now: Fraction | int | None, before: Fraction | int | None) -> bool:
    return before is not None and (now is None or now > before)


_SUPPORT = ("community", "basic", "standard", "premium")


_PINS = {
    "topology": Text("topology"),
    "nodes_per_site": Text("node count"),
    "platform": Text("platform"),
    "cpu": Text("processor"),
    "cpu_vendor": Text("processor vendor"),
    "drive": Text("drive"),
    "copies": Text("copies"),
}


def _pins(trials: Trials) -> Iterator[Step]:
    """Free the choices that were made beforehand: nothing that the workload or its protection needs is given up."""
    preferences = trials.project.preferences
    pinned = [name for name in _PINS if getattr(preferences, name) is not None]
    if pinned:
        yield Step(
            "preferences",
            Text("free choice instead of what was pinned: {names}", names=named(_PINS, *pinned)),
            changed(trials.project, "preferences", **dict.fromkeys(pinned)),
        )


def _restart(trials: Trials) -> Iterator[Step]:
    """Longer until the guests run again: until a repair, without a limit."""
    project, asked, rules = trials.project, trials.answers.rto_minutes, trials.rules
    if asked is None:
        return
    minutes = rules("recovery.repair_minutes")
    if minutes > asked:
        yield Step(
            "availability.rto_minutes",
            Text("{minutes} minutes instead of {asked} until the guests run again", minutes=minutes, asked=asked),
            changed(project, "availability", rto_minutes=minutes),
        )
    yield Step(
        "availability.rto_minutes",
        Text("no limit instead of {asked} minutes until the guests run again", asked=asked),
        changed(project, "availability", rto_minutes=None),
    )


def _years(trials: Trials) -> Iterator[Step]:
    asked = trials.answers.years
    if not trials.answers.growth:
        return
    for years in range(asked - 1, -1, -1):
        yield Step(
            "workload.years",
            Text("growth over {years} years instead of {asked}", years=years, asked=asked),
            changed(trials.project, "workload", years=years),
        )


def _history(trials: Trials) -> Iterator[Step]:
    keep = trials.answers.keep
    kept = sum(keep.model_dump().values())
    if not trials.answers.backup_wanted or kept <= 1:
        return
    half = keep.model_copy(update={period: count(Fraction(n, 2)) for period, n in keep.model_dump().items()})
    left = sum(half.model_dump().values())
    if left < kept:
        yield Step(
            "backup.keep",
            Text("{left} backups kept per guest instead of {kept}", left=left, kept=kept),
            trials.backup(keep=half),
        )


def _support(trials: Trials) -> Iterator[Step]:
    asked = trials.answers.subscription
    for level in reversed(_SUPPORT[: _SUPPORT.index(asked)]):
        if trials.answers.air_gapped and level not in OFFLINE_LEVELS:
            return
        yield Step(
            "preferences.subscription",
            Text("subscription level {level} instead of {asked}", level=level, asked=asked),
            changed(trials.project, "preferences", subscription=level),
        )


def _loss(trials: Trials) -> Iterator[Step]:
    answers, rules = trials.answers, trials.rules
    asked = answers.rpo_minutes
    if asked is None:
        return
    steps = {rules("replication.interval_default"), rules("choice.rpo_step_minutes"),
             rules("recovery.backup_interval_minutes")}  # fmt: skip
    for minutes in sorted(steps):
        if minutes > asked:
            yield Step(
                "availability.rpo_minutes",
                Text("up to {minutes} minutes of data lost when a node fails instead of {asked}",
                     minutes=minutes, asked=asked),
                changed(trials.project, "availability", rpo_minutes=minutes),
            )  # fmt: skip


def _elsewhere(trials: Trials) -> Iterator[Step]:
    if trials.answers.backup_wanted and trials.answers.offsite != "none":
        yield Step(
            "backup.offsite", Text("no copy of the backups at another place"), trials.backup(offsite="none")
        )  # fmt: skip


def _drives(trials: Trials) -> Iterator[Step]:
    asked = trials.answers.disk_failures
    for drives in range(asked - 1, -1, -1):
        yield Step(
            "availability.disk_failures",
            Text("failed drives per node survived: {drives} instead of {asked}", drives=drives, asked=asked),
            changed(trials.project, "availability", disk_failures=drives),
        )


def _nodes(trials: Trials) -> Iterator[Step]:
    asked = trials.answers.node_failures
    for nodes in range(asked - 1, 0, -1):
        yield Step(
            "availability.node_failures",
            Text("node failures survived: {nodes} instead of {asked}", nodes=nodes, asked=asked),
            changed(trials.project, "availability", node_failures=nodes),
        )


def _site(trials: Trials) -> Iterator[Step]:
    if trials.answers.survive_site_loss:
        yield Step(
            "availability.survive_site_loss",
            Text("the loss of a site is not survived"),
            changed(trials.project, "availability", survive_site_loss=False),
        )


def _failover(trials: Trials) -> Iterator[Step]:
    """Without HA a recovery point that was not stated is that of a restore."""
    if trials.answers.ha:
        yield Step(
            "availability.ha",
            Text("no HA: after a failure the guests stand still until the repair"),
            changed(trials.project, "availability", ha=False),
        )


_LADDERS: tuple[Callable[[Trials], Iterator[Step]], ...] = (
    _pins, _restart, _years, _history, _support, _loss, _elsewhere, _drives, _nodes, _site, _failover,
)  # fmt: skip
"""From the smallest loss to the greatest; the module's description says what orders them."""
