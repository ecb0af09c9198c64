"""Reader that reads and encodes a file in a separate thread and detects changes of it."""

from __future__ import annotations

import asyncio
import hashlib
import os
import queue
import stat
import threading
from collections.abc import Callable
from concurrent.futures import Future
from io import BufferedReader
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec

from capout_desktop.capout.errors import FileTrouble, StreamedFile
from capout_desktop.domain import file_problem
from capout_desktop.interpreter import ENCODING

CHUNK_BYTES = 768 * 1024
"""Bytes of the file in one chunk: a multiple of 3, so that chunks of base64 simply join.

Measured with 50 MB over loopback: half of it takes a tenth longer, more only takes more memory.
"""

_JSON = msgspec.json.Encoder()
OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOINHERIT", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
"""Flags for opening a file that others named: a FIFO of that name must not hold the thread until
somebody writes into it."""

ANSWER_SECONDS = 60.0
"""Longest wait for one chunk. A drive that does not answer must not keep an upload's place in the
queue for good."""

_NO_FILE = "it is no ordinary file"
_T = TypeVar("_T")


class FileReader:
    """Context manager that opens, reads and closes one file in a separate thread.

    A network share or a placeholder of a cloud drive may block for a minute. This blocks neither
    the event loop, nor other files, nor the end of the program.

    Attributes:
        size: Size of the file in bytes when it was opened, on entering the context.
    """

    size: int

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BufferedReader | None = None
        self._hash = hashlib.sha256()
        self._read_bytes = 0
        self._content = memoryview(bytearray(CHUNK_BYTES))
        self._encoded = bytearray()
        self._jobs: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None]
        self._jobs = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="upload file", daemon=True)

    async def __aenter__(self) -> Self:
        """Open the file.

        Raises:
            FileTrouble: It does not exist, cannot be read, or its drive does not answer.
        """
        self._thread.start()
        try:
            await in_time(self._in_thread(self._open))
        except BaseException:
            self._close()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._close()

    def read_base64(self) -> asyncio.Future[bytes]:
        """Start reading the next chunk; the result is empty at the end of the file.

        The future raises `FileTrouble` if the file cannot be read, or ends too early or too late.
        """
        return self._in_thread(self._read)

    def check_unchanged(self) -> asyncio.Future[None]:
        """Start checking that the file is unchanged; otherwise the future raises `FileTrouble`."""
        return self._in_thread(self._check)

    @property
    def streamed(self) -> StreamedFile:
        """Hash and size of what was read so far."""
        return StreamedFile(self._hash.hexdigest(), self._read_bytes)

    # In the thread

    def _work(self) -> None:
        for outcome, job in iter(self._jobs.get, None):
            if not outcome.set_running_or_notify_cancel():
                continue
            try:
                outcome.set_result(job())
            except OSError as error:
                outcome.set_exception(_trouble(error))
            except Exception as error:  # noqa: BLE001 - whoever awaits it deals with it
                outcome.set_exception(error)
        if self._file is not None:
            self._file.close()

    def _open(self) -> None:
        # Opened once: these bytes are sent, even if the path is replaced later.
        descriptor = os.open(self._path, OPEN_FLAGS)
        self._file = os.fdopen(descriptor, "rb")
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise FileTrouble(file_problem.unreadable(_NO_FILE))
        self._opened = _identity(found)
        self._at_path = _identity(self._path.stat())
        self.size = self._left = self._opened[0]

    def _read(self) -> bytes:
        wanted = min(CHUNK_BYTES, self._left)
        # At the end, one byte more, which must not exist.
        content = self._content[: wanted or 1]
        if self._opened_file.readinto(content) != wanted:
            raise FileTrouble(file_problem.CHANGED)
        self._left -= wanted
        self._hash.update(content[:wanted])
        self._read_bytes += wanted
        # Encoding base64 with msgspec takes half the time of `binascii` and reuses memory.
        with ENCODING:
            _JSON.encode_into(content[:wanted], self._encoded)
            return bytes(memoryview(self._encoded)[1:-1])

    def _check(self) -> None:
        # Both checks are needed: a file may be written to, or replaced by another.
        now_opened = _identity(os.fstat(self._opened_file.fileno()))
        if (now_opened, _identity(self._path.stat())) != (self._opened, self._at_path):
            raise FileTrouble(file_problem.CHANGED)

    @property
    def _opened_file(self) -> BufferedReader:
        if self._file is None:
            raise ValueError("the file is not open")
        return self._file

    # In the loop

    def _in_thread(self, job: Callable[[], _T]) -> asyncio.Future[_T]:
        outcome: Future[_T] = Future()
        self._jobs.put((outcome, job))
        return asyncio.wrap_future(outcome)

    def _close(self) -> None:
        """Let the thread close the file after its present job, without waiting for it."""
        self._jobs.put(None)


async def in_time(outcome: asyncio.Future[_T]) -> _T:
    """Return what a file was asked for.

    Raises:
        FileTrouble: As the future does, or its drive does not answer for `ANSWER_SECONDS`.
    """
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await outcome
    except TimeoutError:
        raise FileTrouble(file_problem.NO_ANSWER) from None


def _identity(found: os.stat_result) -> tuple[int, int]:
    """Return the values that change when a file is written to: size and modification time (ns)."""
    return found.st_size, found.st_mtime_ns


def _trouble(error: OSError) -> FileTrouble:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return FileTrouble(file_problem.GONE)
    if isinstance(error, PermissionError):
        return FileTrouble(file_problem.NO_PERMISSION)
    return FileTrouble(file_problem.unreadable(error.strerror or str(error)))
