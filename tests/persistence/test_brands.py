"""A branding in its folder: written whole or not at all, and read again as it was."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.assets import Assets, folder
from wizard.flow.brand_desk import BrandDesk
from wizard.model.brand import WORDS, Brand, BrandFile
from wizard.persistence import files
from wizard.persistence.brands import own_brand, read_brand, write_brand
from wizard.persistence.faults import FileFault, SaveFault
from wizard.persistence.settings import FOLDER_VARIABLE, read_settings

EXAMPLE = folder(Assets.TEMPLATES) / "brand"
NAMES = st.text(st.characters(blacklist_categories=("Cs",)), max_size=200)


def contents(brand: Brand) -> tuple[object, ...]:
    """Return what counts of a branding: files by what they hold, whatever they are called."""
    held = [file and file.content for file in (brand.logo, brand.regular, brand.semibold)]
    texts = {key: file.content for key, file in brand.texts.items()}
    return brand.name, brand.accent, brand.ink, brand.quiet, brand.letterhead, held, texts


@given(NAMES, st.lists(NAMES, max_size=6), st.text(max_size=200))
def test_what_was_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, name: str, lines: list[str], words: str
) -> None:
    home = tmp_path_factory.mktemp("brand")
    text = BrandFile("letter", words.encode("utf-8", "replace"))
    brand = Brand(
        name=name, accent="#102030", quiet="#405060", letterhead=tuple(lines),
        logo=BrandFile("Logo <&>.PNG", b"picture"),
        regular=BrandFile("..\\odd name.ttf", b"1"), semibold=BrandFile("x", b"2"),
        texts={(code, place): text for code in ("de", "en") for place in WORDS},
    )  # fmt: skip
    write_brand(brand, home)
    assert contents(read_brand(home)) == contents(brand)


def test_the_example_survives_the_way_through_the_file(tmp_path: Path) -> None:
    brand = read_brand(EXAMPLE)
    write_brand(brand, tmp_path / "deep" / "own")
    assert contents(read_brand(tmp_path / "deep" / "own")) == contents(brand)


def test_what_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    write_brand(Brand(name="Kept"), tmp_path)
    with pytest.raises(FileFault, match="letterhead"):
        write_brand(Brand(name="New", letterhead=("x",) * 7), tmp_path)
    with pytest.raises(FileFault, match="name"):
        write_brand(Brand(name="x" * 10_000), tmp_path)
    assert read_brand(tmp_path).name == "Kept"


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_full_disk_leaves_every_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int) -> None:
    brand = replace(read_brand(EXAMPLE), logo=BrandFile("logo.png", b"old"))
    write_brand(brand, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    flush, calls = files.os.fsync, []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == failing:
            raise OSError(28, "No space left on device")
        flush(handle)

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(SaveFault, match="No space left"):
        write_brand(replace(brand, name="Other", logo=BrandFile("logo.png", b"new")), tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_window_and_command_have_one_truth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "settings"))
    desk = BrandDesk()
    assert own_brand() is None
    desk.keep(Brand(name="Seen only"), tmp_path / "other", use=False)
    assert own_brand() is None
    kept = desk.keep(Brand(name="Example & Sons"), None, use=True)
    assert kept == desk.proposal
    brand = own_brand()
    assert brand is not None
    assert brand.name == "Example & Sons"
    desk.use(None)
    assert own_brand() is None
    assert read_brand(kept).name == "Example & Sons", "the files stay"
    desk.use(tmp_path / "gone")
    with pytest.raises(FileFault):
        own_brand()
    assert read_settings().brand == str(tmp_path / "gone")
