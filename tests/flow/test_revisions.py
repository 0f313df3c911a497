"""Sent revisions stay as they were; the next one says what changed and adds up to the cent."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.flow import positions
from wizard.flow.numbering import place_numbers, revision_label
from wizard.flow.offers import make_offer
from wizard.flow.revisions import change_line, changes_since, send
from wizard.flow.sizing import bundled_sizer
from wizard.model.faults import InputFault
from wizard.model.text import ENGLISH
from wizard.persistence.projects import read_project, write_project

DAY = date(2026, 11, 22)
SIZER = bundled_sizer()
PROJECT = read_project(Path("templates/examples/small-company-ha.json"))


def offered(project):
    return make_offer(project, SIZER.size(project, DAY), on=DAY, view="internal")


@pytest.fixture(scope="module")
def sent():
    project = positions.add_position(PROJECT, "Installation", unit="day", quantity=Decimal(3), unit_net=Decimal(900))
    return send(project, offered(project), ENGLISH)


def test_a_sent_revision_is_kept_and_the_next_gets_a_letter(sent, tmp_path):
    assert revision_label(PROJECT) == "A"
    assert [one.label for one in sent.revisions] == ["A"]
    assert revision_label(sent) == "A"
    write_project(sent, tmp_path / "p.json")
    assert read_project(tmp_path / "p.json") == sent
    changed = positions.change_terms(sent, discount_percent=Decimal(2))
    assert revision_label(changed) == "B"
    assert changed.revisions == sent.revisions
    assert offered(changed).number == sent.revisions[0].number
    with pytest.raises(InputFault, match="nothing has changed"):
        send(sent, offered(sent), ENGLISH)


def test_an_offer_that_is_not_sendable_is_not_frozen():
    firm = positions.change_terms(PROJECT, mode="binding")
    with pytest.raises(InputFault, match="indicative"):
        send(firm, offered(firm), ENGLISH)


def test_numbers_stay_and_what_is_dropped_stays_in_sight(sent):
    before = {line.key: line.position for line in offered(sent).lines}
    first = offered(sent).lines[0]
    changed = positions.remove_position(sent, offered(sent).lines[1])
    changed = positions.add_position(changed, "Inserted", group="nodes", unit_net=Decimal(1), after=first.key)
    after = {line.key: line for line in offered(changed).lines}
    gone = offered(sent).lines[1]
    assert after[gone.key].dropped
    assert after[gone.key].net == 0
    assert all(after[key].position == number for key, number in before.items())
    assert after["own-2"].position in ("01.0015", "01.0025")


def test_the_changes_name_their_causes_and_add_up(sent):
    workload = sent.workload.model_copy(update={"growth_percent_per_year": Fraction(60), "years": 5})
    changed = sent.model_copy(update={"workload": workload})
    changed = positions.change_terms(changed, discount_percent=Decimal(4))
    now = offered(changed)
    found = changes_since(changed, SIZER.size, DAY)
    assert sum(one.net for one in found) == now.total_net - sent.revisions[0].total_net
    lines = [change_line(one, "EUR", ENGLISH) for one in found]
    assert any(line.startswith("growth per year from") and "to 60" in line for line in lines), lines
    assert any(line.startswith("discount on the offer from the default to 4 %: same machines; −") for line in lines)
    assert changes_since(sent, SIZER.size, DAY) == ()
    assert changes_since(PROJECT, SIZER.size, DAY) == ()


@given(
    known=st.dictionaries(st.integers(0, 30), st.integers(1, 40), max_size=20).map(
        lambda found: {str(key): number for number, key in enumerate(sorted(found), start=1)}
    ),
    data=st.data(),
)
def test_numbers_are_never_given_twice_and_known_ones_stay(known, data):
    known = {key: number * 10 for key, number in known.items()}
    keys = data.draw(st.lists(st.integers(0, 60).map(str), unique=True, max_size=40))
    numbers = place_numbers(keys, known)
    assert set(numbers) == set(keys)
    assert all(numbers[key] == known[key] for key in keys if key in known)
    gone = [number for key, number in known.items() if key not in keys]
    assert len({*numbers.values(), *gone}) == len(keys) + len(gone)
