"""Events of drag and drop, as the window system delivers them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

_BUTTON = Qt.MouseButton.LeftButton
_KEYS = Qt.KeyboardModifier.NoModifier
_COPY = Qt.DropAction.CopyAction


def files(paths: Sequence[Path]) -> QMimeData:
    """Return the data that a file manager drags."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(window: QWidget, data: QMimeData) -> bool:
    """Drop `data` onto the middle of the window; return whether it was accepted."""
    place = QPointF(window.rect().center())
    enter = QDragEnterEvent(place.toPoint(), _COPY, data, _BUTTON, _KEYS)
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(place, _COPY, data, _BUTTON, _KEYS)
    QApplication.sendEvent(window, event)
    return event.isAccepted()
