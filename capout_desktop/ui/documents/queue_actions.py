"""Actions on the whole queue."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from capout_desktop.ui.text.formatting import number_text

MOST_AT_ONCE = 6


class QueueActions(QObject):
    """Actions of the Documents menu that need no selection.

    Attributes:
        pause_toggled: Emitted with whether to pause sending.
        retry_failed: Emitted to send all failed documents again.
        clear_completed: Emitted to remove all complete documents from the list.
        undo_removal: Emitted to undo the last removal from the list.
        parallel_chosen: Emitted with the number of documents to send at once.
        paused_shown: Emitted with whether sending is paused, after that is shown.
    """

    pause_toggled = Signal(bool)
    retry_failed = Signal()
    clear_completed = Signal()
    undo_removal = Signal()
    parallel_chosen = Signal(int)
    paused_shown = Signal(bool)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.pause_action = QAction(self.tr("&Pause sending"), window)
        self.pause_action.setCheckable(True)
        self.pause_action.toggled.connect(self.pause_toggled)
        self.retry_failed_action = QAction(self.tr("Retry all &failed"), window)
        self.retry_failed_action.setEnabled(False)
        self.retry_failed_action.triggered.connect(lambda _checked: self.retry_failed.emit())
        self.clear_action = QAction(self.tr("C&lear completed"), window)
        self.clear_action.setEnabled(False)
        self.clear_action.triggered.connect(lambda _checked: self.clear_completed.emit())
        self.undo_action = QAction(self.tr("&Undo removal"), window)
        self.undo_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
        self.undo_action.setEnabled(False)
        self.undo_action.triggered.connect(lambda _checked: self.undo_removal.emit())
        self._parallel = QMenu(self.tr("Uploads at a &time"), window)
        self._numbers = QActionGroup(window)
        for number in range(1, MOST_AT_ONCE + 1):
            action = self._parallel.addAction(number_text(number))
            action.setCheckable(True)
            action.setData(number)
            self._numbers.addAction(action)
        self._numbers.triggered.connect(lambda action: self.parallel_chosen.emit(action.data()))

    @property
    def groups(self) -> Sequence[Sequence[QAction]]:
        """The actions for a menu, with a separator between the groups."""
        return (
            (self.retry_failed_action, self.clear_action, self.undo_action),
            (self.pause_action, self._parallel.menuAction()),
        )

    def show_paused(self, paused: bool) -> None:
        """Show whether sending is paused, without emitting a signal."""
        before = self.pause_action.blockSignals(True)
        self.pause_action.setChecked(paused)
        self.pause_action.blockSignals(before)
        self.paused_shown.emit(paused)

    def show_parallel(self, number: int) -> None:
        """Show how many documents are sent at once."""
        for action in self._numbers.actions():
            action.setChecked(action.data() == number)

    def offer_undo(self, offered: bool) -> None:
        """Enable or disable undoing the last removal."""
        self.undo_action.setEnabled(offered)

    def offer_retry(self, offered: bool) -> None:
        """Enable or disable sending all failed documents again."""
        self.retry_failed_action.setEnabled(offered)

    def offer_clearing(self, offered: bool) -> None:
        """Enable or disable removing all complete documents from the list."""
        self.clear_action.setEnabled(offered)
