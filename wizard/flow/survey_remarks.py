"""What the vendor has to know of the customer's answers beside the sizing, before an offer goes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wizard.flow.offer_lines import Priced
from wizard.model.assessment import Design
from wizard.model.offer import Remark
from wizard.model.project import Project
from wizard.model.text import Text
from wizard.model.told import cores_to_license, has_core_licences, lacks_linux, licensed_cores


def survey_remarks(project: Project, design: Design, lines: Sequence[Priced]) -> Iterator[Remark]:
    """Yield what the answers ask of an offer and it does not have yet."""
    trained = any(one.line.group == "training" and one.line.counted for one in lines)
    if lacks_linux(project) and not trained:
        yield Remark("note", Text("Nobody at the customer’s knows Linux: a training belongs into the offer."))
    if has_core_licences(project):
        yield from _licences(licensed_cores(project), cores_to_license(design))


def _licences(owned: int | None, cores: int) -> Iterator[Remark]:
    if owned is None:
        words = Text("Licences that count cores: the nodes have {cores} cores; ask how many are licensed.", cores=cores)
        yield Remark("note", words)
    elif owned < cores:
        words = Text("Licences that count cores: the nodes have {cores} cores, at most {owned} are licensed.",
                     cores=cores, owned=owned)  # fmt: skip
        yield Remark("note", words)
