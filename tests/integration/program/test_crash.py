"""A crash of the program leaves its keys nowhere, also where core dumps are on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from helpers.secret_scan import secrets_in_files, secrets_in_processes

from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 60.0
# Dumps are switched on for the program and for the processes it starts.
WITH_DUMPS = ["sh", "-c", 'ulimit -c unlimited && exec "$@"', "sh"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="core dumps are looked at on Linux")


def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def crash(arguments: list[str], folder: Path, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*WITH_DUMPS, sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stderr=subprocess.DEVNULL,
    )


def test_a_crash_leaves_no_key_in_a_core_dump_or_in_any_file(tmp_path: Path) -> None:
    with SandboxServer(Behavior(speed=40)) as sandbox:
        environment = {"CAPOUT_API_URL": sandbox.base_url, "CAPOUT_API_KEY": SANDBOX_KEY}
        data = str(tmp_path / "data")
        process = crash(["-m", "capout_desktop", "--data-dir", data], tmp_path, **environment)
        until(lambda: sandbox.state.journal.count(Call.CREDITS), "it uses the key")
        children = psutil.Process(process.pid).children(recursive=True)
        # The person's own shell gave the key to the program; nothing that it starts gets it.
        assert secrets_in_processes(children, SANDBOX_KEY) == []
        process.send_signal(signal.SIGSEGV)
        assert process.wait(SECONDS) == -signal.SIGSEGV
        psutil.wait_procs(children, timeout=SECONDS)
    assert (tmp_path / "data" / "journal.sqlite3").exists()
    assert secrets_in_files(tmp_path, SANDBOX_KEY) == []
    assert list(tmp_path.glob("core*")) == []


def test_without_the_protection_the_same_crash_would_leave_a_dump(tmp_path: Path) -> None:
    pattern = Path("/proc/sys/kernel/core_pattern").read_text(encoding="utf-8").strip()
    if pattern.startswith(("|", "/")):
        pytest.skip("this system puts its core dumps elsewhere")
    process = crash(["-c", "import os; os.kill(os.getpid(), 11)"], tmp_path)
    process.wait(SECONDS)
    assert list(tmp_path.glob("core*"))


def test_a_process_with_keys_cannot_be_read_by_others_and_reads_what_it_needs() -> None:
    script = (
        "import ctypes, os; from capout_desktop.core_dumps import prevent_core_dumps as prevent;"
        "may_dump = lambda: ctypes.CDLL(None).prctl(3); before = may_dump(); prevent();"
        "os.listdir('/proc/self/fd'); open('/proc/self/statm').read();"
        "limits = open('/proc/self/limits').read().partition('Max core file size')[2].split();"
        "print(before, may_dump(), limits[0])"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["1", "0", "0"]
