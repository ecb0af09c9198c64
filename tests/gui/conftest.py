"""A real window, the real services and a real sandbox, on one Qt event loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import qasync
from helpers.desktop import Desktop, Scenario
from helpers.shown import Shown
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from capout_desktop.sandbox.contract import Behavior
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.ui.shell.gui_thread_gc import GuiThreadCollector
from capout_desktop.ui.shell.main_window import MainWindow


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[qasync.QEventLoop]:
    """Qt's event loop as asyncio's, closed as the program closes it."""
    # Outside of a running QApplication nothing quits when a test's window closes.
    qapp.setQuitOnLastWindowClosed(False)
    # Before the first thread is started, as in the program.
    collector = GuiThreadCollector()
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)
    with loop:
        yield loop
    asyncio.set_event_loop(None)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    collector.close()


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    """A CapOut on loopback whose workflow takes a moment, not a minute."""
    server = SandboxServer(Behavior(speed=40))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def live(
    loop: qasync.QEventLoop,
    sandbox: SandboxServer,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[..., Desktop]]:
    """Run a scenario on a desktop that has a key and an address; fail on any logged error.

    The sandbox is where CapOut usually is: keys of the usual address are used there.
    """
    monkeypatch.setattr("capout_desktop.program.DEFAULT_BASE_URL", sandbox.base_url)

    def run(scenario: Scenario, **options: Any) -> Desktop:
        given = {
            "api_url": sandbox.base_url,
            "api_key": SANDBOX_KEY,
            "xn_address": "team@example",
            **options,
        }
        desktop = Desktop(loop, tmp_path / "data", **given)
        loop.run_until_complete(desktop.run(scenario))
        return desktop

    yield run
    errors = [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR]
    assert not errors


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """A window with an empty list; a broken rule of Qt's models ends the test."""
    window = MainWindow()
    qtbot.addWidget(window)
    window.quit_requested.connect(window.hide)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    QAbstractItemModelTester(window.model, mode, window.model)
    return Shown(window)
