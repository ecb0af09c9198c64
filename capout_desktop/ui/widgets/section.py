"""Section of the detail panel with a caption."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from capout_desktop.ui.style.theme import SMALL
from capout_desktop.ui.widgets.text_label import TextLabel


class Section(QWidget):
    """Caption with content below it; hidden as a whole if there is no content."""

    def __init__(self, caption: str, *parts: QWidget) -> None:
        super().__init__()
        head = TextLabel(caption)
        head.setProperty("role", "muted")
        head.setProperty("type", "caption")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SMALL)
        self.column.addWidget(head)
        for part in parts:
            self.column.addWidget(part)
