"""A buyer's list: read to the letter, answered from the design, written back into the buyer's own file alone."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from wizard.documents.buyer_csv import fill_csv
from wizard.documents.buyer_file import fill_workbook
from wizard.flow.preparing import whole_offer
from wizard.flow.sizing import bundled_sizer
from wizard.flow.tender_answers import answer_requirement, answers, propose
from wizard.flow.tender_bundle import make_bundle, write_bundle
from wizard.importers.problems import ImportProblem
from wizard.importers.requirements import read_requirements
from wizard.model.tender import Requirement
from wizard.model.text import ENGLISH
from wizard.persistence.languages import language
from wizard.persistence.projects import read_project, write_project

DAY = date(2026, 11, 22)
SIZER = bundled_sizer()
PROJECT = read_project(Path("templates/examples/vmware-replacement.json"))
OFFER = whole_offer(PROJECT, SIZER.size(PROJECT, DAY), SIZER.size, on=DAY)
GERMAN = language("de")
ROWS = (
    ("1.1", "A", "Mindestens 3 Server für die Virtualisierung"),
    ("1.2", "A", "Der Ausfall eines Servers muss ohne Datenverlust überstanden werden (N+1)."),
    ("1.3", "B", "Mindestens 512 GB Arbeitsspeicher pro Server"),
    ("1.4", "B", "Nutzbare Kapazität mindestens 999.999 TB"),
    ("1.5", "A", "Der Bieter ist nach ISO 27001 zertifiziert <&> 🚀"),
    ("1.6", "B", "Leistungsaufnahme höchstens 100 kW"),
    ("1.7", "I", "Bitte beachten Sie die Anlagen"),
)


def buyers_workbook(path):
    """A list as buyers make it: title rows, protected, yellow answer cells, choices, a formula, a name, a chart."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Deckblatt").write(0, 0, "Vergabe 4711")
        sheet = book.add_worksheet("Anforderungen & mehr")
        open_ = book.add_format({"locked": False, "bg_color": "#FFFF99", "border": 1})
        wrap = book.add_format({"text_wrap": True})
        sheet.write(0, 0, "Leistungsverzeichnis, nicht verändern!")
        heads = ["Nr.", "A/B", "Anforderung", "Gewicht", "Erfüllt?", "Erläuterung", "Nachweis", "Zähler"]
        sheet.write_row(3, 0, heads)
        for row, (number, klass, text) in enumerate(ROWS, start=4):
            sheet.write_row(row, 0, [number, klass, text], wrap)
            sheet.write(row, 3, 5)
            for column in (4, 5, 6):
                sheet.write_blank(row, column, None, open_)
            sheet.write_formula(row, 7, f'=IF(E{row + 1}="ja",D{row + 1},0)', None, 0)
        sheet.write_blank(8, 5, None, book.add_format({"locked": True}))  # the one for 1.5 is locked by mistake
        sheet.data_validation(4, 4, 10, 4, {"validate": "list", "source": ["ja", "nein", "teilweise"]})
        sheet.conditional_format(4, 4, 10, 4, {"type": "cell", "criteria": "==", "value": '"nein"', "format": open_})
        sheet.protect("secret")
        book.define_name("Punkte", "='Anforderungen & mehr'!$H$5:$H$11")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='Anforderungen & mehr'!$D$5:$D$11"})
        book.get_worksheet_by_name("Deckblatt").insert_chart("B3", chart)
    return path


@pytest.fixture
def buyers(tmp_path):
    return buyers_workbook(tmp_path / "Anlage 3 – Kriterien für Ü.xlsx")


def test_the_list_is_read_to_the_letter(buyers):
    listed = read_requirements(buyers)
    assert listed.sheet == "Anforderungen & mehr"
    assert [(one.id, one.text) for one in listed.requirements] == [(number, text) for number, _, text in ROWS]
    assert [one.row for one in listed.requirements] == list(range(5, 12))
    assert [one.klass[0] for one in listed.requirements] == ["e", "e", "e", "e", "e", "e", "i"]
    assert [one.klass for one in listed.requirements].count("exclusion") == 3
    assert listed.columns["answer"] == 4


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Mindestens 3 Server", "fulfilled"),
        ("Mindestens 300 Server", "not"),
        ("At least 16 GB of memory per node", "fulfilled"),
        ("Mindestens 99 TB Arbeitsspeicher je Server", "not"),
        ("Usable capacity of at least 1 TiB", "fulfilled"),
        ("Netzwerkanschlüsse mit mindestens 10 Gbit/s", "fulfilled"),
        ("Leistungsaufnahme höchstens 1 W", "not"),
        ("The failure of one node must be survived", "fulfilled"),
        ("Der Ausfall von zwei Servern (N+2) muss überstanden werden", "not"),
        ("Mindestens 3 Server mit mindestens 4.096 GB Arbeitsspeicher je Server", "partly"),
        ("Eine Datensicherung ist Teil des Angebots", "fulfilled"),
        ("Deutschsprachiger Support vor Ort", None),
        ("Keine Hardware eines bestimmten Herstellers", None),
        ("RAM", None),
        ("", None),
        ("=1+1 " * 2000, None),
    ],
)
def test_what_is_proposed(text, status):
    found = propose(Requirement(1, "1", text, "evaluated"), OFFER)
    assert found.status == status
    if status is not None:
        assert found.comment is not None
        assert found.anchor is not None


