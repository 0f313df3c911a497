"""Several drawings of one thing in one view that zooms."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wizard.ui.i18n import tr
from wizard.ui.widgets.base import button, label
from wizard.ui.widgets.zoom import STEP, Make, ZoomView, hint


class Pictures(QWidget):
    """Several drawings of one thing behind a row of buttons, in one view that zooms."""

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        column.addLayout(self._row)
        self.view = ZoomView("")
        self.view.changed = self._show_zoom
        self._percent = label("", "caption")
        self._makes: dict[str, tuple[str, Make, float]] = {}
        self._current = ""
        # Made before the other buttons: Tab reaches them first.
        self._buttons = {key: self._tab(key, name) for key, name in names.items()}
        self._row.addStretch(1)
        self._row.addWidget(self._percent)
        for text, name, words, action in (
            ("−", "zoom-out", tr("Smaller (−)"), lambda: self.view.scale_by(1 / STEP)),
            ("+", "zoom-in", tr("Larger (+)"), lambda: self.view.scale_by(STEP)),
            (tr("Whole"), "zoom-fit", tr("Show everything (0)"), self.view.fit),
        ):
            made = button(text, "flat", name=name, hint=words)
            made.setAccessibleName(words)
            made.clicked.connect(action)
            self._row.addWidget(made)
        column.addWidget(self.view)
        self.words = label("", "caption", wrap=True)
        self.words.setAccessibleName(tr("What is chosen in the drawing"))
        self.view.pointed = self._say
        column.addWidget(self.words)
        self._say("")

    def show_pictures(self, pictures: dict[str, tuple[str, Make, float]]) -> None:
        """Show drawings by key: what they show, how they are made, and the least width in points."""
        self._makes = pictures
        for key, made in self._buttons.items():
            made.setVisible(key in pictures)
        self.show_picture(self._current if self._current in pictures else next(iter(pictures)))

    def _tab(self, key: str, name: str) -> QPushButton:
        made = button(name, "tab", name=f"picture-{key}")
        made.setCheckable(True)
        made.setProperty("key", key)
        made.clicked.connect(self._on_tab)
        self._row.addWidget(made)
        return made

    def _on_tab(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.view.fit()
            self.show_picture(str(sender.property("key")))

    def show_picture(self, key: str) -> None:
        """Show one of the drawings."""
        self._current = key
        words, make, width = self._makes[key]
        for other, made in self._buttons.items():
            made.setChecked(other == key)
        self.view.setAccessibleName(words)
        self.view.show_scene(make, width)

    def _show_zoom(self) -> None:
        self._percent.setText(tr("{percent} %", percent=round(self.view.zoom * 100)))

    def _say(self, words: str) -> None:
        self.words.setText(words or hint())
