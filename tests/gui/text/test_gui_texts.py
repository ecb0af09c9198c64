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


# Each language and each scale. What fits in the long language fits in English, too.
WALKS = [("1", "es"), ("1", "long"), ("2", ""), ("small", "es")]

Walks = dict[tuple[str, str], subprocess.Popen[str]]


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walks]:
    """All of them at once: they mostly wait for windows."""
    folder = tmp_path_factory.mktemp("screens")
    started = {}
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
        started[scale, language] = subprocess.Popen(
            [sys.executable, str(WALK), "cut-small" if is_small else "cut", language],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
    yield started
    for process in started.values():
        process.kill()
        process.communicate()


@pytest.mark.parametrize(("scale", "language"), WALKS)
def test_no_text_is_cut_off_and_every_window_fits(walks: Walks, scale: str, language: str) -> None:
    said, _ = walks[scale, language].communicate(timeout=SECONDS)
    *cut, walked_through = [json.loads(line) for line in said.splitlines()]
    assert cut == []
    assert walked_through > 80, "as many screens as there are"
