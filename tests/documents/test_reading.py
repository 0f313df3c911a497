"""What readers stumbled over in finished offers: words, figures and sentences that must not come back."""

import itertools
import json
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.documents import sample
from tests.documents.helpers import cells
from tests.documents.test_examples import DAY, EXAMPLES, assessed
from wizard.assets import Assets, folder
from wizard.documents import fonts
from wizard.documents.blocks import (
    Derivation,
    Document,
    Facts,
    Figure,
    Heading,
    KeyFigures,
    Note,
    Paragraph,
    Row,
    Table,
)
from wizard.documents.chapters_cabling import cabling
from wizard.documents.diagrams import topology_scene
from wizard.documents.offer_blocks import offer_document, offer_source
from wizard.documents.pdf_rows import RowOfCells, Rows
from wizard.documents.scene import Label
from wizard.documents.words import COUNTED, Voice
from wizard.documents.workbook import workbook
from wizard.flow.offers import make_offer
from wizard.model.commercial import OwnPosition
from wizard.model.loads import loads
from wizard.model.offer import OfferChange
from wizard.model.text import ENGLISH, Text
from wizard.persistence.catalogues import bundled_catalogue
from wizard.persistence.languages import language
from wizard.persistence.rulebook import bundled_rulebook

GERMAN = language("de")
PATHS = {path.stem: path for path in EXAMPLES}


def example(name: str, code: str = "en") -> Document:
    project, assessment = assessed(PATHS[name])
    return offer_document(make_offer(project, assessment, on=DAY), language(code))


def said(document: Document) -> list[str]:
    """Return every sentence, label and cell of a document."""
    found: list[str] = []
    for block in document.blocks:
        match block:
            case Paragraph(text) | Note(_, _, text):
                found.append(text)
            case Facts(facts):
                found += [part for one in facts for part in (one.label, one.value)]
            case KeyFigures(figures):
                found += [part for one in figures for part in (one.label, one.value, one.note)]
            case Table(_, rows):
                found += [cell for row in rows for cell in row.cells if isinstance(cell, str)]
            case Derivation(result=result):
                found.append(result)
            case Figure(caption=caption, alternative=alternative):
                found += [caption, alternative]
    return found


def rows_under(document: Document, anchor: str) -> list[Row]:
    """Return the rows of the first table behind a heading."""
    at = next(n for n, block in enumerate(document.blocks) if getattr(block, "anchor", None) == anchor)
    table = next(block for block in document.blocks[at:] if isinstance(block, Table))
    return list(table.rows)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"), (4, "4 min"), (Fraction(1, 3), "20 s"), (Fraction(14349, 1000), "14 min 21 s"), (119, "119 min"),
        (170, "2 h 50 min"), (1440, "24 h"), (2303, "38 h 23 min"), (5040, "3.5 days"),
    ],
)  # fmt: skip
def test_a_duration_is_written_as_one_counts_it(minutes: int | Fraction, words: str) -> None:
    assert Voice(ENGLISH, "EUR").minutes(minutes).replace("\u00a0", " ") == words


def test_one_thing_is_not_several() -> None:
    several = {many.render(): one.render() for one, many in COUNTED.values()}
    wrong = re.compile(rf"(?<!of )(?<![\d.,×/] )(?<![\d.,])\b1[ \u00a0]({'|'.join(map(re.escape, several))})\b")
    for name in PATHS:
        assert [text for text in said(example(name)) if wrong.search(text)] == [], name


def test_units_of_a_calculation_are_german_in_german() -> None:
    units = "nodes?|cores|votes|minutes|hours|days|copies|kinds|ports|watts|gbps|iops|backups"
    english = re.compile(rf"\d[ \u00a0]({units})\b")
    for name in PATHS:
        results = [block.result for block in example(name, "de").blocks if isinstance(block, Derivation)]
        assert [text for text in results if english.search(text)] == [], name


def test_a_machine_by_itself_has_no_votes_and_no_failure_that_is_planned_for() -> None:
    document = example("branch-shop")
    labels = [one.label for block in document.blocks if isinstance(block, Facts) for one in block.facts]
    figures = [one for block in document.blocks if isinstance(block, KeyFigures) for one in block.figures]
    assert not any("vote" in label.lower() or "QDevice" in label for label in labels)
    assert not any("after a failure" in one.label or one.note.startswith("0 ") for one in figures)
    growth = next(text for text in said(document) if text.startswith("Lines over the years"))
    assert "0 % today" not in growth
    assert not any("planned failure" in text for text in said(document))


