"""How the documents look: company, letterhead, colours with their contrast, logo and fonts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from wizard.documents.branding import COLOURS, LEAST_CONTRAST, BrandColour, contrast
from wizard.documents.scene import PALETTE
from wizard.model.brand import BrandFile
from wizard.model.text import Text
from wizard.ui import i18n
from wizard.ui.i18n import shown, tr
from wizard.ui.tools.brand_bench import BrandBench
from wizard.ui.tools.labelled import Labelled
from wizard.ui.turns import Steps
from wizard.ui.widgets.base import Card, button, label
from wizard.ui.widgets.form import Editor, Line

_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}", re.ASCII)
_COLOUR_NAMES: Final[Mapping[BrandColour, Text]] = {
    "accent": Text("Colour of headings, lines and charts"),
    "ink": Text("Colour of the text"),
    "quiet": Text("Colour of captions and labels"),
}
_LINES, _LONGEST = 6, 200
_THUMB: Final = (150, 44)


class ColourField(QWidget):
    """A colour as a number and as a patch, with its contrast in words."""

    pick_requested = Signal(str)

    def __init__(self, bench: BrandBench, role: BrandColour) -> None:
        super().__init__()
        self._bench, self.role, self._name = bench, role, _COLOUR_NAMES[role]
        self.line = Line()
        self.line.setObjectName(f"colour-{role}")
        self.line.setPlaceholderText(PALETTE[role])
        self.line.textEdited.connect(self.type)
        self.patch = QLabel()
        self.patch.setFixedSize(30, 30)
        self.patch.setProperty("role", "patch")
        self.pick = button(tr("Pick …"), name=f"pick-{role}")
        self.pick.setAccessibleName(tr("Pick: {name}", name=shown(self._name)))
        self.pick.clicked.connect(self._on_pick)
        self.field = Labelled(shown(self._name), self.line, beside=(self.patch, self.pick))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)

    def _on_pick(self) -> None:
        self.pick_requested.emit(self._colour())

    def _colour(self) -> str:
        return str(getattr(self._bench.brand, self.role) or PALETTE[self.role])

    def type(self, text: str) -> None:
        """Take what was typed; a text that is no colour stays in its line."""
        plain = text.strip()
        if plain and not _COLOUR.fullmatch(plain):
            self._bench.refuse(self.role, text, tr("write a colour as {example}", example="#0B6B63"))
        else:
            self._bench.put(self.role, plain.upper() or None, self._name)

    def refresh(self) -> None:
        """Show the colour, and whether it can be read."""
        refused = self._bench.refused.get(self.role)
        if refused is not None:
            self.field.say(refused[1])
            return
        value = getattr(self._bench.brand, self.role) or ""
        if self.line.text().strip().upper() != value:
            self.line.setText(value)
        colour = self._colour()
        patch = QPixmap(28, 28)
        patch.fill(QColor(colour))
        self.patch.setPixmap(patch)
        found = contrast(colour)
        figures = {"found": _figure(found), "least": _figure(LEAST_CONTRAST)}
        if found < LEAST_CONTRAST:
            self.field.say(tr("Too light: its contrast on white is {found}, WCAG AA asks for {least}.", **figures))
        else:
            self.field.hint(tr("Contrast on white {found}: WCAG AA is met.", **figures))


class FileField(QWidget):
    """A logo or a font: its name, and buttons to choose another one or none."""

    choose_requested = Signal()

    def __init__(self, name: str, key: str, clear: Callable[[], None]) -> None:
        super().__init__()
        self.file = label("", "quiet")
        self.choose = button(tr("Choose …"), name=f"choose-{key}")
        self.choose.setAccessibleName(tr("Choose: {name}", name=name))
        self.choose.clicked.connect(self.choose_requested)
        self.remove = button(tr("Remove"), "link", name=f"remove-{key}")
        self.remove.setAccessibleName(tr("Remove: {name}", name=name))
        self.remove.clicked.connect(clear)
        self.picture = QLabel()
        self.picture.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(name, "label"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.picture)
        row.addWidget(self.file, 1)
        row.addWidget(self.remove)
        row.addWidget(self.choose)
        column.addLayout(row)

    def show_file(self, file: BrandFile | None, *, drawn: bool = False) -> None:
        """Show which file it is, and a logo itself."""
        self.file.setText(tr("not chosen") if file is None else Path(file.name).name[:30])
        self.remove.setVisible(file is not None)
        picture = QPixmap()
        if file is not None and drawn and len(file.content) < _DRAWN_BYTES:
            picture.loadFromData(file.content)
        if picture.isNull():
            self.picture.hide()
            return
        smooth = Qt.TransformationMode.SmoothTransformation
        self.picture.setPixmap(picture.scaled(*_THUMB, Qt.AspectRatioMode.KeepAspectRatio, smooth))
        self.picture.show()


_DRAWN_BYTES: Final = 2_000_000
"""A larger picture is not drawn beside its name: that would hold the window."""


class LookCard(Card):
    """Everything of a branding but its texts."""

    def __init__(self, bench: BrandBench) -> None:
        super().__init__(tr("Company and look"))
        self._bench = bench

    def build(self) -> Steps:
        """Put the fields in their places, a few in each turn."""
        self._words()
        yield
        self.colours = [ColourField(self._bench, role) for role in COLOURS]
        for field in self.colours:
            self.add(field)
        yield
        self.add(self._files())
        self.show_problems({})
        yield

    def _words(self) -> None:
        self.company = Line()
        self.company.setObjectName("brand-name")
        self.company.textEdited.connect(self._on_company)
        self.company_field = Labelled(tr("Company"), self.company, tr("In texts it is {name}.", name="{{ vendor }}"))
        self.letterhead = Editor()
        self.letterhead.setObjectName("letterhead")
        self.letterhead.setFixedHeight(88)
        self.letterhead.textChanged.connect(self._on_letterhead)
        self.letterhead_field = Labelled(
            tr("Letterhead"), self.letterhead, tr("Up to six lines at the foot of the first page.")
        )
        for field in (self.company_field, self.letterhead_field):
            self.add(field)

    def _files(self) -> QWidget:
        put = partial(self._bench.put, typed=False)
        self.logo = FileField(tr("Logo"), "logo", lambda: put("logo", None, Text("Logo")))
        self.regular = FileField(tr("Font"), "regular", lambda: put("regular", None, Text("Font")))
        self.semibold = FileField(tr("Semibold font"), "semibold", lambda: put("semibold", None, Text("Semibold font")))
        self.logo_fault, self.fonts_fault = label("", "error", wrap=True), label("", "error", wrap=True)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 0, 0)
        for widget in (self.logo, self.logo_fault, self.regular, self.semibold, self.fonts_fault):
            column.addWidget(widget)
        return box

    def refresh(self) -> None:
        """Show the branding as it is now."""
        brand, refused = self._bench.brand, self._bench.refused
        if "name" not in refused and self.company.text() != brand.name:
            self.company.setText(brand.name)
        lines = "\n".join(brand.letterhead)
        if "letterhead" not in refused and self.letterhead.written() != brand.letterhead:
            self.letterhead.replace(lines)
        for key, field in (("name", self.company_field), ("letterhead", self.letterhead_field)):
            field.say(refused[key][1] if key in refused else "")
        for colour in self.colours:
            colour.refresh()
        self.logo.show_file(brand.logo, drawn=True)
        self.regular.show_file(brand.regular)
        self.semibold.show_file(brand.semibold)

    def show_problems(self, found: Mapping[str, str]) -> None:
        """Say what is wrong with logo and fonts; colours say it themselves."""
        for key, part in (("logo", self.logo_fault), ("fonts", self.fonts_fault)):
            part.setText(found.get(key, ""))
            part.setVisible(bool(part.text()))

    def _on_company(self, text: str) -> None:
        if len(text) > _LONGEST:
            self._bench.refuse("name", text, tr("longer than {n} characters", n=_LONGEST))
        else:
            self._bench.put("name", text, Text("Company"))

    def _on_letterhead(self) -> None:
        lines = self.letterhead.written()
        if len(lines) > _LINES:
            self._bench.refuse("letterhead", "\n".join(lines), tr("more than {n} lines", n=_LINES))
        elif any(len(line) > _LONGEST for line in lines):
            self._bench.refuse("letterhead", "\n".join(lines), tr("longer than {n} characters", n=_LONGEST))
        else:
            self._bench.put("letterhead", lines, Text("Letterhead"))


def _figure(value: float) -> str:
    # Rounded down: what is just too light must not look as if it were enough.
    return i18n.current().number(Decimal(int(value * 10)) / 10, 1, fixed=True)
