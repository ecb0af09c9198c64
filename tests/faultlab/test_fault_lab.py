"""Tests of kills at random moments: no document is lost, and none is paid for twice."""

from __future__ import annotations

import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from faultlab.conftest import KILLS
from faultlab.lab import Lab
from helpers.coverage import Coverage

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="kills by a signal, which Windows does not have"
)

LABS = 3
"""Number of parallel labs, each with its own data folder and sandbox."""

MUST_BE_STRUCK = ("queued", "uploading: body going", "confirming")
"""Steps that even a short run strikes."""

STRUCK_IN_LONG_RUNS = (
    *MUST_BE_STRUCK,
    "given, not in the journal yet",
    "checking",
    "uploading: journalled, not begun",
    "uploading: accepted, not answered",
    "processing",
    "complete",
)
LONG = 500


def work(folder: Path, number: int, kills: int, seed: int) -> Lab:
    folder.mkdir()
    lab = Lab(folder, name=f"lab {number}", seed=seed + number)
    with lab.server:
        while lab.kills < kills:
            lab.kill_once()
        lab.settle()
    return lab


@pytest.mark.usefixtures("secret_service")
def test_nothing_is_lost_and_nothing_is_paid_for_twice(
    kills: int, seed: int, report: list[str], tmp_path: Path
) -> None:
    began = time.monotonic()
    with ThreadPoolExecutor(LABS) as pool:
        shares = [kills // LABS + (number < kills % LABS) for number in range(LABS)]
        jobs = [
            pool.submit(work, tmp_path / str(number), number, share, seed)
            for number, share in enumerate(shares)
        ]
        labs = [job.result() for job in jobs]
    struck = sum((lab.struck for lab in labs), Counter[str]())
    charged = sum(len(lab.ledger) for lab in labs)
    report.append(
        f"fault lab: {kills} kills in {time.monotonic() - began:.0f} s, seed {seed}: "
        f"{charged} documents charged, 0 of them twice, 0 lost; what sends killed "
        f"{sum(lab.senders_killed for lab in labs)} times before; kills that struck a document as"
    )
    report += [f"  {step}: {count}" for step, count in sorted(struck.items())]
    coverage = Coverage()
    for lab in labs:
        coverage.add(lab.coverage)
    report += coverage.lines()
    if kills >= KILLS:
        steps = STRUCK_IN_LONG_RUNS if kills >= LONG else MUST_BE_STRUCK
        missed = [step for step in steps if not struck[step]]
        assert not missed, f"no kill struck {missed}: the lab proves less than it says"
