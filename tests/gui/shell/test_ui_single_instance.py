"""A second start of the program gives its files to the first: nobody else's may."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from helpers.processes import running
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from capout_desktop.options import Options
from capout_desktop.ui.shell import single_instance
from capout_desktop.ui.shell.instance_lock import InstanceLock, remove_if_left
from capout_desktop.ui.shell.instance_place import name_to_connect
from capout_desktop.ui.shell.peer_user import peer_is_this_user
from capout_desktop.ui.shell.single_instance import SecondStarts, take_lock_or_hand_over

needs_two_users = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="needs two users"
)
has_socket_file = pytest.mark.skipif(
    sys.platform == "win32", reason="pipes of Windows have no file"
)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def nobody(sources: Sequence[str], answer: Callable[[bool], None], ask: bool) -> None:
    raise AssertionError(f"taken: {sources} {ask}")


@has_socket_file
def test_only_this_user_can_reach_the_program(window: QWidget, tmp_path: Path) -> None:
    server = SecondStarts(tmp_path / "running.lock", nobody, window)
    mode = Path(server.name).stat().st_mode
    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) & (stat.S_IRWXG | stat.S_IRWXO) == 0
    server.close()


@has_socket_file
@pytest.mark.parametrize("sent", [b"\xff\xfe\n", b"7\n", b"{\n", b"null\n", b"[]\n", b"{}\n"])
def test_an_invalid_message_closes_the_connection(
    window: QWidget, tmp_path: Path, qtbot: QtBot, sent: bytes
) -> None:
    server = SecondStarts(tmp_path / "running.lock", nobody, window)
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(server.name)
        caller.sendall(sent)
        caller.setblocking(False)

        def is_hung_up() -> bool:
            try:
                return caller.recv(1) == b""
            except BlockingIOError:
                return False
            except ConnectionResetError:
                return True

        qtbot.waitUntil(is_hung_up)
    server.close()


@has_socket_file
@pytest.mark.parametrize(("is_taken", "answer"), [(True, b"taken\n"), (False, b"not taken\n")])
def test_a_second_start_hears_that_its_files_are_taken_once_they_are_in_the_journal(
    window: QWidget, tmp_path: Path, qtbot: QtBot, is_taken: bool, answer: bytes
) -> None:
    stored: list[Callable[[bool], None]] = []

    def take(sources: Sequence[str], on_taken: Callable[[bool], None], ask: bool) -> None:
        stored.append(on_taken)

    server = SecondStarts(tmp_path / "running.lock", take, window)
    message = {"sources": ["/a.pdf"], "ask": False, "started_with": {}}
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(server.name)
        caller.sendall(json.dumps(message).encode() + b"\n")
        caller.setblocking(False)
        qtbot.waitUntil(lambda: bool(stored))
        with pytest.raises(BlockingIOError):
            caller.recv(100)
        stored[0](is_taken)
        caller.setblocking(True)
        assert caller.recv(100) == answer
    server.close()


NOT_TAKEN_AT_FIRST = """
import socket, sys
with socket.socket(socket.AF_UNIX) as listening:
    listening.bind(sys.argv[1])
    listening.listen()
    print("listening", flush=True)
    for answer in (b"not taken\\n", b"taken\\n"):
        line, _ = listening.accept()
        print(line.makefile().readline(), end="", flush=True)
        line.sendall(answer)
