"""A second start of the program gives its files to the first: nobody else's may."""

from __future__ import annotations

import socket
import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from capout_desktop.ui.shell.single_instance import listen

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes of Windows have no file")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def nobody(sources: Sequence[str], answer: Callable[[bool], None], ask: bool) -> None:
    raise AssertionError(f"taken: {sources} {ask}")


def test_only_this_user_can_reach_the_program(window: QWidget, tmp_path: Path) -> None:
    server = listen(tmp_path / "running.lock", nobody, window)
    mode = Path(server.fullServerName()).stat().st_mode
    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) & (stat.S_IRWXG | stat.S_IRWXO) == 0
    server.close()


@pytest.mark.parametrize("sent", [b"\xff\xfe\n", b"7\n", b"{\n", b"null\n", b"[]\n", b"{}\n"])
def test_an_invalid_message_closes_the_connection(
    window: QWidget, tmp_path: Path, qtbot: QtBot, sent: bytes
) -> None:
    server = listen(tmp_path / "running.lock", nobody, window)
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(server.fullServerName())
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
