"""The program as its users start it: a process of its own, with a window on a screen."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from helpers.pdfs import pdf
from helpers.wine import is_wine

from capout_desktop import __version__
from capout_desktop.sandbox.contract import Behavior, Call
from capout_desktop.sandbox.faults import SlowRead
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.ui.shell import display_check

SECONDS = 120.0 if sys.platform == "win32" else 60.0  # wine starts a program slowly
QUICK = 5.0 if sys.platform == "win32" else 2.0  # there it is killed after five
# asyncio says on stderr what holds up its loop; wine is too slow for its idea of that.
WATCHED = "" if is_wine() else "0"
START = [sys.executable, "-m", "capout_desktop"]
ROOT = Path(__file__).resolve().parents[3]

if sys.platform == "win32":
    from helpers.windows_desktop import close_window, end_session, is_shown, words_of_box
else:
    from helpers.x11_close import close_window

    def end_session(process: int) -> None:
        os.kill(process, signal.SIGTERM)

    def is_shown(title: str) -> bool:
        tree = subprocess.run(
            ["xwininfo", "-root", "-tree"], capture_output=True, text=True, check=True
        )
        return title in tree.stdout


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    server = SandboxServer(Behavior(speed=40))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def start(sandbox: SandboxServer) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    processes: list[subprocess.Popen[str]] = []

    def begin(*arguments: str, **environment: str) -> subprocess.Popen[str]:
        surroundings = {
            **os.environ,
            "CAPOUT_API_URL": sandbox.base_url,
            "CAPOUT_API_KEY": SANDBOX_KEY,
            "PYTHONASYNCIODEBUG": WATCHED,
            **environment,
        }
        process = subprocess.Popen(
            [*START, *arguments], cwd=ROOT, env=surroundings, stderr=subprocess.PIPE, text=True
        )
        processes.append(process)
        return process

    yield begin
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.communicate()


def until(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def end(process: subprocess.Popen[str]) -> str:
    """End it as the end of a desktop session does; return what it said on stderr."""
    children = psutil.Process(process.pid).children(recursive=True)
    began = time.monotonic()
    end_session(process.pid)
    _, said = process.communicate(timeout=SECONDS)
    assert time.monotonic() - began < QUICK
    assert process.returncode == 0
    _, alive = psutil.wait_procs(children, timeout=20)
    assert not alive
    return said


def refused(process: subprocess.Popen[str]) -> str:
    """Close the message of a start that cannot be; return what it said on stderr."""
    assert process.stderr is not None
    said = process.stderr.readline()
    title = "CapOut Desktop did not start"
    until(lambda: is_shown(title), "a window says why")
    close_window(title)
    _, rest = process.communicate(timeout=SECONDS)
    assert (process.returncode, rest) == (2, "")
    return said


def test_files_on_the_command_line_arrive_and_the_end_is_quick_and_silent(
    start: Callable[..., subprocess.Popen[str]], sandbox: SandboxServer, tmp_path: Path
) -> None:
    path = tmp_path / "scope.pdf"
    path.write_bytes(pdf())
    data = tmp_path / "data"
    process = start("--data-dir", str(data), "--xn-address", "team@example", str(path))
    until(lambda: len(sandbox.state.ledger) == 1, "the file arrives")
    assert end(process) == ""
    # Its list is still there, and nothing is sent a second time.
    again = start("--data-dir", str(data))
    until(lambda: sandbox.state.journal.count(Call.CREDITS) >= 2, "it starts again")
    assert end(again) == ""
    assert len(sandbox.state.ledger) == 1


def test_an_end_in_the_middle_of_an_upload_is_quick_and_silent(
    start: Callable[..., subprocess.Popen[str]], sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, SlowRead(bytes_per_second=200_000))
    path = tmp_path / "scope.pdf"
    path.write_bytes(pdf(size=20_000_000))
    data = tmp_path / "data"
    process = start("--data-dir", str(data), "--xn-address", "team@example", str(path))
    until(lambda: sandbox.state.journal.count(Call.UPLOAD) == 1, "the upload begins")
    assert end(process) == ""
    assert sandbox.state.ledger == ()


def test_a_second_start_hands_its_files_to_the_first(
    start: Callable[..., subprocess.Popen[str]], sandbox: SandboxServer, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    first = start("--data-dir", str(data), "--xn-address", "team@example")
    until(lambda: sandbox.state.journal.count(Call.CREDITS), "the first one is up")
    path = tmp_path / "scope.pdf"
    path.write_bytes(pdf())
    second = start("--data-dir", str(data), str(path))
    _, said = second.communicate(timeout=SECONDS)
    assert (second.returncode, said) == (0, "")
    until(lambda: len(sandbox.state.ledger) == 1, "the first one sends the file")
    assert end(first) == ""


def test_a_second_start_for_another_payer_or_receiver_is_refused(
    start: Callable[..., subprocess.Popen[str]], sandbox: SandboxServer, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    first = start("--data-dir", str(data), "--xn-address", "team@example")
    until(lambda: sandbox.state.journal.count(Call.CREDITS), "the first one is up")
    path = tmp_path / "scope.pdf"
    path.write_bytes(pdf())
    differences: list[tuple[str, tuple[str, ...], dict[str, str]]] = [
        ("--sandbox", ("--sandbox",), {}),
        ("--xn-address", ("--xn-address", "other@example"), {}),
        ("CAPOUT_API_KEY", (), {"CAPOUT_API_KEY": "capout_test_of_somebody_else"}),
        ("CAPOUT_API_KEY", (), {"CAPOUT_API_KEY": ""}),
        ("CAPOUT_API_URL", (), {"CAPOUT_API_URL": "https://capout.example"}),
    ]
    for named, arguments, environment in differences:
        second = start("--data-dir", str(data), *arguments, str(path), **environment)
        said = refused(second)
        assert sandbox.state.ledger == (), (arguments, environment)
        assert f"not with the same {named}" in said
    third = start("--data-dir", str(data), "--xn-address", "team@example", str(path))
    _, said = third.communicate(timeout=SECONDS)
    assert (third.returncode, said) == (0, "")
    until(lambda: len(sandbox.state.ledger) == 1, "the one that fits is taken")
    assert end(first) == ""
    assert [entry.xn_address for entry in sandbox.state.ledger] == ["team@example"]


def test_the_version_is_told_without_a_window() -> None:
    done = subprocess.run(
        [*START, "--version"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"CapOut Desktop {__version__}"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_it_says_so(tmp_path: Path) -> None:
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    done = subprocess.run(
        [*START, "--data-dir", str(tmp_path)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in screens},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 2
    assert "needs a screen" in done.stderr


NO_SCREENS = {
    "DISPLAY=:9797": {},
    "DISPLAY=nonsense": {},
    "DISPLAY=:9798": {"QT_QPA_PLATFORM": "xcb"},
    "WAYLAND_DISPLAY=nobody": {"QT_QPA_PLATFORM": "wayland"},
    "no-such-platform": {"QT_QPA_PLATFORM": "no-such-platform"},
}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
@pytest.mark.parametrize("named", NO_SCREENS)
def test_a_dead_screen_is_said_in_one_sentence(tmp_path: Path, named: str) -> None:
    given = {n: v for n, v in os.environ.items() if n not in {"WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}
    name, is_set, value = named.partition("=")
    given |= NO_SCREENS[named] | ({name: value} if is_set else {})
    done = subprocess.run(
        [*START, "--data-dir", str(tmp_path)],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 2
    assert named in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_a_screen_that_says_nothing_is_not_waited_for_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(display_check, "ANSWER_SECONDS", 0.2)
    with socket.socket() as silent:
        for port in range(6100, 6200):  # a display's number is its port less 6000
            with contextlib.suppress(OSError):
                silent.bind(("127.0.0.1", port))
                break
        silent.listen()
        display = f"127.0.0.1:{silent.getsockname()[1] - 6000}"
        monkeypatch.setenv("DISPLAY", display)
        for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            monkeypatch.delenv(name, raising=False)
        assert display in display_check.why_no_screen()


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs two users")
def test_the_data_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    os.chown(tmp_path, 4242, -1)
    code = "import os, sys; os.geteuid = lambda: 4711; from capout_desktop.cli import main; "
    command = [sys.executable, "-c", f"{code}sys.exit(main(sys.argv[1:]))"]
    process = subprocess.Popen(
        [*command, "--data-dir", str(tmp_path)], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    assert str(tmp_path) in refused(process)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_garbage", [False, True])
def test_a_file_given_while_the_first_starts_or_ends_is_never_lost(
    start: Callable[..., subprocess.Popen[str]],
    sandbox: SandboxServer,
    tmp_path: Path,
    is_garbage: bool,
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    if is_garbage:
        (data / "running.lock").write_bytes(b"\x00\xff")
    given = ("--data-dir", str(data), "--xn-address", "team@example", "--yes")
    paths = [tmp_path / f"{number}.pdf" for number in range(3)]
    for path in paths:
        path.write_bytes(pdf(marker=path.name))
    first = start(*given, str(paths[0]))
    # While the first one starts.
    second = start(*given, str(paths[1]))
    until(lambda: None in {first.poll(), second.poll()} != {None}, "one hands over to the other")
    (ended,) = [p for p in (first, second) if p.poll() is not None]
    (running,) = [p for p in (first, second) if p.poll() is None]
    assert ended.returncode == 0
    until(lambda: len(sandbox.state.ledger) == 2, "both files arrive")
    # While it ends.
    end_session(running.pid)
    third = start(*given, str(paths[2]))
    running.communicate(timeout=SECONDS)
    until(lambda: len(sandbox.state.ledger) == 3, "the next one sends it")
    assert end(third) == ""
    assert sorted(e.file_name for e in sandbox.state.ledger) == ["0.pdf", "1.pdf", "2.pdf"]


@pytest.mark.parametrize(
    "url", ["http://api.example.com", "ftp://api.example.com", "not a url", "http://127.0.0.1.evil"]
)
def test_an_unsafe_address_of_capout_is_refused_with_a_reason(url: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [*START, "--data-dir", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "CAPOUT_API_URL": url},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 2
    assert "CAPOUT_API_URL" in done.stderr


if sys.platform == "win32":  # elsewhere every program can print

    def test_a_program_that_cannot_print_shows_what_it_says_in_a_box() -> None:
        code = (
            "import sys; sys.stdout = sys.stderr = None; from capout_desktop.cli import main; "
            "main(['--sandbx'])"
        )
        process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
        until(lambda: "--sandbx" in words_of_box("CapOut Desktop"), "it is shown")
        close_window("CapOut Desktop")
        assert process.wait(SECONDS) == 2
