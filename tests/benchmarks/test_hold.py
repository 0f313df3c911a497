"""How long the GUI thread is held by what a person does, in the real window with 10,000 rows.

``pytest tests/benchmarks/test_hold.py -s`` prints a line for each action: the longest hold of three turns' best, by the
clock and by the processor time of the GUI thread alone. Nothing is asserted about seconds.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.benchmarks.gui import Pulse, settle
from tests.benchmarks.test_typing import project
from tests.importers import books
from tests.ui.person import in_turns
from wizard.app import services
from wizard.flow.steps import STEPS, StepId
from wizard.flow.templates import TEMPLATES
from wizard.model.project import Project, Topology
from wizard.model.text import ENGLISH
from wizard.persistence.projects import write_project
from wizard.ui import i18n
from wizard.ui.offering.bill import BillTab
from wizard.ui.pace import keep_pace, take_turn
from wizard.ui.pages.offer import TABS, OfferPage
from wizard.ui.pages.page import Page
from wizard.ui.pages.recommendation import RecommendationPage
from wizard.ui.theme import Mode, Theme, load_fonts
from wizard.ui.tools.prices import PricesTool
from wizard.ui.tools.tool import Tool
from wizard.ui.widgets.table import RowsTable
from wizard.ui.widgets.zoom import STEP
from wizard.ui.window import Window

ROWS = int(os.environ.get("RACKWRIGHT_ROWS", "10000"))
TURNS = int(os.environ.get("RACKWRIGHT_TURNS", "1"))
_REST_MS = 250


_Page = TypeVar("_Page", bound=Page)


@dataclass
class Hand:
    """Does one thing at a time in the window, and notes how long each held it."""

    window: Window
    held: dict[str, list[tuple[float, float]]]

    def do(self, name: str, action: Callable[[], Any]) -> None:
        """Act in a running event loop, and watch until everything that follows from it is done."""
        self.rest()
        pulse, loop = Pulse(), QEventLoop()
        QTimer.singleShot(20, lambda: (take_turn(), action()))  # as the click or the key does that it stands for
        QTimer.singleShot(20 + _REST_MS, loop.quit)
        loop.exec()
        self.rest()
        pulse.stop()
        self.held.setdefault(name, []).append((max(pulse.gaps), max(pulse.work)))

    def rest(self) -> None:
        """Wait until nothing is read, sized or written."""
        window = self.window
        workers = (window.session, window.files, window.session.pages_worker)
        while (
            any(one.busy for one in workers) or in_turns(window)
            or (window.tools.current is not None and window.tools.current.busy)
        ):  # fmt: skip
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        settle(window)

    def page_at(self, step: StepId, kind: type[_Page]) -> _Page:
        """Go to a step and return its page."""
        self.window.view.go_to_step(step)
        self.rest()
        page = self.window.view.stack.currentWidget()
        assert isinstance(page, kind)
        return page

    @property
    def table(self) -> RowsTable:
        page = self.window.view.stack.currentWidget()
        return page.table  # type: ignore[attr-defined,no-any-return]

    def print(self) -> None:
        print(f"\n{'action':<44}{'held [ms]':>10}{'of that own work':>18}")
        for name, pairs in self.held.items():
            clock, work = min(pairs)
            print(f"{name:<44}{clock:>10.1f}{work:>18.1f}{'  more than 50' if clock > 50 else ''}")


@pytest.fixture
def hand(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hand]:
    monkeypatch.setenv("RACKWRIGHT_CONFIG", str(tmp_path / "settings"))
    load_fonts(qapp)
    i18n.use(ENGLISH)
    back = keep_pace()
    made = Window(services(), Theme(qapp, Mode.LIGHT))
    made.show()
    yield Hand(made, {})
    made.session.open(project(10), None)
    made.session.finish()
    made.files.finish()
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    back()


def large(rows: int) -> Project:
    """Return a project with so many rows and 300 positions of the vendor's own."""
    plain = project(rows).model_dump(mode="json")
    plain["offer"] = {
        "positions": [
            {"id": f"p{number}", "text": f"Service {number}", "unit_net": f"{number}.50"} for number in range(300)
        ]
    }
    return Project.model_validate(plain)


