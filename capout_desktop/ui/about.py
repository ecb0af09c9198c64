"""Which program this is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from capout_desktop import __version__
from capout_desktop.ui import icons


def open_about(parent: QWidget) -> QMessageBox:
    """Show name, version and what it does."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(_tr("About CapOut Desktop"))
    box.setIconPixmap(icons.pixmap("app", "#000000", 64, parent.devicePixelRatioF()))
    box.setText(f"<b>CapOut Desktop {__version__}</b>")
    box.setInformativeText(
        _tr("Drag insurers' PDF estimates onto the window, and follow each one into Xactimate.")
    )
    box.addButton(QMessageBox.StandardButton.Close)
    box.open()
    return box


def _tr(text: str) -> str:
    return QCoreApplication.translate("about", text)
