"""Both files of an offer, or none: what was there stays until both are complete."""

from datetime import date
from pathlib import Path

import pytest

from wizard.flow import quoting
from wizard.flow.offers import make_offer
from wizard.flow.sizing import bundled_sizer
from wizard.model.text import ENGLISH
from wizard.persistence.faults import SaveFault
from wizard.persistence.projects import read_project

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def offer():
    project = read_project(Path("templates/examples/branch-shop.json"))
    return make_offer(project, bundled_sizer().size(project, DAY), on=DAY)


def test_a_full_disk_leaves_the_old_files(offer, tmp_path, monkeypatch):
    paths = quoting.write_quote(offer, tmp_path, ENGLISH)
    before = [path.read_bytes() for path in paths]
    write = Path.write_bytes

    def full(self, content):
        if ".xlsx" in self.name:
            raise OSError(28, "No space left on device")
        return write(self, content[::-1])

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(SaveFault, match="No space left on device"):
        quoting.write_quote(offer, tmp_path, ENGLISH)
    assert [path.read_bytes() for path in paths] == before
    assert sorted(tmp_path.iterdir()) == sorted(paths)


def test_progress_ends_at_a_hundred(offer, tmp_path):
    seen = []
    quoting.write_quote(offer, tmp_path, ENGLISH, seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 100


def test_the_same_offer_gives_the_same_files(offer, tmp_path):
    first, second = (quoting.write_quote(offer, tmp_path / name, ENGLISH) for name in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_validity_ends_with_the_first_price_that_still_holds(offer):
    ends = [line.price_valid_until for line in offer.design.bill if not line.price_stale]
    assert offer.valid_until == min(ends)
    assert offer.validity_limited_by is not None


def test_groups_add_up_to_the_total(offer):
    once = sum(group.once_net for group in offer.groups)
    yearly = sum(group.per_year_net for group in offer.groups)
    assert (once, yearly) == (offer.once_net, offer.per_year_net)
    assert offer.vat.gross == offer.total_net + offer.vat.vat
