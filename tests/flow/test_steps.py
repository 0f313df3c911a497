"""Steps and history without a window."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from pydantic import ValidationError

from tests.documents import sample
from wizard.flow.answers import answer, answered, changed, is_answered, new_link, remove_sites, rename_site
from wizard.flow.history import History
from wizard.flow.steps import STEPS, StepId, new_project, step_of, workload_totals
from wizard.model.assessment import Verdict
from wizard.model.loads import used_share
from wizard.model.project import Keep, Project
from wizard.model.text import Text
from wizard.persistence.languages import language

_BY_ID = {step.id: step for step in STEPS}


def problems(step: StepId, project: Project) -> list[str]:
    return [str(problem.text) for problem in _BY_ID[step].problems(project, None)]


def test_nine_steps_edit_every_part_of_the_project_once() -> None:
    assert [step.id for step in STEPS] == list(StepId)
    parts = [part for step in STEPS for part in step.parts]
    assert sorted(parts) == sorted(set(Project.model_fields) - {"format"})
    assert {step_of(part) for part in parts} == {step.id for step in STEPS if step.parts}
    assert step_of("workload.groups.3.memory: too small") is StepId.WORKLOAD


def test_subtitles_say_the_figure_of_a_step() -> None:
    project = sample.project()
    made = sample.assessment(sample.design())
    words = {step.id: str(step.subtitle(project, made)) for step in STEPS}
    assert words[StepId.WORKLOAD] == "255 guests"
    assert words[StepId.SITES] == "3 sites"
    assert words[StepId.STORAGE] == "40 TiB there already"
    assert words[StepId.BACKUP] == "14 d, 8 w, 12 m"
    assert words[StepId.BUDGET] == "150,000.00 EUR"
    assert words[StepId.RECOMMENDATION] == "Hyper-converged Ceph"
    subtitle = _BY_ID[StepId.BUDGET].subtitle(project, made)
    assert subtitle is not None
    assert subtitle.render(language("de")) == "150.000,00 EUR"


def test_a_new_project_lacks_guests_and_nothing_else_blocks() -> None:
    blocking = [p.field for step in STEPS for p in step.problems(new_project(), None) if p.blocking]
    assert blocking == ["workload.groups"]
    assert new_project("de").customer.language == "de"


@pytest.mark.parametrize(
    ("step", "path", "value", "words"),
    [
        (StepId.CUSTOMER, "customer.name", " ", "Customer’s name: missing"),
        (StepId.SITES, "site_links.0.rtt_ms", None, "Round-trip time Vienna – Graz: unknown"),
        (StepId.SITES, "site_links", (), "Links: none between the sites"),
        (StepId.STORAGE, "existing.switch_gbps", None, "Network speed: unknown"),
        (StepId.STORAGE, "existing.quorum_host", None, "Quorum host: unknown"),
        (StepId.BACKUP, "backup.keep", Keep(), "Kept backups: none would be kept"),
    ],
)
def test_problems_name_their_field(step: StepId, path: str, value: object, words: str) -> None:
    project = answered(sample.project(), path, value)
    assert words in problems(step, project)
    assert step_of(path) is step


def test_loss_of_a_site_needs_sites() -> None:
    project = answered(sample.project(), "availability.survive_site_loss", True)
    assert problems(StepId.AVAILABILITY, project) == []
    without_witness = remove_sites(project, {2})
    assert problems(StepId.AVAILABILITY, without_witness) == ["Loss of a site: no third site for the witness"]
    one = remove_sites(project, {1})
    assert problems(StepId.AVAILABILITY, one) == ["Loss of a site: needs two data sites, there are 1"]
    assert one.site_links == ()


def test_the_recommendation_says_what_the_budget_lacks() -> None:
    made = sample.assessment(sample.design())
    best = replace(made.best, verdict=Verdict.OVER_BUDGET, missing_net=Decimal("5837.04"))
    over = replace(made, topologies=tuple(best if judged.id is best.id else judged for judged in made.topologies))
    step = _BY_ID[StepId.RECOMMENDATION]
    assert [str(p.text) for p in step.problems(sample.project(), over)] == ["Budget: 5,837.04 EUR short"]
    none = replace(made, recommended=None)
    assert [str(p.text) for p in step.problems(sample.project(), none)] == ["Topology: none meets every requirement"]


def test_answers_are_read_and_replaced_by_path() -> None:
    project = new_project()
    assert answer(project, "availability.rpo_minutes") is None
    project = answered(project, "availability.rpo_minutes", 5)
    assert answer(project, "availability.rpo_minutes") == 5
    assert is_answered(project, "availability.rpo_minutes")
    assert not is_answered(project, "availability.ha")
    project = answered(project, "backup.keep.daily", 14)
    assert answer(project, "backup.keep.daily") == 14
    # Taking back the last answer of a part is as if nobody had asked.
    project = answered(answered(project, "availability.rpo_minutes", None), "backup.keep.daily", None)
    assert project == new_project()
    with pytest.raises(ValidationError):
        answered(project, "availability.node_failures", 17)


def test_sites_are_renamed_with_links_and_guests() -> None:
    project = answered(sample.project(), "workload.groups.0.site", "Vienna")
    renamed = rename_site(project, 0, "Wien")
    assert renamed.site_links[0].between == ("Wien", "Graz")
    assert renamed.workload.groups[0].site == "Wien"
    assert remove_sites(renamed, {0}).workload.groups[0].site is None
    link = new_link(renamed)
    assert link is not None
    assert link.between == ("Wien", "Linz")
    assert new_link(new_project()) is None


def test_totals_keep_unknown_iops_unknown() -> None:
    project = sample.project()
    assert workload_totals(project)["iops"] == 255 * 120
    silent = tuple(changed(group, iops=None) for group in project.workload.groups)
    assert workload_totals(answered(project, "workload.groups", silent))["iops"] is None
    assert used_share(1, 0) is None


def test_history_joins_edits_of_one_field_until_it_is_left() -> None:
    history = History(new_project())
    for text in ("M", "Mu", "Mus"):
        assert history.change(answered(history.value, "title", text), Text("Title"), "title")
    assert not history.change(history.value, Text("Title"), "title")
    history.seal()
    history.change(answered(history.value, "title", "Muster"), Text("Title"), "title")
    assert history.undo()
    assert history.value.title == "Mus"
    assert history.undo()
    assert history.value.title == ""
    assert not history.undo()
    assert not history.dirty
    assert str(history.redo_name) == "Title"
    assert history.redo()
    history.mark_saved()
    assert not history.dirty
    assert history.redo()
    assert history.dirty
    assert not history.redo()


def test_history_forgets_an_edit_that_was_typed_back() -> None:
    history = History(new_project())
    history.change(answered(history.value, "title", "M"), Text("Title"), "title")
    history.change(answered(history.value, "title", None), Text("Title"), "title")
    assert not history.dirty
    assert history.undo_name is None


def test_a_new_edit_ends_the_redo() -> None:
    history = History(new_project())
    history.change(answered(history.value, "title", "A"), Text("Title"), None)
    history.undo()
    history.change(answered(history.value, "title", "B"), Text("Title"), None)
    assert history.redo_name is None
    history.mark_unsaved()
    assert history.dirty
