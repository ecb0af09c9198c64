"""Fixtures of all tests: a data folder, a real keyring, and guards against side effects."""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib.util
import ipaddress
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from helpers.wine import is_wine, reason_to_leave_out

if TYPE_CHECKING:
    from helpers.kept_workers import KeptWorkers
    from PySide6.QtWidgets import QApplication

if importlib.util.find_spec("sniffio") is None:
    # httpcore tries to import this with every request. Each time Python would look in every folder,
    # for 30 ms under wine; now it knows.
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # as the import system documents it

GRACE = 2.0  # seconds that a thread or process may take to end


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Return an empty folder for journal, settings and logs."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """Return the program's application class, which replaces `QApplication`."""
    from PySide6.QtCore import QCoreApplication, Qt

    from capout_desktop.ui.shell.application import Application

    # Tests can press the buttons of Qt's own dialogs only.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    return Application


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what wine cannot do; the table says why."""
    if is_wine():
        for item in items:
            if reason := reason_to_leave_out(item.nodeid):
                item.add_marker(pytest.mark.skip(reason=f"wine: {reason}"))


def pytest_collection_finish() -> None:
    """Let later collections of garbage pass over what stays until the end: modules and tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def secret_service() -> None:
    """Provide an unlocked Secret Service to `keyring`; Windows and macOS have their own store."""
    if sys.platform != "linux":
        return
    import secretstorage

    try:
        with contextlib.closing(secretstorage.dbus_init()) as connection:
            locked = secretstorage.get_default_collection(connection).is_locked()
    except secretstorage.SecretStorageException as error:
        pytest.fail(f"no Secret Service ({error}): run the tests with packaging/dev.py test")
    assert not locked, "the keyring is locked: run the tests with packaging/dev.py test"


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that connects to, or tries to resolve, any other machine.

    The connection is also refused at once, so that nothing is sent while the test continues.
    Names under `.invalid` cannot be resolved, as everywhere (RFC 6761).
    """
    reached: list[str] = []

    def is_allowed(address: object) -> bool:
        if not isinstance(address, tuple) or _is_loopback(str(address[0])):
            return True
        reached.append(f"{address[0]}:{address[1]}")
        return False

    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    getaddrinfo = socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if not is_allowed(address):
            raise ConnectionRefusedError(errno.ECONNREFUSED, "tests may talk to loopback only")
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        return connect_ex(self, address) if is_allowed(address) else errno.ECONNREFUSED

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is None or _is_loopback(name) or _is_ip_address(name):
            return getaddrinfo(host, *args, **kwargs)
        if not name.endswith(".invalid"):
            reached.append(name)
        raise socket.gaierror(socket.EAI_NONAME, "tests may talk to loopback only")

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
    if sys.platform == "win32":  # the event loop there bypasses `socket.connect`
        import asyncio.proactor_events

        loop_class = asyncio.proactor_events.BaseProactorEventLoop
        sock_connect = loop_class.sock_connect

        async def guarded_sock_connect(self: Any, sock: socket.socket, address: Any) -> None:
            if not is_allowed(address):
                raise ConnectionRefusedError(errno.ECONNREFUSED, "tests may talk to loopback only")
            await sock_connect(self, sock, address)

        monkeypatch.setattr(loop_class, "sock_connect", guarded_sock_connect)

    yield
    assert not reached, f"tests may talk to loopback only; this one reached for {reached}"


@pytest.fixture(scope="module", autouse=True)
def garbage_of_the_module() -> Iterator[None]:
    """Collect the garbage of a test module at its end, on the thread that owns Qt's objects.

    What is then left, such as modules and reports, stays until the end: later collections pass over
    it, which would otherwise take a tenth of the time of all unit tests.
    """
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def garbage_collector_on_this_thread() -> Iterator[None]:
    """Disable garbage collection on other threads, where it would destroy Qt's objects."""
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


@pytest.fixture(autouse=True)
def no_thread_left_behind() -> Iterator[None]:
    """Fail a test that leaves a thread behind which would keep the program from ending."""
    before = set(threading.enumerate())
    yield
    started = [t for t in threading.enumerate() if t not in before and not t.daemon]
    for thread in started:
        thread.join(GRACE)
    left = [thread.name for thread in started if thread.is_alive()]
    assert not left, f"threads left behind: {left}"


@pytest.fixture(scope="session", autouse=True)
def no_process_left_behind() -> Iterator[None]:
    """Fail the run if child processes are left at its end."""
    yield
    # Python keeps a helper process, which ends with the run.
    children = [
        child
        for child in psutil.Process().children(recursive=True)
        if not _says(child, "multiprocessing.resource_tracker") and not _is_of_the_system(child)
    ]
    _, left = psutil.wait_procs(children, timeout=GRACE)
    assert not left, f"processes left behind: {left}"


@pytest.fixture(scope="session")
def kept_workers(no_process_left_behind: None) -> Iterator[KeptWorkers]:
    """Provide worker processes for PDFs that go from test to test."""
    del no_process_left_behind  # it looks after the workers have ended
    from helpers.kept_workers import KeptWorkers

    kept = KeptWorkers()
    yield kept
    kept.close()


@pytest.fixture
def kept_pdf_workers(kept_workers: KeptWorkers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let inspectors of PDFs go on with the processes of those that tests before have closed."""
    from capout_desktop.services.intake import pdf_inspector

    monkeypatch.setattr(pdf_inspector, "PdfWorkerProcess", kept_workers)


@pytest.fixture
def sent_by_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send uploads from a thread; to start a process for each test would take too long."""
    from capout_desktop.services.uploads import transfers
    from capout_desktop.services.uploads.transfer_channel import ThreadChannel

    monkeypatch.setattr(transfers, "ProcessChannel", ThreadChannel)


def _says(process: psutil.Process, text: str) -> bool:
    try:
        return text in " ".join(process.cmdline())
    except psutil.Error:  # ended in the meantime
        return False


def _is_of_the_system(process: psutil.Process) -> bool:
    """Return whether Windows started the process: the one that shows a console's output."""
    try:
        return process.name() == "conhost.exe"
    except (psutil.Error, OSError):  # ended in the meantime; wine has no name for it then
        return True


def _is_ip_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    if host in {"", "localhost"}:
        return True
    # The destinations "0.0.0.0" and "::" mean this machine.
    return _is_ip_address(host) and (
        ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    )
