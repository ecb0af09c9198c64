"""No text is cut: in no screen, at no scale, and in no language that is longer than English."""

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


# Each language and each scale. What fits in the long language fits in English, too.
WALKS = [("1", "es"), ("1", "long"), ("2", "")]

Walks = dict[tuple[str, str], subprocess.Popen[str]]


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walks]:
    """All of them at once: they mostly wait for windows."""
    screen = tmp_path_factory.mktemp("screen") / "large.json"
    screen.write_text(json.dumps({"screens": [LARGE_SCREEN]}), encoding="utf-8")
    environment = os.environ | {
        "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
        "QT_LOGGING_RULES": "qt.qpa.*=false",
    }
    started = {
        (scale, language): subprocess.Popen(
            [sys.executable, str(WALK), "cut", language],
            env=environment | {"QT_SCALE_FACTOR": scale},
            stdout=subprocess.PIPE,
            text=True,
        )
        for scale, language in WALKS
    }
    yield started
    for process in started.values():
        process.kill()
        process.communicate()


@pytest.mark.parametrize(("scale", "language"), WALKS)
def test_no_text_is_cut_off(walks: Walks, scale: str, language: str) -> None:
    said, _ = walks[scale, language].communicate(timeout=SECONDS)
    *cut, walked_through = [json.loads(line) for line in said.splitlines()]
    assert cut == []
    assert walked_through > 80, "as many screens as there are"
