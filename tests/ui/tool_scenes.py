"""The tools in the states that are looked at: for screenshots, for cut words, and for the walk of a screen reader."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from PySide6.QtCore import QDeadlineTimer
from PySide6.QtWidgets import QApplication, QScrollArea

from wizard.ui.tools.branding import BrandingTool
from wizard.ui.tools.prices import PricesTool
from wizard.ui.tools.tender import TenderTool
from wizard.ui.tools.tool import Tool
from wizard.ui.window import Window

LIST = """Sample Distribution (invented);;;;;;
Artikelnummer;Bezeichnung;Listenpreis;Rabatt %;EK netto;Währung;gültig bis
epyc-4245p;CPU;"1.234,50";20;;EUR;31.12.2026
ram-udimm-48;Modul;"1.000,00";10;"850,00";EUR;31.12.2026
nothing-of-ours;Unbekannt;"10,00";;;EUR;31.12.2026
am5-1u;Server;;;;EUR;31.12.2026
epyc-4245p;CPU;"1.234,50";20;;EUR;31.12.2026
boot-m2-480gb;M.2;"99,90 CHF";;;;31.12.2026
ssd-sata-ri-0.96tb;SSD;abc;;;EUR;31.12.2026
raid-9560-8i;RAID;"620,00";;;EUR;01.01.2026
"""


REQUIREMENTS = """Nr;Art;Anforderung;Antwort;Bemerkung;Nachweis
1.1;A;Mindestens 3 Server für die Virtualisierung;;;
1.2;A;Der Bieter ist nach ISO 27001 zertifiziert;;;
1.3;B;Mindestens 512 GB Arbeitsspeicher pro Server, und zwar in jedem einzelnen, auch im Fall einer Wartung;;;
1.4;B;Leistungsaufnahme höchstens 100 kW;;;
1.5;I;Bitte beachten Sie die Anlagen;;;
"""


def rest(tool: Tool) -> None:
    """Wait until nothing runs beside the GUI thread."""
    deadline = QDeadlineTimer(20_000)
    QApplication.processEvents()
    while (tool.busy or getattr(tool, "waiting", False)) and not deadline.hasExpired():
        QApplication.processEvents()
    for _ in range(10):
        QApplication.processEvents()


def scenes(window: Window) -> Iterator[tuple[str, Tool]]:
    """Open each tool in each state; it is closed again without a question."""
    yield from _prices(window)
    yield from _branding(window)
    yield from _tender(window)


def _prices(window: Window) -> Iterator[tuple[str, Tool]]:
    window.tools.open_prices()
    tool = cast("PricesTool", window.tools.current)
    rest(tool)
    tool.parts.kinds.setCurrentRow(2)
    model = tool.parts.model
    model.setData(model.index(0, 5), "950")
    model.setData(model.index(1, 5), "abc")
    rest(tool)
    yield "prices", tool
    tool.show_page(1)
    rest(tool)
    yield "price-list-empty", tool
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_text(LIST, encoding="utf-8")
        tool.take([path])
        rest(tool)
        yield "price-list", tool
        tool.price_list.report.table.selectRow(2)
        tool.price_list.verticalScrollBar().setValue(tool.price_list.verticalScrollBar().maximum())
        rest(tool)
        yield "price-list-report", tool
        tool.price_list.form.combos["part"].setCurrentIndex(0)
        tool.price_list.form.combos["part"].activated.emit(0)
        rest(tool)
        yield "price-list-unnamed", tool
    tool.done(0)
    QApplication.processEvents()


def _branding(window: Window) -> Iterator[tuple[str, Tool]]:
    window.tools.open_branding()
    tool = cast("BrandingTool", window.tools.current)
    rest(tool)
    tool.example_button.click()
    rest(tool)
    yield "branding", tool
    tool.look.colours[0].type("#FFDD00")
    tool.texts.editor.setPlainText("Dear {{ contact }},\n\n{{ nobody }}\n")
    rest(tool)
    area = tool.findChildren(QScrollArea)[0]
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    rest(tool)
    yield "branding-faults", tool
    tool.done(0)
    QApplication.processEvents()


def _tender(window: Window) -> Iterator[tuple[str, Tool]]:
    window.session.requirements = None
    window.tools.open_tender()
    tool = cast("TenderTool", window.tools.current)
    rest(tool)
    yield "tender-empty", tool
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "criteria.csv"
        path.write_text(REQUIREMENTS, encoding="utf-8")
        tool.take([path])
        rest(tool)
        yield "tender", tool
        tool.columns_fold.button.setChecked(True)
        index = tool.model.index(3, 4)
        tool.model.setData(index, "W" * 1001)
        rest(tool)
        yield "tender-columns", tool
        tool.session.drop_drafts(tool.model.path)
        tool.columns_fold.button.setChecked(False)
        tool.show_page(1)
        rest(tool)
        yield "tender-checklist", tool
    window.session.requirements = None
    tool.reject()
    rest(tool)
