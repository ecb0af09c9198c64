"""Connections of later starts: those that are slow, silent, too many or gone, and those of Qt.

Older versions of the program have both ends from Qt, as every version has on Windows.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import json
import os
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

import psutil
import pytest
from helpers.processes import running
from PySide6.QtCore import QThread
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from capout_desktop.options import Options
from capout_desktop.ui.shell import instance_pipes, instance_sockets, single_instance
from capout_desktop.ui.shell.instance_lock import InstanceLock
from capout_desktop.ui.shell.instance_place import name_to_connect, name_to_listen
from capout_desktop.ui.shell.single_instance import SecondStarts, take_lock_or_hand_over

ROOT = Path(__file__).resolve().parents[3]
ENDS = [instance_pipes] if sys.platform == "win32" else [instance_sockets, instance_pipes]
has_socket_file = pytest.mark.skipif(
    sys.platform == "win32", reason="pipes of Windows have no file"
)
NO_ANSWER = (FileNotFoundError, ConnectionError, TimeoutError)

Stored = Callable[[bool], None]


class Journal:
    """Takes sources, and says that they are stored when the test lets it."""

    def __init__(self) -> None:
        self.sources: list[list[str]] = []
        self.stored: list[Stored] = []

    def take(self, sources: Sequence[str], on_stored: Stored, ask: bool) -> None:
        self.sources.append(list(sources))
        self.stored.append(on_stored)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def journal() -> Journal:
    return Journal()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "running.lock"


@pytest.fixture(params=ENDS, ids=lambda ends: ends.__name__.rpartition("_")[2])
def server(
    request: pytest.FixtureRequest,
    window: QWidget,
    journal: Journal,
    lock: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[SecondStarts]:
    """Provide the running program, with either kind of its end."""
    monkeypatch.setattr(single_instance, "Listener", request.param.Listener)
    server = SecondStarts(lock, journal.take, window)
    yield server
    server.close()


@pytest.fixture
def callers(server: SecondStarts) -> Iterator[Callable[[], socket.socket]]:
    """Provide a function that connects to the server."""
    with contextlib.ExitStack() as stack:

        def connect() -> socket.socket:
            caller = stack.enter_context(socket.socket(socket.AF_UNIX))
            caller.connect(server.name)
            caller.setblocking(False)
            return caller

        yield connect


def message(*sources: str) -> bytes:
    return json.dumps({"sources": sources, "ask": False, "started_with": {}}).encode() + b"\n"


def heard(caller: socket.socket) -> bytes | None:
    """Return what came: nothing more than an end if it is empty; None if nothing came yet."""
    try:
        return caller.recv(100)
    except BlockingIOError:
        return None
    except ConnectionResetError:
        return b""


@has_socket_file
def test_a_message_in_pieces_is_taken_once_it_is_complete_and_holds_up_nobody(
    callers: Callable[[], socket.socket], journal: Journal, qtbot: QtBot
) -> None:
    slow, quick = callers(), callers()
    line = message("/Müller Roof.PDF")
    for piece in (line[:1], line[1:20], line[20:-1]):
        slow.sendall(piece)
        quick_one = callers()
        quick_one.sendall(message("/quick.pdf"))
        qtbot.waitUntil(lambda: bool(journal.stored))
        journal.stored.pop()(True)
        assert heard(quick_one) == b"taken\n"
        assert heard(slow) is None
    slow.sendall(line[-1:])
    qtbot.waitUntil(lambda: bool(journal.stored))
    assert journal.sources == [["/quick.pdf"]] * 3 + [["/Müller Roof.PDF"]]
    journal.stored.pop()(False)
    assert heard(slow) == b"not taken\n"
    assert heard(quick) is None
    # What follows a message is not read as another one.
    slow.sendall(message("/again.pdf"))
    quick.sendall(message("/last.pdf"))
    qtbot.waitUntil(lambda: bool(journal.stored))
    assert journal.sources[4:] == [["/last.pdf"]]


@has_socket_file
@pytest.mark.parametrize(("more", "is_taken"), [(0, True), (1, False)])
def test_a_message_may_have_a_limited_length(
    callers: Callable[[], socket.socket],
    journal: Journal,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    more: int,
    is_taken: bool,
) -> None:
    monkeypatch.setattr(single_instance, "LARGEST_MESSAGE", 1000)
    line = message("/" + "x" * (1001 - len(message("/")) + more))
    caller = callers()
    caller.sendall(line[:-1])
    if is_taken:
        other = callers()
        other.sendall(message("/read after the long one.pdf"))
        qtbot.waitUntil(lambda: bool(journal.stored))
        caller.sendall(b"\n")
        qtbot.waitUntil(lambda: len(journal.stored) == 2)
        assert heard(caller) is None
    else:
        qtbot.waitUntil(lambda: heard(caller) == b"")
        assert not journal.stored


@has_socket_file
@pytest.mark.parametrize("is_noticed", [True, False])
def test_files_of_a_start_that_did_not_wait_for_the_answer_are_taken(
    callers: Callable[[], socket.socket],
    journal: Journal,
    window: QWidget,
    qtbot: QtBot,
    is_noticed: bool,
) -> None:
    open_before = psutil.Process().num_fds()
    gone = callers()
    gone.sendall(message("/a.pdf"))
    qtbot.waitUntil(lambda: bool(journal.stored))
    gone.close()
    if is_noticed:
        qtbot.waitUntil(lambda: psutil.Process().num_fds() == open_before)
    journal.stored.pop()(True)
    qtbot.waitUntil(lambda: psutil.Process().num_fds() == open_before)
    qtbot.waitUntil(lambda: not window.findChildren(QLocalSocket))
    # Nor are those lost of one that had gone before it was heard.
    hasty = callers()
    hasty.sendall(message("/B.PDF"))
    hasty.close()
    qtbot.waitUntil(lambda: bool(journal.stored))
    assert journal.sources == [["/a.pdf"], ["/B.PDF"]]


@has_socket_file
def test_half_a_message_whose_sender_is_gone_is_dropped(
    callers: Callable[[], socket.socket], journal: Journal, qtbot: QtBot
) -> None:
    open_before = psutil.Process().num_fds()
    gone = callers()
    gone.sendall(message("/a.pdf")[:-1])
    other = callers()
    other.sendall(message("/read after the half one.pdf"))
    qtbot.waitUntil(lambda: bool(journal.stored))
    gone.close()
    other.close()
    qtbot.waitUntil(lambda: psutil.Process().num_fds() == open_before)
    assert len(journal.sources) == 1


@has_socket_file
def test_of_too_many_callers_the_one_that_says_nothing_for_longest_makes_room(
    callers: Callable[[], socket.socket],
    journal: Journal,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(single_instance, "MOST_CALLERS", 4)

    def has_stored(count: int) -> bool:
        return len(journal.stored) == count

    waiting = callers()
    waiting.sendall(message("/first.pdf"))
    qtbot.waitUntil(lambda: len(journal.stored) == 1)
    silent = [callers() for _ in range(3)]
    silent[0].sendall(b"{")
    for count in (2, 3, 4):
        speaking = callers()
        speaking.sendall(message(f"/{count}.pdf"))
        qtbot.waitUntil(functools.partial(has_stored, count))
        assert [heard(each) for each in silent[: count - 1]] == [b""] * (count - 1)
        assert [heard(each) for each in silent[count - 1 :]] == [None] * (4 - count)
    # All of them wait for their answer now. Another one has to try again.
    refused = callers()
    qtbot.waitUntil(lambda: heard(refused) == b"")
    journal.stored[0](True)
    assert heard(waiting) == b"taken\n"
    waiting.close()
    journal.stored[3](True)
    assert heard(speaking) == b"taken\n"

    def is_let_in() -> bool:
        again = callers()
        again.sendall(message("/last.pdf"))
        qtbot.waitUntil(lambda: len(journal.stored) == 5 or heard(again) == b"")
        return len(journal.stored) == 5

    qtbot.waitUntil(is_let_in)


@has_socket_file
def test_connections_end_with_the_window(lock: Path, journal: Journal, qtbot: QtBot) -> None:
    window = QWidget()
    open_before = psutil.Process().num_fds()
    server = SecondStarts(lock, journal.take, window)
    with socket.socket(socket.AF_UNIX) as waiting:
        waiting.connect(server.name)
        waiting.sendall(message("/a.pdf"))
        qtbot.waitUntil(lambda: bool(journal.stored))
        server.close()
        # It is stored while the program closes, and its start is told so.
        journal.stored.pop()(True)
        assert waiting.recv(100) == b"taken\n"
        delete(window)
        assert waiting.recv(100) == b""
    assert psutil.Process().num_fds() == open_before


@has_socket_file
def test_a_crash_leaves_nothing_that_keeps_later_starts_out(
    window: QWidget, lock: Path, journal: Journal, qtbot: QtBot
) -> None:
    path = name_to_listen(lock)
    with socket.socket(socket.AF_UNIX) as crashed:
        crashed.bind(path)
    server = SecondStarts(lock, journal.take, window)
    assert server.name == path
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(path)
        caller.sendall(message("/a.pdf"))
        qtbot.waitUntil(lambda: bool(journal.stored))
    assert list(lock.parent.iterdir()) == [Path(path)]
    server.close()
    assert list(lock.parent.iterdir()) == []


@has_socket_file
def test_nobody_else_can_reach_the_socket_while_it_is_made(
    window: QWidget, lock: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes: list[int] = []

    class Watched(socket.socket):
        def bind(self, address: str) -> None:  # type: ignore[override]
            super().bind(address)
            modes.append(stat.S_IMODE(Path(address).parent.stat().st_mode))
            modes.append(Path(name_to_connect(lock)).exists())

    lock.parent.chmod(0o777)
    monkeypatch.setattr(socket, "socket", Watched)
    before = os.umask(0)
    try:
        server = SecondStarts(lock, journal.take, window)
    finally:
        os.umask(before)
    assert modes == [0o700, False]
    assert stat.S_IMODE(Path(server.name).stat().st_mode) == 0o600
    server.close()


@has_socket_file
def test_without_a_free_descriptor_it_listens_again_later(
    window: QWidget,
    lock: Path,
    journal: Journal,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    import resource

    monkeypatch.setattr(single_instance, "LOOK_MS", 50)
    server = SecondStarts(lock, journal.take, window)
    with socket.socket(socket.AF_UNIX) as caller, socket.socket(socket.AF_UNIX) as again:
        caller.connect(server.name)
        lowest = os.dup(caller.fileno())
        os.close(lowest)
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))
        try:
            qtbot.waitUntil(lambda: not server.name)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert os.strerror(errno.EMFILE) in caplog.text
        qtbot.waitUntil(lambda: bool(server.name))
        again.connect(server.name)
        again.sendall(message("/a.pdf"))
        qtbot.waitUntil(lambda: bool(journal.stored))
    server.close()


@has_socket_file
def test_the_socket_that_was_removed_is_closed(
    window: QWidget,
    lock: Path,
    journal: Journal,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(single_instance, "LOOK_MS", 20)
    server = SecondStarts(lock, journal.take, window)
    open_before = psutil.Process().num_fds()
    Path(server.name).unlink()
    qtbot.waitUntil(lambda: Path(server.name).is_socket())
    assert psutil.Process().num_fds() == open_before
    server.close()


@has_socket_file
@pytest.mark.parametrize("ends", ENDS)
def test_what_was_said_before_somebody_listens_is_heard(
    window: QWidget, lock: Path, qtbot: QtBot, ends: ModuleType
) -> None:
    callers: list[instance_pipes.Caller | instance_sockets.Caller] = []
    listener = ends.Listener(window, callers.append)
    listener.listen(name_to_listen(lock))
    heard: list[bytes] = []
    with socket.socket(socket.AF_UNIX) as early, socket.socket(socket.AF_UNIX) as late:
        early.connect(listener.name)
        early.sendall(b"early")
        late.connect(listener.name)
        qtbot.waitUntil(lambda: len(callers) == 2)
        callers[1].listen_to(heard.append, lambda: None)
        late.sendall(b"late")
        qtbot.waitUntil(lambda: heard == [b"late"])
        callers[0].listen_to(heard.append, lambda: None)
        assert heard == [b"late", b"early"]
        for caller in callers:
            caller.hang_up()
    listener.close()


@pytest.mark.parametrize("ends", ENDS)
def test_it_is_said_that_the_running_program_does_not_answer(
    lock: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, ends: ModuleType
) -> None:
    monkeypatch.setattr(single_instance, "WAIT_SECONDS", 0.1)
    monkeypatch.setattr(single_instance, "Call", ends.Call)
    told: list[str] = []

    def refuse(words: str) -> int:
        told.append(words)
        return 2

    monkeypatch.setattr(single_instance, "refuse_start", refuse)
    held = InstanceLock(lock)
    assert held.take()
    assert take_lock_or_hand_over(InstanceLock(lock), lock, Options()) == 2
    assert len(told) == 1
    assert "does not answer" in told[0]
    held.release()


class LaterStart(QThread):
    """Start of the program whose running one is in the thread of the test."""

    def __init__(self, lock: Path) -> None:
        super().__init__()
        self.code: int | None = None
        self._path = lock

    def run(self) -> None:
        options = Options(sources=("/Dana/Ärger.PDF", "/b.pdf"))
        self.code = take_lock_or_hand_over(InstanceLock(self._path), self._path, options)


@has_socket_file
@pytest.mark.parametrize("ends", ENDS)
def test_a_start_is_told_that_its_files_are_stored_by_a_program_of_any_version(
    window: QWidget,
    lock: Path,
    journal: Journal,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    ends: ModuleType,
) -> None:
    monkeypatch.setattr(single_instance, "Listener", ends.Listener)
    held = InstanceLock(lock)
    assert held.take()
    server = SecondStarts(lock, journal.take, window)
    start = LaterStart(lock)
    start.start()
    qtbot.waitUntil(lambda: len(journal.stored) == 1)
    assert start.isRunning()
    journal.stored[0](False)
    qtbot.waitUntil(lambda: len(journal.stored) == 2)
    journal.stored[1](True)
    qtbot.waitUntil(start.isFinished)
    assert start.code == 0
    assert journal.sources == [["/Dana/Ärger.PDF", "/b.pdf"]] * 2
    server.close()
    held.release()


ASK_BY_QT = """
import sys
from PySide6.QtCore import QCoreApplication
from capout_desktop.ui.shell.instance_pipes import Call
application = QCoreApplication([])
call = Call(sys.argv[1], 5.0)
sys.stdout.buffer.write(call.ask(sys.stdin.buffer.readline(), 30.0))
"""


def test_a_start_by_qt_is_told_that_its_files_are_stored(
    server: SecondStarts, lock: Path, journal: Journal, qtbot: QtBot
) -> None:
    command = [sys.executable, "-c", ASK_BY_QT, name_to_connect(lock)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with running(command, cwd=ROOT, **pipes) as start:
        assert start.stdin is not None
        assert start.stdout is not None
        start.stdin.write(message("/Ärger.pdf"))
        start.stdin.flush()
        qtbot.waitUntil(lambda: bool(journal.stored), timeout=30_000)
        assert start.poll() is None
        journal.stored.pop()(True)
        assert start.stdout.read() == b"taken\n"
    assert journal.sources == [["/Ärger.pdf"]]


def test_a_start_of_an_older_version_is_understood(
    server: SecondStarts, lock: Path, journal: Journal, qtbot: QtBot
) -> None:
    older = QLocalSocket()
    older.connectToServer(name_to_connect(lock))
    assert older.waitForConnected(5000)
    older.write(message("/Ärger.pdf"))
    qtbot.waitUntil(lambda: bool(journal.stored))
    journal.stored.pop()(True)
    qtbot.waitUntil(older.canReadLine)
    assert older.readAll().data() == b"taken\n"
    assert journal.sources == [["/Ärger.pdf"]]
    older.abort()


@has_socket_file
def test_a_start_is_understood_by_an_older_version(lock: Path, qtbot: QtBot) -> None:
    older = QLocalServer()
    older.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    assert older.listen(name_to_listen(lock))
    held = InstanceLock(lock)
    assert held.take()
    start = LaterStart(lock)
    start.start()
    qtbot.waitUntil(older.hasPendingConnections)
    caller = older.nextPendingConnection()
    qtbot.waitUntil(caller.canReadLine)
    asked = json.loads(bytes(caller.readLine().data()))
    assert set(asked) == {"sources", "ask", "started_with", "background"}
    assert asked["sources"] == ["/Dana/Ärger.PDF", "/b.pdf"]
    # It leaves the connection open after its answer.
    caller.write(b"taken\n")
    caller.flush()
    qtbot.waitUntil(start.isFinished)
    assert start.code == 0
    older.close()
    held.release()


@pytest.mark.parametrize("ends", ENDS)
def test_a_program_that_hangs_up_or_says_nothing_gives_no_answer(
    window: QWidget, lock: Path, qtbot: QtBot, ends: ModuleType
) -> None:
    name = name_to_listen(lock)
    with pytest.raises(NO_ANSWER):
        ends.Call(name, 5.0)
    callers: list[instance_pipes.Caller | instance_sockets.Caller] = []
    listener = ends.Listener(window, callers.append)
    listener.listen(name)
    for is_over in (False, True):
        with contextlib.closing(ends.Call(name, 5.0)) as call:
            qtbot.waitUntil(lambda: bool(callers))
            if is_over:
                callers.pop().hang_up()
            began = time.monotonic()
            with pytest.raises(NO_ANSWER):
                call.ask(b"7\n", 30.0 if is_over else 0.05)
            assert time.monotonic() - began < 4.0
            callers.clear()
    listener.close()


@has_socket_file
@pytest.mark.parametrize("said", [b"taken", b"x" * 70_000])
def test_an_answer_that_is_no_whole_line_is_none(lock: Path, said: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(name_to_connect(lock))
        listening.listen()
        with contextlib.closing(instance_sockets.Call(name_to_connect(lock), 5.0)) as call:
            other, _ = listening.accept()
            with other:
                other.sendall(said)
                if len(said) < 70_000:  # no program says more, and it is not waited for
                    other.shutdown(socket.SHUT_WR)
                with pytest.raises(ConnectionResetError):
                    call.ask(b"7\n", 5.0)
