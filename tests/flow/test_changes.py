"""Differences of two recommended designs, with their signs."""

from dataclasses import replace
from decimal import Decimal

from tests.documents import sample
from wizard.flow.changes import changes
from wizard.flow.explaining import explain
from wizard.model.assessment import Assessment, Design
from wizard.model.units import GIB


def judged(design: Design) -> Assessment:
    return sample.assessment(design)


def words(before: Assessment, after: Assessment) -> dict[str, str]:
    return {key: str(text) for key, text in changes(before, after).items()}


def test_nothing_changed_is_nothing() -> None:
    assert words(judged(sample.design()), judged(sample.design())) == {}


def test_every_figure_has_its_difference_and_sign() -> None:
    old = sample.design(4)
    new = replace(
        old,
        nodes=tuple(replace(one, count=one.count + 1) if one.role == "compute" else one for one in old.nodes),
        compute=replace(
            old.compute,
            cores_after_failure=old.compute.cores_after_failure + 32,
            memory_needed_after_failure_bytes=old.compute.memory_needed_after_failure_bytes - 8 * GIB,
        ),
        price=replace(old.price, total_net=old.price.total_net + Decimal("3410.40")),
        power=replace(old.power, typical_watts=old.power.typical_watts - 50),
    )
    assert words(judged(old), judged(new)) == {
        "nodes": "+1 node", "cores": "+32", "memory": "−8 GiB needed", "price": "+3,410 EUR", "power": "−50 W",
    }  # fmt: skip
    back = words(judged(new), judged(old))
    assert (back["nodes"], back["price"]) == ("−1 node", "−3,410 EUR")


def test_where_nothing_is_recommended_nothing_is_compared() -> None:
    good = judged(sample.design())
    assert changes(replace(good, recommended=None), good) == {}


def test_an_explanation_has_the_source_of_every_rule() -> None:
    assessment = judged(sample.design())
    assert assessment.best is not None
    for figure in ("nodes", "cores", "memory", "storage", "price"):
        found = explain(assessment, assessment.best, figure)
        for one in found.steps:
            assert [rule for rule, _ in one.rules] == list(dict.fromkeys(one.calculation.rules))
