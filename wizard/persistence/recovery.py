"""Keep a copy of what no file holds yet, so that a crash or a power cut costs seconds and not a day."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from wizard.model.project import Project
from wizard.persistence.faults import SaveFault
from wizard.persistence.files import Kind, read_document, write_file
from wizard.persistence.projects import plain_project
from wizard.persistence.settings import settings_path

RECOVERY_FORMAT = "rackwright-recovery/1"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KeptText(_Frozen):
    """A text that could not be read as an answer: it is kept as it was typed."""

    text: str
    message: str
    name: str


class Recovery(_Frozen):
    """A project as it was a few seconds before the program ended, and the file that it belongs to."""

    format: Literal["rackwright-recovery/1"] = "rackwright-recovery/1"
    saved_at: datetime
    path: str | None = None
    project: Project
    texts: dict[str, KeptText] = Field(default_factory=dict)


_RECOVERY: Kind[Recovery] = Kind(RECOVERY_FORMAT, TypeAdapter(Recovery), Recovery)


def recovery_folder() -> Path:
    """Return where the copies are kept: beside the settings."""
    return settings_path().parent / "recovery"


def read_recovery(path: Path) -> Recovery:
    """Read a copy.

    Raises
    ------
    FileFault
        If the file cannot be used.
    """
    return read_document(path, _RECOVERY)


def write_recovery(recovery: Recovery, path: Path) -> None:
    """Write a copy whole or not at all.

    Raises
    ------
    SaveFault
        If it could not be written; an older copy is unchanged.
    """
    try:
        plain = recovery.model_dump(mode="json", exclude={"project"})
        plain["project"] = plain_project(recovery.project)
        content = json.dumps(plain, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except ValueError as error:  # a number of thousands of digits, or half of a Unicode character
        raise SaveFault(path, str(error)) from error
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, content, keep_previous=False)
