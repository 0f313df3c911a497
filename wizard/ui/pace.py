"""What keeps the window awake while the sizing works beside it: the interpreter's lock and its garbage collection."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable

from PySide6.QtCore import Qt

_SWITCH_SECONDS = 0.000_05
"""What the window waits for the interpreter at most. Most calls of Qt give it away and have to get it back: with a
hundred of them in an action, two milliseconds each would be a fifth of a second."""
_YOUNG, _MIDDLE, _OLD = 20_000, 10, 100_000


def keep_pace() -> Callable[[], None]:
    """Let the window have its turn early, and look through old objects only when asked; returns the way back.

    A full collection looks at every object there is, for about a tenth of a second in which nothing else happens; one
    of the middle looks at ten young ones' worth. What a sizing leaves behind is young and is found without either.
    """
    before = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)

    def back() -> None:
        sys.setswitchinterval(before[0])
        gc.set_threshold(*before[1])

    return back


def tidy(state: Qt.ApplicationState) -> None:
    """Look through everything when another program came to the front: nobody waits for this one then."""
    if state is Qt.ApplicationState.ApplicationInactive:
        gc.collect()
