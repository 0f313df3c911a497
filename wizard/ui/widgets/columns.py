"""Columns of equal width that become fewer where their words would be cut."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

from wizard.ui.guarding import guarded

_ANYWHERE: Final = Qt.AlignmentFlag(0)


class Columns(QWidget):
    """Widgets beside each other in as many columns as fit, the others below them."""

    def __init__(
        self, most: int, least: int = 0, *, gaps: tuple[int, int] = (20, 14), fill: bool = False,
        align: Qt.AlignmentFlag = _ANYWHERE,
    ) -> None:  # fmt: skip
        """Take ``most`` columns at once, none narrower than ``least`` or than what stands in it needs.

        With ``fill`` fewer widgets take the whole width, and hidden ones no place.
        """
        super().__init__()
        self._most, self._least, self._align, self._fill = most, least, align, fill
        self._items: list[tuple[QWidget, int]] = []
        self._arranged: tuple[object, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(gaps[0])
        self._grid.setVerticalSpacing(gaps[1])
        # Else the columns of now would keep the window from becoming narrower.
        self._grid.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def add(self, widget: QWidget, span: int = 1) -> None:
        """Put a widget into the next free place."""
        self._items.append((widget, span))
        self.arrange()

    def arrange(self) -> None:
        """Give every widget its place, after one was hidden, shown, or says something else."""
        shown = [(widget, span) for widget, span in self._items if not (self._fill and _is_put_away(widget))]
        most = min(self._most, len(shown)) if self._fill else self._most
        columns = next((n for n in range(most, 1, -1) if self._needs(shown, n) <= self.width()), 1)
        arranged = (columns, *shown)
        if arranged == self._arranged:
            return
        self._arranged = arranged
        for widget, _ in self._items:
            self._grid.removeWidget(widget)
        for widget, row, column, span in _places(shown, columns):
            self._grid.addWidget(widget, row, column, 1, span, self._align)
        for column in range(self._most):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self.updateGeometry()

    def _needs(self, shown: list[tuple[QWidget, int]], columns: int) -> int:
        widths = [self._least] * columns
        for widget, _, column, span in _places(shown, columns):
            widths[column] = max(widths[column], widget.minimumSizeHint().width() // span)
        return sum(widths) + self._grid.horizontalSpacing() * (columns - 1)

    def minimumSizeHint(self) -> QSize:
        """Ask for the width of one column only."""
        narrow = max((widget.minimumSizeHint().width() for widget, _ in self._items), default=0)
        return QSize(narrow, self._grid.minimumSize().height())

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange them anew for another width."""
        super().resizeEvent(event)
        self.arrange()


def _is_put_away(widget: QWidget) -> bool:
    """Whether somebody hid it: what was never shown yet is hidden too."""
    return widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)


def _places(shown: list[tuple[QWidget, int]], columns: int) -> list[tuple[QWidget, int, int, int]]:
    """Return row, column and span of each widget."""
    places, taken = [], 0
    for widget, wanted in shown:
        span = min(wanted, columns)
        if taken % columns + span > columns:
            taken += columns - taken % columns
        places.append((widget, *divmod(taken, columns), span))
        taken += span
    return places
