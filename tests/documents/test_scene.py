"""Drawings: every word within its place, no two boxes over each other, whatever the design and the names."""

import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.documents import sample
from wizard.documents import fonts
from wizard.documents.diagram_block import UNIT
from wizard.documents.diagram_cables import cable_scene
from wizard.documents.diagram_capacity import capacity_scene, capacity_segments
from wizard.documents.diagram_charts import Swing, swing_scene
from wizard.documents.diagram_plan import plan
from wizard.documents.diagram_rack import MOST_UNITS, rack_scene, racks
from wizard.documents.diagram_sketch import sketch_scene
from wizard.documents.diagram_words import topology_words
from wizard.documents.diagrams import PAGE, topology_scene
from wizard.documents.look import SMALL
from wizard.documents.scene import Area, Label, Line, Rect, Scene, svg
from wizard.documents.site_map import site_scene
from wizard.documents.words import Voice
from wizard.model.assessment import Design
from wizard.model.cabling import CableRun, PortEnd
from wizard.model.project import Project, SiteLink
from wizard.model.text import ENGLISH, Text
from wizard.persistence.languages import language

VOICE = Voice(ENGLISH, "EUR")


def extent(label: Label) -> tuple[float, float]:
    width = fonts.measure(label.text, label.size, label.weight)
    start = {"start": label.x, "middle": label.x - width / 2, "end": label.x - width}[label.anchor]
    return start, start + width


def check(scene: Scene) -> None:
    labels = [(shape, *extent(shape)) for shape in scene.shapes if isinstance(shape, Label)]
    for label, left, right in labels:
        assert left >= -0.5, label
        assert right <= scene.width + 0.5, label
        assert label.size <= label.y <= scene.height, label
    for index, (one, left, right) in enumerate(labels):
        for other, other_left, other_right in labels[index + 1 :]:
            if abs(one.y - other.y) < min(one.size, other.size) * 0.8:
                assert right <= other_left + 0.5 or other_right <= left + 0.5, (one, other)
    for shape in scene.shapes:
        if isinstance(shape, Rect):
            assert shape.x >= -0.5, shape
            assert shape.x + shape.width <= scene.width + 0.6, shape


@pytest.mark.parametrize("count", [*range(1, 13), 50])
def test_any_number_of_nodes_fits(count: int) -> None:
    check(topology_scene(sample.design(count), VOICE, fonts.measure))


@pytest.mark.parametrize("width", [150.0, 180.0])
@pytest.mark.parametrize(
    "design",
    [*map(sample.design, (1, 2, 3, 8, 9, 50)), sample.stretch(), sample.fleet(1), sample.fleet(5), sample.fleet(50)],
)
def test_a_sketch_fits_beside_its_figures(design: Design, width: float) -> None:
    scene = sketch_scene(design, VOICE, fonts.measure, width)
    check(scene)
    assert scene.height < 100


@pytest.mark.parametrize(("count", "drawn"), [(8, 8), (9, 9), (12, 12), (50, 1)])
def test_a_sketch_shows_every_node_that_has_room_and_counts_the_others(count: int, drawn: int) -> None:
    scene = sketch_scene(sample.design(count), VOICE, fonts.measure, 180.0)
    nodes = [shape for shape in scene.shapes if isinstance(shape, Rect) and shape.fill == "accent-soft"]
    assert len(nodes) == drawn
    assert all(node.width >= 8 for node in nodes)
    counted = [shape.text for shape in scene.shapes if isinstance(shape, Label)]
    assert counted == ([] if drawn == count else [f"{count} ×"])


@pytest.mark.parametrize("design", [sample.stretch(), sample.fleet(1), sample.fleet(5), sample.fleet(50)])
def test_sites_fit(design: Design) -> None:
    check(topology_scene(design, VOICE, fonts.measure))


@pytest.mark.parametrize("name", sample.HOSTILE.values(), ids=sample.HOSTILE)
def test_hostile_names_fit(name: str) -> None:
    for base in (sample.design(5), sample.stretch(), sample.design(2)):
        nodes = tuple(
            replace(n, site=f"{name} {n.site}", cpu_text=name, platform_text=name,
                    drives=tuple(replace(d, text=name) for d in n.drives))
            for n in base.nodes
        )  # fmt: skip
        networks = tuple(replace(network, name=f"{name} {i}") for i, network in enumerate(base.networks))
        scene = topology_scene(replace(base, nodes=nodes, networks=networks), VOICE, fonts.measure)
        check(scene)
        if name != sample.HOSTILE["control"]:
            ElementTree.fromstring(svg(scene))


def plates(scene: Scene, start: str) -> list[Area]:
    return [area for area in scene.areas if area.words.startswith(start)]


