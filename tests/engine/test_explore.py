"""What other answers would change: every amount is the difference of two assessed prices."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.engine.conftest import DAY, corner, group, make_project
from tests.engine.test_assess import SAN, TWO_SITES
from wizard.engine.assess import assess
from wizard.engine.explore import explore
from wizard.engine.sensitivity import scaled_counts, scaled_keep, scaled_vcpus
from wizard.engine.trials import spare
from wizard.model.exploration import Exploration
from wizard.model.project import GuestGroup, Keep, Topology
from wizard.persistence.catalogues import bundled_catalogue

GROWING = {
    "workload": {"groups": [group(count=60, iops=100), group(count=5, vcpus=8, memory="64 GiB")],
                 "growth_percent_per_year": 10, "years": 3},
    "backup": {"wanted": True, "keep": {"daily": 14, "monthly": 6}},
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue():
    """What is compared here holds for any catalogue; a small one is judged sooner."""
    return corner()


def explored(catalogue, rules, **parts):
    project = make_project(**parts)
    assessment = assess(project, catalogue, rules, DAY)
    return project, assessment, explore(project, catalogue, rules, DAY, assessment)


def total(project, catalogue, rules):
    return assess(project, catalogue, rules, DAY).best.design.price.total_net


@pytest.fixture(scope="module")
def growing(catalogue, rules):
    return explored(catalogue, rules, **GROWING)


def variant(found: Exploration, kind):
    return next(one for one in found.variants if one.kind == kind)


def test_every_amount_is_a_difference_of_two_assessed_prices(growing, catalogue, rules):
    project, assessment, found = growing
    base = assessment.best.design.price.total_net
    workload = project.workload
    fewer = project.model_copy(update={"workload": workload.model_copy(update={"years": 2})})
    years = next(one for one in found.relaxations if one.requirement == "workload.years")
    assert years.figures.total_net == total(fewer, catalogue, rules) == base + years.difference_net
    denser = project.model_copy(update={"workload": workload.model_copy(update={"vcpus_per_core": Fraction(44, 10)})})
    ratio = next(one for one in found.sensitivities if one.input == "workload.vcpus_per_core")
    assert ratio.more_net == total(denser, catalogue, rules) - base
    grown = variant(found, "growth")
    further = project.model_copy(update={"workload": workload.model_copy(update={"years": 5})})
    pinned = further.model_copy(
        update={"preferences": further.preferences.model_copy(update={"topology": assessment.recommended})}
    )
    assert grown.figures.total_net == total(pinned, catalogue, rules) == base + grown.difference.total_net
    assert found.recommended.total_net == base


def test_growth_says_until_when_it_lasts(growing):
    _, assessment, found = growing
    grown = variant(found, "growth")
    assert grown.lasts_years >= 5
    assert grown.lasts_until == date(DAY.year + grown.lasts_years, DAY.month, DAY.day)
    assert 3 <= found.lasts_years <= grown.lasts_years
    assert Fraction(11, 10) ** (found.lasts_years - 3) <= 1 + spare(assessment.best.design)
    assert f": {grown.lasts_years - found.lasts_years}" in str(grown.gained[0])
    assert not grown.given_up


def test_without_growth_one_node_more_is_the_growth(rules):
    _, assessment, found = explored(bundled_catalogue(), rules)
    grown = variant(found, "growth")
    assert assessment.recommended is Topology.HCI_CEPH_MESH
    assert grown.difference.nodes == 1
    assert grown.figures.spare > found.recommended.spare
    assert grown.lasts_until is None


def test_economy_gives_up_exactly_one_requirement_and_names_it(growing):
    _, _, found = growing
    economy = variant(found, "economy")
    chosen = next(one for one in found.relaxations if one.figures == economy.figures)
    assert economy.given_up == (chosen.text, *chosen.consequences)
    assert economy.difference.total_net < 0
    sized = [one for one in found.relaxations if one.figures is not None]
    assert economy.figures.total_net == min(one.figures.total_net for one in sized)


def test_what_else_becomes_worse_is_said(growing):
    """Without HA the guests wait for the repair, and may be restored from yesterday's backup."""
    _, assessment, found = growing
    given_up = next(one for one in found.relaxations if one.requirement == "availability.ha")
    assert assessment.best.design.recovery.rpo_minutes == 0
    lost, late = (str(one) for one in given_up.consequences)
    assert lost == "1,440 instead of 0 minutes of data may be lost"
    assert "until the guests run again" in late


