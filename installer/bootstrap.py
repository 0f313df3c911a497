#!/usr/bin/env python3
"""Set up this checkout and use it, with nothing but Python.

    python3 installer/bootstrap.py start    opens the wizard; without a display, sizes the example project
    python3 installer/bootstrap.py test     runs every check of the project, without a display

The first run makes ``.venv`` from the locked requirements; later runs see that nothing changed and go straight on.
Everything that goes wrong is said in one sentence. The output of pip and apt is in ``build/bootstrap.log``.

This file runs before anything is installed: standard library only, and readable by an old Python that has to be
told that it is too old (hence the annotations import).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "rackwright-setup.json"
LOG = ROOT / "build" / "bootstrap.log"
EXAMPLE = ROOT / "templates" / "examples" / "vmware-replacement.json"
EXAMPLE_OUT = ROOT / "build" / "example-quote"

RUNTIME_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"  # contains all of RUNTIME_LOCK
OLDEST, NEWEST = (3, 11), (3, 13)  # as in pyproject.toml; a test compares them

# What Qt's offscreen and xcb platforms load from the system, and the Debian package of each.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# What only some tests use: its command or file, and the Debian package of each.
TEST_TOOLS = {
    "LibreOffice Calc": ("localc", "libreoffice-calc"),
    "poppler": ("pdftotext", "poppler-utils"),
    "Java": ("java", "default-jre-headless"),
    "JAXB for veraPDF": ("/usr/share/java/jaxb-runtime.jar", "libjaxb-java"),
}


class SetupError(Exception):
    """What stops the set-up, as a sentence for the person at the keyboard."""


class Need(NamedTuple):
    """Something of the operating system that is missing."""

    name: str
    package: str  # of Debian; empty where no package of Debian helps
    required: bool  # without it nothing goes on; otherwise something is left out


def say(text: str) -> None:
    """Print at once, so that the line stands before the output of the programs that follow."""
    print(f"bootstrap: {text}", flush=True)


# --- the machine ------------------------------------------------------------------------------------------------------


def python_fault(version: tuple[int, int]) -> str | None:
    """Return what is wrong with this version of Python, or None."""
    found, oldest, newest = (".".join(map(str, each)) for each in (version, OLDEST, NEWEST))
    if version < OLDEST:
        return f"Python {found} is too old: Rackwright needs {oldest} to {newest}."
    if version > NEWEST:
        return f"Python {found} is too new: the pinned Qt has no build for it; Rackwright needs {oldest} to {newest}."
    return None


def has_display() -> bool:
    """Tell whether a window can be opened. Windows and macOS always have a desktop."""
    return not sys.platform.startswith("linux") or any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY"))


def in_ci() -> bool:
    """Tell whether nothing may be skipped."""
    return os.environ.get("CI", "").lower() == "true"


def may_install() -> bool:
    """Tell whether Debian packages can be installed without asking anybody."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def missing_venv() -> list[Need]:
    """Debian splits ``ensurepip`` off into python3-venv; without it no environment can be made."""
    if all(find_spec(module) for module in ("venv", "ensurepip")):
        return []
    package = "python3-venv" if sys.base_prefix == "/usr" else ""
    return [Need(f"venv and ensurepip of {sys.executable}", package, required=True)]


