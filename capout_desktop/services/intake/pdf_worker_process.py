"""Client of the PDF worker: starts the process, passes it open files, and reads its answers."""

from __future__ import annotations

import contextlib
import logging
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Protocol

import msgspec

from capout_desktop.capout.file_reader import OPEN_FLAGS
from capout_desktop.services.intake import (
    IN_BACKGROUND,
    OPENS_CONTAINERS,
    PDF_WORKER_ARGUMENT,
)
from capout_desktop.services.intake.pdf_protocol import (
    LENGTH,
    MAX_ANSWER_BYTES,
    Answer,
    Began,
    Call,
    Done,
    Frame,
    Ready,
    Request,
    decode_frame,
    frame,
)
from capout_desktop.services.intake.worker_confinement import WORKER_MEMORY_BYTES
from capout_desktop.services.runtime.child_command import child_command

_log = logging.getLogger(__name__)

STARTING_SECONDS = 20.0
MOST_ANSWER_BYTES = 128 << 20
"""Largest sum of all answers to one request; a taken-over worker could send without end."""
_LEAST_COUNTED = 1024
"""Bytes that an answer counts at least; nor may a taken-over worker send very many."""

_KEPT_VARIABLES = frozenset(
    {
        *("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "WINDIR", "TEMP", "TMP"),
        *("TMPDIR", "HOME"),
    }
)
"""Names of what the worker gets from the environment, which may hold a proxy's password."""


class WorkerEnded(Exception):  # noqa: N818 - an event, not always an error
    """The worker ended, did not answer in time, or answered with what is no answer."""


class WorkerTooSlow(WorkerEnded):
    """It did not answer in time."""


class _Idle(WorkerEnded):
    """It had ended before it saw the request, for reasons that the file has nothing to do with."""


class _Line(Protocol):
    """Line to one worker process."""

    process: subprocess.Popen[bytes]

    def send(self, call: Call, file: int, deadline: float) -> None:
        """Send a call with its file; raises OSError."""

    def read(self, size: int, deadline: float) -> bytes:
        """Return that many bytes; raises OSError or EOFError."""

    def close(self) -> None:
        """Give up the line; the process ends by that if it still listens."""


class PdfWorkerProcess:
    """The worker process, which is started with the first request and replaced when it ends.

    Any thread may ask and close. Requests are answered one after the other.

    Attributes:
        unconfined: Names of the confinements that this system lacks, once a process was started.
    """

    _told_missing: set[tuple[str, ...]] = set()  # noqa: RUF012 - said once for the whole program

    def __init__(self, *, in_background: bool = False, opens_containers: bool = False) -> None:
        """Create it.

        Args:
            in_background: Whether it lets all other programs go first.
            opens_containers: Whether it answers `Unpack`, for which it starts more slowly.
        """
        self._in_background = in_background
        self._opens_containers = opens_containers
        self._asking = threading.Lock()
        self._starting = threading.Lock()
        self._closed = self._asked = False
        self.unconfined: tuple[str, ...] = ()
        self._line: _Line | None = None

    def ask(
        self, request: Request, file: int, seconds: float, most_bytes: int = MOST_ANSWER_BYTES
    ) -> Iterator[Answer]:
        """Yield the answers to a request about an open file.

        Args:
            request: What is asked.
            file: Descriptor of the file; it stays open here.
            seconds: Longest time to wait for all answers together. What the caller does between
                them does not count.
            most_bytes: Largest sum of the answers.

        Raises:
            WorkerEnded: There is no further answer; the answers before stand.
        """
        with self._asking:
            yield from self._ask(request, file, seconds, most_bytes)

    def _ask(self, request: Request, file: int, seconds: float, left: int) -> Iterator[Answer]:
        with self._starting:
            self._asked = True
        try:
            line = self._begin(request, file, seconds)
            began = time.monotonic()
            while True:
                answer, size = self._next(line, began + seconds)
                left -= max(size, _LEAST_COUNTED)
                if isinstance(answer, Done):
                    return
                if left < 0 or isinstance(answer, Ready | Began):
                    raise WorkerEnded("an answer that was not asked for")
                paused = time.monotonic()
                yield answer
                began += time.monotonic() - paused
        except WorkerEnded as ended:
            _log.info("no word from the PDF worker: %s", ended)
            self._drop()
            raise
        except GeneratorExit:
            self._drop()  # answers are left that nobody wants
            raise
        finally:
            with self._starting:
                self._asked = False
                if self._closed:
                    self._give_up()

    def close(self) -> None:
        """End the process for good; safe to call from any thread, even during a request."""
        with self._starting:
            self._closed = True
            if self._asked:
                self._kill()  # by which the answers end
            else:
                self._give_up()

    def _begin(self, request: Request, file: int, seconds: float) -> _Line:
        """Send the request, to a new worker if the present one has ended while idle."""
        if self._line is not None:
            try:
                return self._send(self._line, request, file, seconds)
            except _Idle:
                self._drop()
        return self._send(self._start(), request, file, seconds)

    def _send(self, line: _Line, request: Request, file: int, seconds: float) -> _Line:
        deadline = time.monotonic() + seconds
        try:
            line.send(Call(request, seconds), file, deadline)
        except OSError as error:
            raise _Idle(repr(error)) from error
        try:
            answer, _ = self._next(line, deadline)
        except WorkerEnded as error:
            raise _Idle(str(error)) from error
        if not isinstance(answer, Began):
            raise WorkerEnded("an answer before its question")
        return line

    def _next(self, line: _Line, deadline: float) -> tuple[Frame, int]:
        try:
            (length,) = LENGTH.unpack(line.read(LENGTH.size, deadline))
            if length > MAX_ANSWER_BYTES:
                raise WorkerEnded(f"an answer of {length} bytes")
            return decode_frame(line.read(length, deadline)), length
        except TimeoutError as error:
            raise WorkerTooSlow(str(error)) from error
        except (OSError, EOFError, msgspec.DecodeError) as error:
            raise WorkerEnded(repr(error)) from error

    def _start(self) -> _Line:
        with self._starting:
            if self._closed:
                raise WorkerEnded("closed")
            try:
                self._line = _start_line(
                    in_background=self._in_background, opens_containers=self._opens_containers
                )
            except OSError as error:
                raise WorkerEnded(f"it cannot be started: {error}") from error
            line = self._line
        ready, _ = self._next(line, time.monotonic() + STARTING_SECONDS)
        if not isinstance(ready, Ready):
            raise WorkerEnded("no greeting")
        self.unconfined = ready.missing
        if ready.missing and ready.missing not in self._told_missing:
            self._told_missing.add(ready.missing)
            _log.warning("the PDF worker is confined without: %s", "; ".join(ready.missing))
        return line

    def _drop(self) -> None:
        with self._starting:
            self._give_up()

    def _give_up(self) -> None:
        self._kill()
        if self._line is not None:
            self._line.close()
        self._line = None

    def _kill(self) -> None:
        if self._line is not None:
            self._line.process.kill()
            try:
                self._line.process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                # One that gives back much memory, or reads from a dead drive, takes its time.
                _log.warning("the PDF worker has not ended yet")
                wait = self._line.process.wait
                threading.Thread(target=wait, name="end of a PDF worker", daemon=True).start()


@contextlib.contextmanager
def opened(path: str) -> Iterator[int]:
    """Open a regular file for the worker, which does not see the path.

    Raises:
        OSError: It cannot be opened, or is no regular file.
    """
    try:
        file = os.open(path, OPEN_FLAGS)
    except ValueError as error:  # a null character in the path
        raise OSError(str(error)) from error
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError("no regular file")
        yield file
    finally:
        os.close(file)


def _command() -> list[str]:
    return child_command("capout_desktop.services.intake.pdf_worker", PDF_WORKER_ARGUMENT)


def _environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if name.upper() in _KEPT_VARIABLES or name.startswith("_PYI_")
    }