def test_sites_of_a_fleet_add_up_to_its_price() -> None:
    rows = rows_under(example("fleet"), "fleet")
    *sites, total = [row.cells[-1] for row in rows]
    assert sum(sites, Decimal(0)) == total  # type: ignore[arg-type]


def test_machines_that_are_alike_stand_in_one_row() -> None:
    rows = rows_under(example("fleet"), "machines")
    assert len({row.cells[1:] for row in rows}) == len(rows)
    assert any("and 4 more" in str(cell) for row in rows for cell in row.cells)


def test_an_offer_above_the_budget_says_so_beside_its_price() -> None:
    offer = sample.offer()
    budget = replace(offer.assessment, budget_net=offer.total_net)
    over = replace(offer, assessment=budget, total_net=offer.total_net + 1, as_sized=False)
    texts = said(offer_document(over, ENGLISH))
    assert any("1.00\u00a0EUR above the budget of" in text for text in texts)
    assert any(text.startswith("Topologies are compared by machines and subscriptions") for text in texts)


def test_changes_lead_from_the_total_before_to_the_total_now() -> None:
    changes = (
        OfferChange(Text("growth per year from 10 to 20"), Text("nodes +1"), Decimal("23410.00")),
        OfferChange(Text("discount on the offer"), Text("same machines"), Decimal("-410.00")),
    )
    offer = replace(sample.offer(), revision="B", changes_since="A", changes=changes)
    rows = rows_under(offer_document(offer, ENGLISH), "changes")
    amounts = [str(row.cells[-1]).replace(",", "").replace("−", "-") for row in rows]
    assert amounts[1:3] == ["+23410.00", "-410.00"]
    assert sum(map(Decimal, amounts[:-1])) == Decimal(amounts[-1]) == offer.total_net
    assert rows[1].cells[0] == "Growth per year from 10 to 20"


def test_a_reason_is_not_written_twice_below_itself() -> None:
    rows = rows_under(example("vmware-replacement"), "bill")
    reasons = [str(row.cells[-1]) for row in rows if row.cells[-1]]
    assert "as above" in reasons
    assert [a for a, b in itertools.pairwise(reasons) if a == b != "as above"] == []


@pytest.mark.parametrize("code", ["en", "de"])
def test_what_a_catalogue_says_to_vendors_no_customer_reads(code: str) -> None:
    project, assessment = assessed(PATHS["vmware-replacement"])
    label = language(code).translate(assessment.catalogue_label)
    document = offer_document(make_offer(project, assessment, on=DAY), language(code))
    assert not any(label in text for text in said(document))
    internal = offer_document(make_offer(project, assessment, on=DAY, view="internal"), language(code))
    assert any(label in text for text in said(internal))


def test_an_offer_says_what_it_does_not_contain_and_what_the_customer_provides() -> None:
    texts = said(example("vmware-replacement"))
    assert any("No installation and no migration" in text for text in texts)
    project, assessment = assessed(PATHS["vmware-replacement"])
    own = [OwnPosition(id="work", text="Installation", quantity=Decimal(1), unit_net=Decimal("900.00"))]
    project = project.model_copy(update={"offer": project.offer.model_copy(update={"positions": tuple(own)})})
    with_work = said(offer_document(make_offer(project, assessment, on=DAY), ENGLISH))
    assert not any("No installation and no migration" in text for text in with_work)
    assert "Installation" in with_work
    ports = next(text for text in with_work if re.fullmatch(r"(\d+ × \d+\u00a0Gbit/s(, )?)+", text))
    lan = sum(end.device == "lan" for run in assessment.best.design.cabling for end in (run.start, run.end))  # type: ignore[union-attr]
    assert sum(int(number) for number in re.findall(r"(\d+) ×", ports)) == lan > 0


