"""The program is killed again and again while files come into its watched folder."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from helpers.mails import archive
from helpers.pdfs import pdf

from capout_desktop.sandbox.contract import Behavior
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 60.0
STILL_SECONDS = 12.0
KILLS = 5
SEED = 1182

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files in use cannot be replaced")


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    with SandboxServer(Behavior(speed=40)) as server:
        yield server


def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def until_still(look: Callable[[], frozenset[str]]) -> None:
    """Return once nothing is left, or what is left has not changed for long."""
    left, since = look(), time.monotonic()
    while left and time.monotonic() - since < STILL_SECONDS:
        time.sleep(0.1)
        if (now := look()) != left:
            left, since = now, time.monotonic()


def waiting(journal: Path) -> set[str]:
    """Return the names of the files whose rows wait for the person's OK."""
    with closing(sqlite3.connect(journal)) as db:
        rows = db.execute(
            "SELECT document ->> 'file_name' FROM documents WHERE document ->> 'waits_for_start'"
        )
        return {name for (name,) in rows}


def test_no_file_is_lost_and_none_is_sent_twice(sandbox: SandboxServer, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    inbox, data = tmp_path / "Estimates", tmp_path / "data"
    inbox.mkdir()
    data.mkdir()
    watch = {"folder": str(inbox), "after": "move", "xn_address": "team@example"}
    choices = {"watch": watch}
    (data / "settings.json").write_text(json.dumps(choices))
    environment = {
        **os.environ,
        "CAPOUT_API_URL": sandbox.base_url,
        "CAPOUT_API_KEY": SANDBOX_KEY,
    }
    command = [sys.executable, "-m", "capout_desktop", "--data-dir", str(data)]
    put: dict[str, str] = {}  # what the file is called in which it came

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, cwd=ROOT, env=environment)

    def come(number: int) -> None:
        for _ in range(number):
            name = f"Claim {len(put):03}.pdf"
            content, holder = pdf(marker=name), name
            if len(put) % 3 == 2:
                content, holder = archive({name: content}), f"Claim {len(put):03}.zip"
            draft = inbox / f".{holder}"
            draft.write_bytes(content)
            draft.replace(inbox / holder)
            put[name] = holder

    process = start()
    try:
        until((data / "watched.json").exists, "the folder is watched")
        for _ in range(KILLS):
            come(chance.randint(1, 4))
            time.sleep(chance.uniform(1.5, 5.0))  # at a moment of no significance
            process.kill()
            process.wait()
            process = start()
        come(1)
        sent = inbox / "Sent"
        until((sent / list(put.values())[-1]).exists, "the last one is sent and moved")
        until_still(lambda: frozenset(file for file in put.values() if not (sent / file).exists()))
    finally:
        process.kill()
        process.wait()
    ledger = Counter(entry.file_name for entry in sandbox.state.ledger)
    assert max(ledger.values()) == 1, "nothing is paid for twice"
    # Killed between row and memory, a file waits for the person's OK.
    lost = set(put) - set(ledger) - waiting(data / "journal.sqlite3")
    assert not lost
    assert len(ledger) > 1