def known_libraries() -> str | None:
    """Return the list of the dynamic linker, or None where this system keeps none."""
    # /sbin is not on the PATH of an ordinary Debian user.
    ldconfig = shutil.which("ldconfig", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin")))
    if ldconfig is None or not sys.platform.startswith("linux"):
        return None
    return subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout


def missing_libraries(*, required: bool) -> list[Need]:
    """Return the Qt libraries that the linker does not know."""
    listing = known_libraries()
    if listing is None:
        return []
    known = {line.split()[0] for line in listing.splitlines() if line.startswith("\t")}
    return [Need(name, package, required) for name, package in QT_LIBRARIES.items() if name not in known]


def missing_tools() -> list[Need]:
    """Return the outside programs that some tests need and that are not here."""
    return [
        Need(name, package, required=in_ci())
        for name, (probe, package) in TEST_TOOLS.items()
        if shutil.which(probe) is None and not Path(probe).is_file()
    ]


def missing_needs(*, testing: bool) -> list[Need]:
    """Return all that the operating system lacks for this command."""
    libraries = missing_libraries(required=testing or has_display())
    return missing_venv() + libraries + (missing_tools() if testing else [])


def debian_names(packages: list[str]) -> list[str]:
    """Since Debian 13 GLib is called libglib2.0-0t64."""
    if "libglib2.0-0" not in packages or shutil.which("apt-cache") is None:
        return packages
    shown = subprocess.run(["apt-cache", "show", "libglib2.0-0t64"], capture_output=True, check=False)
    new_name = shown.returncode == 0 and bool(shown.stdout)
    return [f"{each}t64" if new_name and each == "libglib2.0-0" else each for each in packages]


def apt_command(packages: list[str]) -> list[str]:
    """Return the command that installs Debian packages."""
    return ["apt-get", "install", "--yes", "--no-install-recommends", *debian_names(packages)]


def apt_install(packages: list[str]) -> None:
    """Install Debian packages, waiting for another apt, and finishing one that was killed in the middle."""
    say(f"installing system packages: {' '.join(packages)}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    with suppress(SetupError):  # the lists that are here may do
        logged("Refreshing the list of Debian packages", ["apt-get", "update"])
    command = [*apt_command(packages), "-o", "DPkg::Lock::Timeout=300"]
    try:
        logged("Installing system packages", command)
    except SetupError:
        logged("Finishing an interrupted installation", ["dpkg", "--configure", "-a"])
        logged("Installing system packages", command)


def remedy(needs: list[Need]) -> str:
    """Return the one command, or the advice, that supplies what is missing."""
    if shutil.which("apt-get") and all(need.package for need in needs):
        sudo = [] if may_install() else ["sudo"]
        return " ".join(sudo + apt_command([need.package for need in needs]))
    if not all(need.package for need in needs):
        return "reinstall that Python with venv and ensurepip, or use the python3 of the system"
    return "install them with the package manager of this system"


def supply_needs(*, testing: bool) -> None:
    """Install what the system lacks where that is allowed; otherwise say how."""
    needs = missing_needs(testing=testing)
    packages = [need.package for need in needs if need.package]
    if packages and may_install():
        try:
            apt_install(packages)
        except SetupError as fault:  # what is merely optional must not stop the rest
            say(str(fault))
        needs = missing_needs(testing=testing)
    if not needs:
        return
    names = ", ".join(need.name for need in needs)
    if any(need.required for need in needs):
        raise SetupError(f"This system lacks {names}. Do this once, then try again: {remedy(needs)}")
    say(f"not installed, so what needs them is skipped: {names}. To have them: {remedy(needs)}")


# --- the environment --------------------------------------------------------------------------------------------------


def venv_program(name: str) -> Path:
    """Return a program of the environment; Windows has another layout."""
    return VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name


def digest(path: Path) -> str:
    """Return a fingerprint of a file's text; git may have changed its line ends."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def wanted_stamp(lock: str) -> dict[str, str]:
    """Return what the stamp says when the environment is complete for this lock file."""
    locks = (RUNTIME_LOCK, DEV_LOCK) if lock == DEV_LOCK else (RUNTIME_LOCK,)
    place = {"python": "{}.{}".format(*sys.version_info), "root": str(ROOT)}
    return {**place, **{name: digest(ROOT / name) for name in (*locks, "pyproject.toml")}}


def read_stamp() -> dict[str, str]:
    """Return what the last finished set-up wrote; nothing if it never finished."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: dict[str, str]) -> None:
    """Say that the set-up is complete: the last thing that it does."""
    draft = STAMP.with_suffix(".new")
    draft.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    draft.replace(STAMP)  # in one step: a kill leaves no half-written stamp


def venv_is_whole(lock_stamp: dict[str, str]) -> bool:
    """Tell whether the environment was finished once, belongs to this Python and this folder, and runs."""
    stamp = read_stamp()
    if any(stamp.get(key) != lock_stamp[key] for key in ("python", "root")):
        return False
    try:
        command = [str(venv_program("python")), "-c", ""]
        return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def make_venv() -> None:
    """Make the environment afresh; what a killed run left behind cannot be trusted."""
    if VENV.exists():
        say("the environment in .venv is unfinished or of another Python: making it afresh")
        shutil.rmtree(VENV)
    # Started from inside an environment, this must use the Python that the environment was made of.
    python = getattr(sys, "_base_executable", sys.executable)
    logged("Making the environment .venv", [python, "-m", "venv", str(VENV)])


def pip(what: str, *arguments: str) -> None:
    """Run the pip of the environment; the user's own Python settings stay out of it."""
    options = ["--disable-pip-version-check", "--no-input"]
    logged(what, [str(venv_program("python")), "-I", "-m", "pip", "install", *options, *arguments])


def set_up(lock: str) -> None:
    """Bring the environment to the state of the lock file; nothing to do is the usual case."""
    wanted = wanted_stamp(lock)
    whole = venv_is_whole(wanted)
    stamp = read_stamp() if whole else {}
    if wanted.items() <= stamp.items():
        return
    if not whole:
        make_venv()
    STAMP.unlink(missing_ok=True)  # from here on the environment is unfinished
    if stamp.get(lock) != wanted[lock]:
        say(f"installing the packages of {lock}; this takes about a minute")
        # Wheels only: building a source package would fetch build tools that no hash protects.
        pip(f"Installing the packages of {lock}", "--require-hashes", "--only-binary=:all:", "-r", str(ROOT / lock))
    # hatchling and editables are in the lock, so nothing is fetched here.
    offline = ("--no-deps", "--no-build-isolation", "--no-index")
    pip("Installing Rackwright itself", *offline, "--editable", str(ROOT))
    write_stamp({**stamp, **wanted})


def logged(what: str, command: list[str]) -> None:
    """Run a program with its output in the log; name it, and its own last word, if it fails."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(command)}\n")
        log.flush()
        start = log.tell()
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=ROOT, check=False)
        except OSError as fault:
            raise SetupError(f"{what} failed: {fault}.") from fault
    if done.returncode != 0:
        output = LOG.read_bytes()[start:].decode(errors="replace")
        raise SetupError(f"{what} failed: {last_word(output)} (more in {LOG.relative_to(ROOT)})")


def last_word(output: str) -> str:
    """Return the line of a program's output that says best why it failed."""
    if any(sign in output.lower() for sign in ("connection broken", "could not resolve", "temporary failure")):
        return "the network could not be reached"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("error", "e:"))]
    return (errors or lines or ["it gave no reason"])[-1]


