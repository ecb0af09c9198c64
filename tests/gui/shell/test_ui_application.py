"""The Qt application: files that macOS tells it to open, and how it paints."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.desktop import Desktop
from helpers.pdfs import pdf
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent

from capout_desktop.domain.document import DocumentState
from capout_desktop.ui.shell.application import Application


@pytest.fixture
def application(qapp: Application) -> Iterator[Application]:
    yield qapp
    qapp.give_files_to(lambda _sources: None)


def test_files_opened_before_the_program_is_ready_wait(application: Application) -> None:
    first, link = Path("/Users/dana/First estimate.pdf"), "https://carrier.example/second.pdf"
    QCoreApplication.postEvent(application, QFileOpenEvent(QUrl.fromLocalFile(str(first))))
    QCoreApplication.postEvent(application, QFileOpenEvent(QUrl(link)))
    application.processEvents()
    taken: list[list[str]] = []
    application.give_files_to(taken.append)
    assert taken == [[str(first), link]]
    QCoreApplication.sendEvent(application, QFileOpenEvent("/Users/dana/Über.pdf"))
    assert taken[1:] == [["/Users/dana/Über.pdf"]]


def test_an_opened_file_is_sent_and_completed(
    application: Application, live: Callable[..., Desktop], tmp_path: Path
) -> None:
    estimate = tmp_path / "An estimate.pdf"
    estimate.write_bytes(pdf())

    async def scenario(desktop: Desktop) -> None:
        application.give_files_to(desktop.program.take)
        event = QFileOpenEvent(QUrl.fromLocalFile(str(estimate)))
        QCoreApplication.postEvent(application, event)
        (document,) = await desktop.until_all(DocumentState.COMPLETE)
        assert document.file_name == estimate.name

    live(scenario)


_PAINT = """
import psutil
from capout_desktop.ui import usual_imports
from capout_desktop.ui.shell.application import Application
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

application = Application(["capout-desktop"])
before = psutil.Process().num_threads()
picture = QImage(2000, 2000, QImage.Format.Format_ARGB32_Premultiplied)
colors = QLinearGradient(0, 0, 2000, 2000)
colors.setColorAt(0, QColor("red"))
colors.setColorAt(1, QColor("blue"))
painter = QPainter(picture)
painter.fillRect(picture.rect(), colors)
painter.end()
print(psutil.Process().num_threads() - before)
"""


def test_painting_waits_for_no_other_thread() -> None:
    painted = subprocess.run(
        [sys.executable, "-c", _PAINT],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert painted.stdout.split() == ["0"]