@pytest.mark.parametrize(
    ("example", "status"), [("small-company-ha", "partly"), ("two-sites", "fulfilled"), ("branch-shop", "not")]
)
@pytest.mark.parametrize(
    "text",
    [
        "Der Ausfall eines Servers muss ohne Datenverlust überstanden werden (N+1).",
        "The failure of one server (N+1) has to be survived without any data loss",
    ],
)
def test_replicas_that_are_older_than_the_data_are_no_failure_without_loss(example, status, text):
    project = read_project(Path(f"templates/examples/{example}.json"))
    offer = whole_offer(project, SIZER.size(project, DAY), SIZER.size, on=DAY)
    assert propose(Requirement(1, "1", text, "exclusion"), offer).status == status


def test_only_answer_cells_are_touched(buyers, tmp_path):
    before = buyers.read_bytes()
    bundle = make_bundle(PROJECT, buyers, SIZER.size, DAY, GERMAN)
    assert buyers.read_bytes() == before
    after = bundle.files[2].content
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert old.namelist() == new.namelist()
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert changed == ["xl/worksheets/sheet2.xml"]
    theirs, ours = openpyxl.load_workbook(io.BytesIO(before)), openpyxl.load_workbook(io.BytesIO(after))
    sheet, filled = theirs["Anforderungen & mehr"], ours["Anforderungen & mehr"]
    touched = {
        cell.coordinate for row in filled.iter_rows() for cell in row if cell.value != sheet[cell.coordinate].value
    }
    assert touched
    assert all(address[0] in "EFG" and int(address[1:]) >= 5 for address in touched)
    assert all(not sheet[address].protection.locked for address in touched)
    assert filled["H5"].value == sheet["H5"].value
    assert filled["E5"].value == "ja"
    assert filled["E8"].value == "nein"
    assert filled["E9"].value is None, "nobody has answered for the certificate"
    assert filled["E5"].fill.bgColor == sheet["E5"].fill.bgColor
    assert filled.protection.sheet
    assert ours.defined_names["Punkte"].attr_text == theirs.defined_names["Punkte"].attr_text
    evidence = str(filled["G5"].value)
    assert "S. " in evidence
    assert bundle.files[0].name in evidence


def test_the_evidence_names_the_page_where_the_chapter_stands(buyers):
    import pypdfium2

    bundle = make_bundle(PROJECT, buyers, SIZER.size, DAY, GERMAN)
    document = pypdfium2.PdfDocument(bundle.files[0].content)
    proven = [one for one in bundle.answers if one.evidence]
    assert proven
    for one in proven:
        page = int(one.evidence.split("S. ")[1].split(":")[0])
        title = one.evidence.split(": ", 1)[1].split(" ", 1)[1]
        text = " ".join(document[page - 1].get_textpage().get_text_range().split())
        assert title in text, one.evidence
    document.close()


def test_an_open_exclusion_criterion_blocks_the_release(buyers, tmp_path):
    bundle = make_bundle(PROJECT, buyers, SIZER.size, DAY, ENGLISH)
    assert not bundle.releasable
    assert "exclusion criterion 1.5: not answered" in [str(text) for text in bundle.blockers]
    paths = write_bundle(bundle, tmp_path / "bid", ENGLISH)
    assert [path.name for path in paths] == ["checklist.txt"]
    drafted = write_bundle(bundle, tmp_path / "bid", ENGLISH, draft=True)
    assert {path.parent.name for path in drafted} == {"draft", "bid"}


def test_own_answers_go_before_proposals_and_are_saved(buyers, tmp_path):
    listed = read_requirements(buyers)
    open_one = listed.requirements[4]
    project = answer_requirement(
        PROJECT, open_one, status="fulfilled", comment="Zertifikat <liegt> bei", evidence="Anlage 7"
    )
    write_project(project, tmp_path / "p.json")
    project = read_project(tmp_path / "p.json")
    found = answers(listed, OFFER, project)[4]
    assert (found.status, str(found.comment), found.evidence) == ("fulfilled", "Zertifikat <liegt> bei", "Anlage 7")
    bundle = make_bundle(project, buyers, SIZER.size, DAY, GERMAN)
    assert not any("1.5" in str(text) for text in bundle.blockers)
    assert any("F9" in str(text) and "gesperrt" in text.render(GERMAN) for text in bundle.missing), "it is locked"
    sheet = openpyxl.load_workbook(io.BytesIO(bundle.files[2].content))["Anforderungen & mehr"]
    assert (sheet["E9"].value, sheet["F9"].value, sheet["G9"].value) == ("ja", None, "Anlage 7")
    other = answer_requirement(
        project, Requirement(open_one.row, "1.5", "another text", "exclusion"), status="fulfilled"
    )
    assert answers(listed, OFFER, other)[4].status is None, "an answer to another text does not count"
    assert answer_requirement(project, open_one) == PROJECT


