"""A process that limits itself really cannot have more."""

from __future__ import annotations

import subprocess
import sys

import pytest

TAKE = """
from capout_desktop.services.intake.pdf_worker import limit_memory
limit_memory(1 << 30)
kept = bytearray(1 << 20)
try:
    bytearray(3 << 30)
except MemoryError:
    print("refused")
"""


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not hold to such limits")
def test_more_than_the_limit_is_refused_and_less_is_not() -> None:
    taken = subprocess.run(
        [sys.executable, "-c", TAKE], capture_output=True, text=True, timeout=30, check=False
    )
    assert (taken.returncode, taken.stdout.strip()) == (0, "refused"), taken.stderr
