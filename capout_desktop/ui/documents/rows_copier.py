"""Copies rows of the list to the clipboard, as cells for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from capout_desktop.domain.csv_cell import safe_cell
from capout_desktop.domain.document import Document
from capout_desktop.ui.documents.columns import COLUMNS
from capout_desktop.ui.text.formatting import today

SLICE = 200
"""Number of rows made at a time; in between, the event loop processes other events."""


class RowsCopier(QObject):
    """Puts one line for each document on the clipboard, with a tab between two columns.

    A long list is copied in slices, so that the window does not stutter.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._made: list[str] = []
        self._left: Iterator[str] = iter(())
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._go_on)

    def copy(self, documents: Sequence[Document]) -> None:
        """Copy the rows of these documents."""
        self._made, self._left = [], _lines(documents)
        self._turn.start()
        self._go_on()

    def _go_on(self) -> None:
        lines = list(islice(self._left, SLICE))
        self._made += lines
        if len(lines) < SLICE:
            self._turn.stop()
            made, self._made = self._made, []
            QGuiApplication.clipboard().setText("\n".join(made))


def _lines(documents: Sequence[Document]) -> Iterator[str]:
    day, columns = today(), [column for column in COLUMNS if not column.optional]
    for document in documents:
        yield "\t".join(
            safe_cell(column.csv_text(document, day)).replace("\t", " ") for column in columns
        )
