"""Suppliers' lists: any separator, sheet or heading; every row checked; the mapping remembered."""

from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from wizard.flow.offers import make_offer
from wizard.flow.positions import change_terms
from wizard.flow.price_lists import apply_price_list, report_lines, take_price_list
from wizard.flow.sizing import Sizer, own_sizer
from wizard.importers.price_list import read_price_list
from wizard.importers.problems import ImportProblem
from wizard.model.price_list import PriceMapping
from wizard.model.text import ENGLISH
from wizard.persistence.catalogues import bundled_catalogue, read_catalogue, write_catalogue
from wizard.persistence.faults import FileFault
from wizard.persistence.rulebook import bundled_rulebook
from wizard.persistence.settings import FOLDER_VARIABLE, Settings, read_settings, write_settings

DAY = date(2026, 11, 22)
CATALOGUE = bundled_catalogue()
D = Decimal
GERMAN = """Musterdistribution GmbH;;;;;;
Preisliste Herbst;;;;;;
;;;;;;
Artikelnummer;Bezeichnung;Listenpreis;Rabatt %;EK netto;Währung;gültig bis
epyc-4245p;CPU;"1.234,50";20;;EUR;31.12.2026
ram-udimm-48;Modul;"1.000,00";10;"850,00";EUR;31.12.2026
nix-da;Unbekannt;"10,00";;;EUR;31.12.2026
am5-1u;Server;;;;EUR;31.12.2026
epyc-4245p;CPU;"1.234,50";20;;EUR;31.12.2026
boot-m2-480gb;M.2;"99,90 CHF";;;;31.12.2026
ssd-sata-ri-0.96tb;SSD;abc;;;EUR;31.12.2026
raid-9560-8i;RAID;"620,00";;;EUR;01.01.2026
x710-da2;NIC;"310,00";;;EUR;wann auch immer
"""


@pytest.fixture
def german(tmp_path):
    path = tmp_path / "liste.csv"
    path.write_bytes(GERMAN.encode("cp1252"))
    return path


def test_every_row_is_taken_or_named(german):
    made, report, mapping = take_price_list(german, CATALOGUE, DAY)
    found = {(problem.row, problem.kind) for problem in report.problems}
    assert found >= {
        (6, "contradiction"), (7, "unknown-part"), (8, "missing-price"), (9, "duplicate"), (10, "currency"),
        (11, "unreadable"), (12, "date"), (13, "unreadable"),
    }  # fmt: skip
    cpu = made.parts["epyc-4245p"].price
    assert (cpu.list_net, cpu.discount_percent, cpu.purchase_net, cpu.net) == (
        D("1234.50"), D("20.00"), D("987.60"), D("1234.50"),
    )  # fmt: skip
    assert (cpu.valid_until, cpu.confidence, cpu.source) == (date(2026, 12, 31), "A", "liste.csv")
    assert made.parts["ram-udimm-48"].price.purchase_net == D("850.00")
    kept = CATALOGUE.parts["am5-1u"].price
    assert made.parts["am5-1u"].price == kept.model_copy(update={"indicative": True})
    assert not cpu.indicative
    assert next((one.row, one.id, one.before, one.after) for one in report.prices) == (
        5, "epyc-4245p", CATALOGUE.parts["epyc-4245p"].price.net, D("1234.50"),
    )  # fmt: skip
    assert (report.rows, report.taken) == (9, 3)
    assert not made.indicative
    assert mapping.columns["list"] == "Listenpreis"
    lines = list(report_lines(report, ENGLISH))
    assert lines[0].startswith("liste.csv: 9 rows, prices of 3 parts taken")
    assert any('row 7, nix-da: the catalogue has no part "nix-da" (not taken)' in line for line in lines)


def test_a_workbook_with_typed_cells_and_a_markup(tmp_path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Cover")
        sheet = book.add_worksheet("Prices <&>")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["Their number", "What", "Dealer price", "Valid to"])
        sheet.write_row(1, 0, ["4711", "=SUM(A1)", 100.10])
        sheet.write_datetime(1, 3, __import__("datetime").datetime(2026, 12, 24), day)
        sheet.write_row(2, 0, ["am5-1u", "🚀" * 200, 2000])
    given = PriceMapping(columns={"part": "Their number"}, markup_percent=D("12.5"), aliases={"4711": "epyc-4245p"})
    made, report, mapping = take_price_list(path, CATALOGUE, DAY, (), given)
    price = made.parts["epyc-4245p"].price
    assert (price.purchase_net, price.net, price.valid_until) == (D("100.10"), D("112.61"), date(2026, 12, 24))
    assert made.parts["am5-1u"].price.valid_until == date(2026, 12, 22), "30 days where the list is silent"
    assert report.taken == 2
    again, _, _ = take_price_list(path, CATALOGUE, DAY, (mapping,))
    assert again == made, "the second list of this supplier needs no words"


def test_the_mapping_is_kept_in_the_settings(german, monkeypatch, tmp_path):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    mapping = read_price_list(german).mapping
    write_settings(Settings().with_price_list(mapping))
    assert read_settings().price_lists == (mapping,)


def test_a_list_of_ones_own_makes_the_offer_bindable(german, tmp_path):
    made, _, _ = take_price_list(german, CATALOGUE, DAY)
    write_catalogue(made, tmp_path / "own.json")
    assert read_catalogue(tmp_path / "own.json") == made
    from tests.documents import sample

    project = change_terms(sample.project(), mode="binding")
    offer = make_offer(project, Sizer(made, bundled_rulebook()).size(project, DAY), on=DAY)
    blockers = [str(remark.text) for remark in offer.remarks if remark.level == "blocker"]
    assert not any("The prices are indicative" in text for text in blockers)
    named = {line.position for line in offer.lines if line.part in ("epyc-4245p", "ram-udimm-48")}
    assert not any(text.split(":")[0] in named for text in blockers)
    assert any("the price is indicative" in text for text in blockers), "it is still said where it is so"
    assert any("nobody has offered this price" in text for text in blockers), "what the list does not name stays open"


def test_the_window_sizes_with_the_catalogue_of_the_settings(german, monkeypatch, tmp_path):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    assert own_sizer().catalogue == CATALOGUE
    made, _, _ = take_price_list(german, CATALOGUE, DAY)
    write_catalogue(made, tmp_path / "own.json")
    write_settings(Settings(catalogue=str(tmp_path / "own.json")))
    assert own_sizer().catalogue == made
    (tmp_path / "own.json").write_text("{")
    with pytest.raises(FileFault):
        own_sizer()
    (tmp_path / "own.json").unlink()
    assert own_sizer().catalogue == CATALOGUE


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,b\n1,2\n", "no column names the part"),
        ("part,what\nx,y\n", "no column holds a price"),
        ("", "holds no rows"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path, content, words):
    path = tmp_path / "list.csv"
    path.write_text(content)
    with pytest.raises(ImportProblem, match=words):
        read_price_list(path)


def test_no_row_leaves_the_catalogue_as_it_is(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("part,price\nnothing,1\n")
    made, report = apply_price_list(CATALOGUE, read_price_list(path), DAY)
    assert made == CATALOGUE
    assert report.taken == 0
