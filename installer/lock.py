#!/usr/bin/env python3
"""Write both lock files anew from ``pyproject.toml``; needs ``uv`` (``pip install uv``) and the network.

Versions already locked stay unless ``--upgrade`` is given. The files hold hashes and no address, and hold for
every supported Python and operating system at once.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = ("uv", "pip", "compile", "--quiet", "--generate-hashes", "--universal", "--python-version", "3.11")
# Wheels only, as bootstrap.py installs them; no header, which would quote the machine's own command line.
PLAIN = ("--only-binary", ":all:", "--no-header", "--no-emit-index-url", "--no-emit-find-links")
LOCKS = (("build", "requirements.lock", ()), ("dev", "requirements-dev.lock", ("-c", "requirements.lock")))


def main(options: list[str]) -> int:
    """Compile the runtime lock, then the development lock with the same versions."""
    for group, lock, constraint in LOCKS:
        command = [*COMPILE, *PLAIN, *options, "pyproject.toml", "--group", group, *constraint, "-o", lock]
        try:
            status = subprocess.call(command, cwd=ROOT)
        except FileNotFoundError:
            print("lock: uv is not installed; pip install uv", file=sys.stderr)
            return 1
        if status != 0:
            print(f"lock: {lock} was not written", file=sys.stderr)
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
