"""Progress in the taskbar of Windows: by the real interface there, elsewhere by a table of ours."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from helpers.taskbar import REFUSED, Taskbar
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from capout_desktop.services.desktop.taskbar_progress import (
    NOTHING,
    Shown,
    TaskbarProgress,
    TaskbarState,
    show_on_button,
    taskbar_of_system,
    taskbar_view,
)
from capout_desktop.services.runtime.worker_threads import WorkerThreads

NORMAL, ERROR, PAUSED = TaskbarState.NORMAL, TaskbarState.ERROR, TaskbarState.PAUSED
WINDOW = 0x1_2345_6789


@pytest.fixture
def threads() -> Iterator[WorkerThreads]:
    threads = WorkerThreads("taskbar")
    yield threads
    threads.stop()


def test_the_button_shows_how_far_all_uploads_are_and_what_needs_a_look() -> None:
    for fraction, failed, paused, expected in (
        (None, False, False, NOTHING),
        (None, True, True, NOTHING),
        (0.0, False, False, Shown(NORMAL, 1)),
        (0.5, False, False, Shown(NORMAL, 500)),
        (0.5, False, True, Shown(PAUSED, 500)),
        (1.0, True, True, Shown(ERROR, 1000)),
    ):
        assert taskbar_view(fraction, failed=failed, paused=paused) == expected


async def test_it_is_shown_repeated_and_taken_away_once(threads: WorkerThreads) -> None:
    taskbar = Taskbar()
    progress = TaskbarProgress(threads, taskbar.create)
    await progress.show(WINDOW, NOTHING)
    assert taskbar.calls == []
    shown = [("begin",), ("state", WINDOW, 4), ("value", WINDOW, 250, 1000), ("release",)]
    for _ in range(2):  # a button that appeared meanwhile is empty
        await progress.show(WINDOW, Shown(ERROR, 250))
        assert taskbar.calls == shown
        taskbar.calls.clear()
    for _ in range(2):
        await progress.show(WINDOW, NOTHING)
        assert taskbar.calls == [("begin",), ("state", WINDOW, 0), ("release",)]


async def test_a_desktop_without_it_is_no_trouble(threads: WorkerThreads) -> None:
    taskbar = Taskbar()
    taskbar.answer = REFUSED
    await TaskbarProgress(threads, taskbar.create).show(WINDOW, Shown(NORMAL, 250))
    assert [call[0] for call in taskbar.calls] == ["begin", "release"]
    with pytest.raises(OSError, match="0x80004001"):
        show_on_button(taskbar.create, WINDOW, Shown(NORMAL, 250))


@pytest.mark.skipif(sys.platform != "win32", reason="the taskbar is that of Windows")
def test_windows_shows_it_for_a_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    create = taskbar_of_system()
    assert create is not None
    for shown in (Shown(NORMAL, 250), Shown(ERROR, 300), NOTHING):
        show_on_button(create, int(window.winId()), shown)
