"""Rules: every threshold and factor of the sizing, with its unit, kind and source.

Code names a rule by its id and holds no such number itself. Rules of kind ``practice`` can be changed for one
project; the offer then prints the change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from wizard.model.faults import InputFault
from wizard.model.text import Text
from wizard.model.units import parse_size

_MOST_CHANGED = 8
"""Changed rulebooks that are kept."""


class RuleKind(StrEnum):
    """Who says so: only ``vendor`` may be shown as a recommendation of Proxmox."""

    VENDOR = "vendor"
    UPSTREAM = "upstream"
    DERIVED = "derived"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Rule:
    """One threshold or factor.

    Parameters
    ----------
    id
        Dotted name, such as ``ceph.full.nearfull``.
    value
        Exact value in ``unit``; sizes are in bytes.
    unit
        ``bytes``, ``share`` (of one), ``percent``, ``count``, ``ms``, ``s``, ``minutes``, ``gbps``, ``bytes/s``,
        ``iops``, ``watts``, ``days`` …
    kind
        Who says so.
    text
        What the rule means, in one English sentence.
    source
        Where it was read, with the section.
    """

    id: str
    value: Fraction
    unit: str
    kind: RuleKind
    text: str
    source: str
    changed_from: Fraction | None = None


class Rulebook(Mapping[str, Rule]):
    """All rules by id. Calling it with an id gives the value: ``rules("ceph.full.nearfull")``."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._values: dict[str, Fraction] = {rule.id: rule.value for rule in self._rules.values()}
        self._whole = {id: int(value) for id, value in self._values.items() if value.denominator == 1}
        self._changed_ones: dict[tuple[tuple[str, object], ...], Rulebook] = {}

    def __getitem__(self, id: str) -> Rule:
        return self._rules[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    # A rulebook never changes, so figures are remembered for the very same one; comparing all its rules at every
    # look-up would cost more than the figures.
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def __call__(self, id: str) -> Fraction:
        """Return the exact value of a rule, in its unit."""
        return self._values[id]

    def whole(self, id: str) -> int:
        """Return the value of a rule that is a whole number, such as bytes or a count.

        Raises
        ------
        ValueError
            If the value has a fraction.
        """
        value = self._whole.get(id)
        if value is None:
            raise ValueError(f"rule {id} is {self._values[id]}, which is not a whole number")
        return value

    def with_changes(self, changes: Mapping[str, object]) -> Rulebook:
        """Return a rulebook with some ``practice`` rules changed for one project.

        Raises
        ------
        KeyError
            If a rule does not exist.
        InputFault
            If a rule is not of kind ``practice`` or the value cannot be read.
        """
        if not changes:
            return self
        # A project is sized with every letter that is typed: the same changes give the very same rulebook, so that
        # what was remembered for it stays known.
        key = tuple(sorted((id, repr(value)) for id, value in changes.items()))
        if key not in self._changed_ones:
            if len(self._changed_ones) >= _MOST_CHANGED:
                self._changed_ones.clear()
            self._changed_ones[key] = self._with(changes)
        return self._changed_ones[key]

    def _with(self, changes: Mapping[str, object]) -> Rulebook:
        rules = dict(self._rules)
        for id, value in changes.items():
            rule = rules[id]
            if rule.kind is not RuleKind.PRACTICE:
                raise InputFault(
                    Text("rule {id} comes from its source ({source}) and cannot be changed", id=id, source=rule.source)
                )
            rules[id] = replace(rule, value=rule_value(value), changed_from=rule.value)
        return Rulebook(rules.values())

    @property
    def changed(self) -> tuple[Rule, ...]:
        """The rules that this project changed."""
        return tuple(rule for rule in self._rules.values() if rule.changed_from is not None)


def rule_value(value: object) -> Fraction:
    """Return a rule's exact value from what a TOML or JSON file holds: a number, or a size with a unit."""
    if isinstance(value, str):
        return Fraction(parse_size(value))
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction):
        raise ValueError("a rule's value is a number or a size with a unit")
    return Fraction(str(value)) if isinstance(value, float) else Fraction(value)
