"""Bar above the list with scope, filters, age of the list and search field."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.ui.documents.filter_chips import FilterChips
from capout_desktop.ui.style import icons
from capout_desktop.ui.style.theme import LARGE, MEDIUM, SMALL, Theme
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text.tool_tip import tool_tip
from capout_desktop.ui.widgets.button_group import come_to_chosen
from capout_desktop.ui.widgets.elided_label import ElidedLabel
from capout_desktop.ui.widgets.text_label import TextLabel

SEARCH_WIDTH = 240
NARROW_SEARCH_WIDTH = 168
ROOMY = 880
ICON = 18
WORDS, MOST_WORDS = 96, 168
"""Least and greatest width of the text about the list's age or the search's result."""


_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ScopeSwitch(QFrame):
    """Two-part switch; Tab goes to the selected part, the arrow keys select the other one.

    Attributes:
        everything_chosen: Emitted with whether to list all documents of the organization.
    """

    everything_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scope")
        self.setAccessibleName(self.tr("Which documents are listed"))
        self.own_button = self._segment(
            self.tr("This computer"), self.tr("List documents that were added on this computer")
        )
        self.everything_button = self._segment(
            self.tr("Whole organization"),
            self.tr(
                "Also list documents that were submitted in the web app or on another computer"
            ),
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
        button.setToolTip(tool_tip(explanation))
        button.setAccessibleDescription(explanation)
        return button


class SearchField(QLineEdit):
    """Search field that filters the list while typing; Escape clears it.

    Attributes:
        entered: Emitted when it gets the keyboard focus.
        left: Emitted when the person moves on to the list.
    """

    entered = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("search")
        self.setPlaceholderText(self.tr("Search"))
        self.setClearButtonEnabled(True)
        self.setAccessibleName(self.tr("Search the list"))
        explanation = self.tr("Searches names, addresses, CapOut IDs and statuses (Ctrl+F)")
        self.setAccessibleDescription(explanation)
        self.setToolTip(tool_tip(explanation))
        self.setAcceptDrops(False)  # drops are handled by the window
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        clear, glass = self.findChildren(QToolButton)
        clear.setAccessibleName(self.tr("Clear the search"))
        glass.setAccessibleName(self.tr("Search"))
        theme.changed.connect(self._restyle)
        self._restyle()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that a search is about to begin."""
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move on to the list, or clear the text and go back there."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif event.key() in _DOWN:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        self._glass.setIcon(icons.icon("search", self._theme.palette.muted, 16))


class ListBar(QFrame):
    """Lays out the switch, the filters, the age of the list and the search field.

    If they do not fit, the filters get a line of their own.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("listBar")
        self.scope = ScopeSwitch(self)
        self.search = SearchField(theme, self)
        self._age = ElidedLabel(self)
        self._age.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._found = TextLabel(self)
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
        """The text about the list's age, in full."""
        return self._age.full_text

    @property
    def found(self) -> str:
        """The text about the search's result."""
        return self._found.text()

    def add_button(self, action: QAction) -> None:
        """Add a button for an action at the end of the bar."""
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setProperty("kind", "icon")
        button.setIconSize(QSize(ICON, ICON))
        button.setAccessibleName(action.text().replace("&", ""))
        self._grid.addWidget(button, 0, self._grid.columnCount())
        self._buttons.append(button)

    def show_age(self, text: str, detail: str, tone: Tone) -> None:
        """Show the age of the organization's list."""
        self._age.show_text(text, hint="\n".join(filter(None, (text, detail))))
        role = "warning" if tone is Tone.WARNING else "muted"
        if self._age.property("role") != role:
            self._age.setProperty("role", role)
            self._age.style().polish(self._age)
        self._age.setAccessibleDescription(detail)
        self._place_chips()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out again for the new width."""
        super().resizeEvent(event)
        self._place_chips()

    def show_counts(self, counts: Mapping[DocumentFilter, int]) -> None:
        """Show how many documents each filter would list."""
        if self.chips.show_counts(counts):
            self._place_chips()

    def offer_finding(self, offered: bool) -> None:
        """Show filters and search, or hide them if there is nothing to find."""
        self.search.setVisible(offered)
        self.chips.setVisible(offered)

    def _place_chips(self) -> None:
        """Shorten the search field before the filters move to another line."""
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
            self.updateGeometry()

    def show_found(self, text: str) -> None:
        """Show how many documents match the search."""
        self._found.setText(text)
        self._found.setVisible(bool(text))
        self._place_chips()
