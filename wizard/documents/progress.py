"""How much of a file is made: told after each step, which is a checkpoint too."""

from __future__ import annotations

from collections.abc import Callable

from wizard.checkpoint import checkpoint

Tell = Callable[[float], None]
"""Is told the share that is done, between 0 and 1."""


class Progress:
    """Counts the steps of a file stage by stage. Each stage has its share of the whole, as its usual time has."""

    def __init__(self, tell: Tell | None = None) -> None:
        self._tell = tell
        self._before = self._share = 0.0
        self._steps, self._done = 1, 0

    def stage(self, share: float, steps: int) -> None:
        """Begin a stage of so many steps; what the one before had left counts as done."""
        self._before += self._share
        self._share, self._steps, self._done = share, max(steps, 1), 0
        self._say()

    def step(self, steps: int = 1) -> None:
        """Count steps of the stage."""
        self._done += steps
        self._say()

    def at(self, done: int) -> None:
        """Say how many steps of the stage are done."""
        self._done = max(done, self._done)
        self._say()

    def _say(self) -> None:
        checkpoint()
        if self._tell is not None:
            self._tell(min(self._before + self._share * min(self._done / self._steps, 1.0), 1.0))


def quiet() -> Progress:
    """Return a progress that nobody listens to."""
    return Progress()
