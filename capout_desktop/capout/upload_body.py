"""The JSON body of `POST /upload` as a stream: exact length, constant memory, bytes counted.

Whether an upload may be sent again hangs on one fact: did the whole body leave this program? So
the body counts the bytes it yields, and its very last ones, without which it is no JSON, go in a
chunk of their own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Awaitable, Callable
from time import monotonic
from types import TracebackType
from typing import Self

import msgspec

from capout_desktop.capout.errors import FileTrouble, StreamedFile
from capout_desktop.capout.file_reader import FileReader
from capout_desktop.domain import file_problem

Progress = Callable[[int, int], None]
"""Told of the bytes of the body handed over, and of all its bytes."""

BeforeLastBytes = Callable[[], Awaitable[None]]
"""Awaited before the bytes go that complete the body; what it raises keeps them from going."""

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
        on_pull: Called when the next chunk is asked for, with False, and with True once it goes.
    """

    def __init__(
        self,
        bytes_total: int,
        on_progress: Progress | None,
        before_last_bytes: BeforeLastBytes | None = None,
    ) -> None:
        self.bytes_total = bytes_total
        self.bytes_yielded = 0
        self.on_pull: Callable[[bool], None] | None = None
        self._on_progress = on_progress
        self._before_last_bytes = before_last_bytes
        self._told_at = 0.0
        self._source = self._chunks()

    @property
    def complete(self) -> bool:
        """Whether the last byte was handed over: from then on the body may have arrived."""
        return self.bytes_yielded >= self.bytes_total

    @property
    def streamed(self) -> StreamedFile | None:
        """What was read of the file; None where there is none."""
        return None

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        if self.on_pull is not None and not self.complete:
            self.on_pull(False)
        chunk = await anext(self._source)
        if self.on_pull is not None:
            self.on_pull(True)
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

    async def _about_to_be_complete(self) -> None:
        if self._before_last_bytes is not None:
            await self._before_last_bytes()

    @abstractmethod
    def _chunks(self) -> AsyncGenerator[bytes, None]: ...


class LinkBody(UploadBody):
    """`{"file_name":…,"xn_address":…,"url":…}`: CapOut fetches the PDF by itself."""

    def __init__(
        self,
        url: str,
        *,
        file_name: str,
        xn_address: str,
        on_progress: Progress | None = None,
        before_last_bytes: BeforeLastBytes | None = None,
    ) -> None:
        self._content = _json(file_name=file_name, xn_address=xn_address, url=url)
        super().__init__(len(self._content), on_progress, before_last_bytes)

    async def _chunks(self) -> AsyncGenerator[bytes, None]:
        yield self._content.removesuffix(_CLOSING)
        await self._about_to_be_complete()
        yield _CLOSING


class FileBody(UploadBody):
    """`{"file_name":…,"xn_address":…,"file_base64":"…"}`, the file read as it goes.

    Iterating raises `FileTrouble` before the body can be complete where the file cannot be read,
    changes meanwhile, or is not the one that was expected.
    """

    def __init__(
        self,
        file: FileReader,
        *,
        file_name: str,
        xn_address: str,
        on_progress: Progress | None = None,
        before_last_bytes: BeforeLastBytes | None = None,
        expected_sha256: str = "",
        expected_size: int | None = None,
    ) -> None:
        """Keep what goes.

        Args:
            file: Open; it stays its owner's to close.
            file_name: As CapOut shall call it.
            xn_address: Who shall receive the estimate.
            on_progress: See `Progress`.
            before_last_bytes: See `BeforeLastBytes`.
            expected_sha256: In hexadecimal digits; a file of other bytes is never sent as a
                whole. Empty where any bytes are right.
            expected_size: In bytes; None where any size is right.

        Raises:
            FileTrouble: The file has another size than expected.
        """
        if expected_size is not None and file.size != expected_size:
            raise FileTrouble(file_problem.CHANGED)
        self._file = file
        self._expected_sha256 = expected_sha256.lower()
        self._opening = _json(
            file_name=file_name, xn_address=xn_address, file_base64=""
        ).removesuffix(_CLOSING)
        encoded = 4 * -(-file.size // 3)
        bytes_total = len(self._opening) + encoded + len(_CLOSING)
        super().__init__(bytes_total, on_progress, before_last_bytes)

    @property
    def streamed(self) -> StreamedFile:
        """What was read of the file."""
        return self._file.streamed

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
        if self._expected_sha256 not in {"", self._file.streamed.sha256}:
            raise FileTrouble(file_problem.CHANGED)
        await self._about_to_be_complete()
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
