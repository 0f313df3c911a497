"""Positions of an offer: edits that survive a resizing, kinds that count or not, prices, discounts, margins."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from wizard.flow import positions
from wizard.flow.history import History
from wizard.flow.offers import make_offer
from wizard.flow.sizing import bundled_sizer
from wizard.model.commercial import OFFER_GROUPS
from wizard.model.faults import InputFault
from wizard.model.text import Text
from wizard.persistence.languages import language
from wizard.persistence.projects import read_project, write_project

DAY = date(2026, 11, 22)
PROJECT = read_project(Path("templates/examples/small-company-ha.json"))
SIZER = bundled_sizer()
SIZED = SIZER.size(PROJECT, DAY)
D = Decimal


def offered(project, view="internal", assessment=SIZED):
    return make_offer(project, assessment, on=DAY, view=view)


def line(offer, key):
    return next(one for one in offer.lines if one.key == key)


PLAIN = offered(PROJECT)
MEMORY = next(one for one in PLAIN.lines if one.key.startswith("nodes/") and one.quantity > 1)


def test_without_edits_the_offer_is_the_sized_bill():
    assert PLAIN.as_sized
    assert [one.position for one in PLAIN.lines] == [one.position for one in PLAIN.design.bill]
    assert [one.net for one in PLAIN.lines] == [one.net for one in PLAIN.design.bill]
    assert (PLAIN.once_net, PLAIN.per_year_net, PLAIN.total_net) == (
        PLAIN.design.price.once_net, PLAIN.design.price.per_year_net, PLAIN.design.price.total_net,
    )  # fmt: skip
    assert len({one.key for one in PLAIN.lines}) == len(PLAIN.lines)


def test_the_headings_begin_with_those_of_the_sizing():
    from wizard.engine.bill import GROUPS

    assert OFFER_GROUPS[: len(GROUPS)] == GROUPS


def test_an_edit_changes_the_offer_and_is_undone_as_a_step():
    history = History(PROJECT)
    changed = positions.change_position(
        PROJECT, MEMORY, quantity=D(5), text="Vorgabe <des> Kunden & Co", discount_percent=D(10)
    )
    history.change(changed, Text("Position"))
    after = line(offered(history.value), MEMORY.key)
    assert after.quantity == 5
    assert str(after.text) == "Vorgabe <des> Kunden & Co"
    assert after.unit_net == (MEMORY.unit_net * D("0.9")).quantize(D("0.01"))
    assert after.list_net == MEMORY.unit_net
    assert after.net == 5 * after.unit_net
    history.undo()
    assert offered(history.value) == PLAIN


def test_the_last_change_taken_back_leaves_no_edit():
    changed = positions.change_position(PROJECT, MEMORY, quantity=D(5), kind="optional")
    changed = positions.change_position(changed, line(offered(changed), MEMORY.key), quantity=None, kind=None)
    assert changed.offer.edits == ()
    assert changed.offer == PROJECT.offer


def test_a_resizing_keeps_the_edit_and_says_what_no_longer_fits(tmp_path):
    changed = positions.change_position(PROJECT, MEMORY, quantity=D(99))
    write_project(changed, tmp_path / "p.json")
    changed = read_project(tmp_path / "p.json")
    bigger = changed.model_copy(
        update={"workload": changed.workload.model_copy(update={
            "groups": tuple(g.model_copy(update={"count": g.count * 6}) for g in changed.workload.groups)})}
    )  # fmt: skip
    again = offered(bigger, assessment=SIZER.size(bigger, DAY))
    texts = [str(remark.text) for remark in again.remarks]
    if any(one.key == MEMORY.key for one in again.lines):
        assert line(again, MEMORY.key).quantity == 99
        assert any(f"when the sizing needed {MEMORY.quantity}" in text for text in texts)
    else:
        assert any("no such position any more" in text for text in texts)


def test_what_counts_and_what_does_not():
    project = positions.add_position(PROJECT, "Installation", unit="day", quantity=D("2.5"), unit_net=D("980.00"))
    project = positions.add_position(project, "Training", group="training", kind="optional", unit="day",
                                     quantity=D(1), unit_net=D("1200.00"))  # fmt: skip
    project = positions.add_position(project, "Night shift", kind="on-demand", unit="hour", quantity=D(1),
                                     unit_net=D("180.00"))  # fmt: skip
    project = positions.add_position(project, "Remote installation", kind="alternative", base="own-1", unit="day",
                                     quantity=D(2), unit_net=D("980.00"))  # fmt: skip
    project = positions.add_position(project, "Please note", kind="text")
    project = positions.add_position(project, "Travel", kind="lump-sum", quantity=D(3), unit_net=D("100.00"))
    project = positions.add_position(project, "Sum of the services", kind="subtotal")
    offer = offered(project)
    assert offer.once_net == PLAIN.once_net + D("2450.00") + D("300.00")
    assert offer.optional_once_net == D("1200.00")
    assert offer.with_options_net == offer.total_net + D("1200.00")
    assert [one.position for one in offer.lines if one.group == "services"] == [
        "06.0010", "06.0020", "06.0030", "06.0040", "06.0050", "06.0060",
    ]  # fmt: skip
    assert line(offer, "own-4").base == "06.0010"
    assert line(offer, "own-4").difference_net == D("-490.00")
    assert (line(offer, "own-6").quantity, line(offer, "own-6").unit) == (D(1), "lump")
    assert line(offer, "own-7").net == D("2750.00")
    assert not offer.as_sized


def test_words_and_prices_of_the_offer_leave_the_sizing_as_it_is():
    changed = positions.change_terms(PROJECT, discount_percent=D(5), vendor="Other")
    assert SIZER.size(changed, DAY).fingerprint == SIZED.fingerprint


def test_a_position_stands_behind_another():
    project = positions.add_position(PROJECT, "Second", unit_net=D(1))
    project = positions.add_position(project, "First", unit_net=D(1), group="nodes", after=MEMORY.key)
    lines = [one.key for one in offered(project).lines]
    assert lines.index("own-2") == lines.index(MEMORY.key) + 1


def test_discounts_of_line_heading_and_offer_with_two_rates_of_vat():
    project = positions.add_position(PROJECT, "Book", group="other", unit_net=D("33.33"), quantity=D(3),
                                     vat_percent=D(10), discount_percent=D(5))  # fmt: skip
    project = positions.change_group(project, "nodes", discount_percent=D("7.5"))
    project = positions.change_terms(project, discount_percent=D(3))
    offer = offered(project)
    nodes = next(group for group in offer.groups if group.key == "nodes")
    before = sum(one.net for one in nodes.lines)
    assert nodes.once_net == before - (before * D("0.075")).quantize(D("0.01"), rounding="ROUND_HALF_UP")
    assert line(offer, "own-1").unit_net == D("31.66")
    assert [vat.percent for vat in offer.vat_lines] == [D(10), offer.vat_lines[1].percent]
    assert offer.vat_lines[0].net == D("94.98") - D("2.85")
    assert offer.total_net == sum(vat.net for vat in offer.vat_lines) == offer.vat.net
    assert offer.vat.gross == offer.total_net + sum(vat.vat for vat in offer.vat_lines)
    assert offer.vat.percent is None


def test_prices_from_cost_and_the_floor_of_the_margin():
    cost = D("1000.00")
    project = positions.change_position(PROJECT, MEMORY, purchase_net=cost, markup_percent=D(25))
    assert line(offered(project), MEMORY.key).unit_net == D("1250.00")
    project = positions.change_position(project, MEMORY, markup_percent=None, margin_percent=D(20))
    assert line(offered(project), MEMORY.key).unit_net == D("1250.00")
    project = positions.change_terms(project, mode="binding", margin_floor_percent=D(30))
    offer = offered(project)
    assert offer.costing.margin_percent == D("20.00")
    assert offer.costing.unknown == len(PLAIN.lines) - 1
    assert any(r.level == "blocker" and "below the floor" in str(r.text) for r in offer.remarks)
    excused = positions.change_terms(project, margin_reason="Zielkunde, genehmigt von der Geschäftsführung")
    assert all("below the floor" not in str(r.text) for r in offered(excused).remarks if r.level == "blocker")


def test_the_customers_offer_holds_nothing_of_the_vendor():
    project = positions.change_position(
        PROJECT, MEMORY, purchase_net=D("7351.19"), markup_percent=D("17.31"), price_source="SecretDistributor"
    )
    project = positions.change_terms(project, margin_floor_percent=D("13.37"), margin_reason="secret reason")
    theirs, ours = offered(project, "customer"), offered(project, "internal")
    assert theirs.total_net == ours.total_net
    assert theirs.costing is None
    everything = repr(theirs)
    for secret in ("7351.19", "17.31", "SecretDistributor", "13.37", "secret reason"):
        assert secret in repr(ours)
        assert secret not in everything
    assert all(not one.price_source for one in theirs.lines)
    again = make_offer(theirs.project, SIZED, on=DAY, view="customer")
    assert again.total_net == theirs.total_net


def test_discounts_can_stay_out_of_sight():
    project = positions.change_position(PROJECT, MEMORY, discount_percent=D("12.34"))
    project = positions.change_terms(project, show_discounts=False)
    theirs = offered(project, "customer")
    assert line(theirs, MEMORY.key).discount_percent is None
    assert "12.34" not in repr(theirs)
    assert make_offer(theirs.project, SIZED, on=DAY).total_net == theirs.total_net


def test_a_self_assessment_is_an_indication():
    with pytest.raises(InputFault, match="only be an indication"):
        positions.change_terms(PROJECT, self_assessment=True, mode="binding")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quantity": D("-1")}, "quantity"),
        ({"quantity": D("1.234")}, "two decimals"),
        ({"discount_percent": D(101)}, "discount_percent"),
        ({"markup_percent": D(1), "margin_percent": D(1)}, "give one of them"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_bad_values_are_named_and_change_nothing(changes, words):
    with pytest.raises(InputFault, match=words):
        positions.change_position(PROJECT, MEMORY, **changes)


@pytest.mark.parametrize("name", ["<b>&</b>", '=1+1"', "🚀" * 50, "x" * 10_000])
def test_any_text(name, tmp_path):
    project = positions.add_position(PROJECT, name, unit_net=D(5), note=name)
    write_project(project, tmp_path / "p.json")
    assert read_project(tmp_path / "p.json") == project
    assert str(line(offered(project), "own-1").text) == name


def test_services_come_in_the_customers_language():
    project = positions.add_service(PROJECT, 1, language("de"), quantity=D(3), unit_net=D("1100.00"))
    assert str(line(offered(project), "own-1").text) == "Migration der Gäste"


def test_another_currency_at_a_rate_of_a_day():
    project = positions.change_terms(
        PROJECT, currency={"code": "CHF", "rate": "0.9312", "date": "2026-11-20"}, mode="indication"
    )
    offer = offered(project)
    assert offer.currency == offer.assessment.currency == offer.design.price.currency == "CHF"
    sized = line(PLAIN, MEMORY.key)
    assert line(offer, MEMORY.key).unit_net == (sized.unit_net * D("0.9312")).quantize(D("0.01"), "ROUND_HALF_UP")
    assert offer.total_net == offer.design.price.total_net


def test_reverse_charge_has_no_vat():
    offer = offered(positions.change_terms(PROJECT, reverse_charge=True))
    assert offer.vat.vat == 0
    assert offer.vat.gross == offer.total_net


def test_a_binding_offer_with_stale_or_indicative_prices_is_not_sendable():
    firm = positions.change_terms(PROJECT, mode="binding")
    assert not offered(firm).sendable
    assert offered(PROJECT).sendable
    late = make_offer(PROJECT, SIZER.size(PROJECT, date(2030, 1, 1)), on=date(2030, 1, 1))
    assert late.stale
    assert late.sendable, "an indication may be sent, and marks them"
    assert any("run out" in str(remark.text) for remark in late.remarks)


def test_the_offer_promises_no_longer_than_its_shortest_price_but_for_a_reason():
    project = positions.change_position(PROJECT, MEMORY, valid_until=date(2026, 11, 25))
    assert offered(project).valid_until == date(2026, 11, 25)
    project = positions.change_terms(project, validity_reason="Rahmenvertrag 4711", valid_days=60)
    offer = offered(project)
    assert offer.valid_until == date(2027, 1, 21)
    assert any("Rahmenvertrag 4711" in str(remark.text) for remark in offer.remarks)
    assert "Rahmenvertrag" not in repr(offered(project, "customer"))


def test_a_thousand_own_positions_take_no_time():
    own = [
        {"id": f"own-{n}", "text": f"Position {n}", "unit_net": "1.11", "quantity": 3, "group": "services"}
        for n in range(1000)
    ]
    offer = offered(positions.with_terms(PROJECT, positions=tuple(own)))
    assert offer.once_net == PLAIN.once_net + D("3330.00")
    assert offer.lines[-1].position == "06.10000"
