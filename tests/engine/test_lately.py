"""What is remembered from one keystroke to the next never changes an answer."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.conftest import DAY, group, make_context, make_project
from wizard.engine.assess import assess, fingerprint
from wizard.engine.lately import Lately
from wizard.engine.placement import place
from wizard.engine.stock import stock_of
from wizard.flow.answers import answered
from wizard.model.assessment import ASSESSMENT, Verdict
from wizard.persistence.catalogues import bundled_catalogue
from wizard.persistence.rulebook import bundled_rulebook

KEYS = (
    ("workload.growth_percent_per_year", 7), ("budget.net", Decimal(1_000)), ("workload.groups.3.memory", 3 * 2**30),
    ("budget.net", None), ("availability.rto_minutes", 45), ("workload.groups.0.kind", "container"),
    ("workload.groups.1.migratable", False), ("workload.groups.2.apart", "db"), ("workload.groups.5.iops", 400),
    ("workload.groups.5.write_percent", 70), ("workload.growth_percent_per_year", 10), ("customer.name", "Example"),
)  # fmt: skip


def written(project, catalogue, rules, on=DAY) -> bytes:
    return ASSESSMENT.dump_json(assess(project, catalogue, rules, on))


def test_typing_gives_what_a_fresh_start_gives(catalogue, rules, monkeypatch):
    project = make_project(workload={"groups": [group(name=f"vm{n}", vcpus=1 + n % 3) for n in range(12)], "years": 3})
    typed = []
    for path, value in KEYS:
        project = answered(project, path, value)
        typed.append((project, written(project, catalogue, rules)))
    monkeypatch.setattr(Lately, "answer", lambda self, question, work_out: work_out())
    for project, text in typed:
        place.cache_clear()
        assert written(project, catalogue, rules) == text


def test_a_budget_is_judged_anew_each_time(catalogue, rules):
    project = make_project(budget={"net": "1000"})
    poor = assess(project, catalogue, rules, DAY)
    rich = assess(answered(project, "budget.net", Decimal(10**9)), catalogue, rules, DAY)
    assert poor.best.verdict is Verdict.OVER_BUDGET
    assert poor.best.missing_net == poor.best.design.price.total_net - 1000
    assert rich.best.verdict is Verdict.FITS
    assert rich.best.missing_net is None
    assert rich.best.design == poor.best.design


WORDS = st.text(max_size=12) | st.sampled_from(['"groups":[]', '\\"groups":[]', "groups", '{"workload":{"groups":[]}}'])


@settings(deadline=None)
@given(names=st.lists(WORDS, min_size=1, max_size=4), title=WORDS, customer=WORDS, growth=st.integers(0, 99))
def test_a_fingerprint_is_that_of_the_whole_project(names, title, customer, growth):
    catalogue, rules = bundled_catalogue(), bundled_rulebook()
    project = make_project(
        title=title, customer={"name": customer}, survey={"groups": "[]"},
        workload={"groups": [group(name=name or "x") for name in names], "growth_percent_per_year": growth},
    )  # fmt: skip
    asked = project.model_dump_json(exclude={"offer", "revisions", "tender"})
    parts, values = stock_of(catalogue, rules).texts
    whole = f'{{"catalogue":{parts},"project":{asked},"rules":{values}}}'
    assert fingerprint(project, catalogue, rules) == hashlib.sha256(whole.encode()).hexdigest()


def test_another_day_is_another_question(catalogue, rules):
    project = make_project()
    first, second = (assess(project, catalogue, rules, on) for on in (DAY, date(2031, 1, 1)))
    assert (first.priced_on, second.priced_on) == (DAY, date(2031, 1, 1))


def test_the_oldest_answer_goes_first():
    lately, worked = Lately[int, int](maxsize=2), []

    def ask(question):
        return lately.answer(question, lambda: worked.append(question) or question * 10)

    assert [ask(1), ask(2), ask(1), ask(3), ask(2), ask(1)] == [10, 20, 10, 30, 20, 10]
    assert worked == [1, 2, 3, 1]


@pytest.mark.parametrize("groups", [1, 3])
def test_equal_groups_grow_each_by_itself(groups):
    alike = [group(name=f"vm{n}", count=1, memory="8 GiB") for n in range(groups)]
    project = make_project(workload={"groups": alike, "growth_percent_per_year": 50, "years": 1})
    (one,) = make_context(project).demand.classes
    assert one.groups == groups
    # One and a half guests each: a whole one and a half one, and not a third whole one of two halves.
    assert [(number, size) for number, size, _ in one.pieces()] == [(1, 8 * 2**30), (1, 4 * 2**30)]
