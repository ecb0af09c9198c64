"""A main window that takes drops anywhere on it, and asks about what came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMainWindow

from capout_desktop.ui.style.theme import Theme

if TYPE_CHECKING:
    from capout_desktop.ui.batch.batch_dialogs import IntakeQuestions
    from capout_desktop.ui.batch.file_input import Adding


class DropWindow(QMainWindow):
    """Hands drags to what judges them, which is made when the first one comes."""

    def __init__(self) -> None:
        super().__init__()
        self._adding: Adding | None = None
        self._questions: IntakeQuestions | None = None
        self.setAcceptDrops(True)

    def ways_in(self) -> Adding:
        """What takes drops, pastes and chosen files."""
        if self._adding is None:
            from capout_desktop.ui.batch.file_input import Adding  # noqa: PLC0415 - as said

            self._adding = Adding(self, Theme.current())
            self._adding.given.connect(self.give)
        return self._adding

    def questions(self) -> IntakeQuestions:
        """What is asked about files on their way in."""
        if self._questions is None:
            from capout_desktop.ui.batch.batch_dialogs import IntakeQuestions  # noqa: PLC0415

            self._questions = IntakeQuestions(self)
            self._questions.given.connect(self.give)
        return self._questions

    def give(self, sources: list[str]) -> None:
        """Take what was added: absolute paths and https links."""
        raise NotImplementedError

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the veil over the whole window."""
        super().resizeEvent(event)
        if self._adding is not None:
            self._adding.overlay.setGeometry(self.rect())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Judge what is dragged."""
        self.ways_in().enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Keep to the judgment."""
        self.ways_in().move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Forget it."""
        self.ways_in().leave()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it."""
        self.ways_in().drop(event)
