"""Open a project: its own file, or the PDF of an offer, which carries the project that it was made of."""

from __future__ import annotations

from pathlib import Path

from wizard.model.project import Project
from wizard.model.text import Text
from wizard.persistence.faults import FileFault, cleaned
from wizard.persistence.files import read_bytes
from wizard.persistence.projects import read_project

_HEAD = 1024
"""A PDF says within so many bytes that it is one."""


def open_project(path: Path) -> Project:
    """Return the project of a file.

    Raises
    ------
    FileFault
        If the file cannot be used; one line for each fault.
    """
    content = read_bytes(path)
    if b"%PDF-" not in content[:_HEAD]:
        return read_project(path, content)
    # What reads a PDF is slow to import, and few projects come as one.
    from wizard.documents.pdf_attachment import NoProjectError, embedded_project

    try:
        return read_project(path, embedded_project(content))
    except NoProjectError as error:
        fault = Text("is a PDF without a project that can be read: {reason}", reason=cleaned(str(error)))
        raise FileFault(path, [fault]) from error
