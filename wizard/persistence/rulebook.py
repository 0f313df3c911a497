"""Read ``resources/rulebook.toml``."""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path

from wizard.assets import Assets, folder
from wizard.model.rulebook import Rule, Rulebook, RuleKind, rule_value


def read_rulebook(path: Path) -> Rulebook:
    """Read a rulebook.

    Raises
    ------
    ValueError
        If a rule lacks a field, has an unknown kind or stands twice.
    """
    with path.open("rb") as file:
        entries = tomllib.load(file, parse_float=Decimal)["rule"]
    rules = [
        Rule(
            id=entry["id"],
            value=rule_value(entry["value"]),
            unit=entry["unit"],
            kind=RuleKind(entry["kind"]),
            text=entry["text"],
            source=entry["source"],
        )
        for entry in entries
    ]
    if len({rule.id for rule in rules}) != len(rules):
        raise ValueError(f"{path.name}: a rule id stands twice")
    return Rulebook(rules)


@cache
def bundled_rulebook() -> Rulebook:
    """Return the rulebook that travels with the program."""
    return read_rulebook(folder(Assets.RESOURCES) / "rulebook.toml")