# --- the two commands -------------------------------------------------------------------------------------------------


def start() -> int:
    """Open the wizard, or size the example where there is no display."""
    supply_needs(testing=False)
    set_up(RUNTIME_LOCK)
    if has_display():
        return subprocess.call([str(venv_program("rackwright"))])
    return quote_example()


def quote_example() -> int:
    """Size the bundled example and say where the documents are."""
    say(f"no display here, so the example project {EXAMPLE.relative_to(ROOT)} is sized instead of opening the wizard")
    shutil.rmtree(EXAMPLE_OUT, ignore_errors=True)  # or an older document would be shown as today's
    EXAMPLE_OUT.mkdir(parents=True)
    command = [str(venv_program("rackwright")), "quote", str(EXAMPLE), "--out", str(EXAMPLE_OUT)]
    status = subprocess.call(command, stdout=subprocess.DEVNULL)
    if status != 0:
        raise SetupError(f"Sizing the example project ended with status {status}.")
    for title, pattern in (("PDF", "*.pdf"), ("workbook", "*.xlsx")):
        written = sorted(EXAMPLE_OUT.rglob(pattern))
        if not written:
            raise SetupError(f"Sizing the example project wrote no {title} into {EXAMPLE_OUT}.")
        say(f"{title}: {', '.join(map(str, written))}")
    return 0


def test_steps() -> dict[str, list[str]]:
    """Return the checks by name, in the order in which they run: the quick ones first."""
    ruff, pytest = str(venv_program("ruff")), [str(venv_program("python")), "-m", "pytest"]
    steps = {
        "lint": [ruff, "check", "."],
        "format": [ruff, "format", "--check", "."],
        "types": [str(venv_program("mypy")), "--strict"],
        "imports": [str(venv_program("lint-imports")), "--no-logo"],
    }
    # The benchmarks need a process and a quiet machine to themselves; the other tests share two processes.
    if any((ROOT / "tests" / "benchmarks").glob("test_*.py")):
        quick = ["--benchmark-max-time=0.3", "--benchmark-min-rounds=3", "--benchmark-columns=min,median,rounds"]
        steps["benchmarks"] = [*pytest, *quick, "tests/benchmarks"]
    parallel = ["-n", "2", "--dist=loadgroup", "--benchmark-disable", "--ignore=tests/benchmarks"]
    return {**steps, "tests": [*pytest, *parallel]}


def run_tests() -> int:
    """Run every check, also after a failure, and name those that failed."""
    supply_needs(testing=True)
    set_up(DEV_LOCK)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if in_ci():
        environment["RACKWRIGHT_NO_SKIP"] = "1"  # read by tests/heavy_tools.py
    failed = []
    for name, command in test_steps().items():
        say(f"{name}: {' '.join([Path(command[0]).name, *command[1:]])}")
        done = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            failed.append(name)
    if failed:
        raise SetupError(f"These checks failed: {', '.join(failed)}.")
    say("all checks passed")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run one of the two commands; whatever fails is said in a sentence."""
    parser = argparse.ArgumentParser(description="Set up this checkout and use it.")
    parser.add_argument("command", choices=("start", "test"), help="open the wizard, or run every check")
    command = parser.parse_args(arguments).command
    try:
        fault = python_fault((sys.version_info[0], sys.version_info[1]))
        if fault is not None:
            raise SetupError(fault)
        return start() if command == "start" else run_tests()
    except (SetupError, OSError) as fault:
        print(f"bootstrap: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("bootstrap: stopped", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
