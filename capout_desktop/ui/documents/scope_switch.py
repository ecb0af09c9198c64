"""Which documents are listed: this computer's, or all of the organization."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from capout_desktop.ui.widgets.button_group import come_to_chosen


class ScopeSwitch(QFrame):
    """Two segments; Tab goes to the one that is in force, the arrow keys choose the other.

    Attributes:
        everything_chosen: Whether all of the organization shall be listed.
    """

    everything_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scope")
        self.setAccessibleName(self.tr("Which documents are listed"))
        self.own_button = self._segment(
            self.tr("This computer"), self.tr("List what was added on this computer")
        )
        self.everything_button = self._segment(
            self.tr("All of the organization"),
            self.tr("List also what was submitted in the web app or on another computer"),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        group = QButtonGroup(self)
        for button in (self.own_button, self.everything_button):
            group.addButton(button)
            row.addWidget(button)
        self.own_button.setChecked(True)
        come_to_chosen(group)
        self.everything_button.toggled.connect(self.everything_chosen)

    def _segment(self, text: str, explanation: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setCheckable(True)
        button.setProperty("kind", "segment")
        button.setToolTip(explanation)
        button.setAccessibleDescription(explanation)
        return button
