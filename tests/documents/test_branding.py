"""A partner's branding: his look and texts in the file, and a clear sentence about whatever is wrong with them."""

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.documents import sample
from tests.documents.helpers import pdf_text
from wizard.assets import Assets, folder
from wizard.documents.branding import BrandError, problems
from wizard.documents.offer_blocks import offer_source
from wizard.documents.pdf import pdf
from wizard.model.brand import Brand, BrandFile
from wizard.model.text import ENGLISH
from wizard.persistence.brands import read_brand
from wizard.persistence.faults import FileFault
from wizard.persistence.languages import language

FONTS = folder(Assets.RESOURCES) / "fonts"


def text(words: str) -> Brand:
    return Brand(texts={("en", "letter"): BrandFile("letter.txt", words.encode())})


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 80), mode: str = "RGBA") -> BrandFile:
    target = io.BytesIO()
    Image.new(mode, size, (200, 30, 30, 128)[: len(mode)]).save(target, kind)
    return BrandFile("logo.png", target.getvalue())


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_example_fills_letter_and_terms(code: str) -> None:
    brand = read_brand(folder(Assets.TEMPLATES) / "brand")
    words = pdf_text(pdf(sample.offer(), language(code), brand=brand))
    assert {"en": "thank you for your enquiry", "de": "vielen Dank für Ihre Anfrage"}[code] in words
    assert {"en": "Payable within 30 days", "de": "Zahlbar innerhalb von 30 Tagen"}[code] in words
    assert "Example Systems Ltd" in words
    assert language(code).money(sample.offer().total_net) in words


def test_colours_logo_and_fonts_are_in_the_file() -> None:
    brand = Brand(
        accent="#7A1F5C",
        logo=picture(),
        regular=BrandFile("Company.ttf", (FONTS / "Inter-Medium.ttf").read_bytes()),
        semibold=BrandFile("Company-Bold.ttf", (FONTS / "Inter-Bold.ttf").read_bytes()),
    )
    with pikepdf.open(io.BytesIO(pdf(sample.offer(), ENGLISH, brand=brand))) as file:
        names = {str(each["/BaseFont"]) for each in file.objects
                 if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font"}  # fmt: skip
        assert any("Inter-Bold" in name for name in names)
        assert len(file.pages[0].get_images()) == 1
        assert ".478431 .121569 .360784 rg" in file.pages[0].Contents.read_bytes().decode("latin-1")


def test_without_a_branding_nothing_changes() -> None:
    assert pdf(sample.offer(), ENGLISH, brand=Brand()) == pdf(sample.offer(), ENGLISH)


def test_a_bid_has_no_own_terms() -> None:
    brand = read_brand(folder(Assets.TEMPLATES) / "brand")
    words = pdf_text(pdf(replace(sample.offer(), mode="tender"), ENGLISH, brand=brand))
    assert "Payable within 30 days" not in words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Dear {{ custmer }}", "letter.txt:1: 'custmer' is undefined"),
        ("one\n\n{% if contact %}", "letter.txt:3: .*[Uu]nexpected end"),
        ("{{ contact.__class__.__mro__ }}", "letter.txt:1: .*unsafe|letter.txt:1: .*undefined"),
        ("{{ ''.__class__.__base__.__subclasses__() }}", "letter.txt"),
        ("{% for a in range(9) %}{% endfor %}", "letter.txt:1: 'range' is undefined"),
        ("{% include '/etc/passwd' %}", "letter.txt:1: .*loader"),
        ("{{ contact|nosuch }}", "letter.txt:1: .*nosuch"),
        ("{{ title * 10000000 }}", "letter.txt|longer than"),
        ("\n\n{{ 1 // 0 }}", "letter.txt:3: .*zero"),
        ("{{ 9**9**9**9 }}", "not allowed in a text"),
        ("fine\n{{ nobody }}\nfine", "letter.txt:2: 'nobody' is undefined"),
    ],
)
def test_a_bad_text_says_what_is_wrong(words: str, said: str) -> None:
    with pytest.raises(BrandError, match=said):
        pdf(sample.offer(), ENGLISH, brand=text(words))


def test_a_text_that_is_no_text() -> None:
    brand = Brand(texts={("en", "letter"): BrandFile("letter.txt", b"\xff\xfe")})
    with pytest.raises(BrandError, match="not UTF-8"):
        pdf(sample.offer(), ENGLISH, brand=brand)


@pytest.mark.parametrize("name", sample.HOSTILE.values(), ids=sample.HOSTILE)
def test_a_hostile_name_is_only_words(name: str) -> None:
    assert "Dear" in pdf_text(pdf(sample.offer(name), ENGLISH, brand=text("Dear {{ customer }} {{ title }}")))


@pytest.mark.parametrize(
    ("brand", "said"),
    [
        (Brand(accent="#EEDD00"), "too light"),
        (Brand(logo=BrandFile("logo.png", b"no picture")), "logo.png: is not a PNG"),
        (Brand(logo=picture(size=(5000, 5))), "larger than 4,000 pixels"),
        (Brand(regular=BrandFile("a.ttf", b"x"), semibold=BrandFile("b.ttf", b"x")), "a.ttf: is not a TrueType"),
        (Brand(regular=BrandFile("a.ttf", (FONTS / "NotoEmoji-Regular.ttf").read_bytes()),
               semibold=BrandFile("b.ttf", b"x")), "a.ttf: the font lacks"),
    ],
)  # fmt: skip
def test_a_bad_look_says_what_is_wrong(brand: Brand, said: str) -> None:
    with pytest.raises(BrandError, match=said):
        pdf(sample.offer(), ENGLISH, brand=brand)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("accent = 'green'", "accent"),
        ("colour = '#112233'", "colour"),
        ("accent = ", "is not TOML"),
        ("logo = '../secret.png'", "logo: .* not in the folder"),
        ("logo = 'missing.png'", "missing.png"),
        ("[texts.fr]\nletter = 'a.txt'", "texts.fr"),
        ("[texts.en]\nlettr = 'a.txt'", "lettr"),
        ("[fonts]\nregular = 'a.ttf'", "semibold"),
    ],
)
def test_a_bad_file_says_what_is_wrong(toml: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "brand.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(FileFault, match=said):
        read_brand(tmp_path)


def test_every_problem_is_named_with_its_place_and_line() -> None:
    brand = Brand(
        accent="#FFEE00", ink="#AAAAAA", logo=BrandFile("logo.png", b"no picture"),
        regular=BrandFile("a.ttf", (FONTS / "Inter-Medium.ttf").read_bytes()),
        texts={
            ("en", "letter"): BrandFile("letter.en.txt", b"one\n{{ two }}"),
            ("de", "terms"): BrandFile("t", b"{% x %}"),
        },
    )  # fmt: skip
    sources = [offer_source(sample.offer(), language(code)) for code in ("de", "en")]
    found = {problem.place: problem.line for problem in problems(brand, sources)}
    assert found == {"accent": None, "ink": None, "logo": None, "fonts": None, "en.letter": 2, "de.terms": 1}
    assert list(problems(read_brand(folder(Assets.TEMPLATES) / "brand"), sources)) == []


def test_the_text_has_its_own_colours() -> None:
    with pikepdf.open(io.BytesIO(pdf(sample.offer(), ENGLISH, brand=Brand(ink="#102030", quiet="#405060")))) as file:
        drawn = b"".join(page.Contents.read_bytes() for page in file.pages)
    assert b".062745 .12549 .188235 rg" in drawn
    assert b".25098 .313725 .376471 rg" in drawn
