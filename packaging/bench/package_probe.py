"""Probe of `dev.py bench package`: start of the packaged program and of the source tree.

`package_probe.py FROZEN REPEATS` prints one line of JSON: the median of the seconds from the start
of the process to a window on the screen. Both are measured from outside, in the same way and in
turns, because no probe can be put into a frozen program.
"""

from __future__ import annotations

import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QImage

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 30.0
LINES = (300, 500, 700)
"""Pixel rows of the screen that any window of the program's size covers."""
LEAST = 300
"""Least number of changed pixels in a row of a painted window; a frame alone changes a few."""


def main(frozen: str, repeats: str) -> None:
    """Measure both in turns, after a first run that reads both from the disk."""
    application = QGuiApplication(["bench"])
    starts = {"source": [sys.executable, str(ROOT / "main.py")], "frozen": [frozen]}
    taken: dict[str, list[float]] = {name: [] for name in starts}
    for run in range(int(repeats) + 1):
        for name, command in starts.items():
            seconds = _seconds_to_window(command)
            if run:
                taken[name].append(seconds)
    del application
    print(json.dumps({name: statistics.median(values) for name, values in taken.items()}))


def _seconds_to_window(command: list[str]) -> float:
    before = _look()
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        process = subprocess.Popen([*command, "--data-dir", folder])
        try:
            while not _has_window(before):
                if process.poll() is not None or time.perf_counter() - started > SECONDS:
                    raise SystemExit(f"no window of {command[0]} came")
                time.sleep(0.001)
            return time.perf_counter() - started
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()
            _wait_for_empty_screen(before)


def _wait_for_empty_screen(before: list[QImage]) -> None:
    deadline = time.perf_counter() + SECONDS
    while _look() != before and time.perf_counter() < deadline:
        time.sleep(0.01)


def _has_window(before: list[QImage]) -> bool:
    now = _look()
    if now == before:
        return False
    changed = [
        sum(old.pixel(x, 0) != new.pixel(x, 0) for x in range(old.width()))
        for old, new in zip(before, now, strict=True)
    ]
    return min(changed) >= LEAST


def _look() -> list[QImage]:
    screen = QGuiApplication.primaryScreen()
    return [screen.grabWindow(0, 0, y, -1, 1).toImage() for y in LINES]


if __name__ == "__main__":
    main(*sys.argv[1:])
