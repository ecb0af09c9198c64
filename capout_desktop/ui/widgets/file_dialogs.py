"""Non-modal native dialogs for files and folders."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget

_last_place = QUrl()


def choose_pdfs(parent: QWidget, on_chosen: Callable[[list[QUrl]], None]) -> QFileDialog:
    """Let the person choose any number of PDFs."""
    dialog = _dialog(parent, _tr("Add PDF estimates"), on_chosen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters(
        [
            _tr(
                "PDFs, pictures, emails and archives (*.pdf *.PDF *.jpg *.JPG *.jpeg *.JPEG *.png "
                "*.PNG *.tif *.TIF *.tiff *.TIFF *.eml *.msg *.zip *.ZIP)"
            ),
            _tr("All files (*)"),
        ]
    )
    dialog.open()
    return dialog


def choose_folder(parent: QWidget, on_chosen: Callable[[list[QUrl]], None]) -> QFileDialog:
    """Let the person choose a folder to search for PDFs."""
    dialog = _dialog(parent, _tr("Add a folder of PDF estimates"), on_chosen)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog


def choose_csv(
    parent: QWidget, title: str, name: str, on_chosen: Callable[[str], None]
) -> QFileDialog:
    """Let the person choose the file for a table; `name` is the suggested name."""
    dialog = _saving(parent, title, name, on_chosen)
    dialog.setNameFilter(_tr("CSV tables (*.csv)"))
    dialog.setDefaultSuffix("csv")
    dialog.open()
    return dialog


def choose_pdf_to_write(
    parent: QWidget, title: str, name: str, on_chosen: Callable[[str], None]
) -> QFileDialog:
    """Let the person choose the PDF to write; `name` is the suggested name."""
    dialog = _saving(parent, title, name, on_chosen)
    dialog.setNameFilter(_tr("PDFs (*.pdf)"))
    dialog.setDefaultSuffix("pdf")
    dialog.open()
    return dialog


def _saving(
    parent: QWidget, title: str, name: str, on_chosen: Callable[[str], None]
) -> QFileDialog:
    dialog = _dialog(parent, title, lambda urls: on_chosen(urls[0].toLocalFile()))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setSupportedSchemes(["file"])
    dialog.selectFile(name)
    return dialog


def choose_place(
    parent: QWidget, title: str, place: str, on_chosen: Callable[[list[QUrl]], None]
) -> QFileDialog:
    """Let the person choose a folder; `place` is the current one."""
    dialog = _dialog(parent, title, on_chosen)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    if place:
        dialog.setDirectory(place)
    dialog.open()
    return dialog


def _dialog(parent: QWidget, title: str, on_chosen: Callable[[list[QUrl]], None]) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if not _last_place.isEmpty():
        dialog.setDirectoryUrl(_last_place)

    def chosen() -> None:
        _last_place.setUrl(dialog.directoryUrl().toString())
        on_chosen(dialog.selectedUrls())

    # Not `urlsSelected`: Qt's own dialog, the fallback on systems without one, does not emit it.
    dialog.accepted.connect(chosen)
    return dialog


def _tr(text: str) -> str:
    return QCoreApplication.translate("choosers", text)
