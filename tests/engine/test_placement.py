"""A placement is a proof: whoever has no place is named, and who has one does not overflow it."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.engine.demand import GuestClass
from wizard.engine.placement import Crowd, Places
from wizard.engine.placement import place as place_crowd
from wizard.persistence.rulebook import bundled_rulebook

STEPS = bundled_rulebook().whole("placement.steps")


def place(classes, nodes, memory, vcpus):
    return place_crowd(Crowd.of(classes), nodes, memory, vcpus, STEPS)


def guests(number, memory, vcpus=1, name="guest"):
    return GuestClass(name, vcpus, memory, Fraction(number), True, False)


def test_an_exact_fit_is_found():
    assert place([guests(4, 50)], 2, 100, Fraction(100)) is None


def test_one_byte_too_much_is_not():
    left = place([guests(4, 50), guests(1, 1, name="last")], 2, 100, Fraction(100))
    assert left is not None
    assert left.name == "last"


def test_sums_that_fit_are_no_placement():
    """Three guests of 60 fit into two nodes of 100 by their sum, and not in truth."""
    assert place([guests(3, 60)], 2, 100, Fraction(100)) is not None


def test_a_tight_node_is_filled_another_way_than_the_largest_first():
    """Even shares leave 14 on each of six nodes and two guests of 21; without a vCPU more it went the same way."""
    for width in (1, 2):
        crowd = [guests(24, 38), guests(60, 52, vcpus=12), guests(2, 21, vcpus=width)]
        assert place(crowd, 6, 686, Fraction(400)) is None
        assert place(crowd, 6, 678, Fraction(400)) is not None
    wide = [guests(7, 17, vcpus=11), guests(9, 56, vcpus=12), guests(60, 41, vcpus=3)]
    assert place(wide, 6, 534, Fraction(72)) is None


def test_vcpus_bind_as_well():
    assert place([guests(3, 1, vcpus=6)], 2, 100, Fraction(10)) is not None
    assert place([guests(2, 1, vcpus=6)], 2, 100, Fraction(10)) is None


def test_a_rest_of_growth_is_placed():
    half = GuestClass("half", 4, 40, Fraction(5, 2), True, False)
    assert place([half], 1, 100, Fraction(10)) is None
    assert place([half], 1, 99, Fraction(10)) is not None


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 4)), min_size=1, max_size=5), st.integers(1, 3))
def test_it_claims_exactly_what_can_be(sizes, nodes):
    """Whatever is placed, trying every arrangement finds a place for it too, and the other way round."""
    memory, vcpus = 10, 5
    placed = place([guests(1, size, width) for size, width in sizes], nodes, memory, Fraction(vcpus)) is None
    assert placed == any(
        all(
            sum(size for (size, _), at in zip(sizes, where, strict=True) if at == node) <= memory
            and sum(width for (_, width), at in zip(sizes, where, strict=True) if at == node) <= vcpus
            for node in range(nodes)
        )
        for where in product(range(nodes), repeat=len(sizes))
    )


@pytest.mark.parametrize("number", [5000])
def test_many_guests_on_many_nodes(number):
    assert place([guests(number, 8), guests(40, 100)], 32, 1400, Fraction(2000)) is None


def test_equal_guests_of_many_groups_are_one_size():
    crowd = Crowd.of([guests(1, 50, name=f"vm-{number}") for number in range(1000)])
    assert [(number, size) for number, size, _, _ in crowd.guests] == [(1000, 50)]


def test_what_a_smaller_room_carried_is_not_asked_again():
    crowd = Crowd.of([guests(4, 50)])
    places = Places(crowd, STEPS)
    assert places.unplaced(2, 99, Fraction(9)).name == "guest"
    assert places.unplaced(2, 100, Fraction(9)) is None
    blind = Places(crowd, STEPS)
    blind.crowd = None  # whoever asks the crowd itself fails
    blind._placed, blind._refused = places._placed, places._refused
    assert blind.unplaced(3, 100, Fraction(10)) is None
    assert blind.unplaced(2, 98, Fraction(9)).name == "guest"
    with pytest.raises(AttributeError):
        blind.unplaced(3, 99, Fraction(9))
