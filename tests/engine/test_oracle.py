"""The search finds the same price as a solver from a library, on the whole bundled catalogue."""

import pytest

from tests.engine import oracle
from tests.engine.choices import CHOICES, prepared, searched


@pytest.mark.parametrize("name", CHOICES)
def test_the_solver_finds_nothing_cheaper(name):
    """To the cent. The solver sees sums only; that the guests are placed one by one is proved apart."""
    context, shapes, once = prepared(name)
    assert searched(context, shapes, once) == oracle.cheapest(shapes, context, once)


def test_the_solver_knows_when_nothing_fits():
    context, shapes, _ = prepared("two nodes on existing storage")
    program = oracle.Program()
    program.exactly_one([program.column(100), program.column(250)])
    assert program.cheapest() == 100
    assert program.cheapest(below=100) is None
    assert oracle.cheapest([], context) is None
    assert shapes
