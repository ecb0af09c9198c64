"""The real program with all that it has switched on: it works, and its end is quick and silent."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from helpers.pdfs import pdf
from helpers.stand_in_tray import StandInTray
from helpers.x11_close import close_window

from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import SlowRead
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.store.settings import AfterTaking, Settings, SettingsFile, WatchFolder

ROOT = Path(__file__).resolve().parents[3]
READER = ROOT / "tests" / "helpers" / "screen_reader.py"
SECONDS = 60.0

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="tray and AT-SPI are Linux's")


def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def is_on_screen(title: str) -> bool:
    command = ["xwininfo", "-name", title]
    seen = subprocess.run(command, capture_output=True, text=True, check=False)
    return "IsViewable" in seen.stdout


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    with SandboxServer(Behavior(speed=0)) as server:
        yield server


@pytest.fixture
def tray() -> Iterator[StandInTray]:
    tray = StandInTray()
    yield tray
    tray.close()


class Running:
    """The program with tray, details, watched folder, the organization's view and settings."""

    def __init__(self, folder: Path, sandbox: SandboxServer) -> None:
        self._sandbox = sandbox
        self.watched = folder / "watched"
        self.watched.mkdir()
        data = folder / "data"
        data.mkdir()
        watch = WatchFolder(folder=str(self.watched), after=AfterTaking.MOVE)
        SettingsFile(data / "settings.json").save(Settings(watch=watch))
        look = {"details_open": True, "group_by": "day", "density": "compact"}
        (data / "window.json").write_text(json.dumps(look))
        first = folder / "first.pdf"
        first.write_bytes(pdf(3, marker="first"))
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "capout_desktop",
                "--data-dir",
                str(data),
                "--xn-address",
                "team@example",
                str(first),
            ],
            cwd=ROOT,
            env={
                **os.environ,
                "CAPOUT_API_URL": sandbox.base_url,
                "CAPOUT_API_KEY": SANDBOX_KEY,
                "PYTHONASYNCIODEBUG": "0",
                # Qt's word for a question of the screen reader that it has no answer to.
                "QT_LOGGING_RULES": "qt.accessibility.atspi=false",
            },
            stderr=subprocess.PIPE,
            text=True,
        )

    def use_everything(self, tray: StandInTray) -> None:
        """Wait until each part has done its work, and open what opens on demand."""
        sandbox = self._sandbox
        tray.items.get(timeout=SECONDS)
        until(lambda: len(sandbox.state.ledger) == 1, "the file on the command line arrives")
        (self.watched / "found.pdf").write_bytes(pdf(2, marker="found"))
        until(lambda: len(sandbox.state.ledger) == 2, "the one in the folder arrives")
        until((self.watched / "Sent" / "found.pdf").exists, "and is moved")
        theirs = sandbox.state.seed_document("theirs.pdf", "mate@example")
        self._press("Whole organization")
        until(lambda: theirs in sandbox.followed_ids, "the teammate's is followed")
        for name in ("File", "Settings…"):
            self._press(name)

    def send_for_long(self) -> None:
        """Leave an upload under way."""
        self._sandbox.state.faults.add(Call.UPLOAD, SlowRead(bytes_per_second=100_000))
        sent = self._sandbox.state.journal.count(Call.UPLOAD)
        (self.watched / "large.pdf").write_bytes(pdf(size=20_000_000))
        journal = self._sandbox.state.journal
        until(lambda: journal.count(Call.UPLOAD) > sent, "the upload begins")

    def end(self, how: Callable[[], None]) -> str:
        """End it; return what it said on stderr."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        began = time.monotonic()
        how()
        _, said = self.process.communicate(timeout=SECONDS)
        assert time.monotonic() - began < 2
        assert self.process.returncode == 0
        _, alive = psutil.wait_procs(children, timeout=20)
        assert not alive
        return said

    def _press(self, name: str) -> None:
        def press() -> bool:
            pid = str(self.process.pid)
            environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
            command = ["/usr/bin/python3", str(READER), "press", pid, name]
            done = subprocess.run(command, env=environment, capture_output=True, check=False)
            return done.returncode == 0

        until(press, f"{name} can be pressed")


@pytest.fixture
def program(tmp_path: Path, sandbox: SandboxServer, tray: StandInTray) -> Iterator[Running]:
    running = Running(tmp_path, sandbox)
    yield running
    if running.process.poll() is None:
        running.process.kill()
    running.process.communicate()


def test_the_end_of_the_session_is_quick_and_silent_with_everything_in_use(
    program: Running, tray: StandInTray
) -> None:
    program.use_everything(tray)
    program.send_for_long()
    assert program.end(lambda: program.process.send_signal(signal.SIGTERM)) == ""


def test_closing_the_window_is_quick_and_silent_with_everything_in_use(
    program: Running, tray: StandInTray, sandbox: SandboxServer
) -> None:
    program.use_everything(tray)
    for entry in sandbox.state.ledger:
        sandbox.state.finish(entry.document_id)

    # While documents are under way, the title says how far they are.
    until(lambda: is_on_screen("CapOut Desktop"), "all is done")
    close_window("Settings")  # as long as it is open, the window behind it does not close
    until(lambda: not is_on_screen("Settings"), "the settings are closed")
    assert program.end(lambda: close_window("CapOut Desktop")) == ""