def rows_of(project_: Project, number: int) -> str:
    groups = project_.workload.groups[:number]
    return "\n".join(f"pasted {row}\t1\t{one.vcpus}\t8 GiB\t{row % 90 + 9} GiB" for row, one in enumerate(groups))


def in_files(hand: Hand, folder: Path) -> None:
    file, csv = folder / "large.json", folder / "inventory"
    write_project(large(ROWS), file)
    csv.mkdir(exist_ok=True)
    books.tab(csv, "vInfo", [books.HEAD, *(books.guest(f"vm{row:05}", 1 + row % 8) for row in range(ROWS))])
    window = hand.window
    hand.do("tools: read ahead", window.tools.read_ahead)
    hand.do("open a project", lambda: window.files.read(file))
    hand.do("go to the workload", lambda: window.view.go_to_step(StepId.WORKLOAD))
    hand.do("import an inventory", lambda: window.files.take([csv], anew=False))
    hand.do("undo the import", window.session.undo)


def in_the_table(hand: Hand) -> None:
    window, table = hand.window, hand.table
    half = rows_of(window.session.project, ROWS // 2)
    bar = table.view.verticalScrollBar()
    hand.do("scroll by a page", lambda: bar.triggerAction(bar.SliderAction.SliderPageStepAdd))
    hand.do("scroll to the end", lambda: bar.triggerAction(bar.SliderAction.SliderToMaximum))
    hand.do("filter: the first key", lambda: QTest.keyClick(table.filter, Qt.Key.Key_9))
    hand.do("filter: the second key", lambda: QTest.keyClick(table.filter, Qt.Key.Key_8))
    hand.do("filter: cleared", table.filter.clear)
    hand.do("sort by a column", lambda: table.sheet.sort(4))
    hand.do("undo the sort", window.session.undo)
    hand.do("select all", lambda: QTest.keyClick(table.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier))
    hand.do("copy all", table.sheet.copy)
    hand.do("fill down all", table.sheet.fill_down)
    hand.do("undo the filling", window.session.undo)
    table.view.clearSelection()
    table.view.setCurrentIndex(table.model.index(0, 0))
    hand.do("paste over half of the rows", lambda: table.sheet.paste(half))
    hand.do("undo the paste", window.session.undo)
    hand.do("redo the paste", window.session.redo)
    window.session.undo()
    hand.rest()
    select_half(table)
    hand.do("delete half of the rows", table.delete_rows)
    hand.do("undo the deletion", window.session.undo)
    cell = table.model.index(7, 3)
    hand.do("type into a cell", lambda: table.model.setData(cell, "6 GiB"))


def select_half(table: RowsTable) -> None:
    from PySide6.QtCore import QItemSelection, QItemSelectionModel

    rows = QItemSelection(table.model.index(0, 0), table.model.index(ROWS // 2 - 1, 11))
    table.view.selectionModel().select(rows, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def around(hand: Hand) -> None:
    window = hand.window
    for step in STEPS:
        hand.do(f"{step.id}: first time", lambda step=step: window.view.go_to_step(step.id))
    for step in STEPS:
        hand.do(f"{step.id}: again", lambda step=step: window.view.go_to_step(step.id))
    hand.do("why: the nodes", window.view.panel.figures["nodes"].click)
    hand.do("why: the price", window.view.panel.figures["price"].click)
    hand.page_at(StepId.RECOMMENDATION, RecommendationPage)
    hand.do("user guide", lambda: window._show_guide("start"))
    for name in ("workload", "glossary", "keys"):
        hand.do(f"user guide: {name}", lambda name=name: window._show_guide(name))
    window.guide.close()
    hand.do("start page", window.show_start)
    hand.do("back to the project", window.show_steps)


def in_the_offer(hand: Hand) -> None:
    page = hand.page_at(StepId.OFFER, OfferPage)
    hand.do("offer: the vendor's view", lambda: page._on_view(1))
    for time in ("first time", "again"):
        for key, _ in TABS:
            hand.do(f"offer, {key}: {time}", lambda key=key: page.show_tab(key))
    hand.do("offer, bill: back again", lambda: page.show_tab("bill"))
    bill = page.tabs["bill"]
    assert isinstance(bill, BillTab)
    hand.do("offer, bill: a position more", lambda: bill.bill._on_add(bill.bill.add_button.menu().actions()[1]))
    hand.do("offer, bill: undo", hand.window.session.undo)
    hand.do("offer: the customer's view", lambda: page._on_view(0))


def around_the_design(hand: Hand) -> None:
    page = hand.page_at(StepId.RECOMMENDATION, RecommendationPage)
    hand.do("recommendation: racks", lambda: page.pictures.show_picture("rack"))
    view = page.pictures.view
    hand.do("recommendation: zoom", lambda: view.scale_by(STEP**4))
    hand.do("recommendation: move", lambda: view.move_by(-60, -60))
    hand.do("what if: a pin", lambda: page.whatif.fields[0].choose(Topology.CLUSTER_REPLICATED))
    hand.do("what if: undo", hand.window.session.undo)


def in_plain_words(hand: Hand) -> None:
    window = hand.window
    window.session.set_plain(plain=True)
    hand.rest()
    for time in ("first time", "again"):
        for step in STEPS:
            hand.do(f"plain, {step.id}: {time}", lambda step=step: window.view.go_to_step(step.id))
    window.session.set_plain(plain=False)
    hand.rest()


def from_templates(hand: Hand) -> None:
    for template in TEMPLATES:
        hand.window.session.mark_saved(Path("benchmark.json"))
        hand.do(f"new: {template.id}", lambda template=template: hand.window._on_template(template))


def in_the_tools(hand: Hand) -> None:
    tools = hand.window.tools
    for time in ("first time", "again"):
        for name, act in (
            ("prices", tools.open_prices), ("branding", tools.open_branding), ("tender", tools.open_tender)
        ):  # fmt: skip
            hand.do(f"tools, {name}: {time}", act)
            assert tools.current is not None
            if name == "prices":
                in_the_prices(hand, tools.current, time)
            hand.do(f"tools, {name}: closed", tools.current.reject)


def in_the_prices(hand: Hand, tool: Tool, time: str) -> None:
    assert isinstance(tool, PricesTool)
    model = tool.parts.model
    hand.do(f"tools, prices: a cell, {time}", lambda: model.setData(model.index(3, 5), "1"))
    hand.do(f"tools, prices: undo, {time}", tool.bench.undo)
    hand.do(f"tools, prices: a list, {time}", lambda: tool.show_page(1))


def in_other_words(hand: Hand) -> None:
    window = hand.window
    for step in (StepId.WORKLOAD, StepId.RECOMMENDATION, StepId.OFFER):
        window.view.go_to_step(step)
        hand.do(f"language, at {step}", lambda: window.session.set_language("de"))
        hand.do(f"theme, at {step}", lambda: window._theme.choose(Mode.DARK))
        hand.do(f"plain, at {step}", lambda: window.session.set_plain(plain=True))
        hand.do(f"expert, at {step}", lambda: window.session.set_plain(plain=False))
        window.session.set_language("en")
        window._theme.choose(Mode.LIGHT)


@pytest.mark.benchmark(group=f"holding the GUI thread, {ROWS} rows")
def test_hold(benchmark, hand, tmp_path):  # type: ignore[no-untyped-def]
    def turn() -> None:
        in_files(hand, tmp_path)
        in_the_table(hand)
        around(hand)
        in_the_offer(hand)
        around_the_design(hand)
        in_the_tools(hand)
        in_other_words(hand)
        in_plain_words(hand)
        from_templates(hand)

    benchmark.pedantic(turn, rounds=TURNS)
    hand.print()
    assert hand.window.view.panel.price.text() != "–"
