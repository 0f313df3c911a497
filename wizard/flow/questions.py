"""The self-assessment: everyday questions over the project, read from ``resources/questions.toml``.

An answer writes fields of the project, so that the expert pages show it at once; nothing is kept twice. What the
customer does not know gets the assumed option, and ``Project.unknown`` names the field until somebody answers it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from wizard.assets import Assets, folder
from wizard.flow.answers import answer, answered, changed, is_answered
from wizard.flow.steps import Problem, StepId, step_of
from wizard.model.names import joined
from wizard.model.project import GuestGroup, Project
from wizard.model.text import ENGLISH, Language, Text
from wizard.model.units import count, parse_size
from wizard.persistence.languages import LANGUAGES, language

_UNSET = ""
_SURVEY = "survey."
_BETWEEN = ","
"""Between the ids of several answers in the survey of a project."""
_SIZES = ("small", "medium", "large")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its words, and what it writes into the project, by path."""

    id: str
    text: Text
    set: Mapping[str, Any] = field(default_factory=dict)
    hidden: bool = False
    """Whether it is only assumed, and no answer of its own."""
    alone: bool = False
    """Whether no other can be true beside it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, why it is asked, its answers, and the one that is assumed where the customer does not know."""

    id: str
    step: StepId
    text: Text
    why: Text
    options: tuple[Option, ...]
    unknown: str
    needs: str | None = None
    several: bool = False
    """Whether more than one answer may be true; kept in the survey only."""

    @property
    def key(self) -> str:
        """The field that stands for the question: the first that its answers write, or its place in the survey."""
        return next((path for path in self.options[0].set if not path.endswith("?")), f"{_SURVEY}{self.id}")

    @property
    def answers(self) -> tuple[Option, ...]:
        """The options to choose from."""
        return tuple(option for option in self.options if not option.hidden)

    @property
    def assumed(self) -> Option:
        """The option that is assumed for "I don't know"."""
        return self.option(self.unknown)

    def option(self, name: str) -> Option:
        """Return an option by its id."""
        return next(option for option in self.options if option.id == name)


