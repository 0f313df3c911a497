import json
from pathlib import Path

import pytest

from wizard.persistence.faults import SaveFault
from wizard.persistence.settings import FOLDER_VARIABLE, Settings, read_settings, settings_path, write_settings


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "config"))
    return tmp_path


def test_settings_are_remembered() -> None:
    assert read_settings() == Settings()
    changed = Settings(language="de", theme="dark", catalogue="/lists/own.json").with_recent(Path("/a/b.json"))
    write_settings(changed)
    assert read_settings() == changed


def test_the_last_ten_files_without_repetition() -> None:
    settings = Settings()
    for number in [*range(12), 5]:
        settings = settings.with_recent(Path(f"/p/{number}.json"))
    assert [Path(name).stem for name in settings.recent] == ["5", "11", "10", "9", "8", "7", "6", "4", "3", "2"]
    assert settings.without_recent(Path("/p/5.json")).recent[0] == "/p/11.json"


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"recent": 5, "theme": [], "language": "xx"}']
)
def test_a_broken_file_gives_defaults_and_can_be_written_again(content: bytes) -> None:
    settings_path().parent.mkdir()
    settings_path().write_bytes(content)
    assert read_settings() == Settings()
    write_settings(Settings(theme="light"))
    assert read_settings().theme == "light"


def test_what_is_sound_in_a_broken_file_is_kept() -> None:
    settings_path().parent.mkdir()
    settings_path().write_text(
        json.dumps({"language": "de", "theme": "pink", "of_a_newer_version": 1}), encoding="utf-8"
    )
    assert read_settings() == Settings(language="de")


def test_a_folder_that_cannot_be_made_is_one_fault(home: Path) -> None:
    (home / "config").write_text("in the way", encoding="utf-8")
    with pytest.raises(SaveFault, match="could not be saved"):
        write_settings(Settings())


def test_without_the_variable_the_system_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER_VARIABLE)
    assert "rackwright" in settings_path().parts
    assert settings_path().is_absolute()