"""


@has_socket_file
def test_a_second_start_whose_files_are_not_taken_gives_them_once_more(
    tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "running.lock"
    held = InstanceLock(path)
    assert held.take()
    command = [sys.executable, "-ISc", NOT_TAKEN_AT_FIRST, name_to_connect(path)]
    with running(command, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"listening\n"
        code = take_lock_or_hand_over(InstanceLock(path), path, Options(sources=("/a.pdf",)))
        first.kill()
        messages = first.stdout.readlines()
    held.release()
    assert code == 0
    assert [json.loads(message)["sources"] for message in messages] == [["/a.pdf"], ["/a.pdf"]]


@has_socket_file
def test_a_socket_that_was_cleaned_up_is_made_again(
    window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    server = SecondStarts(tmp_path / "running.lock", nobody, window)
    Path(server.name).unlink()
    qtbot.waitUntil(lambda: Path(server.name).is_socket())
    server.close()


@has_socket_file
def test_a_long_data_folder_has_its_socket_where_only_this_user_can_be(
    window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / ("long " * 30)
    data.mkdir()
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    server = SecondStarts(data / "running.lock", nobody, window)
    place = Path(server.name)
    assert place.is_socket()
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    # A start with another environment finds it.
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert name_to_connect(data / "running.lock") == server.name
    # A folder that others can open is not trusted.
    place.parent.chmod(0o755)
    assert name_to_connect(data / "running.lock") != server.name
    server.close()


@needs_two_users
def test_nothing_is_taken_from_another_user(window: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
    server = SecondStarts(tmp_path / "running.lock", nobody, window)
    caller = socket.socket(socket.AF_UNIX)
    os.seteuid(65534)  # the credentials of a connection are those of its caller
    try:
        # The socket's mode keeps others out; a descriptor that was passed on would not.
        with pytest.raises(PermissionError):
            caller.connect(server.name)
    finally:
        os.seteuid(0)
    ours, theirs = socket.socketpair()
    assert peer_is_this_user(ours.fileno())
    os.seteuid(65534)
    try:
        assert not peer_is_this_user(ours.fileno())
    finally:
        os.seteuid(0)
    for each in (caller, ours, theirs):
        each.close()
    server.close()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Provide a folder that every user of the computer can enter and write to."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@needs_two_users
def test_a_connection_of_another_user_is_dropped_even_where_the_socket_lets_it_in(
    window: QWidget, open_folder: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    server = SecondStarts(open_folder / "running.lock", nobody, window)
    Path(server.name).chmod(0o666)
    message = {"sources": ["/etc/passwd"], "ask": False, "started_with": {}}
    with socket.socket(socket.AF_UNIX) as caller:
        os.seteuid(65534)
        try:
            caller.connect(server.name)
        finally:
            os.seteuid(0)
        caller.sendall(json.dumps(message).encode() + b"\n")
        qtbot.waitUntil(lambda: "another user" in caplog.text)
    server.close()


@needs_two_users
def test_no_path_is_handed_to_another_user_who_made_the_socket_first(
    open_folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "WAIT_SECONDS", 0.2)
    told: list[str] = []

    def refuse(words: str) -> int:
        told.append(words)
        return 2

    monkeypatch.setattr(single_instance, "refuse_start", refuse)
    path = open_folder / "running.lock"
    held = InstanceLock(path)
    assert held.take()
    with socket.socket(socket.AF_UNIX) as stranger:
        os.seteuid(65534)
        try:
            stranger.bind(name_to_connect(path))
            stranger.listen()
        finally:
            os.seteuid(0)
        given = Options(sources=("/home/dana/estimate.pdf",))
        code = take_lock_or_hand_over(InstanceLock(path), path, given)
        line, _ = stranger.accept()
        with line:
            assert line.recv(100) == b"", "nothing was said to it"
    held.release()
    assert code == 2
    assert len(told) == 1


LOCKS = {
    "empty": b"",
    "garbage": b"\xff\x00 no lock",
    "of another computer": b"1\npython\nelsewhere\n0f\n0e\n",
    "of a process that is gone": b"4194303\npython\n%(host)b\n\n\n",
    "with our own number": b"%(pid)d\n%(name)b\n%(host)b\n\n\n",
    "with the number of another process": b"%(parent)d\n%(name)b\n%(host)b\n\n\n",
}


@pytest.mark.parametrize("case", LOCKS)
def test_a_lock_that_nobody_holds_is_removed(tmp_path: Path, qtbot: QtBot, case: str) -> None:
    path = tmp_path / "running.lock"
    facts = {
        b"pid": os.getpid(),
        b"parent": os.getppid(),
        b"name": Path(sys.executable).name.encode(),
        b"host": socket.gethostname().encode(),
    }
    path.write_bytes(LOCKS[case] % facts if b"%(" in LOCKS[case] else LOCKS[case])
    lock = InstanceLock(path)
    qtbot.waitUntil(lock.take)
    other = InstanceLock(path)
    assert not other.take()
    assert not other.is_impossible
    lock.release()


def test_a_lock_that_is_held_is_never_removed(tmp_path: Path) -> None:
    path = tmp_path / "running.lock"
    lock = InstanceLock(path)
    assert lock.take()
    assert not remove_if_left(path)
    assert path.exists()
    lock.release()


def test_a_lock_that_was_only_just_made_is_left_to_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "running.lock"
    path.touch()
    assert not InstanceLock(path).take()
    assert path.exists()


@has_socket_file
def test_a_lock_that_replaces_the_one_left_behind_is_not_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    path = tmp_path / "running.lock"
    path.touch()

    def replace(*_: object) -> None:
        """Stand for another start that does the same at this moment."""
        made = path.with_suffix(".new")
        made.touch()
        made.replace(path)

    monkeypatch.setattr(fcntl, "lockf", replace)
    assert not remove_if_left(path)
    assert path.exists()
