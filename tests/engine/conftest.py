"""Small projects and parts for the tests of the engine."""

from datetime import date

import pytest
from hypothesis import settings

from tests.examples import ASKED
from wizard.engine.answers import resolve
from wizard.engine.context import Context
from wizard.engine.demand import demand
from wizard.engine.ledger import Ledger
from wizard.model.project import Project
from wizard.persistence.catalogues import bundled_catalogue
from wizard.persistence.rulebook import bundled_rulebook

DAY = date(2026, 11, 22)

if ASKED is not None:
    settings.register_profile("asked", max_examples=int(ASKED), deadline=None, derandomize=False)
    settings.load_profile("asked")


def make_project(**parts) -> Project:
    """A project of ten middling guests, with any part replaced."""
    plain = {
        "format": "rackwright-project/1",
        "title": "Beispiel",
        "workload": {"groups": [group()], "years": 0},
        "existing": {"quorum_host": True},
        "backup": {"wanted": False},
    }
    return Project.model_validate({**plain, **parts})


def group(**parts) -> dict:
    return {"name": "application", "count": 10, "vcpus": 4, "memory": "16 GiB", "disk": "100 GiB", **parts}


def make_context(project: Project, catalogue=None, rules=None) -> Context:
    rules = (rules or bundled_rulebook()).with_changes(project.rules)
    answers = resolve(project, rules)
    return Context(answers, demand(answers, Ledger(rules)), catalogue or bundled_catalogue(), rules, DAY)


def corner():
    """A corner of the catalogue with parts of every kind, so that thousands of projects are judged in minutes."""
    full = bundled_catalogue()
    return full.model_copy(update={
        "platforms": tuple(one for one in full.platforms if one.id in (
            "am5-1u", "sp6-1u-10n", "sp5-2u-24n", "sr665-v3", "backup-2u-12lff", "backup-4u-36lff")),
        "cpus": tuple(one for one in full.cpus if one.family.startswith(("SP", "AM5")))[::3],
        "drives": full.drives[1:5] + full.drives[12:15] + full.drives[-1:],
    })  # fmt: skip


@pytest.fixture(scope="session")
def rules():
    return bundled_rulebook()


@pytest.fixture(scope="session")
def catalogue():
    return bundled_catalogue()
