"""Buttons for what can be done with the documents shown; what has no meaning is not there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from capout_desktop.ui.widgets.flow_layout import FlowLayout


class ActionButtons(QWidget):
    """One button for each action that is enabled."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self)
        self._buttons: list[QToolButton] = []
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setProperty("kind", "action")
            action.changed.connect(self._refresh)
            self._buttons.append(button)
            flow.addWidget(button)
        self._refresh()

    def _refresh(self) -> None:
        """Show what is enabled; actions change often, hence only what differs is touched."""
        for button in self._buttons:
            offered = button.defaultAction().isEnabled()
            if offered is button.isHidden():
                button.setVisible(offered)
        self.setVisible(any(not button.isHidden() for button in self._buttons))
