"""Read a partner's branding: a folder with ``brand.toml`` and the files that it names."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from wizard.model.brand import WORDS, Brand, BrandFile, Words
from wizard.model.text import Text
from wizard.persistence.faults import FileFault, cleaned, faults_of, odd_values
from wizard.persistence.files import read_bytes, write_files
from wizard.persistence.settings import read_settings

BRAND_FILE = "brand.toml"
_LANGUAGES = ("de", "en")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


_Name = Annotated[str, Field(min_length=1, max_length=200)]


_Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]


class _Fonts(_Frozen):
    regular: _Name
    semibold: _Name


class _Brand(_Frozen):
    """What ``brand.toml`` may say; files are named relative to it."""

    name: Annotated[str, Field(max_length=200)] = ""
    accent: _Colour | None = None
    ink: _Colour | None = None
    quiet: _Colour | None = None
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
        ink=given.ink,
        quiet=given.quiet,
        logo=None if given.logo is None else _file(home, given.logo, path, "logo"),
        regular=None if given.fonts is None else _file(home, given.fonts.regular, path, "fonts.regular"),
        semibold=None if given.fonts is None else _file(home, given.fonts.semibold, path, "fonts.semibold"),
        letterhead=given.letterhead,
        texts=texts,
    )


def own_brand() -> Brand | None:
    """Return the branding that the settings name, or None where they name none: the truth of window and command.

    Raises
    ------
    FileFault
        If it cannot be read: an offer in another look would be wrong without a word.
    """
    named = read_settings().brand
    return None if named is None else read_brand(Path(named))


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


def write_brand(brand: Brand, folder: Path) -> Path:
    """Write a branding into a folder, and return its ``brand.toml``. Other files of the folder stay.

    Raises
    ------
    FileFault
        If it could not be read again: a name or a letterhead that is too long.
    SaveFault
        If a file could not be written; what was there is unchanged.
    """
    path = folder / BRAND_FILE
    names, contents = _laid_out(brand, folder)
    text = _toml(brand, names)
    try:
        _BRAND.validate_python(data := tomllib.loads(text))
    except ValidationError as error:
        raise FileFault(path, faults_of(error, _Brand, data)) from None
    write_files({**contents, path: text.encode("utf-8")})
    return path


def read_file(path: Path) -> BrandFile:
    """Return a file for a branding, such as a logo.

    Raises
    ------
    FileFault
        If it cannot be read or is too large.
    """
    return BrandFile(path.name, read_bytes(path))


def _laid_out(brand: Brand, folder: Path) -> tuple[dict[str, str], dict[Path, bytes]]:
    """Return where the files of a branding go: their names by what they are, and what they hold."""
    files: dict[str, tuple[str, BrandFile | None]] = {
        "logo": ("logo", brand.logo), "regular": ("regular", brand.regular), "semibold": ("semibold", brand.semibold),
    }  # fmt: skip
    names, contents = {}, {}
    for key, (stem, file) in files.items():
        if file is not None:
            suffix = Path(file.name).suffix.casefold()
            names[key] = stem + (suffix if suffix[1:].isalnum() and suffix.isascii() else "")
            contents[folder / names[key]] = file.content
    for (code, place), file in brand.texts.items():
        names[f"{code}.{place}"] = name = f"texts/{place}.{code}.txt"
        contents[folder / name] = file.content
    return names, contents


def _toml(brand: Brand, names: dict[str, str]) -> str:
    lines = [f"name = {_quoted(brand.name)}"]
    colours = {key: getattr(brand, key) for key in ("accent", "ink", "quiet")}
    lines += [f"{key} = {_quoted(colour)}" for key, colour in colours.items() if colour is not None]
    lines.append(f"letterhead = [{', '.join(map(_quoted, brand.letterhead))}]")
    if "logo" in names:
        lines.append(f"logo = {_quoted(names['logo'])}")
    if "regular" in names and "semibold" in names:
        lines += ["", "[fonts]", *(f"{key} = {_quoted(names[key])}" for key in ("regular", "semibold"))]
    for code in _LANGUAGES:
        texts = [f"{place} = {_quoted(names[f'{code}.{place}'])}" for place in WORDS if f"{code}.{place}" in names]
        lines += ["", f"[texts.{code}]", *texts] if texts else []
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # A text of JSON is one of TOML too, but for the one control character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
