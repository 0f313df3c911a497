"""How long the search takes beside a solver from a library, for the same projects and the same prices, in one run.

Both build what they need: the search its sorted parts, the solver its model. Compare the medians of a group.
"""

import pytest

from tests.engine import oracle
from tests.engine.choices import CHOICES, prepared, searched


@pytest.mark.parametrize("name", CHOICES)
def test_search(benchmark, name):
    benchmark.group = f"cheapest design: {name}"
    context, shapes, once = prepared(name)
    assert benchmark(searched, context, shapes, once)


@pytest.mark.parametrize("name", CHOICES)
def test_highs(benchmark, name):
    benchmark.group = f"cheapest design: {name}"
    context, shapes, once = prepared(name)
    found = benchmark.pedantic(oracle.cheapest, args=(shapes, context, once), rounds=1)
    assert found == searched(context, shapes, once)
