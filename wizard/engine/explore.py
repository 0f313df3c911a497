"""What other answers would change: every trial is a full assessment of a changed project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from wizard.engine.answers import resolve
from wizard.engine.ledger import calculated
from wizard.engine.relaxation import relaxations, smallest_that_fits
from wizard.engine.sensitivity import sensitivities
from wizard.engine.trials import Trials, figures
from wizard.engine.variants import economy, growth
from wizard.model.assessment import Assessment
from wizard.model.calculation import Calculation
from wizard.model.catalogue import Catalogue
from wizard.model.exploration import Exploration, Figures, Relaxation, Variant, relaxation_key, variant_key
from wizard.model.project import Project
from wizard.model.rulebook import Rulebook


def explore(
    project: Project,
    catalogue: Catalogue,
    rulebook: Rulebook,
    on: date,
    assessment: Assessment,
    tell: Callable[[], None] = lambda: None,
) -> Exploration:
    """Look around a project: what else could be bought, given up, or was stated too high.

    Parameters
    ----------
    project, catalogue, rulebook, on
        What ``assessment`` was made of.
    assessment
        Its recommended design is what everything is compared with.
    tell
        Called before every trial: it may count them.

    Returns
    -------
    Exploration
        Amounts are exact differences of two assessed prices.

    Notes
    -----
    It takes some thirty assessments, so it is asked for apart.
    """
    rules = rulebook.with_changes(project.rules)
    trials = Trials(project, resolve(project, rules), catalogue, rules, rulebook, on, assessment.best, tell)
    relaxed = relaxations(trials)
    own = figures(trials.best)
    lasts = None if own is None else trials.lasts(own, trials.answers.growth, trials.answers.years)
    variants = (economy(relaxed, trials), growth(trials))
    return Exploration(
        recommended=own,
        lasts_years=lasts,
        lasts_until=trials.until(lasts),
        variants=tuple(one for one in variants if one is not None),
        relaxation=smallest_that_fits(relaxed, trials),
        relaxations=relaxed,
        share=rules("choice.sensitivity_share"),
        sensitivities=sensitivities(trials),
        calculations=tuple(_calculations(own, variants, relaxed, assessment.currency)),
    )


def _calculations(
    own: Figures | None, variants: Sequence[Variant | None], relaxed: Sequence[Relaxation], currency: str
) -> Iterator[Calculation]:
    """Yield how the prices of other designs differ from the recommended one's."""
    others = [(variant_key(one), one.title, one.figures) for one in variants if one is not None]
    others += [(relaxation_key(one), one.text, one.figures) for one in relaxed if one.figures is not None]
    for key, title, found in others:
        inputs = {"then": found.total_net} | ({} if own is None else {"now": own.total_net})
        yield calculated(key, title, " - ".join(inputs), currency, inputs)
