"""Keeps a fault in what Qt calls while it paints or lays out from ending the program."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from PySide6.QtCore import QTimer

_Widget = TypeVar("_Widget")
_Event = TypeVar("_Event")
_reported: set[str] = set()


def guarded(handler: Callable[[_Widget, _Event], None]) -> Callable[[_Widget, _Event], None]:
    """Report what an event handler raises as any other fault is reported, once, after Qt has done what it is doing.

    An exception that leaves a paint event ends the process: its traceback holds the painter while the widget's ground
    is taken away.
    """

    @wraps(handler)
    def safe(self: _Widget, event: _Event) -> None:
        try:
            handler(self, event)
        except Exception as error:  # noqa: BLE001 - every fault is reported, none may reach Qt
            traceback.clear_frames(error.__traceback__)  # lets go of the painter
            place = f"{handler.__qualname__}: {error!r}"
            if place not in _reported:  # what cannot be painted is asked for again and again
                _reported.add(place)
                _report_later(error)

    return safe


def _report_later(error: BaseException) -> None:
    details: tuple[Any, ...] = (type(error), error, error.__traceback__)
    QTimer.singleShot(0, lambda: sys.excepthook(*details))
