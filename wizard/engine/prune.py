"""Which backups are kept: the selection of Proxmox Backup Server, and what a history looks like after a time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from wizard.model.project import Keep

_PERIODS: tuple[tuple[str, Callable[[datetime], Hashable]], ...] = (
    ("last", lambda moment: moment),
    ("hourly", lambda moment: (moment.date(), moment.hour)),
    ("daily", lambda moment: moment.date()),
    ("weekly", lambda moment: moment.isocalendar()[:2]),
    ("monthly", lambda moment: (moment.year, moment.month)),
    ("yearly", lambda moment: moment.year),
)
"""Options in the order in which they are processed, and what makes two backups belong to one period."""


def prune(moments: Sequence[datetime], keep: Keep) -> list[datetime]:
    """Return the backups that one run keeps, newest first.

    Parameters
    ----------
    moments
        Times of the backups, newest first.
    keep
        How many are kept per period. Without any number all are.

    Notes
    -----
    Options are processed from last to yearly; the newest backup of each period is kept; a period that an earlier
    option covers is skipped and not counted.

    References
    ----------
    Proxmox Backup Server documentation, Maintenance Tasks, Pruning; source pbs-datastore, prune.rs.
    """
    if not any(keep.model_dump().values()):
        return list(moments)
    kept: dict[datetime, bool] = {}
    for name, period in _PERIODS:
        number = getattr(keep, name)
        if number:
            _select(moments, kept, number, period)
    return [moment for moment in moments if kept.get(moment)]


def _select(
    moments: Iterable[datetime], kept: dict[datetime, bool], number: int, period: Callable[[datetime], Hashable]
) -> None:
    covered = {period(moment) for moment, keeps in kept.items() if keeps}
    chosen: set[Hashable] = set()
    for moment in moments:
        if moment in kept:
            continue
        mine = period(moment)
        if mine in covered:
            continue
        if mine in chosen:
            kept[moment] = False
        elif len(chosen) >= number:
            return
        else:
            chosen.add(mine)
            kept[moment] = True


def history(end: datetime, step: timedelta, runs: int, keep: Keep) -> list[datetime]:
    """Return what is kept, newest first, after so many backups with a prune after each.

    Parameters
    ----------
    end
        Time of the last backup.
    step
        Time between two backups.
    runs
        Number of backups that were made.
    keep
        How many are kept per period.
    """
    kept: list[datetime] = []
    for number in range(runs - 1, -1, -1):
        kept = prune([end - number * step, *kept], keep)
    return kept


@lru_cache(maxsize=64)
def daily_gaps(keep: Keep, days: int) -> tuple[int, ...]:
    """Return the days between each kept backup and the next older one, newest first, with one backup a day.

    Parameters
    ----------
    keep
        How many are kept per period.
    days
        Days of history: long enough for the oldest backup that is kept.
    """
    first = datetime.min.replace(tzinfo=UTC)
    kept = history(first + timedelta(days=days), timedelta(days=1), days, keep)
    return tuple((newer - older).days for newer, older in pairwise(kept))
