"""The bar at the top: what is open, undo and redo, language and colours, save and export."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from wizard.ui import i18n
from wizard.ui.actions import Actions
from wizard.ui.guarding import guarded
from wizard.ui.i18n import tip, tr
from wizard.ui.session import Session
from wizard.ui.theme import Mode
from wizard.ui.widgets.base import label
from wizard.ui.widgets.figure import Cut

_WIDE, _ROOMY, _NARROW = 1440, 1340, 1150
"""Below these widths signs stand for undo and redo, the product is left to the window’s title, the tools stand in
the file menu: the name of the project needs its room."""


class TopBar(QWidget):
    """Product and project at the left, what can be done with them at the right."""

    recent_chosen = Signal(object)
    language_chosen = Signal(str)
    mode_chosen = Signal(object)

    def __init__(self, session: Session, actions: Actions, mode: Mode) -> None:
        super().__init__()
        self._session, self._actions = session, actions
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 10, 16, 10)
        row.setSpacing(6)
        self.title = label("", "quiet", made=Cut())
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.title.setMinimumWidth(0)
        self._product = label("Rackwright", "product")
        self._product.setIndent(0)
        row.addWidget(self._product)
        row.addWidget(self.title, 1)
        row.addStretch()
        self._steps_back = [self._button(actions[name], "flat") for name in ("undo", "redo")]
        for made in self._steps_back:
            row.addWidget(made)
        row.addWidget(self._button(actions["plain"], "flat"))
        self.language_button = self._menu_button(i18n.current().code.upper(), tr("Language"), self._language_menu())
        self.mode_button = self._menu_button(tr("View"), tr("Colours of the window"), self._mode_menu(mode))
        self.file_button = self._menu_button(tr("File"), tr("File"), self._file_menu())
        self.tools_button = self._menu_button(tr("Tools"), tr("Tools"), self._tools_menu())
        self.help_button = self._menu_button("?", tr("Help"), self._help_menu())
        for made in (self.language_button, self.mode_button, self.file_button, self.tools_button, self.help_button):
            row.addWidget(made)
        to_file = [self._button(actions["save"], ""), self._button(actions["export"], "primary")]
        for made in to_file:
            row.addWidget(made)
        self._of_project = [*self._steps_back, *to_file]
        self.show_project(shown=True)
        session.state_changed.connect(self.refresh)
        session.project_changed.connect(self.refresh)
        self.refresh()

    def show_project(self, *, shown: bool) -> None:
        """Leave away what is about a project while none is shown."""
        for made in (*self._of_project, self.title):
            made.setVisible(shown)
        # What a self-assessment writes must not look like an offer.
        self._of_project[-1].setVisible(shown and not self._session.plain)
        self._share()

    def refresh(self) -> None:
        """Name what is open."""
        project, path = self._session.project, self._session.path
        parts = [project.title or tr("New project"), project.customer.name, path.name if path else ""]
        words = " · ".join(" ".join(part.split()) for part in parts if part.strip())
        self.title.setText(words + (tr(" (changed)") if self._session.dirty else ""))
        self.title.setToolTip(tip("\n".join([self.title.text(), *([str(path)] if path else [])])))

    def _button(self, action: QAction, role: str) -> QToolButton:
        made = QToolButton()
        made.setDefaultAction(action)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        made.setAccessibleName(action.text())
        made.setObjectName(f"do-{action.text()}")
        if role:
            made.setProperty("role", role)
        return made

    def _menu_button(self, text: str, name: str, menu: QMenu) -> QToolButton:
        made = QToolButton()
        made.setText(text)
        made.setToolTip(name)
        made.setAccessibleName(name)
        made.setProperty("role", "flat")
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu.setParent(made, menu.windowFlags())
        made.setMenu(menu)
        return made

    def _file_menu(self) -> QMenu:
        menu = QMenu(self)
        actions = self._actions
        menu.addActions([actions["new"], actions["open"]])
        self._recent = menu.addMenu(tr("Open recent"))
        self._recent.aboutToShow.connect(self.fill_recent)
        menu.addSeparator()
        menu.addActions([actions["save"], actions["save_as"]])
        menu.addSeparator()
        menu.addActions([actions["import"], actions["export"]])
        menu.addSeparator()
        self._tools = self._tools_menu()
        menu.addMenu(self._tools)
        menu.addSeparator()
        menu.addAction(actions["quit"])
        self.fill_recent()
        return menu

    def _tools_menu(self) -> QMenu:
        menu = QMenu(tr("Tools"), self)
        menu.addActions([self._actions[name] for name in ("prices", "branding", "tender")])
        return menu

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Give the name of the project its room: the rest is said shorter, or elsewhere."""
        self._product.setVisible(self.width() >= _ROOMY or self.title.isHidden())
        self.tools_button.setVisible(self.width() >= _NARROW)
        style, wide = Qt.ToolButtonStyle, self.width() >= _WIDE
        for made in self._steps_back:
            made.setToolButtonStyle(style.ToolButtonTextOnly if wide else style.ToolButtonIconOnly)

    def _help_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addActions([self._actions["help"], self._actions["keys"]])
        return menu

    def fill_recent(self) -> None:
        """List the projects that were open last."""
        self._recent.clear()
        paths = [path for path in self._session.services.recent.paths() if path.is_file()]
        for path in paths:
            action = self._recent.addAction(path.name.replace("&", "&&"))
            action.setToolTip(tip(str(path)))
            action.setData(str(path))
            action.triggered.connect(self._on_recent)
        self._recent.setEnabled(bool(paths))

    def _language_menu(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        for code, name in self._session.services.languages.items():
            self._choice(menu, group, name, code, checked=code == i18n.current().code)
        group.triggered.connect(self._on_language)
        return menu

    def _mode_menu(self, mode: Mode) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        names = {Mode.SYSTEM: tr("As the system"), Mode.LIGHT: tr("Light"), Mode.DARK: tr("Dark")}
        for known, name in names.items():
            self._choice(menu, group, name, known.value, checked=known is mode)
        group.triggered.connect(self._on_mode)
        return menu

    def _choice(self, menu: QMenu, group: QActionGroup, name: str, value: str, *, checked: bool) -> None:
        action = menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(checked)
        action.setData(value)
        group.addAction(action)

    def _on_recent(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.recent_chosen.emit(Path(sender.data()))

    def _on_language(self, action: QAction) -> None:
        self.language_chosen.emit(action.data())

    def _on_mode(self, action: QAction) -> None:
        self.mode_chosen.emit(Mode(action.data()))
