"""The desktop is told what happened, through the real program; its services are stand-ins."""

from __future__ import annotations

import queue
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.desktop import Desktop
from helpers.desktop_services import offered, overheard
from helpers.open_dialogs import newest_dialog
from helpers.pdfs import pdf
from helpers.stand_in_tray import StandInTray
from helpers.taskbar import Taskbar
from PySide6.QtWidgets import QMessageBox, QPushButton

from capout_desktop.domain.document import DocumentState
from capout_desktop.sandbox.contract import Call
from capout_desktop.sandbox.faults import FailWorkflow, SlowRead
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.desktop import taskbar_progress
from capout_desktop.services.desktop.notifications import LAUNCHER_INTERFACE, NOTIFICATIONS
from capout_desktop.services.desktop.sleep_inhibitor import POWER_MANAGEMENT
from capout_desktop.services.desktop.taskbar_progress import TaskbarState
from capout_desktop.store.settings import Settings, SettingsFile
from capout_desktop.ui.shell.closing import ToTray

S = DocumentState
Live = Callable[..., Desktop]
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a message bus")


def write(folder: Path, count: int) -> tuple[str, ...]:
    paths = [folder / f"scope {number}.pdf" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(pdf(1, marker=f"{number}"))
    return tuple(str(path) for path in paths)


def settings(folder: Path, **values: object) -> None:
    SettingsFile(folder / "data" / "settings.json").save(Settings(**values))  # type: ignore[arg-type]


@pytest.fixture
def has_tray(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that there is a tray, which this screen has not."""
    monkeypatch.setattr("capout_desktop.ui.shell.tray.has_tray", lambda: True)


@pytest.fixture
def has_no_tray(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that there is no tray, which Windows always has."""
    monkeypatch.setattr("capout_desktop.ui.shell.tray.has_tray", lambda: False)


@linux
@pytest.mark.usefixtures("has_tray")
def test_a_finished_batch_notifies_once_and_a_click_raises_the_window(
    live: Live, tmp_path: Path
) -> None:
    with offered(NOTIFICATIONS, {"Notify": lambda *_: ("u", (3,))}) as service:

        async def scenario(desktop: Desktop) -> None:
            window = desktop.window
            window.hide()
            await desktop.until(lambda: not service.calls.empty(), "a notification")
            _, values = service.next_call()
            assert values[3] == "3 documents are done"
            assert all(d.state is S.COMPLETE for d in desktop.documents.values())
            service.emit("ActionInvoked", "us", 3, "default")
            await desktop.until(window.isActiveWindow, "the window is back")

        live(scenario, sources=write(tmp_path, 3), send_at_once=True)
        assert service.calls.empty(), "once"


@linux
def test_a_failure_notifies_even_if_the_window_is_active(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.WORKFLOW, FailWorkflow())
    with offered(NOTIFICATIONS, {"Notify": lambda *_: ("u", (3,))}) as service:

        async def scenario(desktop: Desktop) -> None:
            desktop.window.activateWindow()
            await desktop.until(lambda: not service.calls.empty(), "a notification")
            assert service.next_call()[1][3] == "scope 0.pdf failed"

        live(scenario, sources=write(tmp_path, 1))


@linux
def test_no_notifications_are_shown_if_they_are_off(
    live: Live, sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.WORKFLOW, FailWorkflow())
    settings(tmp_path, notifications=False)
    with offered(NOTIFICATIONS, {"Notify": lambda *_: ("u", (3,))}) as service:

        async def scenario(desktop: Desktop) -> None:
            desktop.window.hide()
            await desktop.until_all(S.FAILED)
            await desktop.until(
                lambda: desktop.window.windowTitle() == "CapOut Desktop", "all is quiet"
            )
            assert desktop.program._attention is not None
            attention = desktop.program._attention._attention
            await desktop.until(lambda: not attention.is_waiting, "it would have been told")

        live(scenario, sources=write(tmp_path, 1))
        assert service.calls.empty()


@linux
def test_title_and_dock_follow_and_the_computer_stays_awake_while_bytes_move(
    live: Live, sandbox: SandboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taskbar = Taskbar()
    monkeypatch.setattr(taskbar_progress, "taskbar_of_system", lambda: taskbar.create)
    sandbox.state.faults.add(Call.UPLOAD, SlowRead(bytes_per_second=4000))
    answers = {"Inhibit": lambda *_: ("u", (9,)), "UnInhibit": lambda *_: ("", ())}
    titles: list[str] = []
    moving: list[tuple[str, int]] = []
    with (
        offered(POWER_MANAGEMENT, answers) as service,
        overheard(LAUNCHER_INTERFACE, "Update") as heard,
    ):

        async def scenario(desktop: Desktop) -> None:
            desktop.window.windowTitleChanged.connect(titles.append)
            await desktop.until(lambda: not service.calls.empty(), "it stays awake")
            moving.append((service.next_call()[0], len(desktop.documents)))
            await desktop.until_all(S.COMPLETE, count=2)
            await desktop.until(lambda: not service.calls.empty(), "it may sleep")
            moving.append((service.next_call()[0], len(desktop.documents)))

        live(scenario, sources=write(tmp_path, 2), send_at_once=True)
    assert [method for method, _ in moving] == ["Inhibit", "UnInhibit"]
    assert any(title.endswith("of 2 sent · CapOut Desktop") for title in titles), titles
    assert titles[-1] == "CapOut Desktop"
    shown = _drained(heard)
    assert shown[0][1]["progress-visible"] == ("b", True)
    assert shown[-1][1]["progress-visible"] == ("b", False)
    states = [call[2] for call in taskbar.calls if call[0] == "state"]
    assert states[0] == TaskbarState.NORMAL
    assert states[-1] == TaskbarState.NONE
    done = [call[2] for call in taskbar.calls if call[0] == "value"]
    assert len(set(done)) > 1, "it moves"


def _drained(heard: queue.Queue[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [heard.get_nowait() for _ in range(heard.qsize())]


@pytest.mark.usefixtures("has_no_tray")
def test_without_a_tray_closing_ends_the_program_whatever_was_chosen(
    live: Live, tmp_path: Path
) -> None:
    settings(tmp_path, close_to_tray=True)

    async def scenario(desktop: Desktop) -> None:
        asked: list[bool] = []
        desktop.window.quit_requested.connect(lambda: asked.append(True))
        assert desktop.window.closing.to_tray is ToTray.NEVER
        desktop.window.close()
        assert asked == [True]
        assert desktop.window.isVisible(), "it is not hidden where nothing brings it back"

    live(scenario)


@linux
def test_a_tray_that_starts_after_the_program_is_used(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(tmp_path, close_to_tray=True, tray_explained=True)
    panels: list[StandInTray] = []
    monkeypatch.setattr("capout_desktop.ui.shell.tray.has_tray", lambda: bool(panels))

    async def scenario(desktop: Desktop) -> None:
        closing = desktop.window.closing
        assert closing.to_tray is ToTray.NEVER
        for _ in range(2):
            panels.append(StandInTray())
            await desktop.until(lambda: closing.to_tray is ToTray.ALWAYS, "the tray is noticed")
            panels.pop().close()
            await desktop.until(lambda: closing.to_tray is ToTray.NEVER, "it has gone")

    live(scenario)


@pytest.mark.usefixtures("has_no_tray")
def test_a_start_in_the_background_shows_the_window_if_no_tray_comes(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capout_desktop.control.notifications.TRAY_PATIENCE_SECONDS", 0)

    async def scenario(desktop: Desktop) -> None:
        await desktop.until(desktop.window.isVisible, "it can be found")
        assert desktop.window.isMinimized()

    live(scenario, background=True)


@pytest.mark.usefixtures("has_tray")
def test_closing_to_the_tray_is_explained_once(live: Live, tmp_path: Path) -> None:
    async def scenario(desktop: Desktop) -> None:
        window = desktop.window
        window.closing.to_tray = ToTray.EXPLAIN
        for words, stays in (("Keep open", True), ("Close to the tray", False)):
            window.close()
            _press(words)
            assert window.isVisible() is stays
        window.show()
        window.closing.to_tray = ToTray.ALWAYS  # the settings have been looked at meanwhile
        window.close()
        assert not window.isVisible(), "the second time without a word"
        assert newest_dialog() is None
        file = SettingsFile(tmp_path / "data" / "settings.json")
        await desktop.until(lambda: file.load().tray_explained, "it is remembered")

    live(scenario)


@pytest.mark.usefixtures("has_tray")
def test_quit_in_the_explanation_quits(live: Live) -> None:
    async def scenario(desktop: Desktop) -> None:
        asked: list[bool] = []
        desktop.window.quit_requested.connect(lambda: asked.append(True))
        desktop.window.closing.to_tray = ToTray.EXPLAIN
        desktop.window.close()
        _press("Quit now")
        assert asked == [True]

    live(scenario)


def _press(words: str) -> None:
    box = newest_dialog()
    assert isinstance(box, QMessageBox)
    next(b for b in box.findChildren(QPushButton) if b.text() == words).click()
