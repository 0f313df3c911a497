"""Sums below each other: their names to the left, the amounts aligned at the right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from wizard.ui.widgets.base import clear, label


@dataclass(frozen=True)
class Sum:
    """One line; ``chief`` is the one that the eye shall find."""

    key: str
    name: str
    amount: str
    chief: bool = False


class Sums(QWidget):
    """Lines of sums; a line's amount can be found by the name of all and the key of the line."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setHorizontalSpacing(20)
        self._grid.setColumnStretch(0, 1)

    def show_sums(self, sums: Iterable[Sum]) -> None:
        """Show other lines."""
        clear(self._grid)
        for row, one in enumerate(sums):
            figure = label(one.amount, "figure" if one.chief else "amount")
            figure.setObjectName(f"{self._name}-{one.key}")
            figure.setAccessibleName(f"{one.name}: {one.amount}")
            # The name has the whole width: a layout that aligns it gives it the height of one line.
            name = label(one.name, "quiet", wrap=True)
            name.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(figure, row, 1, Qt.AlignmentFlag.AlignRight)
