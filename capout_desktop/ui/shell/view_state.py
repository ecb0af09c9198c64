"""How the window looks: put on before the first paint, taken note of as the person changes it."""

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
"""So much of the window's title must be on a screen, in device-independent pixels."""


class WindowViewState(QObject):
    """Holds the look in force; its setters apply at once what they are told.

    Attributes:
        now: The look, kept up as it changes; what is in it is what `ViewStateControl` stores.
        changed: Something of it changed, by the person or by a setter.
    """

    changed = Signal()

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
        """The list that wears it.

        Raises:
            LookupError: it is not made yet.
        """
        if self._list is None:
            raise LookupError("the list")
        return self._list

    def remember(self, **values: Any) -> None:
        """Take note of fields of the look that were changed elsewhere."""
        before, self.now = self.now, self.now._replace(**values)
        if self.now != before:
            self.changed.emit()

    def set_theme(self, choice: str) -> None:
        """Use `light` or `dark` colors from now on, or those of the `system`."""
        self._theme.choose(choice)
        for action in self._theme_actions:
            action.setChecked(action.data() == self._theme.choice)
        self.remember(theme=self._theme.choice)

    def set_density(self, density: str) -> None:
        """Put the rows closer together (`compact`), or give them room (`comfortable`)."""
        if self._list is not None:
            self._list.view.set_density_named(density)
        self.remember(density=density)

    def set_language(self, code: str) -> None:
        """Take note of the language; empty means the system's. It is used at the next start."""
        self.remember(language=code)

    def note_geometry(self) -> None:
        """Take note of where the window is."""
        stored = binascii.b2a_base64(self._window.saveGeometry().data(), newline=False)
        self.now = self.now._replace(geometry=stored.decode())

    def dress(self, documents: DocumentsPage, view_menu: QMenu) -> None:
        """Follow the look of the list from now on, and fill the View menu."""
        from capout_desktop.ui.documents.view_actions import theme_menu  # noqa: PLC0415

        self._list = documents
        theme = theme_menu(self._window, self._theme.choice, self.set_theme)
        self._theme_actions = theme.actions()
        for menu in (*documents.view.menus, theme):
            view_menu.addMenu(menu)
        view_menu.addAction(documents.details.action)
        # Not before: PySide makes the whole enumeration for the first of its values.
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
        """Whether enough of the title is on a screen for it to be dragged by."""
        frame = self._window.frameGeometry()
        for screen in QApplication.screens():
            seen = screen.availableGeometry().intersected(frame)
            if seen.width() >= LEAST_SEEN and seen.top() <= frame.top() + LEAST_SEEN // 2:
                return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear that the window was moved or sized."""
        if event.type() in self._moves:
            self.changed.emit()
        return super().eventFilter(watched, event)
