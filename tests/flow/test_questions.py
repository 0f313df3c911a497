"""The self-assessment without a window: every answer writes the project, what is not known stays open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tests.documents import sample
from wizard.flow.answers import answered
from wizard.flow.offers import make_offer
from wizard.flow.plain import consequences, price_band, sentence
from wizard.flow.positions import SERVICES, add_service
from wizard.flow.questions import (
    Question,
    Totals,
    chosen,
    chosen_all,
    from_totals,
    guests_assumed,
    is_asked,
    is_unknown,
    open_problems,
    open_questions,
    own_answer,
    program_size,
    reply,
    said,
    survey,
    with_answer,
    with_program,
    with_usual_programs,
)
from wizard.flow.sizing import Sizer, bundled_sizer
from wizard.flow.steps import STEPS, StepId, new_project
from wizard.model.assessment import Design
from wizard.model.project import Project, Topology
from wizard.model.text import ENGLISH
from wizard.model.units import GIB, TB
from wizard.persistence.languages import language
from wizard.persistence.projects import project_text, read_project

DAY = date(2026, 11, 22)
QUESTIONS = survey().questions


def question(name: str) -> Question:
    return next(one for one in QUESTIONS if one.id == name)


def all_unknown() -> Project:
    """Answer everything with "I don't know", as section 15 of the practice asks to try."""
    project = with_usual_programs(new_project(), ENGLISH)
    for one in QUESTIONS:
        if is_asked(one, project):
            project = reply(project, one, one.assumed, known=False)
    return project


def notes(project: Project, sizer: Sizer) -> list[str]:
    """Return what the vendor is told of the offer."""
    return [str(remark.text) for remark in make_offer(project, sizer.size(project, DAY), on=DAY).remarks]


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: one.id)
def test_each_answer_is_what_the_project_says(one: Question) -> None:
    start = reply(all_unknown(), question("site-loss"), question("site-loss").option("yes"))
    start = with_answer(start, question("licences"), question("licences").option("windows"), true=True)
    for option in one.answers:
        project = reply(start, one, option)
        assert chosen(one, project) is option
        assert not is_unknown(one, project)
        assert not own_answer(one, project)
        # Nothing of it changes an answer to another question.
        for other in QUESTIONS:
            if other is not one and other.id != "distance" and is_asked(other, project):
                assert chosen(other, project) is chosen(other, start), other.id


def test_not_known_is_assumed_and_noted(tmp_path) -> None:
    project = all_unknown()
    assert [one.id for one, _ in open_questions(project)] == [one.id for one in QUESTIONS if is_asked(one, project)]
    assert project.workload.growth_percent_per_year == 20
    assert project.availability is not None
    assert (project.availability.rto_minutes, project.availability.rpo_minutes) == (720, 1440)
    assert project.backup is not None
    assert (project.backup.keep.daily, project.backup.keep.monthly, project.backup.offsite) == (30, 12, "one-way")
    path = tmp_path / "self.json"
    path.write_text(project_text(project), encoding="utf-8")
    assert read_project(path) == project


def test_a_run_without_any_knowledge_gives_a_plausible_range() -> None:
    assessment = bundled_sizer().size(all_unknown(), DAY)
    best = assessment.best
    assert best is not None
    assert isinstance(best.design, Design)
    band = price_band(best.design)
    total = best.design.price.total_net
    assert band.low <= total * Decimal("0.7") < total < total * Decimal("1.3") <= band.high
    assert band.low % 1000 == band.high % 1000 == 0
    words = " ".join(map(str, consequences(best)))
    assert "Your programs run on" in words
    assert "If a server breaks" in words


def test_the_partner_sees_open_questions_at_their_steps_and_closes_them() -> None:
    project = all_unknown()
    (problem,) = [one for one in open_problems(project, StepId.WORKLOAD) if one.field.endswith("per_year")]
    assert "fast does your data grow" in str(problem.text)
    assert not problem.blocking
    project = answered(project, "workload.growth_percent_per_year", Fraction(15))
    assert "workload.growth_percent_per_year" not in project.unknown
    assert own_answer(question("growth"), project)
    for step in STEPS:
        for one in open_problems(project, step.id):
            assert one.field != "workload.growth_percent_per_year"


def test_what_changes_no_figure_is_kept_for_the_partner() -> None:
    project = reply(new_project(), question("premises"), question("premises").option("office"))
    assert project.survey == {"premises": "office"}
    assert [(str(text), str(answer)) for text, answer in said(project)] == [
        ("Where will the machines stand?", "in an office")
    ]


@pytest.mark.parametrize("one", [one for one in QUESTIONS if one.several], ids=lambda one: one.id)
def test_several_answers_can_be_true_at_once(one: Question, tmp_path: Path) -> None:
    assert one.key.startswith("survey.")
    alone = next(option for option in one.options if option.alone)
    named = [option for option in one.answers if not option.alone]
    project = with_answer(new_project(), one, alone, true=True)
    assert chosen_all(one, project) == (alone,)
    for option in reversed(named):
        project = with_answer(project, one, option, true=True)
    assert chosen_all(one, project) == tuple(named)
    ((text, answers),) = said(project)
    assert text == one.text
    assert str(answers) == ", ".join(str(option.text) for option in named)
    path = tmp_path / "several.json"
    path.write_text(project_text(project), encoding="utf-8")
    assert chosen_all(one, read_project(path)) == tuple(named)
    project = reply(project, one, one.assumed, known=False)
    assert is_unknown(one, project)
    project = with_answer(project, one, named[0], true=True)
    assert chosen_all(one, project) == (named[0],)
    assert not is_unknown(one, project)
    assert with_answer(project, one, named[0], true=False) == new_project()


def test_what_can_be_true_at_once_is_asked_so() -> None:
    assert {one.id for one in QUESTIONS if one.several} == {"rules", "special", "keep", "licences"}


def test_an_answer_in_plain_words_keeps_the_details_of_the_expert() -> None:
    project = sample.project()
    for one in QUESTIONS:
        if is_asked(one, project):
            project = reply(project, one, one.assumed)
    assert project.sites == sample.project().sites
    assert project.workload.groups == sample.project().workload.groups


def test_two_places_in_the_readers_language() -> None:
    yes = question("site-loss").option("yes")
    project = reply(new_project(), question("site-loss"), yes, words=language("de"))
    assert [site.name for site in project.sites] == ["Ort A", "Ort B", "Ort C"]
    assert project.site_links[0].between == ("Ort A", "Ort B")
    assert project.site_links[0].rtt_ms is None
    assert is_asked(question("distance"), project)
    assert not is_asked(question("distance"), new_project())


def test_the_kind_of_organisation_decides_what_is_usual() -> None:
    asked = question("organisation")
    names = {}
    for option in asked.answers:
        project = with_usual_programs(reply(new_project(), asked, option), ENGLISH)
        names[option.id] = {group.name for group in project.workload.groups}
    assert names["office"] == {"Shared files", "Users and passwords (directory)", "Database"}
    assert all(names["office"] < others for kind, others in names.items() if kind != "office")
    assert len({frozenset(each) for each in names.values()}) == len(names)


def test_without_linux_skills_the_offer_asks_for_a_training() -> None:
    asked, sizer = question("linux"), bundled_sizer()
    lacking = reply(with_usual_programs(new_project(), ENGLISH), asked, asked.option("no"))
    assert any("training" in note for note in notes(lacking, sizer))
    assert not any("training" in note for note in notes(reply(lacking, asked, asked.option("yes")), sizer))
    number = next(at for at, (group, _, _) in enumerate(SERVICES) if group == "training")
    trained = add_service(lacking, number, ENGLISH)
    assert not any("training" in note for note in notes(trained, sizer))


def test_licences_are_held_against_the_cores_of_the_design() -> None:
    sizer, licences, cores = bundled_sizer(), question("licences"), question("licensed-cores")
    start = with_usual_programs(new_project(), ENGLISH)
    assert not is_asked(cores, start)
    assert not any("cores" in note for note in notes(start, sizer))
    licensed = with_answer(start, licences, licences.option("windows"), true=True)
    assert is_asked(cores, licensed)
    best = sizer.size(licensed, DAY).best
    assert best is not None
    assert best.design is not None
    there = sum(nodes.count * nodes.cores for nodes in best.design.nodes if nodes.role == "compute")
    (note,) = [note for note in notes(licensed, sizer) if "cores" in note]
    assert f"{there} cores" in note
    assert "ask" in note
    (note,) = [note for note in notes(reply(licensed, cores, cores.option("16")), sizer) if "cores" in note]
    assert f"{there} cores, at most 16" in note
    assert not any("cores" in note for note in notes(reply(licensed, cores, cores.option("128")), sizer))
    told = reply(licensed, cores, cores.assumed, known=False)
    assert cores.id in {one.id for one, _ in open_questions(told)}
    # Without such licences it is no open question any more.
    gone = with_answer(told, licences, licences.option("none"), true=True)
    assert cores.id not in {one.id for one, _ in open_questions(gone)}


def test_programs_are_rows_of_the_workload() -> None:
    files = next(one for one in survey().programs if one.id == "files")
    project = with_program(sample.project(), files, "medium", language("de"))
    assert len(project.workload.groups) == len(sample.project().workload.groups) + 1
    assert project.workload.groups[-1].name == "Gemeinsame Dateien"
    assert project.workload.groups[-1].disk == 2 * TB
    # The window may speak another language by now.
    project = with_program(project, files, "large", ENGLISH)
    assert program_size(project, files) == "large"
    row = len(project.workload.groups) - 1
    assert program_size(answered(project, f"workload.groups.{row}.vcpus", 7), files) == "own"
    assert with_program(project, files, None, ENGLISH).workload.groups == sample.project().workload.groups


def test_sums_become_guests_of_average_size_and_nothing_is_missing() -> None:
    group = from_totals(Totals(guests=7, vcpus=20, memory=100 * GIB, disk=5 * TB), "all")
    assert group.count * group.vcpus >= 20
    assert 0 <= group.count * group.memory - 100 * GIB < 7
    assert 0 <= group.count * group.disk - 5 * TB < 7
    usual = from_totals(Totals(guests=3), "all")
    assert (usual.vcpus, usual.memory, usual.disk) == (4, 8 * GIB, 100 * GIB)
    with pytest.raises(ValueError, match="not known"):
        from_totals(Totals(disk=TB), "all")


def test_the_number_of_servers_follows_from_the_number_of_people() -> None:
    assert guests_assumed(new_project()) is None
    project = reply(new_project(), question("people"), question("people").option("25"))
    assert guests_assumed(project) == 5


@pytest.mark.parametrize("topology", list(Topology))
def test_every_topology_has_a_sentence_without_a_term(topology: Topology) -> None:
    words = str(sentence(topology))
    assert not {"Ceph", "HA", "node", "cluster", "ZFS", "quorum"} & set(words.replace(".", " ").split())
