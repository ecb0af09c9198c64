"""The real program in a tray: the bus is real, the tray on it stands in for a desktop's.

A process of its own, since Qt looks for a tray once and never again.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.processes import running
from helpers.stand_in_tray import StandInTray
from helpers.x11_close import close_window

from capout_desktop.store.settings import Settings, SettingsFile

if sys.platform == "linux":  # only there is it installed
    from jeepney import DBusAddress, MessageType, new_method_call
    from jeepney.io.blocking import open_dbus_connection

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 60.0

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="this tray is Linux's")


class Item:
    """An icon in the tray, as the panel sees it."""

    def __init__(self, service: str) -> None:
        self._service = service
        self._connection = open_dbus_connection("SESSION")

    def close(self) -> None:
        self._connection.close()

    def get(self, name: str) -> Any:
        interface = "org.kde.StatusNotifierItem"
        body = self._call(
            "/StatusNotifierItem", "org.freedesktop.DBus.Properties", "Get", "ss", interface, name
        )
        return body[0][1]

    def press(self) -> None:
        self._call("/StatusNotifierItem", "org.kde.StatusNotifierItem", "Activate", "ii", 0, 0)

    def menu(self) -> dict[str, int]:
        """The menu's words with their numbers."""
        path = self.get("Menu")
        _, layout = self._call(
            path, "com.canonical.dbusmenu", "GetLayout", "iias", 0, -1, ["label"]
        )
        entries = [entry[1] for entry in layout[2]]
        return {e[1]["label"][1].replace("_", ""): e[0] for e in entries if "label" in e[1]}

    def choose(self, words: str) -> None:
        number = self.menu()[words]
        self._call(
            self.get("Menu"),
            "com.canonical.dbusmenu",
            "Event",
            "isvu",
            number,
            "clicked",
            ("s", ""),
            0,
        )

    def _call(self, path: str, interface: str, method: str, form: str, *values: Any) -> Any:
        target = DBusAddress(path, self._service, interface)
        message = new_method_call(target, method, form, values)
        reply = self._connection.send_and_get_reply(message, timeout=SECONDS)
        assert reply.header.message_type is MessageType.method_return, reply.body
        return reply.body


@pytest.fixture
def tray() -> Iterator[StandInTray]:
    tray = StandInTray()
    yield tray
    tray.close()


def command(folder: Path, *arguments: str) -> list[str]:
    start = [sys.executable, "-m", "capout_desktop", "--sandbox", "--data-dir", str(folder)]
    return [*start, *arguments]


@pytest.fixture
def program(tray: StandInTray, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    SettingsFile(tmp_path / "settings.json").save(Settings(close_to_tray=True, tray_explained=True))
    process = subprocess.Popen(command(tmp_path), cwd=ROOT)
    yield process
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    process.wait(SECONDS)


def is_on_screen() -> bool:
    """Whether the window is shown."""
    seen = subprocess.run(
        ["xwininfo", "-name", "CapOut Desktop"], capture_output=True, text=True, check=False
    )
    return "IsViewable" in seen.stdout


def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@pytest.fixture
def item(tray: StandInTray, program: subprocess.Popen[bytes]) -> Iterator[Item]:
    with contextlib.closing(Item(tray.items.get(timeout=SECONDS))) as item:
        yield item


def test_the_icon_has_a_menu_that_quits(item: Item, program: subprocess.Popen[bytes]) -> None:
    assert item.get("ToolTip")[2] == "CapOut Desktop"
    assert list(item.menu()) == ["Open CapOut Desktop", "Pause sending", "Quit"]
    item.choose("Quit")
    until(lambda: program.poll() is not None, "it ends")
    assert program.returncode == 0


def test_closing_leaves_the_program_in_the_tray_and_a_click_brings_it_back(
    item: Item, program: subprocess.Popen[bytes]
) -> None:
    for bring_back in (item.press, lambda: item.choose("Open CapOut Desktop")):
        until(is_on_screen, "the window is there")
        close_window("CapOut Desktop")
        until(lambda: not is_on_screen(), "the window has gone")
        assert program.poll() is None, "and the program goes on"
        bring_back()
    until(is_on_screen, "the window is back")


def test_a_window_in_the_tray_comes_back_if_the_panel_dies(
    item: Item, tray: StandInTray, program: subprocess.Popen[bytes]
) -> None:
    del item
    until(is_on_screen, "the window is there")
    close_window("CapOut Desktop")
    until(lambda: not is_on_screen(), "the window has gone")
    tray.close()
    until(is_on_screen, "the window is back by itself")
    assert program.poll() is None
    # Now nothing would bring it back.
    close_window("CapOut Desktop")
    until(lambda: program.poll() is not None, "closing ends the program")
    assert program.returncode == 0


def test_a_panel_that_comes_late_or_again_gets_the_icon(
    tray: StandInTray, program: subprocess.Popen[bytes]
) -> None:
    tray.items.get(timeout=SECONDS)
    tray.close()
    for _ in ("late", "again"):
        with (
            contextlib.closing(StandInTray()) as later,
            contextlib.closing(Item(later.items.get(timeout=SECONDS))) as item,
        ):
            until(is_on_screen, "the window is there")
            close_window("CapOut Desktop")
            until(lambda: not is_on_screen(), "the window has gone")
            item.press()
            until(is_on_screen, "the window is back")
    assert program.poll() is None


def test_a_start_in_the_background_shows_only_the_icon(tray: StandInTray, tmp_path: Path) -> None:
    """Also the second time, as after a login; a start by the person shows the window."""
    in_background = command(tmp_path, "--background")
    with running(in_background, cwd=ROOT) as process:
        with contextlib.closing(Item(tray.items.get(timeout=SECONDS))) as item:
            subprocess.run(in_background, cwd=ROOT, check=True, timeout=SECONDS)
            assert not is_on_screen()
            subprocess.run(command(tmp_path), cwd=ROOT, check=True, timeout=SECONDS)
            until(is_on_screen, "the window is there")
            item.choose("Quit")
        assert process.wait(SECONDS) == 0
