"""Checkpoints of long work: whoever asked for it may let it wait there, or end it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")


def _go_on() -> None:
    """Nobody asked to be heard."""


_heard: ContextVar[Callable[[], None]] = ContextVar("heard", default=_go_on)


def checkpoint() -> None:
    """Let whoever asked for this work be heard.

    Whatever takes longer than a person notices calls it every few milliseconds, where it holds nothing that an
    exception would leave half done.
    """
    _heard.get()()


@contextmanager
def at_checkpoints(say: Callable[[], None]) -> Iterator[None]:
    """Call ``say`` at every checkpoint of the work inside; what it raises ends that work."""
    before = _heard.set(say)
    try:
        yield
    finally:
        _heard.reset(before)


def with_checkpoints(items: Iterable[T]) -> Iterator[T]:
    """Yield ``items`` with a checkpoint before each."""
    for one in items:
        checkpoint()
        yield one
