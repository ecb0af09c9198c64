"""Enables the actions that apply to the selection, without checking every document in one frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction

from capout_desktop.domain.document import Document
from capout_desktop.ui.documents.table import DocumentTable

MOST_CHECKED = 4000
"""Maximum number of selected documents that are checked."""
MOST_OF_A_RANGE = 2000
"""How many of them are in one range of selected rows; with headings, each group is a range."""
AT_ONCE = 200
"""Number of documents that are checked at once; with all actions this takes a millisecond."""
PAUSE_MS = 8
"""Pause after that, in which the window goes on."""


class Offered(NamedTuple):
    """An action, and when it is enabled.

    Attributes:
        applies: Returns whether it applies to one of some documents.
        one_only: Whether it needs exactly one document.
    """

    action: QAction
    applies: Callable[[list[Document]], bool]
    one_only: bool


class ActionEnabler(QObject):
    """Enables each action if it applies to at least one of the selected documents.

    Of a long selection, the first documents are checked at once and the others soon after. Until
    then, an action that applies to none of the first stays as it is.
    """

    def __init__(self, table: DocumentTable, offered: Sequence[Offered]) -> None:
        super().__init__(table)
        self._table = table
        self._offered = offered
        self._unchecked: list[Document] = []
        self._open: list[Offered] = []
        self._again = False
        self._pause = QTimer(self)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(lambda: self._check(AT_ONCE))
        table.selection_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Follow a change of the selection or of the selected documents."""
        first = self._selected(AT_ONCE + 1)
        is_long = len(first) > AT_ONCE
        for offered in self._offered:
            if offered.applies(first):
                offered.action.setEnabled(True)
            elif not is_long or offered.one_only:
                offered.action.setEnabled(False)
        if not is_long:
            self._pause.stop()
        elif self._pause.isActive():
            self._again = True  # not from the beginning, while rows change all the time
        else:
            self._begin()

    def finish(self) -> None:
        """Check all documents now, for a menu."""
        if self._pause.isActive():
            self._begin()
            self._check(MOST_CHECKED)

    def _begin(self) -> None:
        self._again = False
        self._open = [offered for offered in self._offered if not offered.one_only]
        self._unchecked = self._selected(MOST_CHECKED)
        self._pause.start()

    def _check(self, most: int) -> None:
        """Check the next documents; after the last one, disable what applies to none."""
        documents, self._unchecked = self._unchecked[:most], self._unchecked[most:]
        still_open = []
        for offered in self._open:
            if offered.applies(documents):
                offered.action.setEnabled(True)
            else:
                still_open.append(offered)
        self._open = still_open
        if self._unchecked and still_open:
            return
        if self._again:
            self._begin()
            return
        self._pause.stop()
        for offered in still_open:
            offered.action.setEnabled(False)

    def _selected(self, most: int) -> list[Document]:
        found = self._table.selected_documents(min(most, MOST_OF_A_RANGE))
        return list(islice(found, most))
