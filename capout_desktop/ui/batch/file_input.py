"""Adds files from drops on the window, the clipboard and the system's file dialogs."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from capout_desktop.ui.batch.drop_overlay import DropOverlay
from capout_desktop.ui.batch.dropped_sources import (
    DroppedSources,
    drop_words,
    is_promise,
    sources_named,
    sources_of,
    sources_of_urls,
)
from capout_desktop.ui.batch.virtual_files import files_of, names_of
from capout_desktop.ui.style.theme import Theme
from capout_desktop.ui.widgets.file_dialogs import choose_folder, choose_pdfs

LINGER_MS = 3500
"""How long the reason for refusal stays after the drag ended, so that it can be read."""


class FileInput(QObject):
    """Collects the sources that the person adds; reads only their names.

    Attributes:
        given: Emitted with absolute paths, https links, and files that are on no disk.
    """

    given = Signal(list)

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self.overlay = DropOverlay(window, theme)
        self._found = DroppedSources()
        self._linger = QTimer(self)
        self._linger.setSingleShot(True)
        self._linger.setInterval(LINGER_MS)
        self._linger.timeout.connect(self.overlay.hide)

    def paste(self) -> None:
        """Add the files, paths or links of the clipboard, or say that it has none."""
        data = QGuiApplication.clipboard().mimeData()
        self._linger.stop()
        self.overlay.hide()
        if not self._give_from(data):
            self._refuse(data, self.tr("Nothing to paste"))
            self._linger.start()

    def choose_pdfs(self) -> None:
        """Let the person choose files."""
        choose_pdfs(self._window, self._give_urls)

    def choose_folder(self) -> None:
        """Let the person choose a folder."""
        choose_folder(self._window, self._give_urls)

    def enter(self, event: QDragEnterEvent) -> None:
        """Decide once, when a drag enters, whether it can be dropped; reads only names."""
        data = event.mimeData()
        self._linger.stop()
        self._found = sources_of(data) or sources_named(names_of(data))
        if self._found:
            self.overlay.invite(drop_words(self._found))
            _take_copy(event)
            return
        event.ignore()
        if is_promise(data) or data.hasUrls():
            self._refuse(data, self.tr("Nothing here can be added"))
        else:
            self.overlay.hide()

    def move(self, event: QDragMoveEvent) -> None:
        """Apply the decision that was made when the drag entered."""
        if self._found:
            _take_copy(event)
        else:
            event.ignore()

    def leave(self) -> None:
        """Hide the invitation; keep a reason for refusal readable."""
        self._found = DroppedSources()
        if self.overlay.refuses and self.overlay.isVisible():
            self._linger.start()
        else:
            self.overlay.hide()

    def drop(self, event: QDropEvent) -> None:
        """Add the sources that were dropped."""
        data = event.mimeData()
        self._found = DroppedSources()
        self.overlay.hide()
        if self._give_from(data):
            _take_copy(event)
            return
        event.ignore()
        if is_promise(data):
            self._refuse(data, "")
            self._linger.start()

    def _give_from(self, data: QMimeData) -> bool:
        """Add what a drag or the clipboard has; return whether all of it can be added."""
        found = sources_of(data)
        self._give(found)
        if found:
            return True
        files = files_of(data)
        if files:
            self.given.emit(files)
        return 0 < len(files) == len(names_of(data))

    def _refuse(self, data: QMimeData, title: str) -> None:
        if is_promise(data):
            self.overlay.refuse(
                self.tr("Save the attachment first, then drag it here"),
                self.tr("Your mail program has not saved this file to the disk yet."),
            )
        else:
            self.overlay.refuse(
                title,
                self.tr(
                    "You can add PDF files, pictures (.jpg, .png, .tif), emails (.eml, .msg), ZIP "
                    "archives, folders and links that begin with https://"
                ),
            )

    def _give_urls(self, urls: list[QUrl]) -> None:
        self._give(sources_of_urls(urls))

    def _give(self, found: DroppedSources) -> None:
        if found:
            self.given.emit(list(found.sources))


def _take_copy(event: QDropEvent) -> None:
    """Accept the drop as a copy: after a move the file manager would delete the original."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
