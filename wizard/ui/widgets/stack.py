"""Pages, one of which is shown: those of a project, or the one of a tool."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from wizard.ui.turns import Steps, made_behind, set_stage


class PageStack(QStackedWidget):
    """The page before stays until the next one is made; what is typed meanwhile is typed into the next one."""

    def __init__(self) -> None:
        super().__init__()
        self.typed: list[QKeyEvent] = []
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # What is added first would be shown at once, made or not.
        self.addWidget(QWidget())

    def set_stage(self, page: QWidget) -> None:
        """Let a page be made behind the one that is shown."""
        self.addWidget(page)
        set_stage(page, self.contentsRect())

    def making(self, page: QWidget, steps: Steps) -> Steps:
        """Make a page behind the one that is shown."""
        self.addWidget(page)
        yield from made_behind(page, self.contentsRect(), steps)

    def show_page(self, page: QWidget) -> None:
        """Show a page that is made."""
        self.setCurrentWidget(page)
        page.setUpdatesEnabled(True)

    def await_page(self, name: str) -> None:
        """Keep what is typed from now on."""
        self.typed.clear()
        self.setAccessibleName(name)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def hand_on(self) -> None:
        """Type what was kept where the focus is now."""
        keys, self.typed = self.typed, []
        for key in keys:
            if (target := self.window().focusWidget()) is not None:
                QApplication.sendEvent(target, key)

    def take_over(self, other: PageStack) -> None:
        """Type what another one kept, which is not needed any more."""
        self.typed = other.typed + self.typed
        if not self.hasFocus():
            self.hand_on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep a key while a page is awaited, but for the one that leaves what it is in."""
        if self.hasFocus() and event.key() != Qt.Key.Key_Escape:
            self.typed.append(event.clone())
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _next: bool) -> bool:
        """Keep Tab too: it leads on from the first control of the page that is awaited."""
        return not self.hasFocus() and super().focusNextPrevChild(_next)
