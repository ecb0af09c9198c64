"""Timeline of one document, oldest entry first, grouped by day if it spans several days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from capout_desktop.domain.timeline import HistoryEntry
from capout_desktop.ui.details.timeline_text import entry_text, entry_tone
from capout_desktop.ui.details.timeline_view import Line, TimelineText
from capout_desktop.ui.style.theme import TIGHT, Theme
from capout_desktop.ui.text.formatting import count_text, day_text, time_text

MOST_SHOWN = 60
"""Number of newest entries that are shown until the person asks for all."""


class Timeline(QWidget):
    """Shows the newest entries; thousands of them only on demand."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[HistoryEntry] = []
        self._shows_all = False
        self.text = TimelineText(theme)
        self.all_button = QPushButton()
        self.all_button.setProperty("kind", "link")
        self.all_button.clicked.connect(lambda _checked: self._show_all())
        column = QVBoxLayout(self)
        column.setSpacing(TIGHT)
        column.addWidget(self.all_button)
        column.addWidget(self.text)
        column.setContentsMargins(0, 0, 0, 0)

    def clear(self) -> None:
        """Clear the entries, and show only the newest ones of the next document."""
        self._shows_all = False
        self.show_entries(())

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show entries, given oldest first."""
        self._entries = list(entries)
        self._refresh()

    def _show_all(self) -> None:
        self._shows_all = True
        self.text.setFocus()
        self._refresh()

    def _refresh(self) -> None:
        hidden = 0 if self._shows_all else max(len(self._entries) - MOST_SHOWN, 0)
        number = len(self._entries)
        self.all_button.setText(
            count_text(number, "Show {number} entry", "Show all {number} entries")
        )
        self.all_button.setVisible(hidden > 0)
        self.text.show_lines(list(_lines(self._entries[hidden:])))


def _lines(entries: Sequence[HistoryEntry]) -> Iterator[Line]:
    """Return the lines of the entries, with a line for each day if there are several."""
    days = [entry.at.astimezone().date() for entry in entries]
    several = any(before != after for before, after in pairwise(days))
    shown = None
    for entry, day in zip(entries, days, strict=True):
        if several and day != shown:
            shown = day
            yield Line("", day_text(entry.at))
        yield Line(time_text(entry.at), entry_text(entry), entry_tone(entry))
