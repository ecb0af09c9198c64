"""Notifications, progress and sleep over a real message bus.

The bus is the tests' own; the desktop's services on it are stand-ins (`tests/desktop_services`),
since a session without a desktop has none.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import itertools
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from helpers.desktop_services import DesktopService, offered, overheard

from capout_desktop.services.desktop import sleep_inhibitor
from capout_desktop.services.desktop.bus import Address, DesktopBus, NoDesktopServiceError
from capout_desktop.services.desktop.notifications import (
    LAUNCHER_INTERFACE,
    NOTIFICATIONS,
    DesktopNotifications,
    LauncherProgress,
)
from capout_desktop.services.desktop.sleep_inhibitor import (
    GNOME_SESSION,
    POWER_MANAGEMENT,
    SleepInhibitor,
)
from capout_desktop.services.runtime.worker_threads import WorkerThreads

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a message bus")

SECONDS = 60.0


@pytest.fixture
async def bus() -> AsyncIterator[DesktopBus]:
    bus = DesktopBus()
    yield bus
    await bus.close()


async def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.01)


def stand_still_until_answered(service: DesktopService, calls: int) -> None:
    """Keep the loop from running, so that an answer lies there before anybody looks."""
    deadline = time.monotonic() + SECONDS
    while service.calls.qsize() < calls:
        assert time.monotonic() < deadline, "the service was not called"
        time.sleep(0.001)
    time.sleep(0.02)


async def next_call(service: DesktopService) -> tuple[str, tuple[object, ...]]:
    return await asyncio.to_thread(service.next_call)


# Notifications


async def test_a_notification_is_shown_and_a_click_on_it_is_heard(
    bus: DesktopBus, tmp_path: Path
) -> None:
    numbers = itertools.count(7)
    clicks: list[int] = []
    shown = DesktopNotifications(bus, tmp_path / "app.svg")
    with offered(NOTIFICATIONS, {"Notify": lambda *_: ("u", (next(numbers),))}) as service:
        hearing = asyncio.create_task(shown.hear_clicks(lambda: clicks.append(1)))
        await shown.show("3 documents are done", "For <team> & others", "Open")
        _, values = await next_call(service)
        assert values[0] == "CapOut Desktop"
        assert values[3:6] == (
            "3 documents are done",
            "For &lt;team&gt; &amp; others",
            ["default", "Open"],
        )
        service.emit("ActionInvoked", "us", 99, "default")
        service.emit("ActionInvoked", "us", 7, "default")
        await until(lambda: clicks)
        assert clicks == [1], "the click on another program's notification is not ours"
        hearing.cancel()
        await asyncio.gather(hearing, return_exceptions=True)


async def test_a_desktop_without_notifications_is_told_apart(
    bus: DesktopBus, tmp_path: Path
) -> None:
    with pytest.raises(NoDesktopServiceError):
        await DesktopNotifications(bus, tmp_path / "app.svg").show("a", "b", "Open")


async def test_no_bus_at_all_is_the_same(
    bus: DesktopBus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    with pytest.raises(NoDesktopServiceError):
        await bus.call(NOTIFICATIONS, "Notify")
    with pytest.raises(NoDesktopServiceError):
        await LauncherProgress(bus).show(0.5)


@asynccontextmanager
async def mute_bus(folder: Path) -> AsyncIterator[tuple[asyncio.Event, asyncio.Event]]:
    """Offer a bus that lets everybody in and answers nothing; yield what tells of its guest."""
    greeted, left = asyncio.Event(), asyncio.Event()

    async def let_in(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n")
            writer.write(b"OK 1234deadbeef\r\n")
            said = b""
            while part := await reader.read(4096):
                said += part
                if b"Hello" in said:
                    greeted.set()
                if b"NEGOTIATE_UNIX_FD\r\n" in said and b"BEGIN" not in said:
                    writer.write(b"AGREE_UNIX_FD\r\n")
        left.set()
        writer.close()

    server = await asyncio.start_unix_server(let_in, folder / "bus")
    yield greeted, left
    server.close()


@pytest.mark.parametrize("gives_up", ["the bus", "the caller", "everybody"])
async def test_a_bus_that_does_not_answer_leaves_nothing_behind(
    gives_up: str, bus: DesktopBus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/bus")
    if gives_up == "the bus":
        monkeypatch.setattr("capout_desktop.services.desktop.bus.PATIENCE", 0.3)
    reported: list[str] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: reported.append(context["message"]))
    async with mute_bus(tmp_path) as (greeted, left), asyncio.timeout(SECONDS):
        others = asyncio.all_tasks()
        call = asyncio.create_task(bus.call(NOTIFICATIONS, "Notify"))
        await greeted.wait()
        if gives_up == "the bus":
            with pytest.raises(NoDesktopServiceError, match="does not answer"):
                await call
        else:
            # At its end the program cancels all tasks at once.
            guests = {call} if gives_up == "the caller" else asyncio.all_tasks() - others
            for task in guests:
                if "let_in" not in repr(task):
                    task.cancel()
            await asyncio.wait([call])
            assert call.cancelled()
        await left.wait()
    del call
    gc.collect()
    await asyncio.sleep(0)
    assert reported == []


async def test_a_service_that_does_not_answer_is_given_up(
    bus: DesktopBus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capout_desktop.services.desktop.bus.PATIENCE", 0.3)
    released = threading.Event()

    def sleepy(*_: object) -> tuple[str, tuple[int]]:
        released.wait(SECONDS)
        return "u", (1,)

    with offered(NOTIFICATIONS, {"Notify": sleepy}):
        with pytest.raises(NoDesktopServiceError, match="no answer"):
            await DesktopNotifications(bus, tmp_path / "app.svg").show("a", "b", "Open")
        released.set()


async def test_a_call_that_is_canceled_as_its_answer_comes_is_canceled(bus: DesktopBus) -> None:
    """Else whoever makes it would go on, and the program would wait for it for ever at its end."""
    with offered(POWER_MANAGEMENT, {"Inhibit": lambda *_: ("u", (1,))}) as service:
        await bus.call(POWER_MANAGEMENT, "Inhibit", "ss", "a", "b")
        for steps in range(8):
            call = asyncio.create_task(bus.call(POWER_MANAGEMENT, "Inhibit", "ss", "a", "b"))
            await asyncio.sleep(0)
            stand_still_until_answered(service, steps + 2)
            for _ in range(steps):
                await asyncio.sleep(0)
            if call.cancel():
                await asyncio.wait([call])
                assert call.cancelled(), f"{steps} steps later"


# Progress


async def test_the_dock_is_told_how_far_all_is_and_when_it_is_over(bus: DesktopBus) -> None:
    progress = LauncherProgress(bus)
    with overheard(LAUNCHER_INTERFACE, "Update") as heard:
        for fraction in (0.25, 0.251, None):
            await progress.show(fraction)
        first = await asyncio.to_thread(heard.get, timeout=SECONDS)
        last = await asyncio.to_thread(heard.get, timeout=SECONDS)
    assert first[0] == "application://capout-desktop.desktop"
    assert first[1]["progress"][1] == pytest.approx(0.25)
    assert first[1]["progress-visible"] == ("b", True)
    assert last[1]["progress-visible"] == ("b", False), "a change too small to see says nothing"


# Sleep


@pytest.fixture
async def inhibitor(
    bus: DesktopBus, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[SleepInhibitor]:
    monkeypatch.setattr(sleep_inhibitor, "LINGER", 0.05)
    threads = WorkerThreads("test")
    inhibitor = SleepInhibitor(bus, threads, "Uploading estimates")
    working = asyncio.create_task(inhibitor.work())
    yield inhibitor
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await inhibitor.release()
    threads.stop()


@pytest.mark.parametrize(
    ("address", "release"), [(GNOME_SESSION, "Uninhibit"), (POWER_MANAGEMENT, "UnInhibit")]
)
async def test_the_computer_stays_awake_while_bytes_move_and_no_longer(
    inhibitor: SleepInhibitor, address: Address, release: str
) -> None:
    answers = {"Inhibit": lambda *_: ("u", (41,)), release: lambda *_: ("", ())}
    with offered(address, answers) as service:
        inhibitor.keep_awake(True)
        inhibitor.keep_awake(True)
        method, values = await next_call(service)
        assert (method, values[0]) == ("Inhibit", "CapOut Desktop")
        inhibitor.keep_awake(False)
        assert await next_call(service) == (release, (41,))
        inhibitor.keep_awake(True)
        assert (await next_call(service))[0] == "Inhibit"
        assert service.calls.empty(), "each was asked for once"


async def test_a_computer_that_cannot_be_kept_awake_is_logged_once(
    inhibitor: SleepInhibitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger=sleep_inhibitor.__name__)
    for _ in range(2):
        inhibitor.keep_awake(True)
        await until(lambda: not inhibitor.is_busy)
        inhibitor.keep_awake(False)
        await until(lambda: not inhibitor.is_busy)
    assert [record.getMessage()[:34] for record in caplog.records] == [
        "this computer cannot be kept awake"
    ]
