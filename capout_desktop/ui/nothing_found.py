"""What stands in the list's place where the search, or the organisation, has no documents."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from capout_desktop.ui import icons
from capout_desktop.ui.theme import LARGE, SMALL, Theme

PICTURE = 40
TEXT_WIDTH = 400
MOST_LETTERS = 60


class NothingFound(QWidget):
    """Says why there is nothing, and offers the way back.

    Attributes:
        clear_clicked: The person wants to see everything again.
    """

    clear_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = QLabel(self)
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setProperty("type", "strong")
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setProperty("role", "muted")
        self._text.setWordWrap(True)
        self._text.setFixedWidth(TEXT_WIDTH)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.clear_button = QPushButton(self.tr("Clear the search"), self)
        self.clear_button.clicked.connect(self.clear_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        column.setSpacing(SMALL)
        column.addStretch(2)
        for part in (self._picture, self._title, self._text, self.clear_button):
            row = QHBoxLayout()  # aligned in the column, a text of two lines would get one
            row.addStretch()
            row.addWidget(part)
            row.addStretch()
            column.addLayout(row)
        column.insertSpacing(4, SMALL)
        column.addStretch(3)
        theme.changed.connect(self._restyle)
        self._show_picture("search")

    @property
    def title(self) -> str:
        """What is said first."""
        return self._title.text()

    def say_not_found(self, searched: str) -> None:
        """No document has what was typed."""
        words = searched.strip()
        if len(words) > MOST_LETTERS:
            words = words[:MOST_LETTERS] + "…"
        self._say(
            self.tr("Nothing matches “{words}”").format(words=words),
            self.tr("Names, addresses, CapOut ids and states were searched."),
        )
        self._show_picture("search")
        self.clear_button.show()

    def say_empty(self, why: str) -> None:
        """The organisation has no documents, as far as is known."""
        self._say(self.tr("No documents of the organisation"), why)
        self._show_picture("document")
        self.clear_button.hide()

    def _say(self, title: str, text: str) -> None:
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def _restyle(self) -> None:
        self._show_picture(self._drawing)

    def _show_picture(self, drawing: str) -> None:
        self._drawing, muted = drawing, self._theme.palette.muted
        self._picture.setPixmap(icons.pixmap(drawing, muted, PICTURE, self.devicePixelRatioF()))
