"""The catalogue changed by hand: amounts that agree, sources that say so, and the bundled list left alone."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from wizard.flow.catalogue_edits import KINDS, EditRefused, copied, edited, kind_of, removed
from wizard.flow.price_desk import PriceDesk
from wizard.flow.sizing import bundled_sizer, own_sizer
from wizard.importers.problems import ImportProblem
from wizard.model.catalogue import Catalogue
from wizard.model.text import ENGLISH
from wizard.persistence import files
from wizard.persistence.catalogues import bundled_catalogue, read_catalogue
from wizard.persistence.faults import FileFault, SaveFault
from wizard.persistence.languages import language
from wizard.persistence.projects import read_project
from wizard.persistence.settings import FOLDER_VARIABLE, read_settings

DAY = date(2026, 11, 22)
BUNDLED = bundled_catalogue()
PART = "epyc-4245p"
D = Decimal


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch, tmp_path):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "settings"))


def change(catalogue: Catalogue, field: str, value: object, id: str = PART) -> Catalogue:
    return edited(catalogue, id, field, value, DAY, ENGLISH)


def test_an_amount_says_that_it_was_entered_and_the_rest_stays_indicative():
    made = change(BUNDLED, "net", D("321.00"))
    price = made.parts[PART].price
    assert (price.net, price.source, price.date, price.confidence) == (D("321.00"), "entered by hand", DAY, "A")
    assert not price.indicative
    assert not made.indicative
    assert made.label == "Own prices, state 22 November 2026"
    others = [part for part in made.parts.values() if part.id != PART]
    assert all(part.price.indicative for part in others)
    assert edited(BUNDLED, PART, "net", D(1), DAY, language("de")).parts[PART].price.source == "von Hand eingetragen"


def test_list_discount_and_purchase_are_kept_apart_and_agree():
    made = change(change(BUNDLED, "list_net", D("1000.00")), "discount_percent", D("20"))
    price = made.parts[PART].price
    assert (price.list_net, price.discount_percent, price.purchase_net) == (D("1000.00"), D("20"), D("800.00"))
    assert price.net == BUNDLED.parts[PART].price.net, "what is asked for the part is another matter"
    assert change(made, "list_net", D("500.00")).parts[PART].price.purchase_net == D("400.00")
    other = change(made, "purchase_net", D("750.00")).parts[PART].price
    assert (other.purchase_net, other.discount_percent) == (D("750.00"), None)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("net", D(10) ** 9, "no price"),
        ("valid_until", date(2020, 1, 1), "cannot end before it begins"),
        ("source", "  ", "needs a source"),
        ("name", "", "needs a name"),
    ],
)
def test_a_contradiction_is_refused(field, value, words):
    with pytest.raises(EditRefused, match=words):
        change(BUNDLED, field, value)


@pytest.mark.parametrize(("field", "value"), [("net", None), ("net", D(-1)), ("discount_percent", D(101))])
def test_what_the_model_refuses_is_refused(field, value):
    with pytest.raises(ValidationError):
        change(BUNDLED, field, value)


def test_an_amount_entered_for_a_price_that_has_run_out_holds_again():
    old = change(BUNDLED, "date", date(2020, 1, 1))
    old = change(old, "valid_until", date(2020, 2, 1))
    assert change(old, "net", D(5)).parts[PART].price.valid_until == date(2026, 12, 22)


@pytest.mark.parametrize("name", ["<b>&=\u202e🚀", "x" * 10_000, "=cmd()"])
def test_any_name_survives_the_file(name, tmp_path):
    made, id = copied(change(BUNDLED, "name", name), PART, DAY, ENGLISH)
    kept = PriceDesk().keep(made, tmp_path / "own.json")
    assert read_catalogue(kept) == made
    assert made.parts[id].name == f"{name} (copy)"


def test_a_copy_stands_behind_its_part_and_goes_again():
    made, id = copied(BUNDLED, PART, DAY, ENGLISH)
    ids = [part.id for part in made.cpus]
    assert ids[ids.index(PART) + 1] == id == f"{PART}-own"
    assert copied(made, PART, DAY, ENGLISH)[1] == f"{PART}-own-2"
    assert kind_of(made, id) == "cpus"
    assert set(removed(made, id).parts) == set(BUNDLED.parts)


def test_a_part_that_cannot_be_had_is_in_no_design(tmp_path):
    project = read_project(files.Path("templates/examples/branch-shop.json"))
    size = bundled_sizer().size(project, DAY)
    used = next(line.part for line in size.best.design.bill if line.part in {cpu.id for cpu in BUNDLED.cpus})
    made = change(BUNDLED, "available", False, used)
    path = PriceDesk().keep(made, None)
    other = own_sizer().size(project, DAY)
    assert used not in {line.part for line in other.best.design.bill}
    assert used in read_catalogue(path).parts, "it keeps its place in the list"


def test_every_list_of_the_catalogue_has_a_name():
    assert set(KINDS) == set(BUNDLED.groups)


def test_the_desk_uses_what_it_kept_and_gives_the_bundled_list_back(tmp_path):
    calls = []
    desk = PriceDesk(lambda: calls.append(1))
    assert (desk.path, desk.catalogue()) == (None, BUNDLED)
    made = change(BUNDLED, "net", D("321.00"))
    assert desk.keep(made, None) == desk.proposal == tmp_path / "settings" / "catalogue.json"
    assert own_sizer().catalogue == made == desk.catalogue()
    assert desk.use(None) == BUNDLED
    assert own_sizer().catalogue == BUNDLED
    assert desk.use(desk.proposal) == made, "the own one was not lost"
    assert len(calls) == 3


def test_a_full_disk_leaves_the_catalogue_in_use(monkeypatch):
    desk = PriceDesk()
    first = change(BUNDLED, "net", D("321.00"))
    desk.keep(first, None)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", full)
        with pytest.raises(SaveFault, match="No space left"):
            desk.keep(change(first, "net", D("1.00")), None)
    assert desk.catalogue() == first


def test_a_catalogue_that_cannot_be_read_is_not_used(tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text('{"format": "rackwright-catalogue/1"}')
    desk = PriceDesk()
    with pytest.raises(FileFault):
        desk.use(broken)
    assert read_settings().catalogue is None


def test_a_list_is_opened_before_anything_is_taken(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("SKU;Dealer price;UVP;Farbe\nepyc-4245p;100;150;rot\nam5-1u;200;300;blau\n")
    desk = PriceDesk()
    opened = desk.open_list(path)
    assert opened.headings == ("SKU", "Dealer price", "UVP", "Farbe")
    assert opened.proposed.columns == {"part": "SKU", "list": "UVP", "purchase": "Dealer price"}
    assert not opened.remembered
    chosen = opened.proposed.model_copy(update={"columns": {"part": "SKU", "purchase": "Dealer price"}})
    made, report = desk.take(opened, chosen, BUNDLED, DAY)
    assert made.parts[PART].price.list_net is None
    assert [(one.row, one.id) for one in report.prices] == [(2, PART), (3, "am5-1u")]
    desk.remember(chosen)
    again = desk.open_list(path)
    assert again.remembered
    assert again.proposed.columns == chosen.columns, "a column that was left out stays out"
    with pytest.raises(ImportProblem, match="no column names the part"):
        desk.take(opened, chosen.model_copy(update={"columns": {"purchase": "Dealer price"}}), BUNDLED, DAY)
