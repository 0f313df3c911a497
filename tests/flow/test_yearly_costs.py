"""Costs over the years add up to the offer's own sums; what runs out first names its month and the next step."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from wizard.flow import positions
from wizard.flow.offers import make_offer
from wizard.flow.preparing import whole_offer
from wizard.flow.sizing import bundled_sizer
from wizard.model.running import cost_key
from wizard.persistence.projects import read_project

DAY = date(2026, 11, 22)
SIZER = bundled_sizer()
EXAMPLES = sorted(Path("templates/examples").glob("*.json"))
D = Decimal


def offered(project):
    return whole_offer(project, SIZER.size(project, DAY), SIZER.size, on=DAY)


def row(offer, key):
    return next(one for one in offer.costs.rows if one.key == key)


PROJECT = read_project(Path("templates/examples/small-company-ha.json"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_first_year_holds_what_is_paid_once_and_a_year_of_the_rest(path):
    project = positions.change_terms(read_project(path), discount_percent=D("3.3"), costs={"kwh_price": "0"})
    project = positions.add_position(project, "Work", unit_net=D("999.99"), quantity=D("1.5"))
    offer = offered(project)
    costs = offer.costs
    assert costs.in_year(costs.rows, 0) == offer.once_net + offer.per_year_net
    assert costs.total == offer.once_net + 5 * offer.per_year_net


def test_energy_is_power_times_hours_times_pue_times_price_once():
    offer = offered(positions.change_terms(PROJECT, costs={"kwh_price": "0.2500", "pue": "1.40", "rise_percent": 10}))
    watts = offer.design.power.typical_watts
    assert row(offer, "energy").amounts[0] == (D(watts) * 8760 / 1000 * D("1.4") * D("0.25")).quantize(D("0.01"))
    assert row(offer, "energy").amounts[1] == (D(watts) * D("8.76") * D("1.4") * D("0.275")).quantize(D("0.01"))


def test_the_hardware_is_bought_again_when_its_life_ends():
    offer = offered(positions.change_terms(PROJECT, costs={"years": 7, "life_years": 3}))
    bought = row(offer, "hardware").amounts[0]
    assert row(offer, "replacement").amounts == (0, 0, 0, bought, 0, 0, bought)


def test_staying_as_it_is_is_the_customers_own_figures():
    today = [{"name": "Licences <&>", "per_year_net": "9000.00"}, {"name": "New", "once_net": "20000.00", "in_year": 2}]
    offer = offered(positions.change_terms(PROJECT, costs={"today": today, "kwh_price": "0"}))
    assert offer.costs.today_total == D("65000.00")
    assert offer.costs.in_year(offer.costs.today, 1) == D("29000.00")
    assert any("energy is not in the comparison" in str(words) for words in offer.costs.assumptions)


def grown(growth, years=3):
    workload = PROJECT.workload.model_copy(update={"growth_percent_per_year": Fraction(growth), "years": years})
    return PROJECT.model_copy(update={"workload": workload})


def test_without_growth_nothing_runs_out():
    found = offered(grown(0)).expansion
    assert (found.first, found.parts) == (None, ())
    assert "Nothing grows" in str(found.text)


def test_the_first_to_run_out_is_within_what_the_sizing_promised_and_the_step_has_a_price():
    found = offered(grown(20)).expansion
    assert all(one.months is None or one.months >= 36 for one in found.runways), "it lasts until its horizon"
    assert found.first.months == min(one.months for one in found.runways if one.months is not None)
    assert found.difference("once") > 0
    assert found.until >= date(2029, 11, 1)


def test_the_month_is_where_the_growth_reaches_the_capacity():
    for one in offered(grown(20)).expansion.runways:
        if one.months is not None:
            at = [one.needed * 1.2 ** ((month / 12) - 3) for month in (one.months, one.months + 1)]
            assert at[0] <= one.available < at[1]


@pytest.mark.parametrize("percent", [10, 20, 40])
def test_what_comes_less_what_goes_is_the_difference_of_the_two_bills_to_the_cent(percent):
    sized = []

    def size(project, day):
        sized.append(SIZER.size(project, day))
        return sized[-1]

    project = grown(percent)
    offer = whole_offer(project, SIZER.size(project, DAY), size, on=DAY)
    found = offer.expansion
    after = sized[-1].judged(offer.topology).design
    for per in ("once", "year"):
        bills = [sum(line.net for line in bill if line.per == per) for bill in (offer.design.bill, after.bill)]
        assert found.difference(per) == bills[1] - bills[0]
    for part in found.parts:
        assert part.quantity > 0
        assert part.net == part.quantity * part.unit_net


def test_each_row_of_the_costs_has_its_calculation():
    offer = offered(grown(20))
    found = {one.key: one.result for one in offer.costs.calculations}
    assert found == {cost_key(row): row.total for row in offer.costs.rows}


def test_an_offer_alone_has_its_costs_but_no_expansion():
    offer = make_offer(PROJECT, SIZER.size(PROJECT, DAY), on=DAY)
    assert offer.costs is not None
    assert offer.expansion is None
