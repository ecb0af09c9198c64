"""What can be done with the selected documents; the state machine says what has a meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QWidget

from capout_desktop.domain.document import Document, SourceKind
from capout_desktop.domain.events import (
    Addressed,
    Canceled,
    Event,
    Removed,
    RetryRequested,
    SendAgain,
    Started,
    Vouched,
)
from capout_desktop.domain.lifecycle import can, can_cancel
from capout_desktop.ui.documents.table import DocumentTable
from capout_desktop.ui.widgets.message_boxes import ask_to_send_again

MOST_ASKED = 2000
"""In a larger run of selected rows the first ones speak for all while enabling the actions."""


class DocumentActions(QObject):
    """The actions of the Documents menu and of the rows' context menu.

    Attributes:
        readdress: These shall go to another address, which is still to be asked for.
    """

    start = Signal(list)
    readdress = Signal(list)
    retry = Signal(list)
    cancel = Signal(list)
    send_again = Signal(list)
    vouch = Signal(list)
    remove = Signal(list)
    open_file = Signal(str)
    show_in_folder = Signal(str)

    def __init__(self, table: DocumentTable, window: QWidget) -> None:
        super().__init__(table)
        self._table = table
        self._window = window
        self.start_action = self._action(self.tr("S&tart"), self._start, "Ctrl+Return")
        self.readdress_action = self._action(
            self.tr("Send to another a&ddress…"), self._readdress, "Ctrl+E"
        )
        self.retry_action = self._action(self.tr("&Retry"), self._retry, "Ctrl+R")
        self.cancel_action = self._action(self.tr("&Cancel"), self._cancel, "Del")
        self.send_again_action = self._action(self.tr("&Send again…"), self._send_again)
        self.vouch_action = self._action(self.tr("It &arrived"), self._vouch)
        self.remove_action = self._action(
            self.tr("Re&move from the list"), self._remove, "Shift+Del"
        )
        self.copy_id_action = self._action(self.tr("Copy CapOut document &ID"), self._copy_ids)
        self.open_action = self._action(self.tr("&Open file"), self._open, "Shift+Return")
        self.folder_action = self._action(self.tr("Show in &folder"), self._show_in_folder)
        table.selection_changed.connect(self.refresh)
        self.refresh()

    @property
    def groups(self) -> Sequence[Sequence[QAction]]:
        """The actions as menus show them, a line between the groups."""
        return (
            (self.start_action, self.retry_action, self.readdress_action, self.cancel_action),
            (self.vouch_action, self.send_again_action),
            (self.remove_action,),
            (self.open_action, self.folder_action, self.copy_id_action),
        )

    def refresh(self) -> None:
        """Enable what has a meaning for at least one of the selected documents."""
        # Under headings the selection has a run for each group.
        some = list(islice(self._table.selected_documents(MOST_ASKED), 2 * MOST_ASKED))
        one_file = len(some) == 1 and _is_file(some[0])
        for action, event_type in (
            (self.start_action, Started),
            (self.readdress_action, Addressed),
            (self.retry_action, RetryRequested),
            (self.cancel_action, Canceled),
            (self.send_again_action, SendAgain),
            (self.vouch_action, Vouched),
            (self.remove_action, Removed),
        ):
            action.setEnabled(any(_can(d, event_type) for d in some))
        self.copy_id_action.setEnabled(any(d.document_id for d in some))
        self.open_action.setEnabled(one_file)
        self.folder_action.setEnabled(one_file)

    def _action(self, text: str, do: Callable[[], None], shortcut: str | None = None) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked: do())
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self._table.addAction(action)
        return action

    def _ids(self, event_type: type[Event]) -> list[str]:
        return [d.id for d in self._table.selected_documents() if _can(d, event_type)]

    def _start(self) -> None:
        _emit(self.start, self._ids(Started))

    def _readdress(self) -> None:
        _emit(self.readdress, self._ids(Addressed))

    def _retry(self) -> None:
        _emit(self.retry, self._ids(RetryRequested))

    def _cancel(self) -> None:
        _emit(self.cancel, self._ids(Canceled))

    def _vouch(self) -> None:
        _emit(self.vouch, self._ids(Vouched))

    def _remove(self) -> None:
        _emit(self.remove, self._ids(Removed))

    def _send_again(self) -> None:
        ids = self._ids(SendAgain)
        if ids:
            ask_to_send_again(self._window, len(ids), lambda: self.send_again.emit(ids))

    def _copy_ids(self) -> None:
        ids = _known_ids(self._table.selected_documents())
        if ids:
            QGuiApplication.clipboard().setText("\n".join(ids))

    def _open(self) -> None:
        if self.open_action.isEnabled():
            self.open_file.emit(next(self._table.selected_documents()).id)

    def _show_in_folder(self) -> None:
        self.show_in_folder.emit(next(self._table.selected_documents()).id)


def _can(document: Document, event_type: type[Event]) -> bool:
    if not document.source:
        return False  # submitted elsewhere: this computer has no part in it
    return can_cancel(document) if event_type is Canceled else can(document, event_type)


def _is_file(document: Document) -> bool:
    return bool(document.source) and document.source_kind is SourceKind.FILE


def _known_ids(documents: Iterable[Document]) -> list[str]:
    return [document.document_id for document in documents if document.document_id]


def _emit(signal: object, ids: list[str]) -> None:
    if ids:
        signal.emit(ids)  # type: ignore[attr-defined] # a bound signal
