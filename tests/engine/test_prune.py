"""The selection of Proxmox Backup Server, to the second."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from wizard.engine.prune import daily_gaps, history, prune
from wizard.model.project import Keep

TRUTH = Path("../shared/data/pbs-prune.json")
CASES = json.loads(TRUTH.read_text())["prune_cases"] if TRUTH.exists() else []
STEPS = {"daily": timedelta(days=1), "hourly": timedelta(hours=1), "weekly": timedelta(days=7)}


@pytest.mark.skipif(not CASES, reason="the measured selections (pbs-prune.json) are not beside this checkout")
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["options"]))
def test_as_measured(case):
    keep = Keep(**{name.removeprefix("keep_"): number for name, number in case["options"].items()})
    truth = [datetime.fromisoformat(moment) for moment in case["kept_times"]]
    step = next(step for name, step in STEPS.items() if name in case["schedule"])
    runs = int(timedelta(days=case["history_days"]) / step)
    kept = history(truth[0], step, runs, keep)
    assert len(kept) == case["kept"]
    assert kept == truth


def test_a_period_that_is_covered_is_not_counted():
    days = [datetime(2026, 3, 31, tzinfo=UTC) - timedelta(days=number) for number in range(60)]
    kept = prune(days, Keep(daily=2, monthly=1))
    assert kept == [days[0], days[1], datetime(2026, 2, 28, tzinfo=UTC)]


def test_without_numbers_everything_stays():
    days = [datetime(2026, 3, 31, tzinfo=UTC) - timedelta(days=number) for number in range(5)]
    assert prune(days, Keep()) == days


def test_gaps_after_a_long_time():
    gaps = daily_gaps(Keep(daily=7, weekly=4), 60)
    assert gaps[:6] == (1,) * 6
    assert gaps[7:] == (7,) * 3
    assert 1 <= gaps[6] <= 7
