"""Desktop services: open files and web pages, copy to the clipboard, raise windows."""

from __future__ import annotations

import sys
from pathlib import PurePath

from PySide6.QtCore import QProcess, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget


def open_file(path: str) -> None:
    """Open a file with its default program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))


def open_page(url: str) -> None:
    """Open a web page in the default browser."""
    QDesktopServices.openUrl(QUrl(url))


def show_in_folder(path: str) -> None:
    """Show a file in its folder, selected if the system can do that."""
    if sys.platform == "win32":
        # One argument: explorer takes the text after the comma literally.
        QProcess.startDetached("explorer.exe", [f"/select,{path}"])
    elif sys.platform == "darwin":
        QProcess.startDetached("open", ["-R", path])
    else:
        open_file(str(PurePath(path).parent))


def copy_text(text: str) -> None:
    """Copy a text to the clipboard."""
    QGuiApplication.clipboard().setText(text)


def bring_to_front(window: QWidget) -> None:
    """Show and raise a window that may be hidden, minimized, or behind others."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
