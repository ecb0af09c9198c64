"""Export of the list to a file: the documents that are shown, in their order."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from capout_desktop.ui.documents.model import DocumentModel
from capout_desktop.ui.text.formatting import today
from capout_desktop.ui.widgets.file_dialogs import choose_csv


class ExportAction(QObject):
    """Action of the File menu that asks for the file to export to.

    Attributes:
        wanted: Emitted with the file's path and the documents that are listed, from top to bottom.
    """

    wanted = Signal(str, list)

    def __init__(self, model: DocumentModel, window: QWidget) -> None:
        super().__init__(model)
        self._model = model
        self._window = window
        self.action = QAction(self.tr("&Export the list as CSV…"), window)
        self.action.setShortcut(QKeySequence("Ctrl+Shift+E"))
        self.action.triggered.connect(lambda _checked: self._ask())
        model.rows_changed.connect(self._enable)
        self._enable()

    def _enable(self) -> None:
        self.action.setEnabled(self._model.listed > 0)

    def _ask(self) -> None:
        name = self.tr("CapOut documents {day}.csv").format(day=today().isoformat())
        choose_csv(self._window, self.tr("Export the list"), name, self._chosen)

    def _chosen(self, path: str) -> None:
        self.wanted.emit(path, self._model.listed_documents())

    def export_batch(self, batch_id: str) -> None:
        """Ask for the file to export the listed documents of one batch to."""
        day = today().isoformat()
        name = self.tr("CapOut batch {day}.csv").format(day=day)
        title = self.tr("Export the batch")
        choose_csv(self._window, title, name, lambda path: self._chosen_for(path, batch_id))

    def _chosen_for(self, path: str, batch_id: str) -> None:
        listed = self._model.listed_documents()
        self.wanted.emit(path, [document for document in listed if document.batch_id == batch_id])
