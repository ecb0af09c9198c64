"""Desktop services: open files and web pages, copy to the clipboard, raise windows."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QProcess, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from capout_desktop.domain.literal_path import shown_path
from capout_desktop.domain.pdf_name import is_pdf_name


def open_file(path: str) -> None:
    """Open a file with its default program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(shown_path(path)))


def open_pdf(path: str) -> None:
    """Open a PDF with its default program; show any other file in its folder.

    Opening a file that is not a PDF could run it: systems go by the ending of the name.
    """
    if is_pdf_name(path):
        open_file(path)
    else:
        show_in_folder(path)


def open_page(url: str) -> None:
    """Open a web page in the default browser."""
    QDesktopServices.openUrl(QUrl(url))


def start_program(command: Sequence[str]) -> bool:
    """Start a program that goes on without this one; return whether it was started."""
    started, _pid = QProcess.startDetached(command[0], list(command[1:]))
    return bool(started)


def show_in_folder(path: str) -> None:
    """Show a file in its folder, selected if the system can do that."""
    path = shown_path(path)
    if sys.platform == "win32":
        process = QProcess()
        # By its full path: a bare name is searched in the current folder first.
        windows = os.environ.get("SYSTEMROOT", r"C:\Windows")
        process.setProgram(rf"{windows}\explorer.exe")
        # Quotes around the path alone: around the whole argument, Explorer does not see it.
        process.setNativeArguments(f'/select,"{path.replace("/", chr(92))}"')
        process.startDetached()
    elif sys.platform == "darwin":
        QProcess.startDetached("/usr/bin/open", ["-R", path])
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
