"""The bar above the list: which documents, of when, and a search among them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from capout_desktop.ui.scope_switch import ScopeSwitch
from capout_desktop.ui.search_field import SearchField
from capout_desktop.ui.theme import LARGE, MEDIUM, SMALL, Theme
from capout_desktop.ui.tone import Tone

SEARCH_WIDTH = 240
NARROW_SEARCH_WIDTH = 168
ROOMY = 880


class ListBar(QFrame):
    """Puts the switch, the age of the list and the search beside each other."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("listBar")
        self.scope = ScopeSwitch(self)
        self.search = SearchField(theme, self)
        self._age = _ShortenedLabel(self)
        self._found = QLabel(self)
        self._found.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(LARGE, SMALL, LARGE, SMALL)
        row.setSpacing(MEDIUM)
        row.addWidget(self.scope)
        row.addWidget(self._age, 1)
        row.addWidget(self._found)
        row.addWidget(self.search)
        row.addStrut(self.search.sizeHint().height())  # also while the search is away
        self.show_age("", "", Tone.NEUTRAL)
        self.show_found("")

    @property
    def age(self) -> str:
        """What is said of the list's age, in full."""
        return self._age.full_text

    @property
    def found(self) -> str:
        """What is said of the search's result."""
        return self._found.text()

    def show_age(self, text: str, detail: str, tone: Tone) -> None:
        """Say of when the list of the organisation is."""
        self._age.show_text(text)
        role = "warning" if tone is Tone.WARNING else "muted"
        if self._age.property("role") != role:
            self._age.setProperty("role", role)
            self._age.style().polish(self._age)
        self._age.setAccessibleName(text)
        self._age.setAccessibleDescription(detail)
        self._age.setToolTip("\n".join(filter(None, (text, detail))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words their room where it is short."""
        super().resizeEvent(event)
        self.search.setFixedWidth(SEARCH_WIDTH if self.width() >= ROOMY else NARROW_SEARCH_WIDTH)

    def show_found(self, text: str) -> None:
        """Say how many documents the search leaves."""
        self._found.setText(text)
        self._found.setVisible(bool(text))


class _ShortenedLabel(QLabel):
    """A line that ends in an ellipsis where the room is short."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.full_text = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Show as much of the text as there is room for."""
        self.full_text = text
        self._shorten()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is now."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        elide = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self.full_text, elide, self.width()))