def test_a_releasable_bid_is_written_for_upload(tmp_path):
    path = tmp_path / "Kriterien.csv"
    path.write_bytes(
        'Nr;Art;Anforderung;Antwort;Bemerkung\r\n1;A;"Mindestens 3 Server; mit ""Hochverfügbarkeit""";;\r\n'.encode(
            "cp1252"
        )
        + "2;B;Etwas Seltsames;;\r\n".encode("cp1252")
    )
    own = bundle_of_ones_own(path)
    assert own.releasable, [str(text) for text in own.blockers]
    paths = write_bundle(own, tmp_path / "bid", GERMAN)
    names = [path.name for path in paths[:-1]]
    assert all(path.parent.name == "upload" for path in paths[:-1])
    assert all(name.isascii() and len(name) <= 100 for name in names)
    filled = paths[2].read_bytes()
    lines = filled.decode("cp1252").splitlines()
    assert lines[1].startswith('1;A;"Mindestens 3 Server; mit ""Hochverfügbarkeit""";erfüllt;')
    assert lines[2] == "2;B;Etwas Seltsames;;"
    rows = list(csv.reader(io.StringIO(filled.decode("cp1252")), delimiter=";"))
    assert {len(row) for row in rows} == {5}
    checklist = paths[-1].read_text(encoding="utf-8-sig")
    assert "Anforderung 2: nicht beantwortet" in checklist
    assert "beizulegen: Eigenerklärung (EEE)" in checklist
    assert "viele Portale" in checklist.casefold() or "Viele Portale" in checklist


def firm_sizer():
    """A catalogue with prices of one's own: the bundled ones are indicative and bind nobody."""
    from wizard.flow.price_lists import with_prices
    from wizard.flow.sizing import Sizer
    from wizard.persistence.catalogues import bundled_catalogue
    from wizard.persistence.rulebook import bundled_rulebook

    catalogue = bundled_catalogue()
    firm = {
        id: part.price.model_copy(update={"confidence": "A", "valid_until": date(2027, 12, 31)})
        for id, part in catalogue.parts.items()
    }
    return Sizer(with_prices(catalogue, firm, "Preisliste"), bundled_rulebook())


def bundle_of_ones_own(path):
    """A bid with prices of one's own."""
    from wizard.flow.positions import change_terms

    project = change_terms(PROJECT, vendor="Bieter GmbH", binding_until=date(2027, 2, 28))
    return make_bundle(project, path, firm_sizer().size, DAY, GERMAN)


@pytest.mark.parametrize("text", ["<b>&amp;</b>", "=cmd|x", "🚀" * 20, "]]>", "a\x00b", "x" * 10_000, "Zeile\nzwei"])
def test_any_text_goes_into_a_cell(buyers, text):
    filled = fill_workbook(buyers.read_bytes(), "Anforderungen & mehr", {(5, 5): text, (40, 1): "locked row"})
    book = openpyxl.load_workbook(io.BytesIO(filled.content))
    assert book["Anforderungen & mehr"]["F5"].value == text.replace("\x00", "")
    assert filled.written == 1
    assert [str(reason) for reason in filled.refused] == ["B40: is locked"]


def test_cells_that_do_not_exist_yet_are_made(tmp_path):
    path = tmp_path / "plain.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("L")
        sheet.write(1, 1, "B2")
        sheet.write(1, 5, "F2")
    filled = fill_workbook(
        path.read_bytes(), "L", {(2, 3): "between", (2, 0): "first", (2, 9): "last", (7, 2): "below"}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(filled.content))["L"]
    assert [cell.value for cell in sheet[2]] == ["first", "B2", None, "between", None, "F2", None, None, None, "last"]
    assert sheet["C7"].value == "below"


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_csv_keeps_every_other_byte(end):
    text = f'a;b;c{end}"x;1";"two\nlines";{end}last;;'
    filled = fill_csv(text.encode(), {(2, 2): "new; value", (3, 1): 'with "quotes"', (9, 1): "nowhere"})
    expected = f'a;b;c{end}"x;1";"two\nlines";"new; value"{end}last;"with ""quotes""";'
    assert filled.content.decode() == expected
    assert len(filled.refused) == 1


def test_what_is_no_requirement_list_is_refused(tmp_path):
    path = tmp_path / "no.csv"
    path.write_text("a;b\n1;2\n")
    with pytest.raises(ImportProblem, match="no sheet has a column with requirements"):
        read_requirements(path)
