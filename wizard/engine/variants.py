"""Two designs beside the recommended one: a cheaper that gives something up, a dearer that lasts longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from wizard.engine.relaxation import is_short, smallest_that_fits
from wizard.engine.trials import COMPUTE, Trials, changed, figures
from wizard.model.exploration import Figures, Relaxation, Variant
from wizard.model.project import Project, Topology
from wizard.model.text import Text
from wizard.model.units import share


def economy(found: Sequence[Relaxation], trials: Trials) -> Variant | None:
    """Return what the budget buys, with the requirement that it gives up.

    Parameters
    ----------
    found
        Every requirement relaxed by itself.
    trials
        The project and what is recommended for it.

    Returns
    -------
    Variant or None
        For a budget that is too small the smallest relaxation that fits it, or else the cheapest with what is still
        missing; without such a budget the cheapest that gives up exactly one requirement. None if nothing is cheaper.
    """
    sized = [one for one in found if one.figures is not None]
    cheapest = min(sized, key=lambda one: one.figures.total_net if one.figures else 0, default=None)
    chosen = smallest_that_fits(found, trials) or cheapest
    if chosen is None or chosen.figures is None:
        return None
    own = figures(trials.best)
    if own is not None and chosen.figures.total_net >= own.total_net:
        return None
    title = Text("Economy: the budget suffices if one requirement is relaxed")
    if trials.price is None:
        title = Text("Economy: a design is possible if one requirement is relaxed")
    elif not is_short(trials):
        title = Text("Economy: the cheapest design with one requirement less")
    elif chosen.missing_net is not None:
        title = Text("Economy: the cheapest design with one requirement less; the budget does not suffice for it")
    return _variant(
        "economy", title, chosen.figures, trials, chosen.lasts_years, given_up=(chosen.text, *chosen.consequences)
    )


def growth(trials: Trials) -> Variant | None:
    """Return what spares the next purchase.

    The recommended topology sized for more years, where the demand grows; else one node more of the same machines;
    else, where no node can be added, the demand grown by what the rulebook assumes. The first that can be sized.
    """
    own, same = figures(trials.best), None
    for title, gained, project, yearly, years in _larger(trials):
        found = figures(trials.of(project))
        if found is None or own is None or found.topology is not own.topology:
            continue
        lasts = trials.lasts(found, yearly, years)
        before = trials.lasts(own, yearly, trials.answers.years)
        if gained is None:
            gained = Text("years more until the next purchase: {more}", more=(lasts or 0) - (before or 0))
        if found.total_net == own.total_net:
            gained = Text("the recommended design has this room already")
        room = (_room(found, own),) if found.spare > own.spare else ()
        variant = _variant("growth", title, found, trials, lasts, gained=(gained, *room))
        if found.total_net > own.total_net:
            return variant
        same = same or variant
    return same


def _room(found: Figures, own: Figures) -> Text:
    return Text("room for {spare:percent} more than it is sized for; of the recommended design {own:percent}",
                spare=found.spare, own=own.spare)  # fmt: skip


def _larger(trials: Trials) -> Iterator[tuple[Text, Text | None, Project, Fraction, int]]:
    """Yield title, gain, project, yearly growth and years; the gain of years shows when the design is known."""
    answers, rules = trials.answers, trials.rules
    if trials.best is None:
        return
    topology = trials.best.id
    same = changed(trials.project, "preferences", topology=topology)
    years = min(answers.years + rules.whole("choice.growth_years"), rules.whole("choice.years_maximum"))
    if answers.growth:
        yield (
            Text("Growth: the same topology, sized for {years} years", years=years),
            None,
            changed(same, "workload", years=years), answers.growth, years,
        )  # fmt: skip
    elif topology is not Topology.FLEET:
        yield (
            Text("Growth: one node more of the same server model"),
            Text("the cores and memory of one node are there before they are needed"),
            _one_node_more(same, trials), answers.growth, answers.years,
        )  # fmt: skip
    yearly = rules("choice.growth_percent")
    yield (
        Text("Growth: the same topology, with {percent} % growth per year over {years} years",
             percent=yearly, years=years),
        Text("the demand may grow by {percent} % per year", percent=yearly),
        changed(same, "workload", growth_percent_per_year=yearly, years=years), share(yearly), years,
    )  # fmt: skip


def _one_node_more(same: Project, trials: Trials) -> Project:
    if trials.best is None or trials.best.design is None:
        return same
    nodes = next(one for one in trials.best.design.nodes if one.role == COMPUTE)
    drive = next((one.part for one in nodes.drives if one.use != "boot"), None)
    return changed(
        same, "preferences", nodes_per_site=nodes.count + 1, platform=nodes.platform, cpu=nodes.cpu, drive=drive
    )


def _variant(
    kind: Literal["economy", "growth"],
    title: Text,
    found: Figures,
    trials: Trials,
    lasts: int | None,
    given_up: tuple[Text, ...] = (),
    gained: tuple[Text, ...] = (),
) -> Variant:
    return Variant(
        kind=kind,
        title=title,
        given_up=given_up,
        gained=gained,
        figures=found,
        difference=trials.difference(found),
        missing_net=trials.missing(found.total_net),
        lasts_years=lasts,
        lasts_until=trials.until(lasts),
    )
