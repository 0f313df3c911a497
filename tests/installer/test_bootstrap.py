"""The set-up of a checkout: what it notices, what it says, and that it does nothing twice."""

import importlib.util
import json
import os
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
# The pin stands here a second time on purpose: newer ones abort on Python 3.11.
QT = "6.8.3"


def load_bootstrap() -> ModuleType:
    """Load the script by its path: ``installer`` is no package."""
    spec = importlib.util.spec_from_file_location("bootstrap_under_test", ROOT / "installer" / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def boot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, working on a small checkout of its own."""
    module = load_bootstrap()
    for name in (*LOCKS, "pyproject.toml"):
        (tmp_path / name).write_text(f"content of {name}\n", encoding="utf-8")
    venv = tmp_path / ".venv"
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", venv)
    monkeypatch.setattr(module, "STAMP", venv / "rackwright-setup.json")
    monkeypatch.setattr(module, "LOG", tmp_path / "build" / "bootstrap.log")
    return module


class Recorder:
    """Stands in for ``logged``: notes the commands, makes a runnable environment, and may fail at one of them."""

    def __init__(self, boot: ModuleType) -> None:
        self.boot = boot
        self.commands: list[str] = []
        self.fail_at = ""

    def __call__(self, what: str, command: list[str]) -> None:
        line = " ".join(command)
        self.commands.append(line)
        if self.fail_at and self.fail_at in line:
            raise self.boot.SetupError(f"{what} failed: out of luck")
        if "-m venv" in line:
            python = self.boot.venv_program("python")
            python.parent.mkdir(parents=True)
            if os.name == "nt":
                pytest.skip("a stand-in for python.exe cannot be written as a script")
            python.symlink_to(sys.executable)

    def count(self, part: str) -> int:
        return sum(part in line for line in self.commands)


@pytest.fixture
def ran(boot: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder(boot)
    monkeypatch.setattr(boot, "logged", recorder)
    return recorder


@pytest.fixture
def as_user(boot: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ordinary user of a Debian with apt."""
    monkeypatch.setattr(boot.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(boot.shutil, "which", lambda name, path=None: f"/usr/bin/{name}")
    monkeypatch.setattr(boot, "debian_names", lambda packages: packages)
    monkeypatch.delenv("CI", raising=False)


# --- the environment and its stamp


def test_first_run_installs_and_second_run_does_nothing(boot: ModuleType, ran: Recorder) -> None:
    boot.set_up(boot.RUNTIME_LOCK)
    assert (ran.count("-m venv"), ran.count("--require-hashes"), ran.count("--editable")) == (1, 1, 1)
    ran.commands.clear()
    boot.set_up(boot.RUNTIME_LOCK)
    assert ran.commands == []


def test_development_environment_serves_start_too_but_not_the_other_way(boot: ModuleType, ran: Recorder) -> None:
    boot.set_up(boot.RUNTIME_LOCK)
    boot.set_up(boot.DEV_LOCK)
    assert ran.count("--require-hashes") == 2
    assert ran.count("-m venv") == 1
    ran.commands.clear()
    boot.set_up(boot.RUNTIME_LOCK)
    boot.set_up(boot.DEV_LOCK)
    assert ran.commands == []


def test_changed_lock_installs_into_the_same_environment(boot: ModuleType, ran: Recorder) -> None:
    boot.set_up(boot.RUNTIME_LOCK)
    (boot.ROOT / boot.RUNTIME_LOCK).write_text("something else\n", encoding="utf-8")
    boot.set_up(boot.RUNTIME_LOCK)
    assert (ran.count("-m venv"), ran.count("--require-hashes")) == (1, 2)


def test_changed_pyproject_installs_the_project_only(boot: ModuleType, ran: Recorder) -> None:
    boot.set_up(boot.DEV_LOCK)
    (boot.ROOT / "pyproject.toml").write_text("another script\n", encoding="utf-8")
    boot.set_up(boot.RUNTIME_LOCK)
    boot.set_up(boot.DEV_LOCK)
    assert (ran.count("--require-hashes"), ran.count("--editable")) == (1, 2)


@pytest.mark.parametrize("killed_at", ["--require-hashes", "--editable"])
def test_half_finished_environment_is_made_afresh(boot: ModuleType, ran: Recorder, killed_at: str) -> None:
    ran.fail_at = killed_at
    with pytest.raises(boot.SetupError):
        boot.set_up(boot.RUNTIME_LOCK)
    leftover = boot.VENV / "half-installed"
    leftover.touch()
    ran.fail_at = ""
    boot.set_up(boot.RUNTIME_LOCK)
    assert not leftover.exists()
    assert ran.count("-m venv") == 2


def test_kill_while_a_finished_environment_is_brought_up_to_date(boot: ModuleType, ran: Recorder) -> None:
    boot.set_up(boot.RUNTIME_LOCK)
    ran.fail_at = boot.DEV_LOCK
    with pytest.raises(boot.SetupError):
        boot.set_up(boot.DEV_LOCK)
    assert boot.read_stamp() == {}


def test_environment_whose_python_is_gone_is_made_afresh(boot: ModuleType, ran: Recorder) -> None:
    boot.set_up(boot.RUNTIME_LOCK)
    boot.venv_program("python").unlink()
    boot.venv_program("python").symlink_to(boot.ROOT / "removed-by-an-upgrade")
    boot.set_up(boot.RUNTIME_LOCK)
    assert ran.count("-m venv") == 2


@pytest.mark.parametrize(("key", "value"), [("python", "3.10"), ("root", "/somewhere/else")])
def test_environment_of_another_python_or_folder_is_made_afresh(
    boot: ModuleType, ran: Recorder, key: str, value: str
) -> None:
    boot.set_up(boot.RUNTIME_LOCK)
    boot.write_stamp({**boot.read_stamp(), key: value})
    boot.set_up(boot.RUNTIME_LOCK)
    assert ran.count("-m venv") == 2


@pytest.mark.parametrize("content", ["", "{", "[]", json.dumps({"python": 3})])
def test_unreadable_stamp_counts_as_none(boot: ModuleType, ran: Recorder, content: str) -> None:
    boot.set_up(boot.RUNTIME_LOCK)
    boot.STAMP.write_text(content, encoding="utf-8")
    boot.set_up(boot.RUNTIME_LOCK)
    assert ran.count("-m venv") == 2


def test_line_ends_of_windows_do_not_change_the_fingerprint(boot: ModuleType) -> None:
    unix, windows = boot.ROOT / "unix", boot.ROOT / "windows"
    unix.write_bytes(b"a==1\nb==2\n")
    windows.write_bytes(b"a==1\r\nb==2\r\n")
    assert boot.digest(unix) == boot.digest(windows)


# --- the operating system


def test_missing_ensurepip_of_debian_names_its_package(
    boot: ModuleType, as_user: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boot, "find_spec", lambda name: None if name == "ensurepip" else object())
    monkeypatch.setattr(boot.sys, "base_prefix", "/usr")
    monkeypatch.setattr(boot, "missing_libraries", lambda required: [])
    with pytest.raises(boot.SetupError, match=r"ensurepip.*sudo apt-get install .*python3-venv$"):
        boot.supply_needs(testing=False)


def test_missing_ensurepip_of_another_python_is_not_sought_in_debian(
    boot: ModuleType, as_user: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boot, "find_spec", lambda name: None)
    monkeypatch.setattr(boot.sys, "base_prefix", "/opt/python")
    monkeypatch.setattr(boot, "missing_libraries", lambda required: [])
    with pytest.raises(boot.SetupError, match="reinstall that Python") as caught:
        boot.supply_needs(testing=False)
    assert "apt-get" not in str(caught.value)


def test_ordinary_user_gets_one_command_for_all_missing_libraries(
    boot: ModuleType, as_user: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boot, "known_libraries", lambda: "header\n\tlibGL.so.1 (libc6,x86-64) => /usr/lib/libGL.so.1\n")
    monkeypatch.setenv("DISPLAY", ":0")
    with pytest.raises(boot.SetupError) as caught:
        boot.supply_needs(testing=False)
    command = str(caught.value).rpartition(": ")[2]
    assert command.startswith("sudo apt-get install --yes --no-install-recommends libegl1 ")
    assert command.endswith("libxkbcommon-x11-0")
    assert "libgl1 " not in command


def test_missing_test_tools_are_named_and_skipped(
    boot: ModuleType, as_user: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(boot, "missing_libraries", lambda required: [])
    monkeypatch.setattr(boot.shutil, "which", lambda name, path=None: None if name == "localc" else f"/usr/bin/{name}")
    monkeypatch.setattr(boot.Path, "is_file", lambda self: self.suffix == ".jar")
    boot.supply_needs(testing=True)
    said = capsys.readouterr().out
    assert "LibreOffice Calc" in said
    assert "libreoffice-calc" in said
    assert "poppler" not in said


def test_in_ci_a_missing_test_tool_stops_the_run(
    boot: ModuleType, as_user: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(boot, "missing_libraries", lambda required: [])
    monkeypatch.setattr(boot, "missing_tools", lambda: [boot.Need("Java", "default-jre-headless", boot.in_ci())])
    with pytest.raises(boot.SetupError, match="lacks Java"):
        boot.supply_needs(testing=True)


def test_root_installs_what_is_missing_and_looks_again(
    boot: ModuleType, ran: Recorder, as_user: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boot.os, "geteuid", lambda: 0)
    monkeypatch.setattr(boot, "missing_needs", lambda testing: [] if ran.commands else [boot.Need("x", "libx1", True)])
    boot.supply_needs(testing=False)
    assert ran.count("apt-get install --yes --no-install-recommends libx1") == 1


@pytest.mark.parametrize(
    ("version", "word"), [((3, 10), "too old"), ((3, 11), None), ((3, 13), None), ((3, 14), "too new")]
)
def test_python_that_cannot_serve_is_named(boot: ModuleType, version: tuple[int, int], word: str | None) -> None:
    fault = boot.python_fault(version)
    assert (fault is None) if word is None else (word in fault)


def test_failure_is_one_sentence_without_a_traceback(
    boot: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(boot, "supply_needs", lambda testing: None)
    monkeypatch.setattr(boot.sys, "_base_executable", str(boot.ROOT / "no-python"))
    assert boot.main(["start"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("bootstrap: Making the environment .venv failed: ")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("output", "word"),
    [
        ("Collecting x\nERROR: hashes differ\nnotice: a new pip\n", "ERROR: hashes differ"),
        ("Err:1 Temporary failure resolving\nE: Unable to locate package x\n", "the network could not be reached"),
        ("one\ntwo\n\n", "two"),
        ("", "it gave no reason"),
    ],
)
def test_last_word_of_a_failed_program(boot: ModuleType, output: str, word: str) -> None:
    assert boot.last_word(output) == word


# --- start


@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY", None])
def test_start_opens_the_wizard_only_where_there_is_a_display(
    boot: ModuleType, monkeypatch: pytest.MonkeyPatch, variable: str | None
) -> None:
    calls: list[list[str]] = []

    def call(command: list[str], **_: object) -> int:
        calls.append(command)
        if "--out" in command:
            (Path(command[-1]) / "offer.pdf").touch()
            (Path(command[-1]) / "offer.xlsx").touch()
        return 0

    monkeypatch.setattr(boot.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv(variable, ":7")
    monkeypatch.setattr(boot, "EXAMPLE", boot.ROOT / "templates/examples/vmware-replacement.json")
    monkeypatch.setattr(boot, "EXAMPLE_OUT", boot.ROOT / "build" / "example-quote")
    monkeypatch.setattr(boot, "supply_needs", lambda testing: None)
    monkeypatch.setattr(boot, "set_up", lambda lock: None)
    monkeypatch.setattr(boot.subprocess, "call", call)
    assert boot.main(["start"]) == 0
    program = str(boot.venv_program("rackwright"))
    example = [program, "quote", str(boot.EXAMPLE), "--out", str(boot.EXAMPLE_OUT)]
    assert calls == ([[program]] if variable else [example])


def test_a_quote_without_a_workbook_is_a_failure(
    boot: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(boot, "EXAMPLE", boot.ROOT / "example.json")
    monkeypatch.setattr(boot, "EXAMPLE_OUT", tmp_path / "quote")
    monkeypatch.setattr(boot.subprocess, "call", lambda *_, **__: (tmp_path / "quote" / "offer.pdf").touch() or 0)
    with pytest.raises(boot.SetupError, match="no workbook"):
        boot.quote_example()


# --- test


def test_every_failing_check_is_named(
    boot: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    fails, passes = [sys.executable, "-c", "raise SystemExit(1)"], [sys.executable, "-c", ""]
    monkeypatch.setattr(boot, "supply_needs", lambda testing: None)
    monkeypatch.setattr(boot, "set_up", lambda lock: None)
    monkeypatch.setattr(boot, "test_steps", lambda: {"lint": fails, "types": passes, "tests": fails})
    assert boot.main(["test"]) == 1
    assert capfd.readouterr().err == "bootstrap: These checks failed: lint, tests.\n"


@pytest.mark.parametrize(("ci", "expected"), [("true", "offscreen 1"), ("", "offscreen None")])
def test_checks_run_offscreen_and_skip_nothing_in_ci(
    boot: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], ci: str, expected: str
) -> None:
    code = "import os; print(os.environ['QT_QPA_PLATFORM'], os.environ.get('RACKWRIGHT_NO_SKIP'))"
    monkeypatch.setenv("CI", ci)
    monkeypatch.delenv("RACKWRIGHT_NO_SKIP", raising=False)
    monkeypatch.setattr(boot, "supply_needs", lambda testing: None)
    monkeypatch.setattr(boot, "set_up", lambda lock: None)
    monkeypatch.setattr(boot, "test_steps", lambda: {"show": [sys.executable, "-c", code]})
    assert boot.main(["test"]) == 0
    assert expected in capfd.readouterr().out.splitlines()


# --- the files that are committed


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_has_a_hash_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.findall(r"^\S.*(?:\n[ ].*)*", re.sub(r"(?m)^\s*#.*\n?", "", text), flags=re.MULTILINE)
    assert len(entries) > 15
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==[\w.]+( ;| \\)", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_development_lock_contains_the_runtime_lock() -> None:
    runtime, development = (
        set(re.findall(r"(?m)^[a-z0-9-]+==\S+", (ROOT / lock).read_text(encoding="utf-8"))) for lock in LOCKS
    )
    assert runtime < development
    assert any(pin.startswith("editables==") for pin in runtime)
    assert any(pin.startswith("hatchling==") for pin in runtime)


def test_qt_is_pinned_alike_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"PySide6-Essentials=={QT}" in project["dependencies"]
    for lock in LOCKS:
        assert re.search(rf"(?m)^pyside6-essentials=={re.escape(QT)} \\$", (ROOT / lock).read_text(encoding="utf-8"))


def test_supported_pythons_are_those_of_the_project(boot: ModuleType) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    after_newest = (boot.NEWEST[0], boot.NEWEST[1] + 1)
    assert project["requires-python"] == ">={}.{},<{}.{}".format(*boot.OLDEST, *after_newest)


def test_bundled_fonts_can_be_embedded_and_have_their_licence() -> None:
    fonts = sorted((ROOT / "resources" / "fonts").glob("*.ttf"))
    assert {font.name for font in fonts} >= {f"Inter-{w}.ttf" for w in ("Regular", "Medium", "SemiBold", "Bold")}
    for font in fonts:
        assert font.read_bytes()[:4] == b"\x00\x01\x00\x00", f"{font.name} is no TrueType font: PDF cannot embed it"
        assert font.with_name(f"{font.stem.partition('-')[0]}-LICENSE.txt").is_file()
