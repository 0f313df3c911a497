"""The example projects are valid, invented, and say what their names promise."""

from pathlib import Path

import pytest

from wizard.assets import Assets, folder
from wizard.flow.templates import TEMPLATES
from wizard.model.project import Project
from wizard.model.units import TIB
from wizard.persistence.projects import project_text, read_project

EXAMPLES = sorted((folder(Assets.TEMPLATES) / "examples").glob("*.json"))


def example(name: str) -> Project:
    return read_project(folder(Assets.TEMPLATES) / "examples" / f"{name}.json")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_as_the_program_would_write_it(path: Path) -> None:
    assert project_text(read_project(path)) == path.read_text(encoding="utf-8")


def test_there_is_an_example_for_every_kind_of_customer() -> None:
    assert {path.stem for path in EXAMPLES} == {template.id for template in TEMPLATES}


def test_a_fleet_has_guests_at_every_branch() -> None:
    project = example("fleet")
    homes = {group.site for group in project.workload.groups}
    assert homes == {site.name for site in project.sites}
    assert sum(site.role == "branch" for site in project.sites) == 6


def test_vmware_replacement() -> None:
    project = example("vmware-replacement")
    assert project.customer.name == "Musterwerk GmbH"
    assert sum(group.count for group in project.workload.groups) == 100
    assert len(project.workload.groups) > 3
    assert project.budget.net == 250_000


def test_branch_shop_is_one_node_without_ha() -> None:
    project = example("branch-shop")
    assert project.availability is not None
    assert not project.availability.ha
    assert project.preferences.max_nodes_per_site == 1


def test_small_company_ha_is_two_nodes_that_may_lose_15_minutes() -> None:
    project = example("small-company-ha")
    assert project.availability is not None
    assert project.availability.rpo_minutes == 15
    assert project.preferences.max_nodes_per_site == 2


def test_san_reuse_has_a_redundant_array() -> None:
    (storage,) = example("san-reuse").existing.storage
    assert (storage.kind, storage.usable, storage.redundant) == ("fc", 40 * TIB, True)


def test_two_sites_survive_the_loss_of_one() -> None:
    project = example("two-sites")
    assert project.availability is not None
    assert project.availability.survive_site_loss
    assert [(site.name, site.role) for site in project.sites] == [
        ("Vienna", "data"), ("Graz", "data"), ("Linz", "witness"),
    ]  # fmt: skip
    assert len(project.site_links) == 3
    assert all(link.rtt_ms is not None and link.gbps is not None for link in project.site_links)
