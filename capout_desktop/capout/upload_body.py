"""JSON body of `POST /upload` as a stream of known length that uses constant memory.

Whether an upload may be resent depends on whether the whole body left this program. So the body
counts the bytes that it yields. Its last bytes, without which it is not valid JSON, are a separate
chunk.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Awaitable, Callable
from time import monotonic
from types import TracebackType
from typing import Self

import msgspec

from capout_desktop.capout.errors import FileTrouble, StreamedFile
from capout_desktop.capout.file_reader import FileReader, in_time
from capout_desktop.domain import file_problem

Progress = Callable[[int, int], None]
"""Function called with the bytes of the body handed over and the total."""

BeforeLastBytes = Callable[[], Awaitable[None]]
"""Function awaited before the last bytes are sent; if it raises, they are not sent."""

PROGRESS_SECONDS = 0.05
"""Minimum time between two progress updates, except for the last."""

_CLOSING = b'"}'

_SMALLEST_PIECE = 32 * 1024
_LARGEST_FIRST_PIECE = 256 * 1024
_LARGEST_PIECE = 1024 * 1024
_BUFFERED_BYTES = 8 * 1024 * 1024


class UploadBody(ABC):
    """Body that counts the bytes handed over. Iterate it once, within its context.

    Attributes:
        bytes_total: Length of the whole body.
        bytes_yielded: Bytes handed over, counted before each chunk is sent.
        on_pull: Called with False when the next chunk is requested and with True when it is sent.
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
        """Whether the last byte was handed over, after which the body may have arrived."""
        return self.bytes_yielded >= self.bytes_total

    @property
    def streamed(self) -> StreamedFile | None:
        """Hash and size of what was read of the file; None if there is no file."""
        return None

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        if self.on_pull is not None and not self.complete:
            self.on_pull(False)
        chunk = await anext(self._source)
        if self.on_pull is not None:
            self.on_pull(True)
        # Counted and reported before it is sent, so that neither is ever too low.
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
    """Body `{"file_name":…,"xn_address":…,"url":…}`, for a PDF that CapOut fetches itself."""

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
    """Body `{"file_name":…,"xn_address":…,"file_base64":"…"}`, which reads the file as it is sent.

    Iterating raises `FileTrouble` before the body is complete if the file cannot be read, changes
    meanwhile, or does not have the expected hash or size.
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
        """Create the body.

        Args:
            file: Open reader; the caller closes it.
            file_name: Name of the document at CapOut.
            xn_address: Address that receives the estimate.
            on_progress: See `Progress`.
            before_last_bytes: See `BeforeLastBytes`.
            expected_sha256: Expected hash in hexadecimal digits; a file with another one is never
                sent completely. Empty if any is accepted.
            expected_size: Expected size in bytes; None if any is accepted.

        Raises:
            FileTrouble: The file does not have the expected size.
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
        """Hash and size of what was read of the file."""
        return self._file.streamed

    async def _chunks(self) -> AsyncGenerator[bytes, None]:
        yield self._opening
        pace = _Pace()
        # While one chunk is being sent, the next is read and encoded.
        coming = self._file.read_base64()
        try:
            while encoded := await in_time(coming):
                coming = self._file.read_base64()
                start = 0
                while start < len(encoded):
                    end = start + pace.piece_bytes
                    with pace:
                        yield encoded[start:end]
                    start = end
        finally:
            if not coming.cancelled() and not coming.cancel():
                coming.exception()  # retrieved, so that asyncio does not log it
        if not self._expected_sha256:
            # Only now is it certain that the file did not change.
            await in_time(self._file.check_unchanged())
        elif self._expected_sha256 != self._file.streamed.sha256:
            # What was sent decides, so a file that is only touched meanwhile is no obstacle.
            raise FileTrouble(file_problem.CHANGED)
        await self._about_to_be_complete()
        yield _CLOSING


class _Pace:
    """Size of the pieces to hand over: small on a slow connection, so that progress is visible.

    A fast connection gets whole chunks, which is the most efficient. The speed can be measured only
    once the system's buffers are full, since the first bytes only fill these.
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
    # A file name on Linux may contain invalid UTF-8, which JSON cannot.
    sound = {name: value.encode(errors="replace").decode() for name, value in fields.items()}
    return msgspec.json.encode(sound)
