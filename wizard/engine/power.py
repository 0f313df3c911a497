"""Power, heat and height of what is bought: a model, marked as ours, to within a fifth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from wizard.engine.ledger import Ledger
from wizard.model.assessment import BillLine, Power
from wizard.model.catalogue import Catalogue, Cpu, Platform
from wizard.model.text import Text

WALL = "ceil((tdp * cpu_share + board * board_share + parts) / efficiency)"


@dataclass(frozen=True, slots=True)
class Load:
    """Sums of the parts behind a power supply [watts]."""

    tdp: Fraction
    board: Fraction
    typical: Fraction
    maximum: Fraction
    rack_units: int


def load(lines: Iterable[BillLine], catalogue: Catalogue) -> Load:
    """Add up what the parts of a bill draw."""
    tdp = board = typical = maximum = Fraction(0)
    units = 0
    for line in lines:
        part, quantity = catalogue.parts[line.part], line.quantity
        units += quantity * part.rack_units
        if isinstance(part, Cpu):
            tdp += quantity * part.tdp_watts
        elif isinstance(part, Platform):
            board += quantity * part.board_watts
        else:
            typical += quantity * part.typical_watts
            maximum += quantity * part.maximum_watts
    return Load(tdp, board, typical, maximum, units)


def power(lines: Iterable[BillLine], catalogue: Catalogue, ledger: Ledger) -> Power:
    """Return power at the wall, heat and rack units of everything in a bill.

    References
    ----------
    A planning model: share of the processors' TDP and of the boards, plus memory, drives, cards and switches, over the
    efficiency of the supplies. The vendor's own tool gives binding values.
    """
    total = load(lines, catalogue)
    given = {"tdp": total.tdp, "board": total.board}
    typical = ledger.figure(
        "power.typical_watts", Text("Power drawn typically"), WALL, "watts", {**given, "parts": total.typical},
        cpu_share="power.cpu_typical", board_share="power.board_typical", efficiency="power.supply_efficiency",
    )  # fmt: skip
    maximum = ledger.figure(
        "power.maximum_watts", Text("Power drawn at most"), WALL, "watts", {**given, "parts": total.maximum},
        cpu_share="power.cpu_maximum", board_share="power.board_maximum", efficiency="power.supply_efficiency",
    )  # fmt: skip
    heat = ledger.figure(
        "power.heat_btu_per_hour", Text("Heat at most"), "ceil(maximum * btu)", "BTU/h", {"maximum": maximum},
        btu="power.btu_per_watt_hour",
    )  # fmt: skip
    ledger.figure("power.rack_units", Text("Height in the rack"), "units", "U", {"units": total.rack_units})
    return Power(typical, maximum, heat, total.rack_units)
