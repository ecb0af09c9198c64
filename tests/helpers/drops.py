"""Events of drag and drop, as the window system delivers them."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt, QUrl
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


def handed_over(contents: Mapping[str, bytes]) -> QMimeData:
    """Return a drag as Windows' mail programs make it, of files that are on no disk.

    One without content is a whole mail, which Outlook has in a form that Qt does not read.
    """
    data, form = QMimeData(), 'application/x-qt-windows-mime;value="{}"'
    says_size, descriptors = 0x40, b""
    for number, (name, content) in enumerate(contents.items()):
        text = name.encode("utf-16-le").ljust(520, b"\0")
        descriptors += struct.pack("<I60xII", says_size, 0, len(content)) + text
        if content:
            data.setData(form.format("FileContents") + f";index={number}", QByteArray(content))
    descriptor = struct.pack("<I", len(contents)) + descriptors
    data.setData(form.format("FileGroupDescriptorW"), QByteArray(descriptor))
    return data
