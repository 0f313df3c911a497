"""A missing outside program skips its test by name on a desk, and fails it where nothing may be skipped."""

import sys
from pathlib import Path

import pytest

from tests.heavy_tools import need_tool


def test_program_that_is_there_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    python = Path(sys.executable)
    monkeypatch.setenv("PATH", str(python.parent))
    assert Path(need_tool(python.name)) == python


def test_missing_program_skips_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RACKWRIGHT_NO_SKIP", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-program is not installed"):
        need_tool("no-such-program")


def test_missing_program_fails_where_nothing_may_be_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RACKWRIGHT_NO_SKIP", "1")
    with pytest.raises(pytest.fail.Exception, match="no-such-program is not installed"):
        need_tool("no-such-program")
