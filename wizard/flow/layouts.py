"""What one concrete storage layout holds."""

from __future__ import annotations

from wizard.engine.capacity.layout import answer
from wizard.model.faults import InputFault
from wizard.model.layout import CephCapacity, CephLayout, ZfsCapacity, ZfsLayout
from wizard.model.text import Text
from wizard.persistence.rulebook import bundled_rulebook


def capacity_of(layout: CephLayout | ZfsLayout) -> CephCapacity | ZfsCapacity:
    """Answer a layout with the bundled rules.

    Raises
    ------
    InputFault
        If the layout cannot exist.
    """
    try:
        return answer(layout, bundled_rulebook())
    except ValueError as fault:
        raise InputFault(Text("{message}", message=str(fault))) from fault
