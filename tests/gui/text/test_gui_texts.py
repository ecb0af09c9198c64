"""No text is cut and no button is outside: in no screen, at no scale, in no longer language."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

WALK = Path(__file__).resolve().parents[2] / "helpers" / "screen_walk.py"
SECONDS = 300.0
# A screen on which no window is smaller than it wants to be, at twice the scale either.
LARGE_SCREEN = {
    "name": "large",
    "x": 0,
    "y": 0,
    "width": 3200,
    "height": 2000,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
    "dpr": 1,
}
# What 1280 x 720 pixels at 150 % leave beside the bars of a desktop; 1024 x 600 is larger.
SMALL_SCREEN = LARGE_SCREEN | {"name": "small", "width": 853, "height": 442}


# Each language and each scale. What fits in the long language fits in English, too, and what fits
# in small windows in large ones.
WALKS = [("1", "long"), ("2", ""), ("small", "es")]

Walks = dict[tuple[str, str], tuple[subprocess.Popen[str], Path]]
"""The processes, and the files with what they say of errors."""


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walks]:
    """All of them at once: they mostly wait for windows."""
    folder = tmp_path_factory.mktemp("screens")
    started: Walks = {}
    for scale, language in WALKS:
        is_small = scale == "small"
        screen = folder / f"{scale}.json"
        shown = SMALL_SCREEN if is_small else LARGE_SCREEN
        screen.write_text(json.dumps({"screens": [shown]}), encoding="utf-8")
        environment = os.environ | {
            # By its name alone: a path on Windows has a colon, which begins another option.
            "QT_QPA_PLATFORM": f"offscreen:configfile={screen.name}",
            "QT_LOGGING_RULES": "qt.qpa.*=false",
            "QT_SCALE_FACTOR": "1" if is_small else scale,
        }
        # Into a file: what is said while another walk is waited for would be taken for its own.
        said = folder / f"{scale}-{language}.txt"
        with said.open("wb") as stderr:
            walk = subprocess.Popen(
                [sys.executable, str(WALK), "cut-small" if is_small else "cut", language],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
            )
        started[scale, language] = walk, said
    yield started
    for process, _ in started.values():
        process.kill()
        process.communicate()


@pytest.mark.parametrize(("scale", "language"), WALKS)
def test_no_text_is_cut_off_and_every_window_fits(walks: Walks, scale: str, language: str) -> None:
    walk, stderr = walks[scale, language]
    said, _ = walk.communicate(timeout=SECONDS)
    assert walk.returncode == 0, stderr.read_text(errors="replace")[-2000:]
    *cut, walked_through = [json.loads(line) for line in said.splitlines()]
    assert cut == []
    assert walked_through > 80, "as many screens as there are"