def test_the_order_of_relaxations_is_that_of_loss(catalogue, rules):
    parts = {**TWO_SITES, "availability": {"survive_site_loss": True, "rto_minutes": 10},
             "backup": {"offsite": "one-way"},
             "workload": {"groups": [group(count=5)], "growth_percent_per_year": 5}}  # fmt: skip
    _, _, found = explored(catalogue, rules, **parts)
    assert [one.requirement for one in found.relaxations] == [
        "availability.rto_minutes", "workload.years", "backup.keep", "preferences.subscription",
        "availability.rpo_minutes", "backup.offsite", "availability.disk_failures", "availability.survive_site_loss",
        "availability.ha",
    ]  # fmt: skip
    assert found.relaxation is None


def test_node_failures_are_given_up_one_at_a_time(catalogue, rules):
    _, _, found = explored(catalogue, rules, availability={"node_failures": 3})
    one = next(one for one in found.relaxations if one.requirement == "availability.node_failures")
    assert "node failures survived: 2 instead of 3" in str(one.text)
    assert one.difference_net < 0


def test_a_budget_that_is_too_small_names_the_smallest_relaxation_that_fits(growing, catalogue, rules):
    _, _, free = growing
    by_name = {one.requirement: one.figures.total_net for one in free.relaxations}
    for budget in (min(by_name.values()), by_name["backup.keep"], free.recommended.total_net - 1):
        _, _, found = explored(catalogue, rules, **GROWING, budget={"net": f"{budget:.2f}"})
        if budget >= free.recommended.total_net:
            assert found.relaxation is None
            continue
        assert found.relaxation.figures.total_net <= budget
        before = found.relaxations[: found.relaxations.index(found.relaxation)]
        assert all(one.missing_net > 0 for one in before)
        economy = variant(found, "economy")
        assert economy.given_up == (found.relaxation.text, *found.relaxation.consequences)
        assert economy.missing_net is None


def test_what_was_pinned_is_freed_first(growing, catalogue, rules):
    """A processor that is dearer than needed breaks the budget: free choice fits it, and gives nothing up."""
    dear = max(catalogue.cpus, key=lambda one: one.cents)
    _, _, free = growing
    budget = {"net": f"{free.recommended.total_net:.2f}"}
    _, _, found = explored(catalogue, rules, **GROWING, budget=budget, preferences={"cpu": dear.id})
    assert found.relaxation.requirement == "preferences"
    assert "processor" in str(found.relaxation.text)
    assert found.relaxation.figures == free.recommended


def test_of_many_steps_the_smallest_that_fits_counts(growing, catalogue, rules):
    project, _, _ = growing
    workload = project.workload
    prices = [
        total(project.model_copy(update={"workload": workload.model_copy(update={"years": years})}), catalogue, rules)
        for years in (0, 1, 2)
    ]
    assert prices == sorted(set(prices))
    _, _, found = explored(catalogue, rules, **GROWING, budget={"net": f"{prices[1]:.2f}"})
    one = next(one for one in found.relaxations if one.requirement == "workload.years")
    assert one.figures.total_net == prices[1]
    assert one.lasts_years >= 1


def test_no_relaxation_fits_a_budget_of_nothing(catalogue, rules):
    _, _, found = explored(catalogue, rules, budget={"net": "1.00"})
    assert found.relaxation is None
    economy = variant(found, "economy")
    assert economy.missing_net == economy.figures.total_net - 1


