"""Web server on loopback that serves the file of the newest version and counts requests."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = "https://capout.example/desktop"


class UpdateServer(ThreadingHTTPServer):
    """Server that answers every request with `status` and `content`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.status = 200
        self.content = b""
        self.headers_seen: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/desktop/updates.json"

    def publish(self, version: str, *news: str, page: str = PAGE) -> None:
        self.content = json.dumps({"version": version, "news": news, "page": page}).encode()


class _Answer(BaseHTTPRequestHandler):
    server: UpdateServer

    def do_GET(self) -> None:
        self.server.headers_seen.append({k.lower(): v for k, v in self.headers.items()})
        self.send_response(self.server.status)
        self.send_header("location", "https://elsewhere.invalid/")
        self.send_header("content-length", str(len(self.server.content)))
        self.end_headers()
        self.wfile.write(self.server.content)

    def log_message(self, *_: object) -> None:
        """Suppress the log on stderr."""


@contextmanager
def update_server() -> Iterator[UpdateServer]:
    """Run a server for the duration of the `with` block."""
    with UpdateServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
