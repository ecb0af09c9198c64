"""The real program, read and pressed over AT-SPI as a screen reader would."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.pdfs import locked_pdf

SYSTEM_PYTHON = "/usr/bin/python3"  # the one that has Debian's AT-SPI bindings
READER = Path(__file__).resolve().parents[2] / "helpers" / "screen_reader.py"
ROOT = Path(__file__).resolve().parents[3]
SECONDS = 60.0

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI is Linux's")


def read(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SYSTEM_PYTHON, str(READER), *arguments],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
    )


@pytest.fixture
def program(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    locked = tmp_path / "locked scope.pdf"
    locked.write_bytes(locked_pdf())
    process = subprocess.Popen(
        [sys.executable, "-m", "capout_desktop", "--sandbox", str(locked)], cwd=ROOT
    )
    yield process
    process.send_signal(signal.SIGTERM)
    process.wait(SECONDS)


Tree = list[dict[str, Any]]


def until(pid: int, there: Callable[[Tree], bool], what: str) -> Tree:
    deadline = time.monotonic() + SECONDS
    while True:
        seen = read("tree", str(pid))
        tree = [json.loads(line) for line in seen.stdout.splitlines()]
        if there(tree):
            return tree
        names = [thing["name"] for thing in tree if thing["name"]]
        assert time.monotonic() < deadline, f"{what}; heard: {names} {seen.stderr}"


def names(tree: Tree, role: str = "") -> list[str]:
    return [t["name"] for t in tree if not role or t["role"] == role]


def test_a_screen_reader_hears_why_a_file_cannot_go_and_can_press_the_buttons(
    program: subprocess.Popen[bytes],
) -> None:
    tree = until(
        program.pid,
        lambda tree: any("password" in name for name in names(tree)),
        "the row says that a password is needed",
    )
    row = [name for name in names(tree) if "locked scope.pdf" in name]
    assert row, "the file is named"
    spoken = " ".join(names(tree))
    assert "The PDF needs a password to open" in spoken
    assert "type the password" in spoken, "what to do is said, too"
    assert "Not charged" in spoken
    assert "XactNet address" in spoken
    buttons = [t for t in tree if t["role"] in {"button", "push button"} and t["showing"]]
    assert buttons
    assert all(button["name"] for button in buttons), "no button is nameless"
    focusable = [t for t in tree if t["focusable"] and t["showing"]]
    nameless = [t["role"] for t in focusable if not t["name"] and t["role"] != "table cell"]
    assert nameless == []


def test_a_screen_reader_can_press_the_credits(program: subprocess.Popen[bytes]) -> None:
    tree = until(
        program.pid,
        lambda tree: any("credits" in name.lower() and "250" in name for name in names(tree)),
        "the credits are told",
    )
    name = next(n for n in names(tree) if "250" in n and "credits" in n.lower())
    pressed = read("press", str(program.pid), name)
    assert pressed.returncode == 0, pressed.stderr


def test_a_screen_reader_hears_the_chips_and_can_press_them(
    program: subprocess.Popen[bytes],
) -> None:
    chip = "Needs you, 1 document"
    tree = until(program.pid, lambda tree: chip in names(tree), "the chip counts the file")
    assert "Complete, 0 documents" in names(tree)
    pressed = read("press", str(program.pid), "Complete, 0 documents")
    assert pressed.returncode == 0, pressed.stderr
    until(
        program.pid,
        lambda tree: "Nothing is complete yet" in [t["name"] for t in tree if t["showing"]],
        "why nothing is listed",
    )


def test_a_screen_reader_opens_the_details_of_a_row_and_reads_them(
    program: subprocess.Popen[bytes],
) -> None:
    tree = until(
        program.pid,
        lambda tree: any("password" in name for name in names(tree)),
        "the row says that a password is needed",
    )
    cell = next(name for name in names(tree, "table cell") if "locked scope.pdf" in name)
    for name in (cell, "Details"):
        pressed = read("press", str(program.pid), name)
        assert pressed.returncode == 0, pressed.stderr
    heard = {"Close the details", "History", "XactNet address", "Retry", "Open file"}
    tree = until(
        program.pid,
        lambda tree: heard <= {t["name"] for t in tree if t["showing"]},
        f"the panel says {heard}",
    )
    texts = [t["name"] for t in tree if t["role"] == "text" and t["showing"]]
    assert {"History", "XactNet address", "File"} <= set(texts)
    focusable = [t for t in tree if t["focusable"] and t["showing"]]
    assert [t["role"] for t in focusable if not t["name"] and t["role"] != "table cell"] == []


def test_a_screen_reader_hears_every_step_of_the_connection_check(
    program: subprocess.Popen[bytes],
) -> None:
    until(program.pid, lambda tree: "Help" in names(tree), "the menus are there")
    for pressed in ("Help", "Connection check…"):
        until(
            program.pid,
            lambda tree, name=pressed: any(t["name"] == name and t["showing"] for t in tree),  # type: ignore[misc]
            f"{pressed} is shown",
        )
        seen = read("press", str(program.pid), pressed)
        assert seen.returncode == 0, seen.stderr
    tree = until(
        program.pid, lambda tree: "Everything works" in names(tree), "the check ends and says so"
    )
    for step in ("Name of the server (DNS)", "API key", "Live updates (WebSocket)"):
        assert any(name.startswith(f"{step}: Good: ") for name in names(tree)), names(tree)
