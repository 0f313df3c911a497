"""Find the data that travels with the program: in a checkout, a wheel and a frozen build."""

from enum import StrEnum
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


class Assets(StrEnum):
    """Folders that live at the top of the repository and inside the installed package."""

    RESOURCES = "resources"
    TEMPLATES = "templates"


@cache
def folder(kind: Assets) -> Path:
    """Return the folder of ``kind``.

    Raises
    ------
    FileNotFoundError
        If the installation is incomplete.
    """
    for home in (_PACKAGE, _PACKAGE.parent):
        if (path := home / kind).is_dir():
            return path
    raise FileNotFoundError(f"{kind} is neither in {_PACKAGE} nor beside it: the installation is incomplete")
