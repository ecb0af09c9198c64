"""The keyring is used by a process of its own, over the real Secret Service."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import psutil
import pytest
from helpers.new_threads import NewThreads
from helpers.secret_scan import secrets_in_processes

from capout_desktop.domain import key_problem
from capout_desktop.services.organizations import keyring_process, keyring_worker
from capout_desktop.services.organizations.key_store import KeyringTrouble, KeyStore, service_name
from capout_desktop.services.organizations.keyring_calls import Action, KeyringCall

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a session of its own"),
    pytest.mark.usefixtures("secret_service"),
]
ROOT = Path(__file__).resolve().parents[3]
SERVER = "http://keyring-process"
KEY = "capout_test_4vN8_0123456789abcdef"
SECONDS = 60.0


@pytest.fixture
def keys() -> Iterator[KeyStore]:
    store = KeyStore(SERVER)
    yield store
    store.close()
    until(lambda: not workers(), "the process ends")


@contextlib.contextmanager
def instead_of_the_worker(code: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Start a process that runs this code where the keyring's would be started."""
    command = [sys.executable, "-c", code, "keyring_worker"]
    with monkeypatch.context() as changed:
        changed.setattr(keyring_process, "child_command", lambda *_: command)
        yield


def workers() -> list[psutil.Process]:
    """Return the keyring's processes of this one."""
    found = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):  # it ended just now
            if "keyring_worker" in "".join(child.cmdline()):
                found.append(child)
    return found


def test_it_starts_no_other_program(tmp_path: Path) -> None:
    """The backend of macOS would look for Apple's libraries, with a compiler if there is one."""
    code = f"""
import os, sys
sys.path[:0] = [{str(ROOT)!r}]
sys.addaudithook(lambda event, _: event in {{"subprocess.Popen", "os.posix_spawn", "os.fork"}}
                 and os.write(2, event.encode()))
from capout_desktop.services.organizations.keyring_worker import main
main([])
"""
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        assert process.communicate(timeout=SECONDS) == (b"", b"")


def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


async def test_keys_are_stored_read_and_deleted_by_one_process(keys: KeyStore) -> None:
    assert await keys.load("one") is None
    await keys.save("one", KEY)
    assert keyring.get_password(service_name(SERVER), "one") == KEY
    (worker,) = workers()
    assert secrets_in_processes([worker], KEY) == []
    assert await keys.load("one") == KEY
    assert workers() == [worker]
    await keys.delete("one")
    assert keyring.get_password(service_name(SERVER), "one") is None


async def test_a_process_that_has_ended_is_replaced(keys: KeyStore) -> None:
    await keys.save("two", KEY)
    (worker,) = workers()
    worker.kill()
    worker.wait(SECONDS)
    assert await keys.load("two") == KEY
    await keys.delete("two")


async def test_a_process_that_cannot_work_is_reported_and_the_next_call_tries_again(
    keys: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(sys, "path", [])
        with pytest.raises(KeyringTrouble) as trouble:
            await keys.save("three", KEY)
    assert trouble.value.problem.code == key_problem.NOT_STORED.code
    assert trouble.value.problem.detail
    assert await keys.load("three") is None


async def test_what_the_keyring_answers_in_the_process_is_said(
    keys: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    with pytest.raises(KeyringTrouble) as trouble:
        await keys.load("five")
    assert trouble.value.problem.code == key_problem.NO_KEYRING.code


async def test_a_process_that_talks_nonsense_is_ended(
    keys: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import sys; print(flush=True); [print('?', flush=True) for line in sys.stdin]"
    with instead_of_the_worker(code, monkeypatch):
        with pytest.raises(KeyringTrouble):
            await keys.load("four")
        assert workers() == []
    assert await keys.load("four") is None


async def test_a_call_that_a_process_did_not_see_before_it_ended_is_made_again(
    keys: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "print(flush=True); input(); print('{}', flush=True); input()"
    with instead_of_the_worker(code, monkeypatch):
        assert await keys.load("six") is None
    await keys.save("six", KEY)
    assert await keys.load("six") == KEY
    await keys.delete("six")


async def test_the_threads_end_with_the_store() -> None:
    new, store = NewThreads(), KeyStore(SERVER)
    await store.prepare()
    assert await store.load("seven") is None
    names = ("keyring", "keyring start")
    assert [len(new.named(name)) for name in names] == [1, 1]
    store.close()
    for name in names:
        new.wait_for_end(name)


def test_once_closed_no_process_is_started_again() -> None:
    process = keyring_process.KeyringProcess()
    call = KeyringCall(Action.LOAD, service_name(SERVER), "five")
    assert process.call(call) is None
    process.close()
    with pytest.raises(KeyringTrouble) as trouble:
        process.call(call)
    assert trouble.value.problem.code == key_problem.NOT_READ.code
    process.prepare()
    until(lambda: not workers(), "the process ends, and no other one begins")


def test_the_program_itself_never_loads_the_keyring() -> None:
    code = (
        "import asyncio, sys\n"
        "from capout_desktop.services.organizations.key_store import KeyStore\n"
        "keys = KeyStore(sys.argv[1])\n"
        "asyncio.run(keys.load('none'))\n"
        "print({'keyring', 'cryptography', 'secretstorage'} & {*sys.modules})\n"
    )
    command = [sys.executable, "-c", code, SERVER]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, env=surroundings, capture_output=True, text=True, check=True, timeout=SECONDS
    )
    assert done.stdout.strip() == "set()"


def test_it_ends_with_the_program_even_while_a_call_waits() -> None:
    # Its input ends while it carries out a call: as after the program was killed.
    reader, writer = os.pipe()
    code = (
        "from capout_desktop.services.organizations import keyring_worker as worker\n"
        "import time\n"
        "worker.carry_out = lambda call: time.sleep(60)\n"
        "worker.main([])\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=reader,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    os.close(reader)
    os.write(writer, b'{"action":"load","service":"a","entry":"b"}\n')
    os.close(writer)
    assert process.wait(keyring_worker.ENDING_SECONDS + SECONDS) == 0