def test_german_of_parts_and_sources_belongs_to_the_catalogue_and_the_rulebook() -> None:
    home = folder(Assets.RESOURCES) / "locale"
    parts = bundled_catalogue().parts.values()
    names = {part.name for part in parts} | {f"{part.vendor} {part.name}" for part in parts}
    assert sorted(json.loads((home / "parts.de.json").read_text(encoding="utf-8")).keys() - names) == []
    rules = bundled_rulebook()
    pieces = {piece for id in rules for piece in rules[id].source.split("; ")}
    assert sorted(json.loads((home / "sources.de.json").read_text(encoding="utf-8")).keys() - pieces) == []


def test_german_documents_speak_german_of_parts_and_sources() -> None:
    words = re.compile(
        r"\b(ours|no vendor source|Planning value|1 socket|1 year|class of|cartridge|slots|backup server, )"
    )
    for name in PATHS:
        assert [text for text in said(example(name, "de")) if words.search(text)] == [], name


def test_a_self_assessment_promises_nothing() -> None:
    project, assessment = assessed(PATHS["branch-shop"])
    mine = project.model_copy(update={"offer": project.offer.model_copy(update={"self_assessment": True})})
    document = offer_document(make_offer(mine, assessment, on=DAY), ENGLISH, edition="self-assessment")
    assert [text for text in said(document) if "promises" in text and "program" not in text] == []


def test_a_row_does_not_stand_alone_on_the_last_page() -> None:
    rows = [RowOfCells((), above=20, below=0) for _ in range(11)]
    first, rest = Rows(rows, 100).split(100, 205)
    assert (len(first.rows), len(rest.rows)) == (8, 3)  # type: ignore[attr-defined]


def test_of_a_fleet_the_site_that_is_used_most_counts() -> None:
    design = assessed(PATHS["fleet"])[1].best.design  # type: ignore[union-attr]
    assert design is not None
    found = loads(design)
    for key, load in found.items():
        shares = [Fraction(one.needed, one.there) for one in (loads(site.design)[key] for site in design.per_site)]
        assert Fraction(load.needed, load.there) == max(shares)
    keys = {each.key for each in design.calculations}
    assert {load.needed_key for load in found.values()} | {load.there_key for load in found.values()} <= keys


def test_of_a_fleet_only_sites_that_plan_for_a_failure_count_after_it() -> None:
    design = assessed(PATHS["fleet"])[1].best.design  # type: ignore[union-attr]
    assert design is not None
    sites = [one.design.compute for one in design.per_site]
    plans = [one for one in sites if one.cores_needed_after_failure]
    assert 0 < len(plans) < len(sites)
    assert design.compute.cores_after_failure == sum(one.cores_after_failure for one in plans)
    assert design.compute.memory_after_failure_bytes == sum(one.memory_after_failure_bytes for one in plans)
    assert any(f"that plan for one: {len(plans)} of {len(sites)}." in text for text in said(example("fleet")))


def test_what_is_the_same_at_several_sites_is_said_once() -> None:
    document = example("fleet")
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert (
        sum("Branch 1, Branch 2 and 4 more" in text for text in headings) == 4
    )  # network, recovery, calculations, cabling
    assert any(text.endswith("For all sites") for text in headings)
    listed = [text for text in said(document) if text.startswith("The same at each of these sites")]
    assert len(listed) == 4
    assert all("Branch 6" in text for text in listed)
    anchors = {block.anchor for block in document.blocks if isinstance(block, Derivation)}
    links = [row.links for row in rows_under(document, "fleet")[:-1]]
    assert {link for row in links for link in row if link} <= anchors


def test_a_topology_by_request_is_not_called_the_cheapest() -> None:
    project, assessment = assessed(PATHS["vmware-replacement"])
    other = next(one.id for one in assessment.topologies if one.design and one.id is not assessment.recommended)
    texts = said(offer_document(make_offer(project, assessment, topology=other, on=DAY), ENGLISH))
    first = next(text for text in texts if text.startswith("Chosen by request; recommended is: "))
    assert "more than the cheapest design" in first
    assert (
        texts.count("It meets every requirement and the budget at the least price; topologies that meet them: 2.") == 0
    )


def test_assumptions_are_written_in_the_language_of_the_reader() -> None:
    cells = [cell for row in rows_under(example("fleet", "de"), "assumptions") for cell in row.cells]
    assert not {"false", "true", "unknown"} & set(map(str, cells))
    assert "nicht bekannt" in cells


