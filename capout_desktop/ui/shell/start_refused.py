"""Message of a start that cannot be, for people who did not start the program in a terminal."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtWidgets import QMessageBox

from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.shell.display_check import REFUSED_EXIT_CODE


def refuse_start(message: str) -> int:
    """Say why the program does not start; return its exit code.

    The message goes to stderr and, if nobody reads that in a terminal, into a window.
    """
    if sys.stderr is not None:
        sys.stderr.write(f"{message}\n")
        sys.stderr.flush()
        if sys.stderr.isatty():
            return REFUSED_EXIT_CODE
    box = QMessageBox(QMessageBox.Icon.Warning, _tr("CapOut Desktop did not start"), message)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.open()
    while box.isVisible():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return REFUSED_EXIT_CODE


def refuse_folder(folder: str) -> int:
    """Say that the data folder is another user's; return the exit code."""
    return refuse_start(
        _tr(
            "Another user of this computer owns the folder {folder}. CapOut Desktop keeps nothing "
            "there, since they could change its list and settings."
        ).format(folder=visible_text(folder))
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("second start", text)
