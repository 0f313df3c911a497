"""What is wrong with an input that could be read but not used."""

from __future__ import annotations

import errno
from typing import Final

from wizard.model.text import Text

_SYSTEM: Final = {
    errno.EACCES: Text("Permission denied"),
    errno.EDQUOT: Text("Disk quota exceeded"),
    errno.EIO: Text("Input/output error"),
    errno.EISDIR: Text("Is a directory"),
    errno.ENAMETOOLONG: Text("File name too long"),
    errno.ENOENT: Text("No such file or directory"),
    errno.ENOSPC: Text("No space left on device"),
    errno.ENOTDIR: Text("Not a directory"),
    errno.EPERM: Text("Operation not permitted"),
    errno.EROFS: Text("Read-only file system"),
}
"""What the system says about a file, in its own words."""


def system_reason(error: OSError) -> Text:
    """Return why the system refuses a file: in the reader's language, where it is a usual reason."""
    known = _SYSTEM.get(error.errno or 0)
    return Text("{words}", words=" ".join((error.strerror or str(error)).split())) if known is None else known


class InputFault(ValueError):  # noqa: N818 - the fault is in the input, the program made no error
    """The input cannot be used as it stands; one sentence per fault, each with the field's path."""

    def __init__(self, *faults: Text) -> None:
        self.faults = faults
        super().__init__("\n".join(self.lines))

    @property
    def lines(self) -> tuple[str, ...]:
        """One line for each fault, in English."""
        return tuple(str(fault) for fault in self.faults)
