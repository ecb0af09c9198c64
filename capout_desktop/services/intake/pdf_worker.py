"""Worker process that runs PDFium, confined so that a hostile PDF can harm nothing else.

It never sees a path: each request comes with an open file. `pdf_worker_process` starts it and
replaces it.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import msgspec

from capout_desktop.services.intake import IN_BACKGROUND, OPENS_CONTAINERS
from capout_desktop.services.intake.estimate_reading import read
from capout_desktop.services.intake.pdf_drawing import draw
from capout_desktop.services.intake.pdf_protocol import (
    LENGTH,
    MAX_REQUEST_BYTES,
    Answer,
    Began,
    Call,
    Count,
    Done,
    Draw,
    Inspect,
    Read,
    ReadPicture,
    Ready,
    Rewrite,
    Trim,
    Unpack,
    decode_call,
    frame,
)
from capout_desktop.services.intake.pdf_reading import inspect
from capout_desktop.services.intake.pdf_rewriting import count, rewrite, trim
from capout_desktop.services.intake.picture_reading import read_picture
from capout_desktop.services.intake.worker_confinement import confine

IDLE_SECONDS = 30.0
BACKGROUND_NICENESS = 10
MAX_FILE_BYTES = 64 << 20
"""More than CapOut takes; a file that grows while it is read does not fill the memory."""

_PIECE_BYTES = 1 << 20
"""Bytes read at once. Linux may let nobody else run on a processor until a read is over. Measured:
the window waited 28 ms for 50 MB."""

_OfFile = Callable[[Any, int], Iterator[Answer]]


def _of_bytes(answers: Callable[[Any, bytes], Iterator[Answer]]) -> _OfFile:
    return lambda request, file: answers(request, _whole(file))


def _read(request: Read, file: int) -> Iterator[Answer]:
    if os.fstat(file).st_size > MAX_FILE_BYTES:
        return read(request, file)  # too large to be sent, but not to choose pages of it
    return read(request, _whole(file))


ANSWERING: dict[type[Any], _OfFile] = {
    Inspect: _of_bytes(inspect),
    Count: count,
    Draw: draw,
    Read: _read,
    ReadPicture: _of_bytes(read_picture),
}
"""Function for each request; it gets the request and the open file, and yields the answers.
Those in `WRITING` are answered while a copy is written."""

WRITING: dict[type[Any], Callable[[Any, int, Callable[[Answer], None]], None]] = {
    Rewrite: rewrite,
    Trim: trim,
}


class _Line(Protocol):
    """Line to the program."""

    def next_call(self) -> tuple[Call, int] | None:
        """Return the next call and its open file; None at the end or after some idle time."""

    def send(self, data: bytes) -> None:
        """Send a frame."""


def main(arguments: list[str]) -> None:
    """Run the worker; the first of `arguments` is the number of the line's descriptor."""
    line = _line_to_program(arguments)
    if sys.platform != "win32" and IN_BACKGROUND in arguments:
        os.nice(BACKGROUND_NICENESS)  # on Windows the program has set it
    # Encodings are read from disk when they are first used, which is too late after `confine`.
    for encoding in ("utf-16-le", "latin-1", "ascii"):
        codecs.lookup(encoding)
    if OPENS_CONTAINERS in arguments:
        # The libraries that it needs would double the time in which all other workers start.
        from capout_desktop.services.intake.container_reading import (  # noqa: PLC0415
            prepare,
            unpack,
        )

        prepare()
        ANSWERING[Unpack] = unpack
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt, msgspec.DecodeError):
        line.send(frame(Ready(confine())))
        while (found := line.next_call()) is not None:
            _answer(line, *found)


def _answer(line: _Line, call: Call, file: int) -> None:
    line.send(frame(Began()))
    _end_after(call.seconds + 1)

    def send(answer: Answer) -> None:
        line.send(frame(answer))
        _end_after(call.seconds + 1)  # the program may have waited for its disk

    try:
        if (write := WRITING.get(type(call.request))) is not None:
            write(call.request, file, send)
        else:
            for answer in ANSWERING[type(call.request)](call.request, file):
                send(answer)
    finally:
        os.close(file)
    line.send(frame(Done()))
    _end_after(0)


def _end_after(seconds: float) -> None:
    """End this process then, if the program itself was killed and cannot; 0 means never."""
    if sys.platform != "win32":  # a job object ends it there
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _whole(file: int) -> bytes:
    content = io.BytesIO()  # whose value is no copy
    os.lseek(file, 0, os.SEEK_SET)
    while content.tell() <= MAX_FILE_BYTES and (part := os.read(file, _PIECE_BYTES)):
        content.write(part)
    return content.getvalue()


if sys.platform == "win32":
    import msvcrt

    class _Pipes:
        """Standard input and output; files are handles that the program put into this process."""

        def __init__(self) -> None:
            for stream in (0, 1):
                msvcrt.setmode(stream, os.O_BINARY)

        def next_call(self) -> tuple[Call, int] | None:
            (length,) = LENGTH.unpack(self._read(LENGTH.size))
            if length > MAX_REQUEST_BYTES:
                return None
            call = decode_call(self._read(length))
            return call, msvcrt.open_osfhandle(call.handle, os.O_RDONLY | os.O_BINARY)

        def send(self, data: bytes) -> None:
            view = memoryview(data)
            while view:
                view = view[os.write(1, view) :]

        def _read(self, size: int) -> bytes:
            got = b""
            while len(got) < size:
                part = os.read(0, size - len(got))
                if not part:
                    raise EOFError
                got += part
            return got

    def _line_to_program(_arguments: list[str]) -> _Line:
        return _Pipes()

else:
    import socket

    class _Socket:
        """Unix socket; files are descriptors that come beside a frame."""

        def __init__(self, number: int) -> None:
            self._socket = socket.socket(fileno=number)
            self._socket.settimeout(IDLE_SECONDS)  # not possible after `confine`

        def next_call(self) -> tuple[Call, int] | None:
            try:
                head, files, _, _ = socket.recv_fds(self._socket, LENGTH.size, 1)
            except TimeoutError:
                return None
            if not files:  # nor at the end
                return None
            head += self._read(LENGTH.size - len(head))
            (length,) = LENGTH.unpack(head)
            if length > MAX_REQUEST_BYTES:
                return None
            return decode_call(self._read(length)), files[0]

        def send(self, data: bytes) -> None:
            self._socket.sendall(data)

        def _read(self, size: int) -> bytes:
            got = b""
            while len(got) < size:
                part = self._socket.recv(size - len(got))
                if not part:
                    raise EOFError
                got += part
            return got

    def _line_to_program(arguments: list[str]) -> _Line:
        return _Socket(int(arguments[0]))
