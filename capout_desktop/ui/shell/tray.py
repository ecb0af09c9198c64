"""Tray icon, and badge of the macOS Dock icon."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from capout_desktop.resources import resource_path

SIDES = (16, 22, 24, 32, 44, 48, 64)
"""Icon sizes that trays use, at all scales."""

SHOWN_MS = 10_000
BUSY = "#ff9f1c"
"""Color of the dot; visible on light and dark panels, and beside the blue of the icon."""


def has_tray() -> bool:
    """Return whether the desktop has a tray."""
    return QSystemTrayIcon.isSystemTrayAvailable()


class Tray(QObject):
    """Tray icon that shows whether documents are in progress, with a menu and messages.

    Attributes:
        open_wanted: Emitted when the person wants to see the window.
        quit_wanted: Emitted when the person wants to end the program.
    """

    open_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, window: QWidget, pause_action: QAction) -> None:
        """Create the icon; `pause_action` is the action of the window's own menu."""
        super().__init__(window)
        self._resting, self._busy = tray_icon(busy=False), tray_icon(busy=True)
        self._icon = QSystemTrayIcon(self._resting, self)
        self.menu = QMenu(window)
        self.open_action = self.menu.addAction(self.tr("&Open CapOut Desktop"))
        self.open_action.triggered.connect(lambda _checked: self.open_wanted.emit())
        self.menu.setDefaultAction(self.open_action)
        self.menu.addAction(pause_action)
        self.menu.addSeparator()
        self.quit_action = self.menu.addAction(self.tr("&Quit"))
        self.quit_action.triggered.connect(lambda _checked: self.quit_wanted.emit())
        self._icon.setContextMenu(self.menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(self.open_wanted)
        self._is_busy = False
        self.show_state("", busy=False)
        self._icon.show()

    def show_state(self, words: str, *, busy: bool) -> None:
        """Show the overall progress as the tooltip, and mark the icon if `busy`."""
        name = self.tr("CapOut Desktop")
        self._icon.setToolTip(f"{name}: {words}" if words else name)
        if busy is not self._is_busy:
            self._is_busy = busy
            self._icon.setIcon(self._busy if busy else self._resting)

    def show_message(self, title: str, text: str) -> None:
        """Show a notification beside the icon, on systems where this is usual."""
        self._icon.showMessage(title, text, self._resting, SHOWN_MS)

    def close(self) -> None:
        """Remove the icon."""
        self._icon.hide()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        # A right click opens the menu without our help.
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.open_wanted.emit()


def tray_icon(*, busy: bool) -> QIcon:
    """Return the program's icon, with a dot while documents are in progress."""
    drawing = QIcon(str(resource_path("icons", "app.svg")))
    if not busy:
        return drawing
    icon = QIcon()
    for side in SIDES:
        pixmap = QPixmap(drawing.pixmap(QSize(side, side), 1.0))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = side * 0.22
        center = QPointF(side - radius - 0.5, side - radius - 0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        # Cut out, so that the dot is visible on light and dark panels.
        painter.setBrush(QColor(BUSY))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.drawEllipse(center, radius * 1.35, radius * 1.35)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.drawEllipse(center, radius, radius)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def show_badge(number: int) -> None:
    """Show a number on the program's icon in the macOS Dock; 0 removes it."""
    application = QGuiApplication.instance()
    if isinstance(application, QGuiApplication):
        application.setBadgeNumber(number)
