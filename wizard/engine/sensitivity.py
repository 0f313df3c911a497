"""Which input moves the price most: each one made larger and smaller by the same share, the others left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from wizard.checkpoint import with_checkpoints
from wizard.engine.trials import Trials, changed
from wizard.model.assessment import JudgedTopology
from wizard.model.exploration import Sensitivity
from wizard.model.project import GuestGroup, Keep, Project
from wizard.model.text import Text
from wizard.model.units import count, share, whole

HALF = Fraction(1, 2)
PERCENT = 1 / share(1)


@dataclass(frozen=True, slots=True)
class _Input:
    field: str
    title: Text
    scaled: Callable[[Fraction], Project]
    """The project with this input multiplied by a factor."""


def sensitivities(trials: Trials) -> tuple[Sensitivity, ...]:
    """Return for each input what the price does, the largest change first.

    Whole things (guests, vCPUs, backups kept) change by whole numbers that come nearest to the share over all of them;
    the recommended topology may change with the input.
    """
    part = trials.rules("choice.sensitivity_share")
    found = [_measured(one, part, trials) for one in _inputs(trials)]
    order = {one.input: place for place, one in enumerate(found)}
    return tuple(sorted(found, key=lambda one: (*_size(one), order[one.input])))


def _size(one: Sensitivity) -> tuple[bool, Decimal]:
    """What makes every design impossible stands first, then the largest change of the price."""
    known = [abs(price) for price in (one.less_net, one.more_net) if price is not None]
    return len(known) == 2, -max(known, default=Decimal(0))


def _measured(one: _Input, part: Fraction, trials: Trials) -> Sensitivity:
    less, more = trials.of(one.scaled(1 - part)), trials.of(one.scaled(1 + part))
    return Sensitivity(
        one.field, one.title, _change(less, trials), _change(more, trials),
        None if less is None else less.id, None if more is None else more.id,
    )  # fmt: skip


def _change(found: JudgedTopology | None, trials: Trials) -> Decimal | None:
    if found is None or found.design is None or trials.price is None:
        return None
    return found.design.price.total_net - trials.price


def _inputs(trials: Trials) -> Iterator[_Input]:
    """Yield the inputs that the project has; what is zero or not asked for cannot change."""
    project, answers = trials.project, trials.answers
    yield from _guests(project)

    def workload(field: str, title: Text, value: Fraction) -> _Input:
        return _Input(f"workload.{field}", title, lambda by: changed(project, "workload", **{field: value * by}))

    yield workload("vcpus_per_core", Text("vCPUs per core"), answers.vcpus_per_core)
    if answers.growth and answers.years:
        yield workload("growth_percent_per_year", Text("Growth per year"), answers.growth * PERCENT)
    if not answers.backup_wanted:
        return
    backup = trials.backup
    yield _Input("backup.keep", Text("Backups kept"), lambda by: backup(keep=scaled_keep(answers.keep, by)))
    if answers.daily_change:
        yield _Input(
            "backup.daily_change_percent", Text("Daily change"),
            lambda by: backup(daily_change_percent=answers.daily_change * PERCENT * by),
        )  # fmt: skip


def _guests(project: Project) -> Iterator[_Input]:
    groups = project.workload.groups

    def of(field: str, title: Text, scaled: Callable[[Fraction], Iterable[GuestGroup]]) -> _Input:
        def grown(by: Fraction) -> Project:
            return changed(project, "workload", groups=tuple(with_checkpoints(scaled(by))))

        return _Input(f"workload.groups.{field}", title, grown)

    def sized(field: str) -> Callable[[Fraction], Iterable[GuestGroup]]:
        return lambda by: (_scaled(group, field, by) for group in groups)

    yield of("memory", Text("Memory per guest"), sized("memory"))
    if any(group.disk for group in groups):
        yield of("disk", Text("Disk per guest"), sized("disk"))
    yield of("vcpus", Text("vCPUs per guest"), lambda by: scaled_vcpus(groups, by))
    yield of("count", Text("Number of guests"), lambda by: scaled_counts(groups, by))
    if any(group.iops for group in groups):
        yield of("iops", Text("I/O operations per guest"), sized("iops"))


def _scaled(group: GuestGroup, field: str, by: Fraction) -> GuestGroup:
    value = getattr(group, field)
    return group if value is None else group.model_copy(update={field: count(value * by)})


def scaled_counts(groups: tuple[GuestGroup, ...], by: Fraction) -> Iterator[GuestGroup]:
    """Yield groups with so many times the guests; what rounding leaves over goes to the next group."""
    carried = Fraction(0)
    for group in groups:
        wanted = group.count * by + carried
        number = max(1, whole(wanted + HALF))
        carried = wanted - number
        yield group.model_copy(update={"count": number})


def scaled_vcpus(groups: tuple[GuestGroup, ...], by: Fraction) -> Iterator[GuestGroup]:
    """Yield groups with so many times the vCPUs; some guests of a group get one more than the others.

    A guest keeps at least one vCPU; what rounding leaves over goes to the next group.
    """
    carried = Fraction(0)
    for group in groups:
        wanted = group.count * group.vcpus * by + carried
        total = max(group.count, whole(wanted + HALF))
        carried = wanted - total
        each, larger = divmod(total, group.count)
        for number, vcpus in ((group.count - larger, each), (larger, each + 1)):
            if number:
                yield group.model_copy(update={"count": number, "vcpus": vcpus})


def scaled_keep(keep: Keep, by: Fraction) -> Keep:
    """Return a retention with so many times the backups; what rounding leaves over goes to the next period."""
    carried, numbers = Fraction(0), {}
    for period, number in keep.model_dump().items():
        wanted = number * by + carried
        numbers[period] = max(0, whole(wanted + HALF)) if number else 0
        carried = wanted - numbers[period]
    return keep.model_copy(update=numbers)
