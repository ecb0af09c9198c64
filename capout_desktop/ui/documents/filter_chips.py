"""Filters of the list: in progress, needs the person, complete, or all."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QWidget,
)

from capout_desktop.domain.document_filter import DocumentFilter
from capout_desktop.ui.style.theme import TIGHT
from capout_desktop.ui.text.formatting import count_text, number_text
from capout_desktop.ui.text.tool_tip import tool_tip
from capout_desktop.ui.widgets.button_group import come_to_chosen


class FilterChips(QFrame):
    """One button for each filter, with its count; arrow keys choose, Tab goes to the chosen one.

    Attributes:
        chosen: Emitted with the filter that the person chose.
    """

    chosen = Signal(DocumentFilter)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Filter the list"))
        self._names = filter_names()
        self._counts: dict[DocumentFilter, int] = {}
        self._group = QButtonGroup(self)
        self.chips: dict[DocumentFilter, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(TIGHT)
        for number, show in enumerate(DocumentFilter, 1):
            chip = self.chips[show] = QPushButton(self)
            chip.setCheckable(True)
            chip.setProperty("kind", "chip")
            keys = QKeySequence(f"Ctrl+{number}").toString(QKeySequence.SequenceFormat.NativeText)
            chip.setToolTip(tool_tip(f"{filter_explanation(show)} ({keys})"))
            chip.setAccessibleDescription(filter_explanation(show))
            self._group.addButton(chip)
            row.addWidget(chip)
        self.chips[DocumentFilter.ALL].setChecked(True)
        come_to_chosen(self._group)
        self._group.buttonToggled.connect(self._toggled)
        self.show_counts({})

    def show_chosen(self, show: DocumentFilter) -> None:
        """Show which filter is in use."""
        self.chips[show].setChecked(True)

    def show_counts(self, counts: Mapping[DocumentFilter, int]) -> bool:
        """Show how many documents each filter would list; return whether the numbers changed."""
        news = False
        for show, chip in self.chips.items():
            count = counts.get(show, 0)
            if self._counts.get(show) == count:
                continue
            self._counts[show] = count
            news = True
            chip.setText(f"{self._names[show]}  {number_text(count)}")
            documents = count_text(count, "{number} document", "{number} documents")
            chip.setAccessibleName(f"{self._names[show]}, {documents}")
            urgent = show is DocumentFilter.ATTENTION and count > 0
            if chip.property("urgent") != urgent:
                chip.setProperty("urgent", urgent)
                chip.style().polish(chip)
        return news

    def _toggled(self, chip: QAbstractButton, on: bool) -> None:
        if on:
            self.chosen.emit(next(show for show, own in self.chips.items() if own is chip))


def filter_names() -> dict[DocumentFilter, str]:
    """Return the names of the filters."""
    return {
        DocumentFilter.ACTIVE: _tr("Active"),
        DocumentFilter.ATTENTION: _tr("Needs you"),
        DocumentFilter.COMPLETE: _tr("Complete"),
        DocumentFilter.ALL: _tr("All"),
    }


def filter_explanation(show: DocumentFilter) -> str:
    """Return a short description of a filter."""
    return {
        DocumentFilter.ACTIVE: _tr("Documents in progress, or about to be sent"),
        DocumentFilter.ATTENTION: _tr("Documents that are on hold, failed, or can't be sent"),
        DocumentFilter.COMPLETE: _tr("Documents that are in Xactimate"),
        DocumentFilter.ALL: _tr("Everything on the list"),
    }[show]


def _tr(text: str) -> str:
    return QCoreApplication.translate("filters", text)