def test_what_cannot_be_built_is_relaxed_as_well(catalogue, rules):
    _, assessment, found = explored(catalogue, rules, availability={"ha": True, "rto_minutes": 1})
    assert assessment.best is None
    assert found.recommended is None
    assert found.relaxation.requirement == "availability.rto_minutes"
    assert variant(found, "economy").difference is None
    assert all(one.less_net is None for one in found.sensitivities)


def test_sensitivities_are_sorted_and_right_in_sign(growing):
    _, _, found = growing
    sizes = [max(abs(one.less_net), abs(one.more_net)) for one in found.sensitivities]
    assert sizes == sorted(sizes, reverse=True)
    assert found.share == Fraction(1, 10)
    for one in found.sensitivities:
        if one.input == "workload.vcpus_per_core":
            assert one.more_net <= 0 <= one.less_net
        else:
            assert one.less_net <= 0 <= one.more_net, one.input
    assert {one.input for one in found.sensitivities} == {
        "workload.groups.memory", "workload.groups.disk", "workload.groups.vcpus", "workload.groups.count",
        "workload.groups.iops", "workload.vcpus_per_core", "workload.growth_percent_per_year", "backup.keep",
        "backup.daily_change_percent",
    }  # fmt: skip


def test_an_input_that_makes_every_design_impossible_stands_first(rules):
    huge = {"groups": [group(count=1, memory="7800 GiB")], "years": 0}
    found = explored(bundled_catalogue(), rules, workload=huge, availability={"ha": False})[2]
    assert found.recommended is not None
    assert (found.sensitivities[0].input, found.sensitivities[0].more_net) == ("workload.groups.memory", None)


def groups_of(*sizes):
    return tuple(GuestGroup(count=count, vcpus=vcpus, memory=1, disk=0) for count, vcpus in sizes)


@pytest.mark.parametrize("by", [Fraction(9, 10), Fraction(11, 10)])
def test_whole_things_change_by_the_share_over_all_of_them(by):
    groups = groups_of((10, 4), (7, 3), (1, 16), (40, 1), (3, 8))
    vcpus = sum(one.count * one.vcpus for one in groups)
    scaled = list(scaled_vcpus(groups, by))
    assert sum(one.count for one in scaled) == sum(one.count for one in groups)
    assert abs(sum(one.count * one.vcpus for one in scaled) - vcpus * by) <= (Fraction(1, 2) if by > 1 else 4)
    counts = sum(one.count for one in scaled_counts(groups, by))
    assert abs(counts - sum(one.count for one in groups) * by) <= Fraction(1, 2)
    keep = scaled_keep(Keep(daily=14, weekly=8, monthly=12), by)
    assert abs(keep.daily + keep.weekly + keep.monthly - 34 * by) <= Fraction(1, 2)
    assert (keep.last, keep.hourly, keep.yearly) == (0, 0, 0)


def test_exploring_a_fleet_and_existing_storage(catalogue, rules):
    fleet = {"sites": [{"name": "A"}, {"name": "B", "role": "branch"}],
             "workload": {"groups": [group(), group(site="B", count=3)], "years": 0}}  # fmt: skip
    for parts in (fleet, {"existing": SAN}):
        _, assessment, found = explored(catalogue, rules, **parts)
        assert found.recommended.topology is assessment.recommended
        assert {one.kind for one in found.variants} == {"economy", "growth"}
        assert found.recommended.spare >= 0


def test_the_same_exploration_again(growing, catalogue, rules):
    project, assessment, found = growing
    assert explore(project, catalogue, rules, DAY, assessment) == found
    assert isinstance(found.recommended.total_net, Decimal)


def test_29_february(catalogue, rules):
    project = make_project(**GROWING)
    leap = date(2028, 2, 29)
    assessment = assess(project, catalogue, rules, leap)
    assert explore(project, catalogue, rules, leap, assessment).lasts_until.day in (28, 29)
