"""The JSON body of `POST /upload` as a stream: exact length, constant memory, bytes counted.

Whether an upload may be sent again hangs on one fact: did the whole body leave this program? So
the body counts the bytes it yields, and its very last ones, without which it is no JSON, go in a
chunk of their own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable
from time import monotonic
from types import TracebackType
from typing import Self

import msgspec

from capout_desktop.capout.file_reader import FileReader

Progress = Callable[[int, int], None]
"""Told of the bytes of the body handed over, and of all its bytes."""

PROGRESS_SECONDS = 0.05
"""At most so often is progress told, but for the end."""

_CLOSING = b'"}'

_SMALLEST_PIECE = 32 * 1024
_LARGEST_FIRST_PIECE = 256 * 1024
_LARGEST_PIECE = 1024 * 1024
_BUFFERED_BYTES = 8 * 1024 * 1024


class UploadBody(ABC):
    """A body that knows how much of it was handed over; to be iterated once, within its context.

    Attributes:
        bytes_total: Length of the whole body.
        bytes_yielded: How much of it was handed over; counted before each chunk goes.
    """

    def __init__(self, bytes_total: int, on_progress: Progress | None) -> None:
        self.bytes_total = bytes_total
        self.bytes_yielded = 0
        self._on_progress = on_progress
        self._told_at = 0.0
        self._source = self._chunks()

    @property
    def complete(self) -> bool:
        """Whether the last byte was handed over: from then on the body may have arrived."""
        return self.bytes_yielded >= self.bytes_total

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        chunk = await anext(self._source)
        # Counted and told before it goes, so that neither ever says less than the truth.
        self.bytes_yielded += len(chunk)
        now = monotonic()
        due = self.complete or now - self._told_at >= PROGRESS_SECONDS
        if due and self._on_progress is not None:
            self._told_at = now
            self._on_progress(self.bytes_yielded, self.bytes_total)
        return chunk

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._source.aclose()

    @abstractmethod
    def _chunks(self) -> AsyncGenerator[bytes, None]: ...


class LinkBody(UploadBody):
    """`{"file_name":…,"xn_address":…,"url":…}`: CapOut fetches the PDF by itself."""

    def __init__(self, url: str, *, file_name: str, xn_address: str) -> None:
        self._content = _json(file_name=file_name, xn_address=xn_address, url=url)
        super().__init__(len(self._content), None)

    async def _chunks(self) -> AsyncGenerator[bytes, None]:
        yield self._content.removesuffix(_CLOSING)
        yield _CLOSING


class FileBody(UploadBody):
    """`{"file_name":…,"xn_address":…,"file_base64":"…"}`, the file read as it goes.

    Iterating raises `FileTrouble` before the body can be complete where the file cannot be read,
    or changes meanwhile.
    """

    def __init__(
        self,
        file: FileReader,
        *,
        file_name: str,
        xn_address: str,
        on_progress: Progress | None = None,
    ) -> None:
        """`file` is open, and stays its owner's to close."""
        self._file = file
        self._opening = _json(
            file_name=file_name, xn_address=xn_address, file_base64=""
        ).removesuffix(_CLOSING)
        encoded = 4 * -(-file.size // 3)
        super().__init__(len(self._opening) + encoded + len(_CLOSING), on_progress)

    async def _chunks(self) -> AsyncGenerator[bytes, None]:
        yield self._opening
        pace = _Pace()
        # While one chunk is being sent, the next is read and encoded.
        coming = self._file.read_base64()
        try:
            while encoded := await coming:
                coming = self._file.read_base64()
                start = 0
                while start < len(encoded):
                    end = start + pace.piece_bytes
                    with pace:
                        yield encoded[start:end]
                    start = end
        finally:
            if not coming.cancelled() and not coming.cancel():
                coming.exception()  # nobody asks any more
        # Only now can it be known that the file stayed what it was.
        await self._file.check_unchanged()
        yield _CLOSING


class _Pace:
    """How much to hand over at once: little on a slow line, so that progress is seen to move.

    A fast one takes whole chunks, which costs the least. How fast it is shows only once the
    system's own buffers are full: what they swallow at the beginning went nowhere yet.
    """

    def __init__(self) -> None:
        self.piece_bytes = _SMALLEST_PIECE
        self._gone = 0
        self._began = 0.0

    def __enter__(self) -> None:
        self._began = monotonic()

    def __exit__(self, *_: object) -> None:
        took = monotonic() - self._began
        self._gone += self.piece_bytes
        if took < PROGRESS_SECONDS:
            largest = _LARGEST_PIECE if self._gone > _BUFFERED_BYTES else _LARGEST_FIRST_PIECE
            self.piece_bytes = min(self.piece_bytes * 2, largest)
        elif took > 4 * PROGRESS_SECONDS:
            self.piece_bytes = max(self.piece_bytes // 2, _SMALLEST_PIECE)


def _json(**fields: str) -> bytes:
    # A file name of Linux may hold bytes that are no text; JSON cannot.
    sound = {name: value.encode(errors="replace").decode() for name, value in fields.items()}
    return msgspec.json.encode(sound)
