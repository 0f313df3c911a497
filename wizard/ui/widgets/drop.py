"""What stands over the whole window while files are dragged over it: what will happen when they are let go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from wizard.flow.dropping import Dropped
from wizard.ui import theme
from wizard.ui.guarding import guarded
from wizard.ui.i18n import shown
from wizard.ui.widgets.base import label, set_property

_WIDTH, _EDGE, _VEIL = 460, 14, 225
_ARRIVES_MS = 250


class DropOverlay(QWidget):
    """Covers the window, so that no field below takes the files as text."""

    dropped = Signal(object)
    """The files that were let go."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        theme.dress(self)
        self._window = window
        self.setAcceptDrops(True)
        self.setObjectName("drop-overlay")
        card = QFrame()
        card.setProperty("role", "card")
        card.setFixedWidth(_WIDTH)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(28, 24, 28, 24)
        inner.setSpacing(6)
        self.title, self.text = label("", "title", wrap=True), label("", "quiet", wrap=True)
        for words in (self.title, self.text):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inner.addWidget(words)
        column = QVBoxLayout(self)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        self._fits = True
        # The drag passes from the window to what covers it; where it never arrives, it has left.
        self._lost = QTimer(self, singleShot=True, interval=_ARRIVES_MS)
        self._lost.timeout.connect(self.hide)
        self.hide()

    def announce(self, what: Dropped) -> None:
        """Cover the window and say what will happen."""
        self.title.setText(shown(what.title))
        self.text.setText(shown(what.text))
        self.setAccessibleName(f"{self.title.text()}. {self.text.text()}")
        set_property(self.title, "level", "" if what.fits else "warning")
        self._fits = what.fits
        self._lost.stop()
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()

    def left(self) -> None:
        """Go, unless the drag arrives here in a moment."""
        if self.isVisible():
            self._lost.start()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take over what the window was shown."""
        self._lost.stop()
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Go with the files."""
        self.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the files on."""
        self.hide()
        event.acceptProposedAction()
        self.dropped.emit(files_of(event.mimeData()))

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a veil over the window, and a frame: solid where the files can be read, dashed where not."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = theme.colour("surface")
        veil.setAlpha(_VEIL)
        painter.fillRect(self.rect(), veil)
        line = Qt.PenStyle.SolidLine if self._fits else Qt.PenStyle.DashLine
        painter.setPen(QPen(theme.colour("accent" if self._fits else "amber"), 2, line))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE), 10, 10)
        painter.end()


def files_of(data: QMimeData) -> list[Path]:
    """Return the local files of what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
