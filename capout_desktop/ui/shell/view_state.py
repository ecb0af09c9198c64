"""View state of the window: restored before the first paint, and recorded as it changes."""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from capout_desktop.store.view_state_file import ViewState
from capout_desktop.ui.style.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QSize
    from PySide6.QtGui import QAction

    from capout_desktop.ui.shell.documents_page import DocumentsPage

LEAST_SEEN = 80
"""Least part of the title bar that must be on a screen, in device-independent pixels."""


class WindowViewState(QObject):
    """Holds the view state; its setters take effect immediately.

    Attributes:
        now: The current view state, which `ViewStateControl` stores.
        changed: Emitted when a field was changed, by the person or by a setter.
        other_language_wanted: Emitted if a language was chosen that is not the window's.
    """

    changed = Signal()
    other_language_wanted = Signal()

    def __init__(self, window: QMainWindow, look: ViewState, theme: Theme) -> None:
        super().__init__(window)
        self.now = look
        self._window = window
        self._theme = theme
        self._list: DocumentsPage | None = None
        self._theme_actions: Iterable[QAction] = ()
        self._moves: frozenset[QEvent.Type] = frozenset()
        if look.geometry:
            self._restore_geometry(look.geometry, window.size())

    @property
    def documents(self) -> DocumentsPage:
        """The list to which the view state applies.

        Raises:
            LookupError: The list has not been created yet.
        """
        if self._list is None:
            raise LookupError("the list")
        return self._list

    def remember(self, **values: Any) -> None:
        """Record fields that were changed elsewhere."""
        before, self.now = self.now, self.now._replace(**values)
        if self.now != before:
            self.changed.emit()

    def set_theme(self, choice: str) -> None:
        """Use `light` or `dark` colors, or those of the `system`."""
        self._theme.choose(choice)
        for action in self._theme_actions:
            action.setChecked(action.data() == self._theme.choice)
        self.remember(theme=self._theme.choice)

    def set_density(self, density: str) -> None:
        """Set the density of the rows: `compact` or `comfortable`."""
        if self._list is not None:
            self._list.view.set_density_named(density)
        self.remember(density=density)

    def set_language(self, code: str) -> None:
        """Record the language; empty means the system's. Another window is needed to show it."""
        self.remember(language=code)
        from capout_desktop.ui.text.language import language_for, window_language  # noqa: PLC0415 - seldom needed

        if language_for(code) != window_language():
            self.other_language_wanted.emit()

    def note_geometry(self) -> None:
        """Record position and size of the window."""
        stored = binascii.b2a_base64(self._window.saveGeometry().data(), newline=False)
        self.now = self.now._replace(geometry=stored.decode())

    def dress(self, documents: DocumentsPage, view_menu: QMenu) -> None:
        """Apply the view state to the list, record its changes, and fill the View menu."""
        from capout_desktop.ui.documents.view_actions import theme_menu  # noqa: PLC0415

        self._list = documents
        theme = theme_menu(self._window, self._theme.choice, self.set_theme)
        self._theme_actions = theme.actions()
        for menu in (*documents.view.menus, theme):
            view_menu.addMenu(menu)
        view_menu.addAction(documents.details.action)
        # Not earlier: PySide creates the whole enumeration when its first value is used.
        kinds = QEvent.Type
        self._moves = frozenset({kinds.Move, kinds.Resize, kinds.WindowStateChange})
        self._window.installEventFilter(self)

    def _restore_geometry(self, stored: str, size: QSize) -> None:
        try:
            restored = self._window.restoreGeometry(QByteArray(binascii.a2b_base64(stored)))
        except (binascii.Error, ValueError):
            return
        if not restored or not self._is_in_sight():
            self._window.resize(size)
            screen = QApplication.primaryScreen().availableGeometry()
            place = self._window.frameGeometry()
            place.moveCenter(screen.center())
            self._window.move(place.topLeft())

    def _is_in_sight(self) -> bool:
        """Return whether enough of the title bar is on a screen to drag the window."""
        frame = self._window.frameGeometry()
        for screen in QApplication.screens():
            seen = screen.availableGeometry().intersected(frame)
            if seen.width() >= LEAST_SEEN and seen.top() <= frame.top() + LEAST_SEEN // 2:
                return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Record that the window was moved or resized."""
        if event.type() in self._moves:
            self.changed.emit()
        return super().eventFilter(watched, event)
