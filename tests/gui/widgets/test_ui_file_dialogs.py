"""What is chosen in Qt's own dialog, which stands in where the system has none, arrives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from capout_desktop.ui.widgets import file_dialogs as file_choosers


@pytest.mark.parametrize(
    ("choose", "name"),
    [(file_choosers.choose_pdfs, "a.pdf"), (file_choosers.choose_folder, "folder")],
    ids=["pdfs", "folder"],
)
def test_chosen_files_are_returned(qtbot: QtBot, tmp_path: Path, choose: Any, name: str) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "folder").mkdir()
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    chosen: list[list[QUrl]] = []
    dialog = choose(parent, chosen.append)
    assert isinstance(dialog, QFileDialog)
    dialog.selectFile(str(tmp_path / name))
    dialog.accept()
    assert [[Path(url.toLocalFile()) for url in urls] for urls in chosen] == [[tmp_path / name]]


def test_the_chosen_export_path_is_returned(qtbot: QtBot, tmp_path: Path) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    chosen: list[str] = []
    dialog = file_choosers.choose_csv(parent, "Export", "list.csv", chosen.append)
    dialog.selectFile(str(tmp_path / "other.csv"))
    dialog.accept()
    assert [Path(path) for path in chosen] == [tmp_path / "other.csv"]


def test_a_canceled_dialog_returns_nothing(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    chosen: list[list[QUrl]] = []
    file_choosers.choose_pdfs(parent, chosen.append).reject()
    assert chosen == []
