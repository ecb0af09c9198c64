"""Probes of `dev.py bench`, each run in a fresh process: `probes.py NAME [ARGUMENTS]`.

Each probe prints its figures as one line of JSON, or a word when it is ready.
"""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


class _Peak:
    """Peak resident memory above the starting value, sampled every millisecond."""

    def __enter__(self) -> _Peak:
        import psutil  # not at the top: the program, measured by the same file, does not load it

        self._process = psutil.Process()
        self._base = self._highest = self._process.memory_info().rss
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._ended.wait(0.001):
            self._highest = max(self._highest, self._process.memory_info().rss)

    @property
    def extra_mb(self) -> float:
        return float(self._highest - self._base) / 1e6


def upload(url: str, path: str, repeats: str) -> None:
    """Upload with the program's own client; the time is the median of a warm process."""
    from capout_desktop.capout.client import CapOutClient

    async def once() -> float:
        client = CapOutClient(url, "capout_test_bench")
        try:
            started = time.perf_counter()
            await client.upload_file(Path(path), file_name="estimate.pdf", xn_address="a@b")
            return time.perf_counter() - started
        finally:
            await client.aclose()

    asyncio.run(_warm(url))
    with _Peak() as peak:
        asyncio.run(once())
    seconds = sorted(asyncio.run(once()) for _ in range(int(repeats)))
    _say(seconds=seconds[len(seconds) // 2], extra_mb=peak.extra_mb)


async def _warm(url: str) -> None:
    """Import what any first request imports, so that the peak is that of the body alone."""
    from capout_desktop.capout.client import CapOutClient

    client = CapOutClient(url, "capout_test_bench")
    await client.upload_link("https://example.com/a.pdf", file_name="a.pdf", xn_address="a@b")
    await client.aclose()


def vendor_upload(url: str, path: str) -> None:
    """Upload by the recipe of the vendor's page: the whole file as base64 in `json=`."""
    import httpx

    client = httpx.Client(timeout=60)
    client.post(f"{url}/upload", json={})
    with _Peak() as peak:
        started = time.perf_counter()
        content = base64.b64encode(Path(path).read_bytes()).decode()
        client.post(f"{url}/upload", json={"file_name": "a", "file_base64": content})
        seconds = time.perf_counter() - started
    _say(seconds=seconds, extra_mb=peak.extra_mb)


def sink() -> None:
    """Serve uploads: read and discard the whole body of each request and answer as CapOut does."""
    answer = json.dumps({"document_id": "doc_1", "workflow_id": None, "status": "processing"})
    reply = (
        f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
        f"content-length: {len(answer)}\r\nconnection: close\r\n\r\n{answer}"
    ).encode()
    server = socket.create_server(("127.0.0.1", 0))
    print("port", server.getsockname()[1], flush=True)
    buffer = bytearray(1 << 20)
    while True:
        line, _ = server.accept()
        head = bytearray()
        while b"\r\n\r\n" not in head:
            head += line.recv(65536)
        headers, _, begun = bytes(head).partition(b"\r\n\r\n")
        if b"100-continue" in headers.lower():
            line.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        length = next(
            int(header.split(b":")[1])
            for header in headers.split(b"\r\n")
            if header.lower().startswith(b"content-length:")
        )
        left = length - len(begun)
        while left > 0:
            left -= line.recv_into(buffer)
        line.sendall(reply)
        line.close()


def first_paint(which: str, *arguments: str) -> None:
    """Print "painted" once the window is on the screen, then keep running."""
    if which == "bare":
        _bare_window(lambda: print("painted", flush=True))
        return
    from capout_desktop import app, cli

    paint = app._paint

    def painted(*given: object) -> None:
        paint(*given)  # type: ignore[arg-type]
        print("painted", flush=True)

    app._paint = painted  # type: ignore[assignment]
    cli.main(arguments)


def idle_gaps() -> None:
    """Measure the longest gap of a bare window that does nothing for three seconds."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    heart = None

    def begin() -> None:
        nonlocal heart
        heart = _Heartbeat()
        QTimer.singleShot(3000, QApplication.quit)

    _bare_window(begin)
    _say(worst_ms=heart.worst_ms if heart else 0.0)


def gaps(data_dir: str, *files: str) -> None:
    """Measure the longest gap of the program's window while all files are uploaded at once."""
    import os

    from PySide6.QtCore import QTimer

    from capout_desktop import app, cli
    from capout_desktop.domain.document import DocumentState

    os.environ["CAPOUT_API_KEY"] = os.environ["KEY"]
    run_loop = app._run_loop
    measured: dict[str, float] = {}

    def with_heartbeat(application, options, places, window):  # type: ignore[no-untyped-def]
        seen: dict[str, DocumentState] = {}
        heart: list[_Heartbeat] = []
        began: list[float] = []
        apply = window.apply

        def watch(documents):  # type: ignore[no-untyped-def]
            apply(documents)
            seen.update({d.id: d.state for d in documents})
            uploading = sum(state is DocumentState.UPLOADING for state in seen.values())
            if uploading and not heart:
                heart.append(_Heartbeat())
                began.append(time.perf_counter())
            sent = sum(
                state is DocumentState.PROCESSING or state.is_terminal for state in seen.values()
            )
            if sent == len(files) and not measured:
                measured["worst_ms"] = heart[0].worst_ms
                measured["seconds"] = time.perf_counter() - began[0]
                QTimer.singleShot(0, window.quit_requested.emit)

        window.apply = watch
        return run_loop(application, options, places, window)

    app._run_loop = with_heartbeat
    data = str(Path(data_dir, "data"))
    cli.main(["--data-dir", data, "--xn-address", "team@example", "--yes", *files])
    _say(**measured)


class _Heartbeat:
    """Measurement of how late a 1 ms timer of the GUI thread fires."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.worst_ms = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.worst_ms = max(self.worst_ms, (now - self._last) * 1000 - 1)
        self._last = now


def _bare_window(painted) -> None:  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Bare(QMainWindow):
        first = True

        def paintEvent(self, event) -> None:  # type: ignore[no-untyped-def]
            super().paintEvent(event)
            if self.first:
                self.first = False
                QTimer.singleShot(0, painted)

    application = QApplication([])
    window = Bare()
    window.resize(1120, 720)
    window.show()
    application.exec()


def _say(**figures: float) -> None:
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    probe, *given = sys.argv[1:]
    probes: dict[str, Callable[..., None]] = {
        "upload": upload,
        "vendor_upload": vendor_upload,
        "sink": sink,
        "first_paint": first_paint,
        "idle_gaps": idle_gaps,
        "gaps": gaps,
    }
    probes[probe](*given)