@pytest.mark.parametrize("count", [1, 8, 9, 40, 60])
def test_every_machine_is_drawn_as_high_as_it_is_in_the_rack(count: int) -> None:
    scene = topology_scene(sample.design(count), VOICE, fonts.measure)
    nodes, switches = plates(scene, "Node"), plates(scene, "sw-25g-48")
    assert len(nodes) == count
    assert len(switches) == 2
    assert {area.height for area in nodes} == {2 * UNIT}
    assert {area.height for area in switches} == {UNIT}
    assert {area.height for area in plates(scene, "Backup server")} == {2 * UNIT}
    for index, one in enumerate(scene.areas):
        for other in scene.areas[index + 1 :]:
            beside = one.x + one.width <= other.x + 0.1 or other.x + other.width <= one.x + 0.1
            assert beside or one.y + one.height <= other.y or other.y + other.height <= one.y, (one, other)


@pytest.mark.parametrize("count", [4, 21, 60])
def test_a_site_has_as_many_racks_as_its_machines_fill(count: int) -> None:
    design = sample.design(count)
    every = racks(design, VOICE)
    mounted = [machine for rack in every for machine in rack.machines]
    assert sum(machine.units for machine in mounted) == 2 * count + 2 + 2
    assert all(rack.units <= MOST_UNITS for rack in every)
    assert len(every) == -(-(2 * count + 4) // MOST_UNITS)
    scene = rack_scene(every, VOICE, fonts.measure, 480, len(every))
    check(scene)
    assert len(scene.areas) == len(mounted)
    assert min(shape.size for shape in scene.shapes if isinstance(shape, Label)) >= SMALL


@pytest.mark.parametrize("count", [3, 12, 40])
def test_every_port_of_a_node_has_its_square(count: int) -> None:
    design = sample.design(count)
    scene = topology_scene(design, VOICE, fonts.measure)
    for area in plates(scene, "Node"):
        key = f"node-{area.words.split(',')[0].removeprefix('Node ')}"
        cables = sum(link.count for link in design.links if key in link.ends)
        squares = [
            shape for shape in scene.shapes
            if isinstance(shape, Rect) and shape.stroke == "slate" and shape.width == shape.height < 3
            and area.x - 1 <= shape.x <= area.x + area.width and area.y - 1 <= shape.y <= area.y + area.height
        ]  # fmt: skip
        assert len(squares) == cables


@pytest.mark.parametrize("design", [sample.design(40), sample.design(200), sample.stretch(), sample.fleet(50)])
def test_a_picture_fits_its_page_and_no_text_is_smaller_than_the_smallest(design: Design) -> None:
    scene = topology_scene(design, VOICE, fonts.measure)
    assert scene.height <= PAGE
    assert min(shape.size for shape in scene.shapes if isinstance(shape, Label)) >= SMALL


def test_what_has_no_room_is_grouped_and_the_picture_says_so() -> None:
    words = "For lack of room, equal machines and sites are drawn once, with their number."
    small = topology_scene(sample.design(200), VOICE, fonts.measure)
    texts = [shape.text for shape in small.shapes if isinstance(shape, Label)]
    assert {"200 × Node", words} <= set(texts)
    large = topology_scene(sample.design(200), VOICE, fonts.measure, 480, 5_000)
    assert len(plates(large, "Node")) == 200
    assert words not in [shape.text for shape in large.shapes if isinstance(shape, Label)]


def test_a_fleet_shows_its_sites_with_their_nodes() -> None:
    scene = topology_scene(sample.fleet(5), VOICE, fonts.measure, 480, 5_000)
    assert len(plates(scene, "Node")) == 10
    texts = [shape.text for shape in scene.shapes if isinstance(shape, Label)]
    assert {f"Branch {n}" for n in range(5)} <= set(texts)
    grouped = topology_scene(sample.fleet(50), VOICE, fonts.measure)
    assert "50 sites like Branch 0" in [shape.text for shape in grouped.shapes if isinstance(shape, Label)]


def test_networks_differ_by_more_than_colour() -> None:
    scene = topology_scene(sample.design(4), VOICE, fonts.measure)
    drawn = {(shape.role, shape.dash) for shape in scene.shapes if isinstance(shape, Line) and shape.width > 1}
    assert len({dash for _, dash in drawn}) == len(drawn) > 2


def test_words_say_what_hangs_on_which_switch() -> None:
    words = topology_words(plan(sample.design(4), VOICE), VOICE)
    assert "Node 1 to Node 4 (1 × AMD EPYC 9355P, 32 cores · 512 GiB, 6 × 7.68 TB NVMe)" in words
    assert "Ceph: 2 × 25 Gbit/s to sw-25g-48-1, sw-25g-48-2" in words
    assert words.count("Ceph:") == 1
    sites = topology_words(plan(sample.fleet(7), VOICE), VOICE)
    assert sites.startswith("Branch 0 and 6 more sites: Two nodes, ZFS replication.")


def test_cables_between_nodes_are_drawn_without_a_switch() -> None:
    links = tuple(
        sample.DiagramLink((f"node-{a}", f"node-{b}"), "ceph", 1, 25) for a in (1, 2, 3) for b in (1, 2, 3) if a < b
    )
    scene = topology_scene(replace(sample.design(3), links=links), VOICE, fonts.measure)
    check(scene)
    assert not plates(scene, "sw-")
    assert not any("switch" in shape.text for shape in scene.shapes if isinstance(shape, Label))


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_capacity_bar_is_true_to_scale(code: str) -> None:
    storage = sample.design().storage
    voice = Voice(language(code), "EUR")
    scene = capacity_scene(storage, voice, fonts.measure)
    check(scene)
    bars = [s for s in scene.shapes if isinstance(s, Rect) and s.height == 20 and s.fill != "surface"]
    assert [bar.width for bar in bars] == pytest.approx(
        [480 * size / storage.raw_bytes for _, size, _, _ in capacity_segments(storage, voice)]
    )
    assert sum(size for _, size, _, _ in capacity_segments(storage, voice)) == storage.raw_bytes


def test_storage_of_others_has_no_raw_capacity() -> None:
    storage = replace(sample.design().storage, kind="external", raw_bytes=0, nominal_bytes=0)
    check(capacity_scene(storage, VOICE, fonts.measure))
    check(capacity_scene(replace(storage, usable_bytes=0, needed_bytes=0), VOICE, fonts.measure))


def test_sites_are_drawn_with_their_links() -> None:
    project = sample.project()
    scene = site_scene(project, ENGLISH, fonts.measure, 480)
    check(scene)
    texts = [shape.text for shape in scene.shapes if isinstance(shape, Label)]
    assert {"Vienna", "Graz", "Linz", "1.2 ms", "25 Gbit/s"} <= set(texts)
    unknown = project.model_copy(update={"site_links": (SiteLink(between=("Vienna", "Graz")),)})
    scene = site_scene(unknown, ENGLISH, fonts.measure, 480)
    assert "round trip unknown" in [shape.text for shape in scene.shapes if isinstance(shape, Label)]
    # Not by colour alone: a link whose time is not known is dashed as well.
    assert [shape.dash for shape in scene.shapes if isinstance(shape, Line)] == [(4, 3)]


def test_twenty_sites_keep_within_the_page() -> None:
    names = ["<b>Wien & Söhne</b> " + "lang " * 40, *(f"Branch {n}" for n in range(19))]
    sites = [{"name": name, "role": "branch"} for name in names]
    project = Project.model_validate(
        {"format": "rackwright-project/1", "workload": {"groups": []}, "sites": sites,
         "site_links": [{"between": [names[0], name]} for name in names[1:]]}
    )  # fmt: skip
    check(site_scene(project, ENGLISH, fonts.measure, 300))


@pytest.mark.parametrize("code", ["en", "de"])
def test_what_moves_the_price_is_readable_and_keeps_within_its_place(code: str) -> None:
    swings = [Swing("Number of guests " * 9, Decimal("-123456789.00"), Decimal("98765432.10")),
              Swing("Growth", None, Decimal(0)), Swing("Disk", Decimal("-1.50"), None)]  # fmt: skip
    scene = swing_scene(swings, Voice(language(code), "EUR"), fonts.measure, 480)
    check(scene)
    assert min(shape.size for shape in scene.shapes if isinstance(shape, Label)) >= SMALL


def test_names_beside_each_other_go_on_two_lines_before_they_are_cut() -> None:
    voice = Voice(language("de"), "EUR")
    ends = ["network", "site", *(f"sw-25g-48-{n}" for n in range(1, 6))]
    runs = [
        CableRun(n, "uplink", 25, "dac", Text("cable"), PortEnd("node-1", 1, n), PortEnd(end, port=n))
        for n, end in enumerate(ends, start=1)
    ]
    scene = cable_scene(runs, lambda key: {"network": "Vorhandenes Netz", "site": "Anderer Standort"}.get(key, key),
                        voice, fonts.measure, 440.0)  # fmt: skip
    assert scene is not None
    check(scene)
    written = [shape.text for shape in scene.shapes if isinstance(shape, Label)]
    assert {"Anderer", "Standort", "Vorhandenes", "Netz"} <= set(written)
    assert not any("…" in text for text in written)
