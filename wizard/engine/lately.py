"""What was worked out lately: a project is sized with every letter that is typed, and most of it is as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Lately(Generic[K, V]):
    """The answers to the last few questions; the same question always has the same answer.

    Questions are compared, not hashed: they are large, and equal ones are mostly made of the very same objects.
    """

    def __init__(self, *, maxsize: int) -> None:
        self._maxsize = maxsize
        self._known: tuple[tuple[K, V], ...] = ()

    def answer(self, question: K, work_out: Callable[[], V]) -> V:
        """Return what is known, or else work it out and keep it in the place of the oldest."""
        for known, value in self._known:  # never changed in place: two threads may ask at once
            if known == question:
                return value
        value = work_out()
        self._known = ((question, value), *self._known[: self._maxsize - 1])
        return value
