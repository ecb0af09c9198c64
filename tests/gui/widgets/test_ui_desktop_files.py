"""Files are opened by what they are, and nothing is started by its name alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from capout_desktop.ui.widgets.desktop_files import open_pdf, show_in_folder


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    paths: list[str] = []

    def keep(url: QUrl) -> bool:
        paths.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", keep)
    return paths


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have their own programs")
def test_only_a_pdf_is_opened_and_anything_else_is_shown_in_its_folder(
    opened: list[str], tmp_path: Path
) -> None:
    program = tmp_path / "run.desktop"
    estimate, disguised = tmp_path / "Kim, 12:30.PDF", tmp_path / "estimate\u202efdp.exe"
    for path in (estimate, disguised, program):
        open_pdf(str(path))
    assert opened == [str(estimate), str(tmp_path), str(tmp_path)]


def test_windows_explorer_is_started_by_its_path_and_told_the_file(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    del qtbot
    started = []

    class Process(QProcess):
        def setNativeArguments(self, arguments: str) -> None:  # noqa: N802 - Qt's name
            started.append(arguments)

        def startDetached(self, *_: object) -> tuple[bool, int]:  # noqa: N802 - Qt's name
            started.append(self.program())
            return True, 1

    monkeypatch.setattr("capout_desktop.ui.widgets.desktop_files.QProcess", Process)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("SYSTEMROOT", r"D:\Windows")
    show_in_folder("C:/Users/Dana/My, estimates/Kim & Sons.pdf")
    assert started == [
        r'/select,"C:\Users\Dana\My, estimates\Kim & Sons.pdf"',
        r"D:\Windows\explorer.exe",
    ]
