"""Page that replaces the list when search, filter or organization leave no documents."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.ui.documents.filter_chips import filter_names
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import LARGE, SMALL, Theme
from capout_desktop.ui.text.formatting import count_text
from capout_desktop.ui.widgets.text_label import TextLabel

PICTURE = 40
TEXT_WIDTH = 400
MOST_LETTERS = 60


class NoResultsPage(QWidget):
    """Page that says why the list is empty, with buttons to clear search and filter.

    Attributes:
        clear_clicked: Emitted when the person wants to clear the search.
        all_clicked: Emitted when the person wants to clear the filter.
    """

    clear_clicked = Signal()
    all_clicked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = TextLabel(self)
        self._title = TextLabel(self)
        self._title.setProperty("type", "strong")
        self._text = TextLabel(self)
        self._text.setProperty("role", "muted")
        self._text.setWordWrap(True)
        self._text.setFixedWidth(TEXT_WIDTH)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.clear_button = QPushButton(self.tr("Clear the search"), self)
        self.clear_button.clicked.connect(self.clear_clicked)
        self.all_button = QPushButton(self.tr("Show all documents"), self)
        self.all_button.clicked.connect(self.all_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        column.setSpacing(SMALL)
        column.addStretch(2)
        for part in (self._picture, self._title, self._text, self.all_button, self.clear_button):
            row = QHBoxLayout()  # an aligned label gets only one line for a text of two
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
        """The heading of the page."""
        return self._title.text()

    def say_not_found(self, searched: str, show: DocumentFilter, left: int) -> None:
        """Say that no document matches the search or the filter.

        Args:
            searched: The search text; empty if there is none.
            show: The filter in use.
            left: How many documents match the search without the filter.
        """
        words = searched.strip()
        if len(words) > MOST_LETTERS:
            words = words[:MOST_LETTERS] + "…"
        filtered = left > 0
        self.all_button.setVisible(filtered)
        self.clear_button.setVisible(bool(words) and not filtered)
        if not filtered:
            self._say(
                self.tr("Nothing matches “{words}”").format(words=words),
                self.tr("The search covers names, addresses, CapOut IDs and statuses."),
            )
        elif words:
            title = self.tr("Nothing under “{filter}” matches “{words}”")
            self._say(
                title.format(filter=filter_names()[show], words=words),
                count_text(
                    left,
                    "{number} document matches under “All”.",
                    "{number} documents match under “All”.",
                ),
            )
        else:
            self._say(*_no_such(show))
        good = show is DocumentFilter.ATTENTION and filtered and not words
        self._show_picture("complete" if good else "search" if words else "document")

    def say_empty(self, why: str) -> None:
        """Say that the organization has no documents, as far as is known."""
        self._say(self.tr("No documents of the organization"), why)
        self._show_picture("document")
        self.clear_button.hide()
        self.all_button.hide()

    def _say(self, title: str, text: str) -> None:
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def _restyle(self) -> None:
        self._show_picture(self._drawing)

    def _show_picture(self, drawing: str) -> None:
        self._drawing, palette = drawing, self._theme.palette
        ink = palette.good if drawing == "complete" else palette.muted
        self._picture.setPixmap(icons.pixmap(drawing, ink, PICTURE, self.devicePixelRatioF()))


def _no_such(show: DocumentFilter) -> tuple[str, str]:
    """Return why a filter lists nothing, and what it would list."""
    return {
        DocumentFilter.ACTIVE: (
            _tr("Nothing is in progress"),
            _tr("Documents you add are listed here until they are in Xactimate or need you."),
        ),
        DocumentFilter.ATTENTION: (
            _tr("Nothing needs you"),
            _tr("Documents that are on hold, failed, or can't be sent are listed here."),
        ),
        DocumentFilter.COMPLETE: (
            _tr("Nothing is complete yet"),
            _tr("Documents are listed here once they are in Xactimate."),
        ),
    }[show]


def _tr(text: str) -> str:
    return QCoreApplication.translate("NoResultsPage", text)
