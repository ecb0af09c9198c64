"""The process that sends uploads: reads, hashes, encodes and encrypts, away from the window.

It lives no longer than its program: it ends when its input does, and completes no body after that.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError
from capout_desktop.capout.redact import RedactingFormatter
from capout_desktop.core_dumps import prevent_core_dumps
from capout_desktop.services.uploads.transfer_protocol import (
    Accepted,
    Answer,
    Asks,
    Broken,
    Cancel,
    End,
    Go,
    Logged,
    Ready,
    Send,
    Sent,
    Stopped,
    accepted,
    failed,
    line,
    read_call,
)

_log = logging.getLogger(__name__)

NICENESS = 10
"""The window and the server come first: sending takes a processor's whole time while it lasts."""


def main(arguments: list[str]) -> None:
    """Send what is asked for on stdin until that ends.

    Args:
        arguments: The level of the log.
    """
    prevent_core_dumps()
    if sys.platform != "win32":  # there the program starts it with a lower priority
        with suppress(OSError):
            os.nice(NICENESS)
    answers = os.dup(1)
    # What a library prints must not get between the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    tell = writer_to(answers)
    _log_through(tell, int(arguments[0]) if arguments else logging.WARNING)
    Worker(0, tell).run()
    # Not even for a thread that waits for a drive.
    os._exit(0)


def writer_to(file: int) -> Callable[[Answer], None]:
    """Return a function that writes answers to a file descriptor, from any thread."""
    one_at_a_time = threading.Lock()

    def tell(answer: Answer) -> None:
        rest = memoryview(line(answer))
        with one_at_a_time, suppress(OSError):  # the program is gone, and so is the input
            while rest:
                rest = rest[os.write(file, rest) :]

    return tell


class Worker:
    """Sends what it is asked for on a file descriptor, on an event loop of its own."""

    def __init__(self, calls: int, tell: Callable[[Answer], None]) -> None:
        self._calls = calls
        self._tell = tell
        self._sending: dict[int, asyncio.Task[None]] = {}
        self._may_go: dict[int, asyncio.Event] = {}
        self._first_stop = threading.Lock()
        self._is_over = False
        self._loop = asyncio.new_event_loop()

    def run(self) -> None:
        """Send until the descriptor ends; what is under way then stops where it is."""
        threading.Thread(target=self._listen, name="transfer calls", daemon=True).start()
        self._tell(Ready())
        self._loop.run_forever()
        self._is_over = True
        under_way = list(self._sending.values())
        for task in under_way:
            task.cancel()
        if under_way:  # for a moment, in which they close their connections
            self._loop.run_until_complete(asyncio.wait(under_way, timeout=1))
        self._loop.close()

    def stop(self) -> None:
        """Let `run` return; safe to call from any thread, and again."""
        # Once: a second stop would interrupt what the first one leads to.
        if self._first_stop.acquire(blocking=False):
            self._loop.call_soon_threadsafe(self._loop.stop)

    def _listen(self) -> None:
        with suppress(OSError, RuntimeError), os.fdopen(self._calls, "rb") as calls:
            for given in calls:
                self._loop.call_soon_threadsafe(self._hear, given)
        self.stop()

    def _hear(self, given: bytes) -> None:
        match read_call(given):
            case Send() as call if not self._is_over:
                self._may_go[call.id] = asyncio.Event()
                self._sending[call.id] = self._loop.create_task(self._send(call))
            case Go(id=id_) if id_ in self._may_go:
                self._may_go[id_].set()
            case Cancel(id=id_) if id_ in self._sending:
                # After its first step at the earliest: what never began could not tell its end.
                self._loop.call_soon(self._sending[id_].cancel)

    async def _send(self, call: Send) -> None:
        end = await self._end_of(call)
        try:
            self._tell(end)
        except (ValueError, TypeError, RecursionError):
            _log.exception("what CapOut told besides cannot be passed on")
            if isinstance(end, Accepted):
                self._tell(
                    Accepted(end.id, end.document_id, end.workflow_id, end.status, {}, end.streamed)
                )
            else:
                self._tell(Broken(call.id))
        finally:
            del self._sending[call.id], self._may_go[call.id]

    async def _end_of(self, call: Send) -> End:
        def on_progress(sent: int, total: int) -> None:
            self._tell(Sent(call.id, sent, total))

        async def before_last_bytes() -> None:
            self._tell(Asks(call.id))
            await self._may_go[call.id].wait()

        try:
            client = CapOutClient.with_access(call.access)
            try:
                if call.is_link:
                    receipt = await client.upload_link(
                        call.source,
                        file_name=call.file_name,
                        xn_address=call.xn_address,
                        on_progress=on_progress,
                        before_last_bytes=before_last_bytes,
                    )
                else:
                    receipt = await client.upload_file(
                        Path(call.source),
                        file_name=call.file_name,
                        xn_address=call.xn_address,
                        on_progress=on_progress,
                        before_last_bytes=before_last_bytes,
                        expected_sha256=call.sha256,
                        expected_size=call.size,
                    )
            finally:
                await client.aclose()
        except CapOutError as error:
            return failed(call.id, error)
        except asyncio.CancelledError:
            return Stopped(call.id)
        except Exception:  # noqa: BLE001 - logged, and looked up
            # A fault of this program's own must not read as "nothing was sent".
            _log.exception("an upload failed in a way that nobody foresaw")
            return Broken(call.id)
        return accepted(call.id, receipt)


class _ToProgram(logging.Handler):
    """Handler that passes records on to the program's log."""

    def __init__(self, tell: Callable[[Answer], None]) -> None:
        super().__init__()
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        self._tell(Logged(record.levelno, record.name, self.format(record)))


def _log_through(tell: Callable[[Answer], None], level: int) -> None:
    handler = _ToProgram(tell)
    handler.setFormatter(RedactingFormatter("%(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    # A line for each request is for those alone who look for a fault.
    of_requests = level if level <= logging.DEBUG else max(level, logging.WARNING)
    logging.getLogger("httpx").setLevel(of_requests)
