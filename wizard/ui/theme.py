"""Colours, fonts and the one style sheet. Nothing else in the program names a colour or a size of type.

The style sheet is not set on the application but on the parts of each window: Qt styles all widgets below a sheet at
once, and a part is small enough for that.
"""

from __future__ import annotations

import json
import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from wizard.assets import Assets, folder
from wizard.ui.turns import Steps, Turns

BASE_PIXELS: Final = 13
SCROLL_BAR: Final = 10
"""Width of a bar that scrolls [px]."""
_TOKEN = re.compile(r"@([a-z-]+)")


class Mode(StrEnum):
    """Which colours: those of the system, or a choice of the user."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_colours: dict[str, str] = {}
_sheet = [""]


def colour(role: str) -> QColor:
    """Return the colour of a role in the current theme."""
    return QColor(_colours[role])


def load_colours(mode: Mode) -> dict[str, str]:
    """Return the colours of the light or the dark theme, by role."""
    text = (folder(Assets.RESOURCES) / "styles" / f"{mode}.json").read_text(encoding="utf-8")
    colours: dict[str, str] = json.loads(text)
    return colours


def load_fonts(app: QApplication) -> None:
    """Register the shipped fonts and make Inter the font of the program."""
    for path in sorted((folder(Assets.RESOURCES) / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    app.setFont(font(BASE_PIXELS))


@lru_cache(maxsize=64)
def font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal, *, tabular: bool = False) -> QFont:
    """Return Inter in a size and weight; ``tabular`` gives figures of equal width, and hyphens too: not for words."""
    chosen = QFont("Inter")
    chosen.setPixelSize(pixels)
    chosen.setWeight(weight)
    chosen.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        chosen.setFeature(QFont.Tag("tnum"), 1)
    return chosen


def icon(name: str) -> QIcon:
    """Return a drawing of ``resources/icons``."""
    return QIcon(str(folder(Assets.RESOURCES) / "icons" / f"{name}.svg"))


def dress(part: QWidget) -> None:
    """Put the theme on a part of a window and all within it, once it has its place there."""
    part.setStyleSheet(_sheet[0])


class Theme(QObject):
    """Puts a theme on the application and follows the system."""

    def __init__(self, app: QApplication, mode: Mode = Mode.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self.mode = mode
        self._turns = Turns(self)
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self._apply()

    @property
    def busy(self) -> bool:
        """Whether parts of the windows have the old colours yet."""
        return self._turns.busy

    @property
    def shown(self) -> Mode:
        """Light or dark, whichever is on the screen."""
        if self.mode is not Mode.SYSTEM:
            return self.mode
        dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return Mode.DARK if dark else Mode.LIGHT

    def choose(self, mode: Mode) -> None:
        """Switch to a theme, or back to the one of the system."""
        self.mode = mode
        self._apply()

    def _on_system_changed(self) -> None:
        if self.mode is Mode.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        shown = self.shown
        _colours.clear()
        _colours.update(load_colours(shown))
        _sheet[0] = _style_sheet(shown)
        self._app.setPalette(_palette())
        self._turns.run(_dress_anew())


def _dress_anew() -> Steps:
    """Put another theme on all parts: first on what is seen, which is drawn when all of it is done."""
    parts = [part for part in QApplication.allWidgets() if part.styleSheet()]
    seen = [part for part in parts if part.isVisible()]
    # Not the windows themselves: Qt would draw all that is in them twice.
    inner = [part for window in {part.window() for part in seen} for part in _parts(window)]
    for part in inner:
        part.setUpdatesEnabled(False)
    try:
        yield from _dress_each(seen)
    finally:
        for part in filter(isValid, inner):
            part.setUpdatesEnabled(True)
    # All of it is drawn in this turn, which is enough for one.
    yield
    yield from _dress_each(parts)


def _parts(window: QWidget) -> list[QWidget]:
    """Return what stands directly in a window."""
    return [part for part in window.children() if isinstance(part, QWidget) and not part.isWindow()]


def _dress_each(parts: list[QWidget]) -> Steps:
    for part in parts:
        if isValid(part) and part.styleSheet() != _sheet[0]:
            dress(part)
            yield


def _style_sheet(shown: Mode) -> str:
    resources = folder(Assets.RESOURCES)
    names = _colours | {"icons": (resources / "icons").as_posix(), "mode": shown.value, "scroll-bar": f"{SCROLL_BAR}px"}
    template = (resources / "styles" / "rackwright.qss").read_text(encoding="utf-8")
    return _TOKEN.sub(lambda match: names.get(match[1], match[0]), template)


def _palette() -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: "surface",
        QPalette.ColorRole.WindowText: "ink",
        QPalette.ColorRole.Base: "paper",
        QPalette.ColorRole.AlternateBase: "surface",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.PlaceholderText: "faint",
        QPalette.ColorRole.Button: "raised",
        QPalette.ColorRole.ButtonText: "ink",
        QPalette.ColorRole.BrightText: "red",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on-accent",
        QPalette.ColorRole.ToolTipBase: "ink",
        QPalette.ColorRole.ToolTipText: "paper",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.Accent: "accent",
    }
    for role, name in roles.items():
        palette.setColor(role, colour(name))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, colour("faint"))
    return palette
