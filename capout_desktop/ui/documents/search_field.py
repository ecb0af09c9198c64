"""Where the person types what a document shall have in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import Theme

_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(QLineEdit):
    """Narrows the list with every key; Escape clears it.

    Attributes:
        left: The person goes on to the list.
    """

    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("search")
        self.setPlaceholderText(self.tr("Search"))
        self.setClearButtonEnabled(True)
        self.setAccessibleName(self.tr("Search the list"))
        explanation = self.tr("Finds words in names, addresses, CapOut ids and states (Ctrl+F)")
        self.setAccessibleDescription(explanation)
        self.setToolTip(explanation)
        self.setAcceptDrops(False)  # files that are dropped here are for the window
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        clear, glass = self.findChildren(QToolButton)
        clear.setAccessibleName(self.tr("Clear the search"))
        glass.setAccessibleName(self.tr("Search"))
        theme.changed.connect(self._restyle)
        self._restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on to the list, or clear what was typed and go back there."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif event.key() in _DOWN:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        self._glass.setIcon(icons.icon("search", self._theme.palette.muted, 16))
