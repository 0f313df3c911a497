"""Read a partner's branding: a folder with ``brand.toml`` and the files that it names."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from wizard.model.brand import WORDS, Brand, BrandFile, Words
from wizard.model.text import Text
from wizard.persistence.faults import FileFault, cleaned, faults_of, odd_values
from wizard.persistence.files import read_bytes

BRAND_FILE = "brand.toml"
_LANGUAGES = ("de", "en")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


_Name = Annotated[str, Field(min_length=1, max_length=200)]


class _Fonts(_Frozen):
    regular: _Name
    semibold: _Name


class _Brand(_Frozen):
    """What ``brand.toml`` may say; files are named relative to it."""

    name: Annotated[str, Field(max_length=200)] = ""
    accent: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")] | None = None
    logo: _Name | None = None
    fonts: _Fonts | None = None
    letterhead: Annotated[tuple[Annotated[str, Field(max_length=200)], ...], Field(max_length=6)] = ()
    texts: dict[str, dict[Words, _Name]] = Field(default_factory=dict)


_BRAND = TypeAdapter(_Brand)


def read_brand(folder: Path) -> Brand:
    """Read a branding.

    Parameters
    ----------
    folder
        The folder, or the ``brand.toml`` in it.

    Raises
    ------
    FileFault
        If a file cannot be read, or ``brand.toml`` says something that is not known.
    """
    path = folder if folder.name == BRAND_FILE else folder / BRAND_FILE
    given = _checked(path)
    home = path.parent
    texts: dict[tuple[str, Words], BrandFile] = {}
    for code, names in given.texts.items():
        if code not in _LANGUAGES:
            raise FileFault(path, [Text("texts.{code}: is not one of {known}", code=cleaned(code, 20), known="de, en")])
        for place in WORDS:
            if place in names:
                texts[code, place] = _file(home, names[place], path, f"texts.{code}.{place}")
    return Brand(
        path=str(path),
        name=given.name,
        accent=given.accent,
        logo=None if given.logo is None else _file(home, given.logo, path, "logo"),
        regular=None if given.fonts is None else _file(home, given.fonts.regular, path, "fonts.regular"),
        semibold=None if given.fonts is None else _file(home, given.fonts.semibold, path, "fonts.semibold"),
        letterhead=given.letterhead,
        texts=texts,
    )


def _checked(path: Path) -> _Brand:
    try:
        data: dict[str, Any] = tomllib.loads(read_bytes(path).decode("utf-8"))
    except UnicodeDecodeError:
        raise FileFault(path, [Text("is not UTF-8 text")]) from None
    except tomllib.TOMLDecodeError as error:
        raise FileFault(path, [Text("is not TOML: {reason}", reason=cleaned(str(error), 200))]) from None
    try:
        given = _BRAND.validate_python(data)
    except ValidationError as error:
        raise FileFault(path, faults_of(error, _Brand, data)) from None
    if odd := odd_values(data, _Brand):
        raise FileFault(path, list(odd.values()))
    return given


def _file(home: Path, name: str, path: Path, place: str) -> BrandFile:
    """Read a file that the branding names; it lies in the folder of the branding or below it."""
    target = (home / name).resolve()
    if not target.is_relative_to(home.resolve()):
        raise FileFault(
            path, [Text("{place}: {name} is not in the folder of the branding", place=place, name=cleaned(name, 60))]
        )
    return BrandFile(target.name, read_bytes(target))
