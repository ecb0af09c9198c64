"""All tests, in parts that run at the same time, each with a session and a time zone of its own.

A part is a process: keyring, screen and the guard against a second start belong to a session. The
parts that take longest come first. More of them run at once than there are processors, since most
tests wait for a server, a timer or the disk half of the time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from development.private_session import private_session

SUITE_TIME = Path(__file__).resolve().parents[2] / "build" / "suite-time.json"
"""How long all tests took when they ran last; `dev.py bench suite` shows it."""

WEST = "America/St_Johns"
"""Three and a half hours behind UTC, with daylight saving time."""

EAST = "Asia/Kolkata"
"""Five and a half hours ahead of UTC, where it is often tomorrow already."""

Start = Callable[[list[str], dict[str, str], IO[bytes]], subprocess.Popen[bytes]]


@dataclass(frozen=True)
class Part:
    """Tests that one process runs, and the time zone that it is in."""

    name: str
    time_zone: str
    paths: tuple[str, ...]
    command: tuple[str, ...] = ("-m", "pytest", "-q", "--no-header")
    """What Python runs with the paths."""
    waits: bool = False
    """Whether it waits nearly all of the time. It runs beside the others, from the start."""


PARTS = (
    Part(
        "window 1",
        WEST,
        ("tests/gui/organizations", "tests/gui/shell", "tests/gui/text"),
    ),
    Part(
        "window 2",
        EAST,
        (
            "tests/gui/credits",
            "tests/gui/documents",
            "tests/gui/help",
            "tests/gui/settings",
            "tests/gui/style",
            "tests/gui/widgets",
        ),
    ),
    Part("packages", EAST, ("tests/packaging",)),
    Part("uploads", EAST, ("tests/integration/uploads",)),
    Part(
        "integration 2",
        WEST,
        (
            "tests/integration/capout",
            "tests/integration/credits",
            "tests/integration/intake",
            "tests/integration/organizations",
        ),
    ),
    Part(
        "integration 1",
        EAST,
        (
            "tests/integration/folder_watch",
            "tests/integration/shell",
            "tests/integration/text",
            "tests/integration/tracking",
        ),
    ),
    Part(
        "integration 3",
        WEST,
        (
            "tests/integration/desktop",
            "tests/integration/documents",
            "tests/integration/program",
            "tests/integration/runtime",
            "tests/integration/sandbox",
            "tests/integration/support",
        ),
    ),
    Part("window 3", EAST, ("tests/gui/batch", "tests/gui/details")),
    Part("unit, west of UTC", WEST, ("tests/unit",)),
    # Those of the tools and of the texts of the sources know no time.
    Part(
        "unit, east of UTC",
        EAST,
        ("tests/unit/capout", "tests/unit/domain", "tests/unit/services", "tests/unit/store"),
    ),
    Part("fault lab", WEST, ("tests/faultlab",)),
    Part("soak", EAST, ("tests/soak",), waits=True),
)
"""In the order in which they are started. Every test file belongs to a part; unit tests to two."""

_PROCESS = "tests/integration/program/test_process.py"
WINDOWS_PART = Part(
    "Windows, under wine",
    WEST,
    (
        "tests/integration/organizations/test_credential_manager.py",
        "tests/gui/shell/test_ui_single_instance.py",
        "tests/gui/shell/test_ui_instance_connections.py",
        "tests/packaging/test_windows_installer.py",
        f"{_PROCESS}::test_a_program_that_cannot_print_shows_what_it_says_in_a_box",
        f"{_PROCESS}::test_a_second_start_hands_its_files_to_the_first",
        "tests/integration/desktop/test_elevation.py",
        "tests/integration/desktop/test_taskbar_progress.py",
        "tests/integration/intake/test_windows_files.py",
        "tests/integration/intake/test_cloud_files.py",
        "tests/gui/shell/test_ui_window.py::test_the_icon_is_there_before_the_window_is_shown",
        "tests/gui/widgets/test_ui_desktop_files.py",
        "tests/gui/style/test_high_contrast.py",
        "tests/unit/capout",
        # The others of the domain know neither files nor the system, and two parts run them.
        "tests/unit/domain/test_literal_path.py",
        "tests/unit/domain/test_pdf_name.py",
        "tests/unit/packaging",
        "tests/unit/services",
        "tests/unit/store",
        "tests/unit/test_child_environment.py",
        "tests/unit/test_cli.py",
        "tests/unit/test_interpreter.py",
        "tests/unit/test_source_rules.py",
    ),
    ("-m", "development.windows", "slice"),
)
"""Tests of what differs on Windows, where wine can be had, and unit tests."""


def run_parts(parts: Sequence[Part], start: Start, at_once: int, note: Path | None = None) -> int:
    """Run all parts; return 0 if every one passed.

    At most `at_once` run at the same time, beside those that wait.

    The output of a part is printed in one piece when the part has ended. How long it all took is
    written into `note`.
    """
    began = time.monotonic()
    waiting = sorted(parts, key=lambda part: not part.waits)
    running: list[_Running] = []
    ended: list[_Running] = []
    with ExitStack() as sessions:  # also ends what runs if this is interrupted
        while waiting or running:
            while waiting and (waiting[0].waits or _busy(running) < at_once):
                running.append(sessions.enter_context(_Running(waiting.pop(0), start)))
            for one in [one for one in running if one.has_ended()]:
                running.remove(one)
                ended.append(one)
                one.print_output()
            time.sleep(0.1)
    for one in ended:
        result = "passed" if one.exit_code == 0 else f"FAILED (exit code {one.exit_code})"
        _say(f"{one.part.name}: {result} in {one.seconds:.0f} s")
    took = time.monotonic() - began
    _say(f"all parts: {took:.0f} s")
    if note is not None:
        note.parent.mkdir(exist_ok=True)
        seconds = {one.part.name: one.seconds for one in ended}
        noted = {"seconds": took, "parts": seconds, "processors": os.cpu_count()}
        note.write_text(json.dumps(noted))
    return 0 if all(one.exit_code == 0 for one in ended) else 1


class _Running:
    """A part with its session, from its start until its process and its session have ended."""

    def __init__(self, part: Part, start: Start) -> None:
        self.part = part
        self.exit_code: int | None = None
        self.seconds = 0.0
        self._start = start
        self._resources = ExitStack()

    def __enter__(self) -> _Running:
        with ExitStack() as resources:
            self._output = resources.enter_context(tempfile.TemporaryFile())
            environment = resources.enter_context(private_session()) | {
                "TZ": self.part.time_zone,
                # Empty means "write it": a part starts hundreds of programs, and without bytecode
                # each of them compiles its modules.
                "PYTHONDONTWRITEBYTECODE": "",
            }
            arguments = [*self.part.command, *self.part.paths]
            self._began = time.monotonic()
            self._process = self._start(arguments, environment, self._output)
            resources.callback(self._end)
            self._resources = resources.pop_all()
        _say(f"{self.part.name}: started")
        return self

    def __exit__(self, *_: object) -> None:
        self._resources.close()

    def has_ended(self) -> bool:
        self.exit_code = self._process.poll()
        return self.exit_code is not None

    def print_output(self) -> None:
        self.seconds = time.monotonic() - self._began
        self._output.seek(0)
        _say(f"{self.part.name}, with TZ={self.part.time_zone}: {' '.join(self.part.paths)}")
        sys.stdout.write(self._output.read().decode(errors="replace"))
        sys.stdout.flush()
        self._resources.close()

    def _end(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait()


def _busy(running: Sequence[_Running]) -> int:
    return sum(not one.part.waits for one in running)


def processes_at_once() -> int:
    """Return how many parts run at the same time on this machine."""
    # Each uses a processor for a third of its time. With three for each processor the whole takes
    # no less time, and on a slow machine some tests would wait too long.
    return 5 * (os.cpu_count() or 1) // 2


def _say(text: str) -> None:
    print(f"dev.py: {text}", flush=True)