if sys.platform == "win32":
    import msvcrt
    import queue

    from capout_desktop.services.intake.worker_confinement import windows

    class _Pipes:
        """Pipes to the worker's standard streams, and the job object around it."""

        def __init__(self, *, in_background: bool, opens_containers: bool) -> None:
            flags = subprocess.CREATE_NO_WINDOW
            if in_background:
                flags |= subprocess.BELOW_NORMAL_PRIORITY_CLASS
            arguments = [OPENS_CONTAINERS] if opens_containers else []
            self.process = subprocess.Popen(  # noqa: S603 - this program
                [*_command(), *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                creationflags=flags,
            )
            self._job = 0
            try:
                self._job = windows.job_for(self._handle, WORKER_MEMORY_BYTES)
            except OSError as error:
                _log.warning("the PDF worker is confined without: job object (%s)", error)
            # A pipe cannot be read with a time limit, so a thread reads it.
            self._parts: queue.Queue[bytes] = queue.Queue(16)
            self._rest = b""
            threading.Thread(target=self._listen, name="pdf-worker", daemon=True).start()

        @property
        def _handle(self) -> int:
            return int(self.process._handle)  # type: ignore[attr-defined]

        def send(self, call: Call, file: int, deadline: float) -> None:
            handle = windows.duplicate_handle(msvcrt.get_osfhandle(file), self._handle)
            if self.process.stdin is not None:  # always so
                self.process.stdin.write(frame(Call(call.request, call.seconds, handle)))
                self.process.stdin.flush()

        def read(self, size: int, deadline: float) -> bytes:
            while len(self._rest) < size:
                try:
                    part = self._parts.get(timeout=max(deadline - time.monotonic(), 0))
                except queue.Empty:
                    raise TimeoutError("no answer in time") from None
                if not part:
                    raise EOFError
                self._rest += part
            taken, self._rest = self._rest[:size], self._rest[size:]
            return taken

        def close(self) -> None:
            for stream in (self.process.stdin, self.process.stdout):
                if stream is not None:
                    stream.close()
            if self._job:
                windows.close_handle(self._job)

        def _listen(self) -> None:
            with contextlib.suppress(OSError, ValueError):  # it was closed here
                while self.process.stdout is not None and (
                    part := os.read(self.process.stdout.fileno(), 1 << 16)
                ):
                    self._parts.put(part)
            self._parts.put(b"")

    def _start_line(*, in_background: bool, opens_containers: bool) -> _Line:
        return _Pipes(in_background=in_background, opens_containers=opens_containers)

else:
    import socket

    class _Socket:
        """Unix socket to the worker, beside whose frames descriptors travel."""

        def __init__(self, *, in_background: bool, opens_containers: bool) -> None:
            arguments = [IN_BACKGROUND] if in_background else []
            arguments += [OPENS_CONTAINERS] if opens_containers else []
            self._socket, theirs = socket.socketpair()
            with theirs:
                try:
                    self.process = subprocess.Popen(  # noqa: S603 - this program
                        [*_command(), str(theirs.fileno()), *arguments],
                        stdin=subprocess.DEVNULL,
                        stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL,
                        env=_environment(),
                        pass_fds=(theirs.fileno(),),
                    )
                except OSError:
                    self._socket.close()
                    raise

        def send(self, call: Call, file: int, deadline: float) -> None:
            self._wait_until(deadline)
            # Short enough for the socket's buffer, so that it is sent at once or not at all.
            socket.send_fds(self._socket, [frame(call)], [file])

        def read(self, size: int, deadline: float) -> bytes:
            got = bytearray()
            while len(got) < size:
                self._wait_until(deadline)
                part = self._socket.recv(min(size - len(got), 1 << 20))
                if not part:
                    raise EOFError("it ended")
                got += part
            return bytes(got)

        def close(self) -> None:
            self._socket.close()

        def _wait_until(self, deadline: float) -> None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("no answer in time")
            self._socket.settimeout(left)

    def _start_line(*, in_background: bool, opens_containers: bool) -> _Line:
        return _Socket(in_background=in_background, opens_containers=opens_containers)
