"""Numbers of positions: in steps of ten, and for good once they were sent. Letters of revisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wizard.model.project import Project

STEP = 10


def place_numbers(keys: Sequence[str], known: Mapping[str, int], used: int = 0) -> dict[str, int]:
    """Give every key of one heading its number.

    Known numbers stay. A new key takes a number between its neighbours where there is room, and otherwise one behind
    all others; no number is given twice, those of positions that are gone included.

    Parameters
    ----------
    keys
        Positions in the order in which they should stand.
    known
        Numbers that were sent, those of positions that are gone included.
    used
        Largest number that was ever given under this heading.

    Examples
    --------
    >>> place_numbers(["a", "b"], {})
    {'a': 10, 'b': 20}
    >>> place_numbers(["a", "new", "b", "last"], {"a": 10, "b": 20})
    {'a': 10, 'new': 15, 'b': 20, 'last': 30}
    """
    taken = set(known.values())
    end = max([used, *taken], default=0)
    numbers = {key: known[key] for key in keys if key in known}
    waiting: list[str] = []
    below = 0
    for key in keys:
        if key not in numbers:
            waiting.append(key)
            continue
        left = _between(waiting, below, numbers[key], taken, numbers) if numbers[key] > below else waiting
        for late in left:
            end = _behind(late, end, taken, numbers)
        below, waiting = max(below, numbers[key]), []
    for key in waiting:
        end = _behind(key, end, taken, numbers)
    return {key: numbers[key] for key in keys}


def _between(waiting: list[str], below: int, above: int, taken: set[int], numbers: dict[str, int]) -> list[str]:
    """Number what stands between two known ones, evenly; return what found no room."""
    free = [number for number in range(below + 1, above) if number not in taken]
    if len(free) < len(waiting):
        return waiting
    round_ones = [number for number in free if number % (STEP // 2) == 0]
    free = round_ones if len(round_ones) >= len(waiting) else free
    for place, key in enumerate(waiting, start=1):
        numbers[key] = free[len(free) * place // (len(waiting) + 1)]
        taken.add(numbers[key])
    return []


def _behind(key: str, end: int, taken: set[int], numbers: dict[str, int]) -> int:
    number = (end // STEP + 1) * STEP
    numbers[key] = number
    taken.add(number)
    return number


def label_of(number: int) -> str:
    """Return the letter of a revision, counted from 0: A, B … Z, AA.

    Examples
    --------
    >>> label_of(0), label_of(25), label_of(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def is_sent(project: Project) -> bool:
    """Whether the project is as it was last sent."""
    return bool(project.revisions) and asked(project) == project.revisions[-1].asked


def revision_label(project: Project) -> str:
    """Return the letter of the offer that the project makes now: the sent one's, or the next."""
    return project.revisions[-1].label if is_sent(project) else label_of(len(project.revisions))


def asked(project: Project) -> Project:
    """Return the project without what was sent: what an offer is made of."""
    return project.model_copy(update={"revisions": ()})
