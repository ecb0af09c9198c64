"""Opening and closing of the dialogs that belong to a window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

FRAME, TITLE_BAR = 2, 32
"""Usual size of what the desktop draws around a window, which is unknown before it is shown."""


def open_dialog(dialog: QDialog) -> None:
    """Open a dialog above its parent's window, which can still be used and closed.

    It is not modal: Qt drops the close event of a window that a modal dialog blocks, so the close
    button of the main window would do nothing. A dialog of the same kind that is open already is
    replaced. When the dialog is closed, its window has the keyboard again.
    """
    parent = dialog.parentWidget()
    dialog.setWindowModality(Qt.WindowModality.NonModal)
    if parent is not None:
        for other in parent.findChildren(type(dialog)):
            if other is not dialog and type(other) is type(dialog) and other.isVisible():
                other.reject()
        owner = parent.window()
        dialog.finished.connect(lambda _result: _give_back_focus(owner, dialog))
    if not dialog.testAttribute(Qt.WidgetAttribute.WA_Resized):
        dialog.adjustSize()
    dialog.resize(dialog.size().boundedTo(room_on_screen(dialog)))
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


def room_on_screen(window: QWidget) -> QSize:
    """Return the largest size at which a window with its frame is inside of its screen."""
    room = window.screen().availableGeometry().size()
    return room - QSize(2 * FRAME, FRAME + TITLE_BAR)


def close_dialogs(window: QWidget) -> None:
    """Close every open dialog of a window, as Esc does."""
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.reject()


def _give_back_focus(owner: QWidget, dialog: QDialog) -> None:
    # Some window managers leave the focus nowhere, others on what was used last.
    if owner.isVisible() and QApplication.activeWindow() in {None, dialog}:
        owner.activateWindow()
