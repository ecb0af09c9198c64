"""The bar above the list: whose documents, of which kind, of when, and a search among them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QToolButton, QWidget

from capout_desktop.domain.showing import Show
from capout_desktop.ui.documents.filter_chips import FilterChips
from capout_desktop.ui.documents.scope_switch import ScopeSwitch
from capout_desktop.ui.documents.search_field import SearchField
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.widgets.elided_label import ElidedLabel

SEARCH_WIDTH = 240
NARROW_SEARCH_WIDTH = 168
ROOMY = 880
ICON = 18
WORDS, MOST_WORDS = 96, 168
"""What the age of the list, or the search's result, wants beside all that is on one line."""


class ListBar(QFrame):
    """Puts the switch, the chips, the age of the list and the search beside each other.

    Where that does not fit, the chips get a line of their own.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("listBar")
        self.scope = ScopeSwitch(self)
        self.search = SearchField(theme, self)
        self._age = ElidedLabel(self)
        self._age.setTextFormat(Qt.TextFormat.PlainText)
        self._age.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._found = QLabel(self)
        self._found.setProperty("role", "muted")
        self.chips = FilterChips(self)
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(LARGE, SMALL, LARGE, SMALL)
        grid.setHorizontalSpacing(MEDIUM)
        grid.setVerticalSpacing(SMALL)
        grid.setRowMinimumHeight(0, self.search.sizeHint().height())  # also without the search
        grid.setColumnStretch(2, 1)
        grid.addWidget(self.scope, 0, 0)
        grid.addWidget(self._age, 0, 2)
        grid.addWidget(self._found, 0, 3)
        grid.addWidget(self.search, 0, 4)
        self._two_lines: bool | None = None
        self._buttons: list[QToolButton] = []
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

    def add_button(self, action: QAction) -> None:
        """Put a button for an action at the end of the bar."""
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setProperty("kind", "icon")
        button.setIconSize(QSize(ICON, ICON))
        button.setAccessibleName(action.text().replace("&", ""))
        self._grid.addWidget(button, 0, self._grid.columnCount())
        self._buttons.append(button)

    def show_age(self, text: str, detail: str, tone: Tone) -> None:
        """Say of when the list of the organization is."""
        self._age.show_text(text, hint="\n".join(filter(None, (text, detail))))
        role = "warning" if tone is Tone.WARNING else "muted"
        if self._age.property("role") != role:
            self._age.setProperty("role", role)
            self._age.style().polish(self._age)
        self._age.setAccessibleDescription(detail)
        self._place_chips()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words their room where it is short."""
        super().resizeEvent(event)
        self._place_chips()

    def show_counts(self, counts: Mapping[Show, int]) -> None:
        """Say on the chips how many documents each would list."""
        if self.chips.show_counts(counts):
            self._place_chips()

    def offer_finding(self, offered: bool) -> None:
        """Show the chips and the search, or nothing where there is nothing to be found."""
        self.search.setVisible(offered)
        self.chips.setVisible(offered)

    def _place_chips(self) -> None:
        """Shorten the search before the chips leave the line."""
        parts = (self.scope, self.chips, *self._buttons)
        beside = sum(part.sizeHint().width() + MEDIUM for part in parts) + 2 * (LARGE + MEDIUM)
        age = self._age.fontMetrics().horizontalAdvance(self._age.full_text)
        words = min(max(age, WORDS), MOST_WORDS)
        if self._found.text():  # never shortened
            words = max(words, self._found.sizeHint().width() + min(age, WORDS))
        room = self.width() - beside - words
        two_lines = room < NARROW_SEARCH_WIDTH
        roomy = self.width() >= ROOMY if two_lines else room >= SEARCH_WIDTH
        self.search.setFixedWidth(SEARCH_WIDTH if roomy else NARROW_SEARCH_WIDTH)
        if two_lines is not self._two_lines:
            self._two_lines = two_lines
            where = (1, 0, 1, 6) if two_lines else (0, 1, 1, 1)
            self._grid.addWidget(self.chips, *where, Qt.AlignmentFlag.AlignLeft)

    def show_found(self, text: str) -> None:
        """Say how many documents the search leaves."""
        self._found.setText(text)
        self._found.setVisible(bool(text))
        self._place_chips()
