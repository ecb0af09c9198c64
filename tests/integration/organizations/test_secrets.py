"""No key and no token in any file, log, argument, environment of a child, or crash's last words."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import psutil
import pytest
from helpers.pdfs import pdf
from helpers.secret_scan import holds_secret, secrets_in_files, secrets_in_processes

from capout_desktop.domain.organization import FIRST_ID
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.organizations.key_store import service_name

SECONDS = 60.0
ROOT = Path(__file__).resolve().parents[3]
PLAIN = ["-m", "capout_desktop"]
CRASHING = [str(ROOT / "tests" / "helpers" / "crashing_program.py")]

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="ends the process by a signal, which Windows does not have"
)


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    server = SandboxServer(Behavior(speed=0.01))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def stored_key(secret_service: None, sandbox: SandboxServer) -> Iterator[None]:
    service = service_name(sandbox.base_url)  # a key is for the server that it was stored for
    keyring.set_password(service, FIRST_ID, SANDBOX_KEY)
    yield
    keyring.delete_password(service, FIRST_ID)


def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def run_and_scan(
    program: list[str], sandbox: SandboxServer, tmp_path: Path, **environment: str
) -> tuple[list[str], str]:
    """Send a document with the program, look everywhere while it runs and after; end it.

    Returns where secrets were found, and what was said on stdout and stderr.
    """
    path = tmp_path / "scope.pdf"
    path.write_bytes(pdf())
    data = tmp_path / "data"
    command = [sys.executable, *program, "--verbose", "--data-dir", str(data)]
    command += ["--xn-address", "team@example", str(path)]
    surroundings = {
        **os.environ,
        "CAPOUT_API_URL": sandbox.base_url,
        "PYTHONPATH": str(ROOT),
        "PYTHONASYNCIODEBUG": "0",
        **environment,
    }
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        itself = psutil.Process(process.pid)
        until(lambda: len(sandbox.state.ledger) == 1, "the document arrives")
        until(lambda: sandbox.stream_count == 1, "it is followed, with a token")
        children = itself.children(recursive=True)
        assert children, "the process that opens PDFs runs"
        found = secrets_in_processes(children, SANDBOX_KEY)
        arguments = "\0".join(itself.cmdline()).encode()
        found += ["its own arguments"] if holds_secret(arguments, [SANDBOX_KEY]) else []
        found += secrets_in_files(tmp_path, SANDBOX_KEY)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=SECONDS)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    found += ["its last words"] if holds_secret(said.encode(), [SANDBOX_KEY]) else []
    return found + secrets_in_files(tmp_path, SANDBOX_KEY), said


@pytest.mark.usefixtures("stored_key")
def test_a_key_out_of_the_keyring_is_found_nowhere(sandbox: SandboxServer, tmp_path: Path) -> None:
    found, said = run_and_scan(PLAIN, sandbox, tmp_path)
    assert found == []
    assert said == ""
    log = (tmp_path / "data" / "logs" / "capout-desktop.log").read_text()
    assert "[hidden]" in log, "the log has lines that would hold a secret"
    assert sandbox.state.journal.count(Call.WEBSOCKET)


def test_a_key_of_the_environment_is_not_handed_on(sandbox: SandboxServer, tmp_path: Path) -> None:
    found, _ = run_and_scan(PLAIN, sandbox, tmp_path, CAPOUT_API_KEY=SANDBOX_KEY)
    assert found == []


@pytest.mark.usefixtures("stored_key")
def test_a_crash_tells_everything_but_the_key(sandbox: SandboxServer, tmp_path: Path) -> None:
    found, said = run_and_scan(CRASHING, sandbox, tmp_path)
    assert found == []
    assert said.count("RuntimeError: this key did it: [hidden]") >= 2, "a thread, and a slot"
    log = (tmp_path / "data" / "logs" / "capout-desktop.log").read_text()
    assert log.count("RuntimeError: this key did it: [hidden]") >= 3, "the task, too"


def test_a_planted_secret_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "a.log").write_text(f"x {SANDBOX_KEY} y")
    (tmp_path / "b.sqlite3").write_bytes(b"\0rt_0123456789abcdefghijk\0")
    (tmp_path / "c.bin").write_bytes(SANDBOX_KEY.encode("utf-16-le"))
    (tmp_path / "d.txt").write_text("capout-desktop, and nothing else")
    assert secrets_in_files(tmp_path, SANDBOX_KEY) == ["b.sqlite3", "c.bin", "a.log"]
    sleeps = "import sys; print(flush=True); sys.stdin.read()"
    for place in ("arguments", "environment"):
        process = subprocess.Popen(
            [sys.executable, "-c", sleeps, *([SANDBOX_KEY] if place == "arguments" else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **({"INHERITED": SANDBOX_KEY} if place != "arguments" else {})},
        )
        assert process.stdout
        process.stdout.readline()
        found = secrets_in_processes([psutil.Process(process.pid)], SANDBOX_KEY)
        process.communicate(b"")
        assert len(found) == 1
        assert found[0].startswith(place)
