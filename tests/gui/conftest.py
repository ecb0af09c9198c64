"""Fixtures with a real window, the real services and a real sandbox, on one Qt event loop."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.desktop import Desktop, Scenario
from helpers.shown import Shown
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from capout_desktop.interpreter import Collector
from capout_desktop.sandbox.contract import Behavior
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.ui.shell import gui_thread_gc
from capout_desktop.ui.shell.event_loop import EventLoop
from capout_desktop.ui.shell.main_window import MainWindow


class PatientBot(QtBot):
    """A bot that waits a minute at most, since the machine may be busy with other tests."""

    def waitUntil(  # noqa: N802 - the name is pytest-qt's
        self, callback: Callable[[], bool | None], *, timeout: int = 60_000
    ) -> None:
        """Run the event loop until `callback` returns true or raises nothing."""
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Provide a patient bot in place of pytest-qt's."""
    del qapp
    return PatientBot(request)


class CollectorOfATest(Collector):
    """The program's collector, except that its end is not the end of everything."""

    def close(self) -> None:
        """Collect what the test has left, and turn automatic collection on again.

        The program's looks through all modules and tests, too: 60 ms for each test.
        """
        gc.collect()
        gc.unfreeze()
        gc.enable()


@pytest.fixture
def loop(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[EventLoop]:
    """Provide Qt's event loop as asyncio's, and close it as the program does."""
    # Closing a test's window must not quit the application.
    qapp.setQuitOnLastWindowClosed(False)
    monkeypatch.setattr(gui_thread_gc, "Collector", CollectorOfATest)
    # As in the program, before the first thread is started.
    collector = gui_thread_gc.GuiThreadCollector()
    loop = EventLoop(qapp)
    asyncio.set_event_loop(loop)
    with loop:
        yield loop
    asyncio.set_event_loop(None)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    collector.close()


@pytest.fixture(autouse=True)
def no_process_for_each_window(sent_by_a_thread: None, kept_pdf_workers: None) -> None:
    """Send from a thread, and inspect PDFs in the processes of earlier windows."""


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    """Run a CapOut sandbox on loopback whose workflow takes a moment instead of a minute."""
    server = SandboxServer(Behavior(speed=40))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def live(
    loop: EventLoop,
    sandbox: SandboxServer,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[..., Desktop]]:
    """Run a scenario on a desktop that has a key and an address; fail on any logged error.

    The sandbox replaces CapOut's default server: keys for the default address are used there.
    """
    monkeypatch.setattr("capout_desktop.program.DEFAULT_BASE_URL", sandbox.base_url)

    def run(
        scenario: Scenario,
        *,
        prepare: Callable[[Desktop], object] = lambda _: None,
        **options: Any,
    ) -> Desktop:
        given = {
            "api_url": sandbox.base_url,
            "api_key": SANDBOX_KEY,
            "xn_address": "team@example",
            **options,
        }
        desktop = Desktop(loop, tmp_path / "data", **given)
        prepare(desktop)
        loop.run_until_complete(desktop.run(scenario))
        return desktop

    yield run
    errors = [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR]
    assert not errors


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """Provide a window with an empty list; a violation of Qt's model rules fails the test."""
    window = MainWindow()
    qtbot.addWidget(window)
    window.quit_requested.connect(window.hide)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    QAbstractItemModelTester(window.model, mode, window.model)
    return Shown(window)
