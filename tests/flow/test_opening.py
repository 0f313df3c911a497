"""The PDF of an offer opens the project that it was made of."""

import zlib
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from wizard import cli
from wizard.documents.pdf_attachment import PROJECT
from wizard.flow.opening import open_project
from wizard.flow.preparing import whole_offer
from wizard.flow.quoting import write_quote
from wizard.flow.sizing import bundled_sizer
from wizard.model.text import ENGLISH
from wizard.persistence.faults import FileFault
from wizard.persistence.projects import read_project

DAY = date(2026, 11, 22)
SHOP = Path("templates/examples/branch-shop.json")


@pytest.fixture(scope="module")
def offer():
    project = read_project(SHOP)
    sizer = bundled_sizer()
    return whole_offer(project, sizer.size(project, DAY), sizer.size, on=DAY)


@pytest.fixture
def offered(offer, tmp_path):
    return write_quote(offer, tmp_path, ENGLISH)[0]


def test_the_offer_opens_its_project(offer, offered):
    assert open_project(offered) == offer.project == read_project(SHOP)


def test_whatever_the_file_is_called(offer, offered):
    assert open_project(offered.rename(offered.with_suffix(".json"))) == offer.project


def test_the_command_line_sizes_it_again(offered, tmp_path, capfdbinary):
    options = ["--out", str(tmp_path / "again"), "--on", "2026-11-22", "--language", "en"]
    assert cli.main(["quote", str(offered), *options]) == 0
    again = next((tmp_path / "again").glob("*.pdf"))
    assert again.read_bytes() == offered.read_bytes()


def test_a_tender_holds_no_project(offer, tmp_path):
    path = write_quote(offer, tmp_path, ENGLISH, tender=True)[0]
    with pytest.raises(FileFault, match="is a PDF without a project"):
        open_project(path)
    with pikepdf.open(path) as file:
        assert "/AF" not in file.Root
        assert b"<pdfaid:part>2</pdfaid:part>" in file.Root.Metadata.read_bytes()


def test_a_fault_of_the_project_inside_is_said(offered):
    with pikepdf.open(offered, allow_overwriting_input=True) as file:
        file.Root.AF[0].EF.F.write(b'{"format": "rackwright-project/1", "workloads": {}}')
        file.save()
    with pytest.raises(FileFault, match="workload"):
        open_project(offered)


def test_a_small_stream_that_pretends_to_be_huge_is_refused(offered):
    with pikepdf.open(offered, allow_overwriting_input=True) as file:
        file.Root.AF[0].EF.F.write(zlib.compress(bytes(60_000_000), 9), filter=pikepdf.Name.FlateDecode)
        file.save()
    with pytest.raises(FileFault, match="too large"):
        open_project(offered)


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF", b"%PDF-" + bytes(2000)])
def test_a_broken_pdf_is_refused(tmp_path, content):
    path = tmp_path / "broken.pdf"
    path.write_bytes(content)
    with pytest.raises(FileFault, match="is a PDF without a project"):
        open_project(path)


def test_only_a_file_of_our_name_counts(offered):
    with pikepdf.open(offered, allow_overwriting_input=True) as file:
        assert str(file.Root.AF[0].UF) == PROJECT
        file.Root.AF[0].UF = "other.json"
        file.save()
    with pytest.raises(FileFault, match="no project"):
        open_project(offered)
