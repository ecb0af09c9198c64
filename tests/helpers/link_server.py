"""Web server on loopback, with TLS, that links lead to."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Page:
    """Answer of one path.

    Attributes:
        headers: Headers of the answer; `{base}` stands for the address of the server.
        body: The content, or a function that writes it until the client hangs up.
        head_status: Status for HEAD, if it is another one.
        is_silent: Whether there is no answer.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | Callable[[Callable[[bytes], object]], None] = b""
    head_status: int | None = None
    is_silent: bool = False


@dataclass(frozen=True)
class Request:
    """A request that was received; the names of the headers are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]


class LinkServer(ThreadingHTTPServer):
    """Server with the pages `pages` by their paths; others are not found."""

    daemon_threads = True

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.socket = context.wrap_socket(
            self.socket, server_side=True, do_handshake_on_connect=False
        )
        self.pages: dict[str, Page] = {}
        self.requests: list[Request] = []
        self.is_ending = threading.Event()

    @property
    def base(self) -> str:
        return f"https://127.0.0.1:{self.server_port}"

    def link(self, path: str, page: Page) -> str:
        """Add a page and return the link to it."""
        self.pages[path.partition("?")[0]] = page
        return self.base + path

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that hang up."""


class _Answer(BaseHTTPRequestHandler):
    server: LinkServer

    def do_GET(self) -> None:
        server = self.server
        path = self.path.partition("?")[0]
        names = {name.lower(): value for name, value in self.headers.items()}
        server.requests.append(Request(self.command, path, names))
        page = server.pages.get(path, Page(404))
        if page.is_silent:
            server.is_ending.wait()
            return
        is_head = self.command == "HEAD"
        self.send_response(page.head_status if is_head and page.head_status else page.status)
        for name, value in page.headers.items():
            self.send_header(name, value.format(base=server.base))
        if isinstance(page.body, bytes):
            self.send_header("content-length", str(len(page.body)))
        self.end_headers()
        if not is_head:
            with suppress(OSError):
                if isinstance(page.body, bytes):
                    self.wfile.write(page.body)
                else:
                    page.body(self.wfile.write)

    do_HEAD = do_GET  # noqa: N815 - the name that the library wants

    def log_message(self, *_: object) -> None:
        """Suppress the log on stderr."""


@contextmanager
def link_server(context: ssl.SSLContext) -> Iterator[LinkServer]:
    """Run a server for the duration of the `with` block."""
    with LinkServer(context) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.is_ending.set()
            server.shutdown()
            thread.join()