def test_names_are_whole_where_machines_stand_beside_each_other() -> None:
    project, assessment = assessed(PATHS["fleet"])
    design = make_offer(project, assessment, on=DAY).design
    scene = topology_scene(design, Voice(ENGLISH, "EUR"), fonts.measure)
    texts = {shape.text for shape in scene.shapes if isinstance(shape, Label)}
    assert {"Node 1", "Node 2", "Backup server"} <= texts
    project, assessment = assessed(PATHS["san-reuse"])
    source = offer_source(make_offer(project, assessment, on=DAY), ENGLISH)
    drawn = next(block for block in cabling(source) if isinstance(block, Figure))
    names = {shape.text for shape in drawn.scene.shapes if isinstance(shape, Label)}
    assert {"Node 1", "Node 5", "Backup server", "Existing storage"} <= names


def test_racks_of_a_fleet_that_hold_the_same_are_drawn_once() -> None:
    project, assessment = assessed(PATHS["fleet"])
    document = offer_document(make_offer(project, assessment, on=DAY), ENGLISH)
    words = next(
        block.alternative for block in document.blocks if isinstance(block, Figure) and "rack" in block.caption
    )
    assert "Branch 1 and 5 more, from the bottom up: 1 × Node" in words
    assert words.count("from the bottom up") == 3  # headquarters, branches, and what all sites share


@pytest.mark.parametrize("chapter", ["network", "recovery"])
def test_a_fleet_says_of_each_site_what_it_has(chapter: str) -> None:
    """What headquarters has is not said of all: each kind of site stands under its names."""
    document = example("fleet")
    titles = [block.text for block in document.blocks if isinstance(block, Heading)
              and block.anchor.startswith(f"{chapter}-")]  # fmt: skip
    assert [title.partition("\u2002")[2] for title in titles] == ["Headquarters", "Branch 1, Branch 2 and 4 more"]
    branches = next(n for n, block in enumerate(document.blocks) if getattr(block, "anchor", "") == f"{chapter}-2")
    after = document.blocks[branches + 1 :]
    texts = said(replace(document, blocks=after[: next(n for n, b in enumerate(after) if isinstance(b, Heading))]))
    assert not any(text == "Corosync" or "QDevice" in text or text == "Replication" for text in texts)
    assert any("Branch 6" in text for text in texts)


def test_what_each_branch_runs_stands_in_the_request_once() -> None:
    project, assessment = assessed(PATHS["fleet"])
    rows = rows_under(example("fleet"), "workload")
    names = [row.cells[0] for row in rows]
    assert len(set(names)) == len(names)
    assert rows[-1].cells[-1] == "at each of 6 sites: Branch 1, Branch 2 and 4 more"
    counted = [int(row.cells[1]) * (6 if "at each of 6" in str(row.cells[-1]) else 1) for row in rows]  # type: ignore[arg-type]
    assert sum(counted) == assessment.demand.guests
    # Two groups of one site that are the same are two groups.
    till = next(group for group in project.workload.groups if group.site == "Branch 1")
    twice = project.workload.model_copy(update={"groups": (till, till)})
    offer = make_offer(project.model_copy(update={"workload": twice}), assessment, on=DAY)
    assert [row.cells[-1] for row in rows_under(offer_document(offer, ENGLISH), "workload")] == ["Branch 1"] * 2


@pytest.mark.parametrize("code", ["en", "de"])
def test_reasons_against_a_topology_name_each_source_once(code: str) -> None:
    sources = bundled_rulebook()
    for name in PATHS:
        for row in rows_under(example(name, code), "topologies"):
            reason = str(row.cells[-1])
            named = [origin for origin in {language(code).translate(sources[id].source) for id in sources}
                     if reason.count(f"({origin})") > 1]  # fmt: skip
            assert named == [], (name, row.cells[0])


def test_figures_of_a_single_node_speak_of_no_planned_failure() -> None:
    for name, planned in (("branch-shop", False), ("vmware-replacement", True)):
        titles = [block.title for block in example(name).blocks if isinstance(block, Derivation)]
        assert any("after the planned failure" in title for title in titles) == planned
        assert any("no failure is planned for" in title for title in titles) != planned
        offer = make_offer(*assessed(PATHS[name]), on=DAY)
        written = [str(value) for sheet in cells(workbook(offer, ENGLISH)).values() for value in sheet.values()]
        assert any("after the planned failure" in value.lower() for value in written) == planned
