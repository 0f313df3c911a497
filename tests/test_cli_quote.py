"""What ``quote`` writes beside the usual: one document alone, a branding, the own workbook; bad ones are named."""

from pathlib import Path

import openpyxl
import pytest

from tests.documents.helpers import pdf_text
from tests.documents.test_template_book import template
from wizard import cli
from wizard.flow.brand_desk import BrandDesk
from wizard.model.brand import Brand
from wizard.model.tender import RequirementField, RequirementMapping
from wizard.persistence.settings import FOLDER_VARIABLE, read_settings, write_settings

SHOP = "templates/examples/branch-shop.json"


def quote(out: Path, *options: str) -> int:
    return cli.main(["quote", SHOP, "--out", str(out), "--on", "2026-11-22", "--language", "en", *options])


@pytest.mark.parametrize(
    ("document", "has", "has_not"),
    [
        ("offer", "Bill of materials", "Every figure of this"),
        ("annex", "Every figure of this", "Bill of materials"),
        ("self-assessment", "Self-assessment, not binding", "Bill of materials"),
    ],
)
def test_one_document_alone(document: str, has: str, has_not: str, tmp_path: Path) -> None:
    assert quote(tmp_path, "--document", document, "--formats", "pdf") == 0
    (path,) = tmp_path.iterdir()
    assert path.stem.endswith(document)
    text = pdf_text(path.read_bytes())
    assert has in text
    assert has_not not in text


def test_a_self_assessment_names_no_price_to_the_cent(tmp_path: Path) -> None:
    import pypdfium2

    assert quote(tmp_path, "--document", "self-assessment", "--explore", "--formats", "pdf") == 0
    (path,) = tmp_path.iterdir()
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    assert [number for number, text in enumerate(pages, start=1) if "not binding" not in text] == []
    asked = "Budget, net"
    exact = [line for text in pages for line in text.splitlines() if ".00" in line and "EUR" in line]
    assert [line for line in exact if asked not in line and "budget" not in line] == []


def test_explored_answers_have_a_chapter(tmp_path: Path) -> None:
    assert quote(tmp_path, "--explore", "--formats", "pdf") == 0
    assert "What other answers would change" in pdf_text(next(tmp_path.iterdir()).read_bytes())


def test_branding_and_own_workbook(tmp_path: Path) -> None:
    (tmp_path / "own.xlsx").write_bytes(template())
    options = ("--brand", "templates/brand", "--workbook", str(tmp_path / "own.xlsx"))
    assert quote(tmp_path / "out", *options) == 0
    assert "thank you for your enquiry" in pdf_text(next((tmp_path / "out").glob("*.pdf")).read_bytes())
    own = openpyxl.load_workbook(next((tmp_path / "out").glob("*-own.xlsx")))
    assert own["Quote"]["A10"].value == "01.0010"


def test_a_bad_branding_and_a_bad_certificate_end_with_a_line_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RACKWRIGHT_PASSPHRASE", "x")
    (tmp_path / "brand.toml").write_text("accent = '#FFFF00'", encoding="utf-8")
    (tmp_path / "own.p12").write_bytes(b"nothing")
    (tmp_path / "own.xlsx").write_bytes(b"nothing")
    for option, file, said in (
        ("--brand", "", "brand.toml: accent: #FFFF00 is too light"),
        ("--sign", "own.p12", "own.p12: cannot be opened"),
        ("--workbook", "own.xlsx", "own.xlsx: is no workbook"),
    ):
        assert quote(tmp_path / "out", option, str(tmp_path / file)) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert said in line


def test_the_branding_of_the_settings_is_the_one_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "settings"))
    BrandDesk().keep(Brand(letterhead=("Own Letterhead Ltd (invented)",)), None, use=True)
    assert quote(tmp_path / "own", "--formats", "pdf") == 0
    assert quote(tmp_path / "plain", "--formats", "pdf", "--plain") == 0
    (own,), (plain,) = (tuple((tmp_path / name).iterdir()) for name in ("own", "plain"))
    assert "Own Letterhead" in pdf_text(own.read_bytes())
    assert "Own Letterhead" not in pdf_text(plain.read_bytes())
    BrandDesk().use(tmp_path / "gone")
    assert quote(tmp_path / "none", "--formats", "pdf") == 2
    assert "gone" in capsys.readouterr().err


def test_a_bid_has_the_branding_and_the_columns_that_the_window_remembers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "settings"))
    BrandDesk().keep(Brand(letterhead=("Own Letterhead Ltd (invented)",)), None, use=True)
    listed = tmp_path / "odd.csv"
    listed.write_text("Lfd;We want;Verdict;Second;Note\n1;At least 1 server;;;\n", encoding="utf-8")
    bid = ("tender", SHOP, "--requirements", str(listed), "--draft", "--on", "2026-11-22", "--language", "en")
    assert cli.main([*bid, "--out", str(tmp_path / "unknown")]) == 2
    assert "no sheet has a column with requirements" in capsys.readouterr().err
    columns: dict[RequirementField, str] = {"text": "We want", "answer": "Verdict", "comment": "Note"}
    headings = ("Lfd", "We want", "Verdict", "Second", "Note")
    write_settings(read_settings().with_requirement_list(RequirementMapping(headings=headings, columns=columns)))

    def written(name: str, *options: str) -> tuple[str, list[str]]:
        cli.main([*bid, "--out", str(tmp_path / name), *options])
        (document,) = (tmp_path / name / "draft").glob("*.pdf")
        (answered,) = (tmp_path / name / "draft").glob("*.csv")
        return pdf_text(document.read_bytes()), answered.read_text(encoding="utf-8").splitlines()[1].split(";")

    text, cells = written("own")
    assert "Own Letterhead" in text
    assert (cells[2], cells[3]) == ("fulfilled", "")
    assert cells[4]
    text, cells = written("plain", "--plain", "--map", "answer=Second")
    assert "Own Letterhead" not in text
    assert (cells[2], cells[3]) == ("", "fulfilled"), "what is named wins"
    assert cells[4], "the others are as they were remembered"
