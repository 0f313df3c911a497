"""One topology for one set of answers: against it, or its cheapest design."""

from __future__ import annotations

from wizard.engine.apart import kept_apart, too_close
from wizard.engine.context import Context
from wizard.engine.design import build
from wizard.engine.extras import BackupPlan, Extras, quorum_host
from wizard.engine.machine import tie_breaker
from wizard.engine.obstacles import too_slow, why_not
from wizard.engine.pins import against as against_pins
from wizard.engine.pins import obstacle, pinned_shapes
from wizard.engine.ranking import judge
from wizard.engine.recovery import in_time, too_late
from wizard.engine.search import cheapest
from wizard.engine.topologies.kind import Kind
from wizard.engine.workshop import Workshop
from wizard.model.assessment import JudgedTopology, Verdict


def size(kind: Kind, workshop: Workshop, backup: BackupPlan | None) -> JudgedTopology:
    """Judge one topology.

    Parameters
    ----------
    kind
        The topology.
    workshop
        Parts, demand and rules.
    backup
        The project's backup servers, if any.

    Returns
    -------
    JudgedTopology
        Excluded with its reasons, or with the cheapest complete design.
    """
    context: Context = workshop.context
    reasons = kind.against(context) or against_pins(kind, context)
    if reasons:
        return JudgedTopology(kind.id, Verdict.EXCLUDED, reasons, None)
    every = list(pinned_shapes(kind, context))
    roomy = kept_apart(every, context)
    if every and not roomy:
        return JudgedTopology(kind.id, Verdict.EXCLUDED, (too_close(every, context),), None)
    shapes = [shape for shape in roomy if in_time(shape, context)]
    witness = tie_breaker(workshop) if any(shape.tie_breaker for shape in shapes) else None
    found = cheapest(shapes, workshop, 0 if witness is None else witness.cents)
    if found.candidate is None:
        reason = (
            obstacle(shapes[-1], workshop) or why_not(found, shapes[-1], workshop)
            if shapes else too_slow(roomy, context)
        )  # fmt: skip
        return JudgedTopology(kind.id, Verdict.EXCLUDED, (reason,), None, candidates=found.judged)
    extras = Extras(backup, quorum_host(context), witness)
    design = build(found.candidate, extras, workshop)
    late = too_late(design.recovery, context)
    if late is not None:
        return JudgedTopology(kind.id, Verdict.EXCLUDED, (late,), None, candidates=found.judged)
    return judge(kind.id, design, found.judged)