@dataclass(frozen=True, slots=True)
class Program:
    """Something that a lay person knows to run, in three sizes."""

    id: str
    text: Text
    assumed: bool
    """Whether it runs nearly everywhere."""
    usual_for: tuple[str, ...]
    """Kinds of organisation where it is usual besides, by the answer to the question for them."""
    sizes: Mapping[str, tuple[Text, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that is asked in everyday words."""

    questions: tuple[Question, ...]
    programs: tuple[Program, ...]
    totals: Mapping[str, Any]
    price_band_percent: int

    def of(self, step: StepId) -> tuple[Question, ...]:
        """Return the questions of a step."""
        return tuple(question for question in self.questions if question.step is step)


@cache
def survey() -> Survey:
    """Return the questions, read once."""
    data = tomllib.loads((folder(Assets.RESOURCES) / "questions.toml").read_text(encoding="utf-8"))
    questions = tuple(
        Question(
            id=one["id"], step=StepId(one["step"]), text=_say(one["text"]), why=_say(one["why"]),
            options=tuple(_option(each) for each in one["option"]),
            unknown=one["unknown"], needs=one.get("needs"), several=one.get("several", False),
        )
        for one in data["question"]
    )  # fmt: skip
    programs = tuple(
        Program(
            one["id"], _say(one["text"]), one.get("assumed", False), tuple(one.get("usual_for", ())),
            {size: (_say(one[size]["text"]), _without_text(one[size])) for size in _SIZES},
        )
        for one in data["program"]
    )  # fmt: skip
    return Survey(questions, programs, data["totals"], data["result"]["price_band_percent"])


def _option(entry: Mapping[str, Any]) -> Option:
    return Option(entry["id"], _say(entry["text"]), entry.get("set", {}), entry.get("hidden", False),
                  entry.get("alone", False))  # fmt: skip


def _say(text: str) -> Text:
    return Text(text)


def _without_text(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != "text"}


# --- answering --------------------------------------------------------------------------------------------------------


def is_asked(question: Question, project: Project) -> bool:
    """Whether a question makes sense: some follow from the answer to another."""
    if question.needs is None:
        return True
    if question.needs.startswith(_SURVEY):
        other = next(one for one in survey().questions if one.key == question.needs)
        return any(not option.alone for option in chosen_all(other, project))
    try:
        return answer(project, question.needs) is not None
    except IndexError:
        return False


def is_unknown(question: Question, project: Project) -> bool:
    """Whether the customer said "I don't know"."""
    return question.key in project.unknown


def chosen(question: Question, project: Project) -> Option | None:
    """Return the option that the project agrees with; None where it says something else, or nothing yet."""
    if not is_asked(question, project):
        return None
    if question.key.startswith(_SURVEY):
        return next(iter(chosen_all(question, project)), None)
    stated = any(is_answered(project, path) for path in _paths(question.options[0]))
    if not stated and not is_unknown(question, project):
        return None
    return next((option for option in question.options if _agrees(option, project)), None)


def chosen_all(question: Question, project: Project) -> tuple[Option, ...]:
    """Return every option of a question that is kept in the survey, as many as the customer named."""
    names = project.survey.get(question.id, "").split(_BETWEEN)
    return tuple(option for option in question.options if option.id in names)


def own_answer(question: Question, project: Project) -> bool:
    """Whether the expert pages hold an answer that none of the options is."""
    if question.key.startswith(_SURVEY) or not is_asked(question, project):
        return False
    if chosen(question, project) is not None:
        return False
    return is_answered(project, question.key)


def reply(
    project: Project, question: Question, option: Option, *, known: bool = True, words: Language = ENGLISH
) -> Project:
    """Return the project with an answer; ``known`` is False for "I don't know"."""
    if question.key.startswith(_SURVEY):
        result = changed(project, survey={**project.survey, question.id: option.id})
    else:
        result = project
        for path, value in option.set.items():
            if not path.endswith("?"):
                result = answered(result, path, None if value == _UNSET else value)
            elif not is_answered(result, path[:-1]):
                result = answered(result, path[:-1], _rows(value, words))
    others = tuple(path for path in result.unknown if path != question.key)
    return changed(result, unknown=others if known else (*others, question.key))


def with_answer(project: Project, question: Question, option: Option, *, true: bool) -> Project:
    """Return the project with one answer of several added or taken away; without any, nothing is answered."""
    kept = () if is_unknown(question, project) else chosen_all(question, project)
    if true:
        kept = (option,) if option.alone else (*(one for one in kept if not one.alone), option)
    names = [one.id for one in question.options if one in kept and (true or one is not option)]
    answers = {id: said for id, said in project.survey.items() if id != question.id}
    if names:
        answers[question.id] = _BETWEEN.join(names)
    unknown = tuple(path for path in project.unknown if path != question.key)
    return changed(project, survey=answers, unknown=unknown)


def _rows(value: list[dict[str, Any]], words: Language) -> tuple[dict[str, Any], ...]:
    """Return rows to add, with their names in the reader's language."""

    def said(key: str, entry: Any) -> Any:
        if key == "name":
            return words.translate(entry)
        return tuple(words.translate(name) for name in entry) if key == "between" else entry

    return tuple({key: said(key, entry) for key, entry in row.items()} for row in value)


def _paths(option: Option) -> list[str]:
    return [path for path in option.set if not path.endswith("?")]


def _agrees(option: Option, project: Project) -> bool:
    for path in _paths(option):
        value = option.set[path]
        held = answer(project, path) if is_answered(project, path) else None
        if value == _UNSET:
            if held not in (None, 0):
                return False
        elif held is None or held != (Decimal(value) if isinstance(held, Decimal) else value):
            return False
    return True


# --- what is still open -----------------------------------------------------------------------------------------------


def open_questions(project: Project) -> list[tuple[Question, Option]]:
    """Return the questions that were answered with "I don't know", and what is assumed for each."""
    if not project.unknown:  # the usual case, asked for with every letter that is typed
        return []
    return [
        (one, chosen(one, project) or one.assumed)
        for one in survey().questions
        if is_unknown(one, project) and is_asked(one, project)
    ]


def open_problems(project: Project, step: StepId) -> list[Problem]:
    """Return the open questions of a step as problems that stop nothing."""
    found = [
        Problem(one.key, Text("Open: {question} Assumed: {option}", question=one.text, option=option.text))
        for one, option in open_questions(project)
        if one.step is step
    ]
    if "workload.groups" in project.unknown and step is step_of("workload.groups"):
        found.append(Problem("workload.groups", Text("Open: which programs run? Usual ones are assumed")))
    return found


def said(project: Project) -> list[tuple[Text, Text]]:
    """Return what the customer said beside the sizing, for the partner to read."""
    found = []
    for one in survey().questions:
        answers = chosen_all(one, project) if one.key.startswith(_SURVEY) else ()
        if answers and is_asked(one, project) and not is_unknown(one, project):
            found.append((one.text, joined(option.text for option in answers)))
    return found


# --- programs and totals ----------------------------------------------------------------------------------------------


def program_names(program: Program) -> tuple[str, ...]:
    """Return what the row of a program may be called: its name in every language."""
    return tuple(program.text.render(language(code)) for code in LANGUAGES)


def program_size(project: Project, program: Program) -> str | None:
    """Return the size in which a program runs, ``own`` for figures of the expert pages, None where it does not run."""
    names = program_names(program)
    group = next((one for one in project.workload.groups if one.name in names), None)
    if group is None:
        return None
    return next((size for size in _SIZES if program_group(program, size, group.name) == group), "own")


def program_group(program: Program, size: str, name: str) -> GuestGroup:
    """Return the guests of a program."""
    return GuestGroup.model_validate({"name": name, **program.sizes[size][1]})


def with_program(project: Project, program: Program, size: str | None, words: Language) -> Project:
    """Return the project with a program in another size, or without it; all other rows stay as they are."""
    groups, names, name = project.workload.groups, program_names(program), program.text.render(words)
    row = next((number for number, one in enumerate(groups) if one.name in names), len(groups))
    fresh = (program_group(program, size, name),) if size is not None else ()
    workload = changed(project.workload, groups=(*groups[:row], *fresh, *groups[row + 1 :]))
    return _programs_known(changed(project, workload=workload))


def with_usual_programs(project: Project, words: Language) -> Project:
    """Return the project with the programs that are usual there, and a note that nobody knew which ones run."""
    kind = project.survey.get("organisation")
    usual = [one for one in survey().programs if one.assumed or kind in one.usual_for]
    there = {one.name for one in project.workload.groups}
    groups = [program_group(one, "medium", one.text.render(words)) for one in usual]
    fresh = [group for one, group in zip(usual, groups, strict=True) if there.isdisjoint(program_names(one))]
    workload = changed(project.workload, groups=(*project.workload.groups, *fresh))
    others = tuple(path for path in project.unknown if path != "workload.groups")
    return changed(project, workload=workload, unknown=(*others, "workload.groups"))


def _programs_known(project: Project) -> Project:
    return changed(project, unknown=tuple(path for path in project.unknown if path != "workload.groups"))


@dataclass(frozen=True, slots=True)
class Totals:
    """All that is known where there is no list: sums over all guests. Unknown is None."""

    guests: int | None = None
    vcpus: int | None = None
    memory: int | None = None
    disk: int | None = None


def guests_assumed(project: Project) -> int | None:
    """Return how many guests are assumed from the number of people; None where that is not known either."""
    people = project.survey.get("people")
    return None if people is None else count(Fraction(int(people), int(survey().totals["people_per_server"])))


def from_totals(totals: Totals, name: str) -> GuestGroup:
    """Return guests of average size with these sums; each is rounded up, so that nothing is missing.

    Raises
    ------
    ValueError
        If not even the number of guests is known.
    """
    if not totals.guests:
        raise ValueError("the number of guests is not known")
    usual = survey().totals
    each = {
        "vcpus": int(usual["vcpus"]) if totals.vcpus is None else _each(totals.vcpus, totals.guests),
        "memory": parse_size(usual["memory"]) if totals.memory is None else _each(totals.memory, totals.guests),
        "disk": parse_size(usual["disk"]) if totals.disk is None else _each(totals.disk, totals.guests),
    }
    return GuestGroup.model_validate({"name": name, "count": totals.guests, **each})


def _each(total: int, guests: int) -> int:
    return count(Fraction(total, guests))
