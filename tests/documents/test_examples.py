"""Documents of the example projects, sized by the engine: figures, language, and drawings hold there too."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.documents.helpers import cells, pdf_text
from tests.documents.test_scene import check
from wizard.assets import Assets, folder
from wizard.documents import fonts
from wizard.documents.diagram_cables import cable_scene
from wizard.documents.diagram_rack import rack_scene, racks
from wizard.documents.diagrams import topology_scene
from wizard.documents.pdf import pdf
from wizard.documents.scene import Label
from wizard.documents.words import Voice
from wizard.documents.workbook import workbook
from wizard.flow.offers import make_offer
from wizard.flow.sizing import bundled_sizer
from wizard.model.assessment import Assessment
from wizard.model.project import Project
from wizard.persistence.languages import language

DAY = date(2026, 11, 22)
EXAMPLES = sorted((folder(Assets.TEMPLATES) / "examples").glob("*.json"))


@cache
def assessed(path: Path) -> tuple[Project, Assessment]:
    project = Project.model_validate_json(path.read_text(encoding="utf-8"))
    return project, bundled_sizer().size(project, DAY)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("code", ["en", "de"])
def test_sums_of_an_example_are_in_both_documents(path: Path, code: str) -> None:
    project, assessment = assessed(path)
    offer = make_offer(project, assessment, on=DAY)
    speech = language(code)
    text = pdf_text(pdf(offer, speech))
    sums = (offer.once_net, offer.per_year_net, offer.total_net, offer.vat.vat, offer.vat.gross)
    assert [amount for amount in sums if speech.money(amount) not in text] == []
    summary = next(iter(cells(workbook(offer, speech)).values())).values()
    assert [amount for amount in sums if float(amount) not in summary] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_design_of_an_example_is_drawn_without_overlap(path: Path) -> None:
    for judged in assessed(path)[1].topologies:
        if judged.design is not None:
            check(topology_scene(judged.design, Voice(language("de"), "EUR"), fonts.measure))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_racks_and_cables_of_an_example_are_drawn_without_overlap(path: Path) -> None:
    voice = Voice(language("de"), "EUR")
    design = assessed(path)[1].best.design  # type: ignore[union-attr]
    assert design is not None
    every = racks(design, voice)
    assert sum(rack.units for rack in every) == design.power.rack_units
    check(rack_scene(every, voice, fonts.measure))
    for runs in (design.cabling, *(site.design.cabling for site in design.per_site)):
        for site in {run.site for run in runs}:
            scene = cable_scene([run for run in runs if run.site == site], str, voice, fonts.measure)
            if scene is not None:
                check(scene)


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_backup_says_its_digits_line_and_tape(code: str) -> None:
    example = next(path for path in EXAMPLES if path.stem == "small-company-ha")
    given = Project.model_validate_json(example.read_text(encoding="utf-8"))
    backup = {"offsite": "one-way", "offsite_mbps": 100, "tape": True, "removable": True, "s3": True, "domains": 2}
    project = Project.model_validate({**given.model_dump(mode="json"), "backup": backup, "mail_gateways": 2})
    offer = make_offer(project, bundled_sizer().size(project, DAY), on=DAY)
    text = " ".join(pdf_text(pdf(offer, language(code))).split())
    sheet = cells(workbook(offer, language(code)))[{"en": "Backup", "de": "Datensicherung"}[code]].values()
    words = {"en": ("Copies that an intruder cannot delete", "Tape sets", "First copy over the stated")}
    words["de"] = (
        "Kopien, die ein Eindringling nicht löschen kann",
        "Bandsätze",
        "Erstkopie über die angegebene Leitung",
    )
    assert [each for each in words[code] if each not in text] == []
    assert [each for each in words[code] if not any(str(cell).startswith(each) for cell in sheet)] == []


@pytest.mark.parametrize("code", ["en", "de"])
def test_names_of_switches_and_machines_of_two_sites_are_whole(code: str) -> None:
    project, assessment = assessed(next(path for path in EXAMPLES if path.stem == "two-sites"))
    design = make_offer(project, assessment, on=DAY).design
    scene = topology_scene(design, Voice(language(code), "EUR"), fonts.measure)
    written = [shape.text for shape in scene.shapes if isinstance(shape, Label) and shape.weight == "semibold"]
    assert [text for text in written if "…" in text] == []
    assert {"sw-crs518-1", "sw-crs518-4", "sw-1g-48-2"} < set(written)
