"""Enables the actions that apply to the selection, without checking every document in one frame."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction

from capout_desktop.domain.document import Document
from capout_desktop.ui.documents.table import DocumentTable

if TYPE_CHECKING:
    from capout_desktop.ui.documents.actions import RowAction

MOST_CHECKED = 4000
"""Maximum number of selected documents that are checked."""
MOST_OF_A_RANGE = 2000
"""How many of them are in one range of selected rows; with headings, each group is a range."""
AT_ONCE = 200
"""Number of documents that are checked at once; with all actions this takes a millisecond."""
PAUSE_MS = 8
"""Pause after that, in which the window goes on."""


class ActionEnabler(QObject):
    """Enables each action if it applies to at least one of the selected documents.

    Of a long selection, the first documents are checked at once and the others soon after. Until
    then, an action that applies to none of the first stays as it is.
    """

    def __init__(
        self,
        table: DocumentTable,
        actions: Collection[tuple[RowAction, QAction]],
        possible: Callable[[RowAction, list[Document]], list[Document]],
    ) -> None:
        """`possible` returns those of some documents that an action is allowed for."""
        super().__init__(table)
        self._table = table
        self._actions = actions
        self._possible = possible
        self._unchecked: list[Document] = []
        self._open: list[tuple[RowAction, QAction]] = []
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
        for action, made in self._actions:
            if self._applies(action, first):
                made.setEnabled(True)
            elif not is_long or action.one_only:
                made.setEnabled(False)
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
        self._open = [(action, made) for action, made in self._actions if not action.one_only]
        self._unchecked = self._selected(MOST_CHECKED)
        self._pause.start()

    def _check(self, most: int) -> None:
        """Check the next documents; after the last one, disable what applies to none."""
        documents, self._unchecked = self._unchecked[:most], self._unchecked[most:]
        still_open = []
        for action, made in self._open:
            if self._applies(action, documents):
                made.setEnabled(True)
            else:
                still_open.append((action, made))
        self._open = still_open
        if self._unchecked and still_open:
            return
        if self._again:
            self._begin()
            return
        self._pause.stop()
        for _, made in still_open:
            made.setEnabled(False)

    def _applies(self, action: RowAction, documents: list[Document]) -> bool:
        return action.enabled_for(self._possible(action, documents))

    def _selected(self, most: int) -> list[Document]:
        found = self._table.selected_documents(min(most, MOST_OF_A_RANGE))
        return list(islice(found, most))
