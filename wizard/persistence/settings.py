"""Remember between two starts which files were open, the language, the theme and the user's catalogue."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_config_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wizard.model.price_list import PriceMapping
from wizard.model.tender import RequirementMapping
from wizard.persistence.faults import FileFault
from wizard.persistence.files import read_json, write_file

RECENT_FILES = 10
MAPPINGS = 50
FOLDER_VARIABLE = "RACKWRIGHT_CONFIG"

Theme = Literal["system", "light", "dark"]


class Settings(BaseModel):
    """What the program remembers. Nothing of it changes an offer, apart from the catalogue and the branding."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    recent: tuple[str, ...] = Field(default=(), max_length=RECENT_FILES)
    """Files that were open, the last one first."""
    language: Literal["en", "de"] | None = None
    """Unset follows the operating system."""
    theme: Theme = "system"
    mode: Literal["plain", "expert"] = "expert"
    """Questions in everyday words, or every parameter."""
    seen: str = ""
    """Steps whose first explanation was read, with commas between."""
    catalogue: str | None = None
    """The user's own catalogue; unset is the bundled one."""

    brand: str | None = None
    """Folder of the branding that offers are written in; unset is the plain look."""

    price_lists: tuple[PriceMapping, ...] = Field(default=(), max_length=MAPPINGS)
    """How suppliers' lists are read, the last one first."""

    requirement_lists: tuple[RequirementMapping, ...] = Field(default=(), max_length=MAPPINGS)
    """How buyers' lists are read, the last one first."""

    def with_requirement_list(self, mapping: RequirementMapping) -> Settings:
        """Return settings that know a buyer's list with these headings."""
        others = [other for other in self.requirement_lists if other.headings != mapping.headings]
        return self.model_copy(update={"requirement_lists": (mapping, *others)[:MAPPINGS]})

    def with_price_list(self, mapping: PriceMapping) -> Settings:
        """Return settings that know a list with these headings."""
        others = [other for other in self.price_lists if other.headings != mapping.headings]
        return self.model_copy(update={"price_lists": (mapping, *others)[:MAPPINGS]})

    def with_recent(self, path: Path) -> Settings:
        """Return settings with a file at the top of the recent ones."""
        name = str(path.absolute())
        others = [other for other in self.recent if other != name]
        return self.model_copy(update={"recent": (name, *others)[:RECENT_FILES]})

    def without_recent(self, path: Path) -> Settings:
        """Return settings without a file that is gone."""
        name = str(path.absolute())
        return self.model_copy(update={"recent": tuple(other for other in self.recent if other != name)})


def settings_path() -> Path:
    """Return where the settings are kept; the variable ``RACKWRIGHT_CONFIG`` names another folder."""
    own = os.environ.get(FOLDER_VARIABLE)
    home = Path(own) if own else user_config_path("rackwright", appauthor=False)
    return home / "settings.json"


def read_settings() -> Settings:
    """Return the settings. What cannot be read is at its default: a broken file must not keep the program shut."""
    try:
        data = read_json(settings_path())
    except FileFault:
        return Settings()
    if not isinstance(data, dict):
        return Settings()
    return Settings(**{name: data[name] for name in Settings.model_fields if name in data and _fits(name, data[name])})


def _fits(name: str, value: Any) -> bool:
    try:
        Settings.model_validate({name: value})
    except ValidationError:
        return False
    return True


def write_settings(settings: Settings) -> None:
    """Write the settings.

    Raises
    ------
    SaveFault
        If they could not be written; the old ones are unchanged.
    """
    path = settings_path()
    text = json.dumps(settings.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
    _make_folder(path.parent)
    write_file(path, text.encode("utf-8"), keep_previous=False)


def _make_folder(folder: Path) -> None:
    # write_file says what is wrong where this does not succeed.
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
