"""The pages of the PDF as they will be: written and drawn beside the GUI thread, once nothing is typed any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from wizard.checkpoint import with_checkpoints
from wizard.ui import i18n
from wizard.ui.i18n import tr
from wizard.ui.services import fault_lines
from wizard.ui.session import Session
from wizard.ui.turns import Steps, Turns
from wizard.ui.widgets.base import button, clear, label, seen_once
from wizard.ui.work import Answer, Worker

Write = Callable[[], bytes]
_WIDTH: Final = 340
_SHARE, _ROUNDED, _LEAST, _MOST = 5, 20, 260, 400
"""Which part of a window its pages take, in steps and limits [px]: they are not drawn anew for every pixel."""
_QUIET_MS: Final = 700
_STEP: Final = 1.25
_SMALLEST, _LARGEST = 0.5, 3.0
_AT_ONCE: Final = 10
"""Pages that one turn of the event loop puts there."""


def page_images(content: bytes, width: float) -> list[QImage]:
    """Draw the pages of a PDF, so many pixels wide."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        return [_image(page, width) for page in with_checkpoints(document)]
    finally:
        document.close()


def _image(page: object, width: float) -> QImage:
    bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True, prefer_bgrx=True)  # type: ignore[attr-defined]
    image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888)
    # The buffer ends with its bitmap: the image keeps one of its own.
    return image.copy()


class Preview(QWidget):
    """The pages below each other, beside the page of the offer."""

    def __init__(self, session: Session, worker: Worker | None = None, width: int = _WIDTH) -> None:
        super().__init__()
        self._take(width)
        self.setObjectName("preview")
        self._write: Write | None = None
        self._content: bytes | None = None
        self.zoom = 1.0
        # It lives as long as the session: the pages may still be drawn when the window is built anew.
        self._worker = worker or session.pages_worker
        self._worker.answered.connect(self._on_answered)
        self._session = session
        self._turns = Turns(self)
        self._timer = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._timer.timeout.connect(self._begin)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 20, 8, 8)
        column.addLayout(self._head())
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setAccessibleName(tr("Pages of the PDF"))
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inner = QWidget()
        inner.setObjectName("page")
        self._pages = QVBoxLayout(inner)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.setSpacing(12)
        self.area.setWidget(inner)
        column.addWidget(self.area, 1)

    def _take(self, width: int) -> None:
        self._width = width
        self.setFixedWidth(width + 36)

    def fit(self, window_width: int) -> None:
        """Take a share of the window: what the pages are made of needs its room too."""
        width = min(max(window_width // _SHARE // _ROUNDED * _ROUNDED, _LEAST), _MOST)
        if width != self._width:
            self._take(width)
            if self._content is not None and not self._timer.isActive():
                self._begin(again=True)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label(tr("Preview"), "heading"))
        self.status = label(tr("The pages appear here."), "caption", wrap=True)
        self.status.setObjectName("preview-status")
        row.addWidget(self.status, 1)
        for text, name, words, factor in (
            ("−", "preview-smaller", tr("Smaller pages"), 1 / _STEP),
            ("+", "preview-larger", tr("Larger pages"), _STEP),
        ):
            made = button(text, "flat", name=name, hint=words)
            made.setAccessibleName(words)
            made.setProperty("factor", factor)
            made.clicked.connect(self._on_zoom)
            row.addWidget(made)
        return row

    @property
    def busy(self) -> bool:
        """Whether other pages are to come."""
        return self._timer.isActive() or self._worker.busy or self._turns.busy

    def show_document(self, write: Write | None) -> None:
        """Show what ``write`` returns, once nothing was asked for a moment; nothing for None."""
        self._write = write
        if write is None:
            self._timer.stop()
            self._worker.cancel()
            clear(self._pages)
            self.status.setText(tr("The pages appear here."))
            return
        self.status.setText(tr("Pages are being drawn …"))
        self._timer.start()

    def _begin(self, *, again: bool = False) -> None:
        write, content = self._write, self._content if again else None
        if write is None:
            return
        width = self._width * self.zoom * self.devicePixelRatioF()

        def work() -> tuple[bytes, list[QImage]]:
            made = content if content is not None else write()
            return made, page_images(made, width)

        self._worker.ask(work)

    def _on_answered(self, answer: Answer) -> None:
        if answer.report is not None:
            self.status.setText(tr("The pages cannot be drawn."))
            self._session.bug_found.emit(answer.report)
        elif answer.fault is not None:
            self.status.setText(" ".join(fault_lines(answer.fault, i18n.current())))
        elif self._write is not None:
            self._content, images = answer.value
            self._turns.run(self._showing(images))

    def _showing(self, images: list[QImage]) -> Steps:
        """Put the pages below each other, some in a turn."""
        at = self.area.verticalScrollBar().value()
        with seen_once(self.area.widget()):
            clear(self._pages)
            for number, image in enumerate(images, start=1):
                page = self._page(image)
                page.setAccessibleName(tr("Page {n} of {count}", n=number, count=len(images)))
                self._pages.addWidget(page)
                if number % _AT_ONCE == 0:
                    yield
            self._pages.addStretch(1)
            # What was added last is shown with the next turn.
            yield
        self.status.setText(tr("{n} pages", n=len(images)) if len(images) != 1 else tr("1 page"))
        self.area.verticalScrollBar().setValue(at)

    def _page(self, image: QImage) -> QLabel:
        ratio = self.devicePixelRatioF()
        image.setDevicePixelRatio(ratio)
        page = QLabel()
        page.setObjectName("preview-page")
        page.setPixmap(QPixmap.fromImage(image))
        page.setFixedSize(QSize(round(image.width() / ratio), round(image.height() / ratio)))
        return page

    def _on_zoom(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.zoom = min(max(self.zoom * float(sender.property("factor")), _SMALLEST), _LARGEST)
            self._begin(again=True)
