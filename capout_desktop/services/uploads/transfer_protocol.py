"""Messages between the program and the process that sends uploads: a line of JSON each.

The process asks before it hands over the bytes that complete a body, and sends them after `Go`
only. If either end is gone before that, the body never becomes complete.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec

from capout_desktop.capout.access import Access
from capout_desktop.capout.errors import (
    CapOutError,
    Delivery,
    FileTrouble,
    StreamedFile,
)
from capout_desktop.capout.wire import UploadReceipt
from capout_desktop.domain.problem import Problem


class Send(msgspec.Struct, frozen=True, tag=True):
    """Upload a document.

    Attributes:
        id: Number of the upload, which all messages about it have.
        access: Access to CapOut.
        source: Path of the file, or the link.
        is_link: Whether CapOut fetches the PDF itself.
        file_name: Name of the document at CapOut.
        xn_address: Address that receives the estimate.
        sha256: Expected hash of the file; empty if any is accepted.
        size: Expected size of the file in bytes; None if any is accepted.
    """

    id: int
    access: Access
    source: str
    is_link: bool
    file_name: str
    xn_address: str
    sha256: str = ""
    size: int | None = None


class Go(msgspec.Struct, frozen=True, tag=True):
    """Complete the body: the journal says that it may be complete."""

    id: int


class Cancel(msgspec.Struct, frozen=True, tag=True):
    """End the upload; how it ended is answered nevertheless."""

    id: int


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The process can be called; sent once, before anything else."""


class Sent(msgspec.Struct, frozen=True, tag=True):
    """Bytes of the body handed over, and in all."""

    id: int
    sent: int
    total: int


class Asks(msgspec.Struct, frozen=True, tag=True):
    """All of the body is out but the bytes that complete it; it goes on after `Go`."""

    id: int


class Accepted(msgspec.Struct, frozen=True, tag=True):
    """CapOut accepted the document.

    Attributes:
        extra: Unknown fields of its answer.
    """

    id: int
    document_id: str
    workflow_id: str
    status: str
    extra: Mapping[str, Any]
    streamed: StreamedFile | None


class Failed(msgspec.Struct, frozen=True, tag=True):
    """The upload failed.

    Attributes:
        kind: Name of the error's class; the others are its attributes.
    """

    id: int
    kind: str
    code: str
    detail: str
    status_code: int | None
    retry_after: float | None
    delivery: Delivery
    body_complete: bool
    streamed: StreamedFile | None


class Stopped(msgspec.Struct, frozen=True, tag=True):
    """The upload was canceled."""

    id: int


class Broken(msgspec.Struct, frozen=True, tag=True):
    """The upload failed in a way that nobody foresaw, so that anything may have happened."""

    id: int


class Logged(msgspec.Struct, frozen=True, tag=True):
    """A line for the log, with secrets hidden."""

    level: int
    logger: str
    text: str


Call: TypeAlias = Send | Go | Cancel
End: TypeAlias = Accepted | Failed | Stopped | Broken
Answer: TypeAlias = Ready | Sent | Asks | Accepted | Failed | Stopped | Broken | Logged


def line(message: Call | Answer) -> bytes:
    """Return a message as a line.

    The standard library's JSON also has what file names and answers may contain: halves of
    surrogate pairs, and numbers of any size.
    """
    return json.dumps(msgspec.to_builtins(message)).encode() + b"\n"


def read_call(given: bytes) -> Call:
    """Decode a call; raises ValueError if it is none."""
    call: Call = msgspec.convert(json.loads(given), type=Call)
    return call


def read_answer(given: bytes) -> Answer:
    """Decode an answer; raises ValueError if it is none."""
    answer: Answer = msgspec.convert(json.loads(given), type=Answer)
    return answer


def accepted(id_: int, receipt: UploadReceipt) -> Accepted:
    """Return the message that CapOut accepted the document."""
    return Accepted(
        id_,
        receipt.document_id,
        receipt.workflow_id,
        receipt.status,
        receipt.extra,
        receipt.streamed,
    )


def receipt_of(end: Accepted) -> UploadReceipt:
    """Return the receipt that a message is about."""
    return UploadReceipt(
        document_id=end.document_id,
        workflow_id=end.workflow_id,
        status=end.status,
        extra=end.extra,
        streamed=end.streamed,
    )


def failed(id_: int, error: CapOutError) -> Failed:
    """Return the message that an upload failed."""
    return Failed(
        id_,
        type(error).__name__,
        error.code,
        error.detail,
        error.status_code,
        error.retry_after,
        error.delivery,
        error.body_complete,
        error.streamed,
    )


def error_of(end: Failed) -> CapOutError:
    """Return the error that a message is about."""
    error: CapOutError
    if end.kind == FileTrouble.__name__:
        error = FileTrouble(Problem(end.code, end.detail))
    else:
        error = _kinds(CapOutError).get(end.kind, CapOutError)(
            end.detail, status_code=end.status_code, retry_after=end.retry_after
        )
    error.delivery = end.delivery
    error.body_complete, error.streamed = end.body_complete, end.streamed
    return error


def _kinds(kind: type[CapOutError]) -> dict[str, type[CapOutError]]:
    found = {kind.__name__: kind}
    for further in kind.__subclasses__():
        found |= _kinds(further)
    return found
