"""What follows from a catalogue and a rulebook alone: kept from one assessment to the next, as both never change."""

from __future__ import annotations

import json
from functools import cached_property, lru_cache

from wizard.engine.network import CardSets, Wiring
from wizard.engine.parts import Variant, Wanted, variants
from wizard.engine.switching import Racks
from wizard.engine.topologies.kind import Shape
from wizard.model.catalogue import Catalogue
from wizard.model.rulebook import Rulebook


class Stock:
    """Machines, cards, switches and networks that were asked for before: the same question, the same answer."""

    def __init__(self, catalogue: Catalogue, rules: Rulebook) -> None:
        self.catalogue, self.rules = catalogue, rules
        self._cards = CardSets(catalogue)
        self._racks = Racks(catalogue, rules)
        self._wiring = lru_cache(maxsize=4096)(self._wire)
        self._variants = lru_cache(maxsize=256)(self._sorted)

    @cached_property
    def texts(self) -> tuple[str, str]:
        """Catalogue and rules as they are written into a fingerprint."""
        rules = {id: str(rule.value) for id, rule in self.rules.items()}
        return as_json(self.catalogue.model_dump(mode="json")), as_json(rules)

    def variants(self, wanted: Wanted) -> tuple[Variant, ...]:
        """Return what machines of a role can be made of, cheapest first."""
        return self._variants(wanted)

    def _sorted(self, wanted: Wanted) -> tuple[Variant, ...]:
        return variants(self.catalogue, self.rules, wanted)

    def wiring(self, shape: Shape, existing_gbps: int | None) -> Wiring:
        """Return the networks of a shape, beside switches of the customer with such a speed."""
        return self._wiring(shape, existing_gbps)

    def _wire(self, shape: Shape, existing_gbps: int | None) -> Wiring:
        return Wiring(shape, existing_gbps, self.catalogue, self._cards, self._racks)


def as_json(value: object) -> str:
    """Return the one way to write a value: the same value is always the same text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


_stocks: list[Stock] = []


def stock_of(catalogue: Catalogue, rules: Rulebook) -> Stock:
    """Return the stock of this very catalogue and rulebook; comparing their contents would cost more than it saves."""
    for stock in tuple(_stocks):
        if stock.catalogue is catalogue and stock.rules is rules:
            return stock
    made = Stock(catalogue, rules)
    _stocks[:] = [made, *_stocks[:7]]
    return made
