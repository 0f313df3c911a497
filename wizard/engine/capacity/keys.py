"""A rulebook as part of a cache key."""

from wizard.model.rulebook import Rulebook


class SameRules:
    """A rulebook as a key: the same object is the same key.

    A rulebook is a mapping and therefore not hashable; comparing all its rules on every look-up would cost more than
    the figures that are cached. The key holds the rulebook, so its identity is not given to another one.
    """

    __slots__ = ("rules",)

    def __init__(self, rules: Rulebook) -> None:
        self.rules = rules

    def __hash__(self) -> int:
        return id(self.rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameRules) and other.rules is self.rules
