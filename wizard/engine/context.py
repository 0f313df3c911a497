"""What every stage of one assessment shares: the answers, the demand, the parts and the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wizard.engine.answers import Answers
from wizard.engine.demand import Demand
from wizard.model.assessment import Finding, Level, Reason
from wizard.model.catalogue import Catalogue
from wizard.model.rulebook import Rulebook
from wizard.model.text import Text


@dataclass(frozen=True, slots=True)
class Context:
    """Frozen inputs of the engine's stages. ``on`` is the day for which prices are judged."""

    answers: Answers
    demand: Demand
    catalogue: Catalogue
    rules: Rulebook
    on: date

    def reason(self, rule_id: str, text: Text) -> Reason:
        """Make a reason against a topology, with the source of the rule that it breaks."""
        return Reason(rule_id, text, self.rules[rule_id].source)

    def finding(self, level: Level, rule_id: str, text: Text) -> Finding:
        """Make a finding, with the source of its rule."""
        return Finding(level, rule_id, text, self.rules[rule_id].source)
