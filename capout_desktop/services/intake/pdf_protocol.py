"""Requests to the PDF worker and its answers, as tagged structs in frames of limited length.

To add a request: add its struct to `Request` and its answers to `Answer`, and its function to
`ANSWERING` in `pdf_worker`. A request may have any number of answers, so that many pages or a
large file are sent in parts; `Done` ends them.

Both sides decode strictly: the program does not trust the worker, which a hostile PDF may have
taken over.
"""

from __future__ import annotations

import struct
from typing import Annotated

import msgspec

from capout_desktop.domain.estimate import Estimate
from capout_desktop.domain.problem import ProblemCode
from capout_desktop.domain.unpacking import LONGEST_NAME, MOST_ENTRY_BYTES

MAX_ANSWER_BYTES = 8 << 20
"""Largest frame that the program takes from the worker; a picture is the largest answer."""
MAX_REQUEST_BYTES = 1 << 16
LENGTH = struct.Struct(">I")
"""Each frame begins with the length of its message."""

_Count = Annotated[int, msgspec.Meta(ge=0, le=1 << 30)]


class Inspect(msgspec.Struct, frozen=True, tag="inspect"):
    """Request for what can be known of a PDF before it is sent.

    Answered by an `Opening` and, if the file opens, by its `Contents`.
    """


class Draw(msgspec.Struct, frozen=True, tag="draw"):
    """Request for a page, at most `width` pixels wide.

    Answered by a `Picture`, or by nothing if the page cannot be drawn.

    Attributes:
        width: Most pixels from left to right.
        page: Number of the page, from 1.
    """

    width: Annotated[int, msgspec.Meta(ge=1, le=2000)]
    page: Annotated[int, msgspec.Meta(ge=1, le=1 << 20)] = 1


class Read(msgspec.Struct, frozen=True, tag="read"):
    """Request for what can be read of the estimate in the PDF.

    Answered by a `Reading`, or by nothing if the file does not open.
    """


class Rewrite(msgspec.Struct, frozen=True, tag="rewrite"):
    """Request for a copy that needs no password.

    Answered by an `Opening` and, if the file opens and can be written, by the copy in pieces.
    """

    password: Annotated[str, msgspec.Meta(max_length=1000)] = ""


class Unpack(msgspec.Struct, frozen=True, tag="unpack"):
    """Request for the PDFs in a mail or archive; only some workers answer it.

    Answered by a `Title` and an `Entry` for each part, in that order. The content of one that is
    taken follows in pieces.

    Attributes:
        name: File name, by whose ending it is told what it is.
    """

    name: Annotated[str, msgspec.Meta(max_length=1000)]


Request = Inspect | Draw | Read | Rewrite | Unpack


class Call(msgspec.Struct, frozen=True):
    """Frame from the program: a request about the file that comes with it.

    Attributes:
        request: What is asked.
        seconds: Time until the program gives up.
        handle: The file's handle in the worker process, on Windows. Elsewhere the descriptor
            comes beside the frame.
    """

    request: Request
    seconds: float
    handle: int = -1


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """First frame of a new worker.

    Attributes:
        missing: Names of the confinements that this system does not have.
    """

    missing: Annotated[
        tuple[Annotated[str, msgspec.Meta(max_length=200)], ...], msgspec.Meta(max_length=20)
    ] = ()


class Began(msgspec.Struct, frozen=True, tag="began"):
    """The worker has the request. If it ends after this, the file has ended it."""


class Opening(msgspec.Struct, frozen=True, tag="opening"):
    """How the file opens.

    Attributes:
        error: PDFium's error code; 0 if the file opens.
        protection: Name of the security handler if PDFium does not know it; else empty.
        page_count: Number of pages; 0 if the file does not open.
    """

    error: _Count = 0
    protection: Annotated[str, msgspec.Meta(max_length=100)] = ""
    page_count: _Count = 0


class Contents(msgspec.Struct, frozen=True, tag="contents"):
    """What is in a file that opens.

    Attributes:
        missing_pages: Number of pages that cannot be read.
        is_scan: Whether most pages are pictures without text; None if unknown.
        has_end: Whether the file has the end of a PDF, with nothing cut off after it.
        is_form: Whether only Adobe Reader can show the content (an XFA form).
        has_attached_pdfs: Whether other PDFs are inside it, as in a portfolio.
        is_wrapper: Whether it is only the cover of an encrypted PDF inside it.
    """

    missing_pages: _Count = 0
    is_scan: bool | None = None
    has_end: bool = True
    is_form: bool = False
    has_attached_pdfs: bool = False
    is_wrapper: bool = False


class Picture(msgspec.Struct, frozen=True, tag="picture"):
    """Pixels of a page, line by line, with 1 (gray), 3 (RGB) or 4 (RGBA) bytes each."""

    width: Annotated[int, msgspec.Meta(ge=1, le=8192)]
    height: Annotated[int, msgspec.Meta(ge=1, le=8192)]
    channels: Annotated[int, msgspec.Meta(ge=1, le=4)]
    pixels: bytes


class Reading(msgspec.Struct, frozen=True, tag="reading"):
    """What could be read of the estimate."""

    estimate: Estimate


class Piece(msgspec.Struct, frozen=True, tag="piece"):
    """The next bytes of a copy."""

    content: bytes


class Title(msgspec.Struct, frozen=True, tag="title"):
    """Subject of a mail, or name of an archive."""

    text: Annotated[str, msgspec.Meta(max_length=LONGEST_NAME)]


class Entry(msgspec.Struct, frozen=True, tag="entry"):
    """A part of a mail or archive.

    Attributes:
        name: Its file name; empty if the problem is that of the whole file.
        size: Number of bytes that follow in pieces; None if it is not taken.
        problem: Why it is not taken; None for one that is not a PDF.
    """

    name: Annotated[str, msgspec.Meta(max_length=LONGEST_NAME)]
    size: Annotated[int, msgspec.Meta(ge=0, le=MOST_ENTRY_BYTES)] | None = None
    problem: ProblemCode | None = None


class Done(msgspec.Struct, frozen=True, tag="done"):
    """End of the answers to a request."""


Answer = Opening | Contents | Picture | Reading | Piece | Title | Entry
Frame = Ready | Began | Opening | Contents | Picture | Reading | Piece | Title | Entry | Done

_encoder = msgspec.msgpack.Encoder()
_frames = msgspec.msgpack.Decoder(Frame)
_calls = msgspec.msgpack.Decoder(Call)


def frame(message: Call | Frame) -> bytes:
    """Return the frame of a message."""
    body = _encoder.encode(message)
    return LENGTH.pack(len(body)) + body


def decode_frame(body: bytes) -> Frame:
    """Return a message of the worker.

    Raises:
        msgspec.DecodeError: It is none.
    """
    message: Frame = _frames.decode(body)
    return message


def decode_call(body: bytes) -> Call:
    """Return a call of the program.

    Raises:
        msgspec.DecodeError: It is none.
    """
    return _calls.decode(body)
