"""What can go wrong with a call, and the queue that says when it does."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Lock

from capout_desktop.sandbox.contract import STAGES, Call


class Point(StrEnum):
    """How far the server takes a call before a fault strikes."""

    BEFORE_BODY = "before-body"
    """The head has been read, nothing of the body."""
    DURING_BODY = "during-body"
    """Some of the body has been read; a fault there names how much."""
    BODY_READ = "body-read"
    """The body is complete, and nothing was accepted or charged."""
    ACCEPTED = "accepted"
    """All was done (an upload is charged); only the answer is at stake."""


class GarbageKind(StrEnum):
    """An answer of status 200 that is of no use."""

    HTML = "html"
    """A page, as a captive portal or a misled proxy gives."""
    WRONG_SHAPE = "wrong-shape"
    """JSON, but of something else."""
    HALF_JSON = "half-json"
    """JSON that stops in the middle, sent whole."""
    EMPTY = "empty"
    NULL = "null"
    TOO_LARGE = "too-large"
    """The right answer, with 17 MiB of blanks after it."""
    CUT_SHORT = "cut-short"
    """The right answer, of which fewer bytes come than `Content-Length` promised."""


class JunkFrame(StrEnum):
    """A realtime frame that is no status."""

    INVALID_JSON = "invalid-json"
    HALF_JSON = "half-json"
    WRONG_SHAPE = "wrong-shape"
    BINARY = "binary"
    """A binary frame (WebSocket); raw control bytes (SSE)."""
    INVALID_UTF8 = "invalid-utf8"
    """A text frame that is not UTF-8: WebSocket clients must close with 1007."""
    LARGE = "large"
    """Two MiB of valid JSON: over the default limit of many WebSocket clients."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """Answer with a status code of refusal, or of a broken server.

    Attributes:
        retry_after: Seconds for `Retry-After`, worded as `Behavior.retry_after_form` says.
        retry_after_text: `Retry-After` word for word instead.
        location: Where a redirection leads.
        names_document: Whether the body also has a `document_id`: the document's own where it was
            accepted, else one that does not exist.
        closes: Whether the connection is closed with the answer, the rest of the body unread.
    """

    status: int
    detail: str = ""
    retry_after: float | None = None
    at: Point = Point.BODY_READ
    closes: bool = False
    retry_after_text: str = ""
    location: str = ""
    names_document: bool = False


@dataclass(frozen=True, slots=True)
class Reset:
    """Break the connection with a TCP reset.

    Attributes:
        after_bytes: Bytes of the body to read first, at `Point.DURING_BODY`.
    """

    at: Point
    after_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Garbage:
    """Answer 200 with something useless; at `ACCEPTED` the upload counts all the same."""

    kind: GarbageKind
    at: Point = Point.ACCEPTED


@dataclass(frozen=True, slots=True)
class Silence:
    """Never answer: after `seconds` the connection is reset.

    At `Point.DURING_BODY` the server stops reading after `after_bytes`.
    """

    at: Point
    seconds: float = 600.0
    after_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Delay:
    """Answer rightly, but `seconds` late."""

    seconds: float
    at: Point = Point.ACCEPTED


@dataclass(frozen=True, slots=True)
class LateAcceptance:
    """Accept and charge a complete upload `seconds` late; at once if the server stops meanwhile.

    Attributes:
        meanwhile: What the client gets at once; None lets it wait, and answers rightly then.
    """

    seconds: float
    meanwhile: Refuse | Reset | Silence | None = None


@dataclass(frozen=True, slots=True)
class SlowRead:
    """Read the body at this pace only; the kernel still buffers some MB for the sender."""

    bytes_per_second: float


@dataclass(frozen=True, slots=True)
class FailWorkflow:
    """Let the workflow of the accepted document fail in a stage.

    Attributes:
        stage: Which one, as the wire names it.
        status: The document's status from then on: `failed`, `error`, `canceled`.
        message: The status' `error` field; empty leaves it out.
        stage_word: What the failed stage says.
        workflow_complete: Whether the status calls the workflow complete all the same.
    """

    stage: str = "structure"
    status: str = "failed"
    message: str = "No line items were found in this document."
    stage_word: str = "failed"
    workflow_complete: bool = False

    def __post_init__(self) -> None:
        """Refuse a stage that no document goes through, since it would never fail."""
        if self.stage not in STAGES:
            raise ValueError(f"{self.stage!r} is none of the stages {', '.join(STAGES)}")


@dataclass(frozen=True, slots=True)
class DropStream:
    """End a realtime connection after some frames.

    Attributes:
        after_frames: Frames (of any kind) to send before.
        code: WebSocket close code, or an orderly end for SSE; None resets the line.
    """

    after_frames: int = 0
    code: int | None = None


@dataclass(frozen=True, slots=True)
class SendJunk:
    """Send useless frames as soon as a realtime connection stands, then go on as usual."""

    frames: tuple[JunkFrame, ...]


RequestFault = Refuse | Reset | Garbage | Silence | Delay | SlowRead
UploadFault = RequestFault | LateAcceptance
StreamFault = Refuse | Reset | Silence | Delay | DropStream | SendJunk
Fault = UploadFault | FailWorkflow | DropStream | SendJunk

_STREAMS = frozenset({Call.WEBSOCKET, Call.SSE})


class Faults:
    """Which fault strikes which call: a queue for each kind of call, and chances after it.

    Safe to use from any thread. The chances are drawn from one generator, so that the same
    seed and the same order of calls give the same faults.
    """

    def __init__(self, seed: int = 0) -> None:
        self._lock = Lock()
        self._random = random.Random(seed)  # noqa: S311 - a repeatable draw is what is wanted
        self._queues: dict[Call, deque[Fault | None]] = {}
        self._chances: dict[Call, list[tuple[float, Fault]]] = {}

    def add(self, call: Call, *faults: Fault | None) -> None:
        """Let each of `faults` strike one call of that kind, in order; None spares one.

        Raises:
            ValueError: A fault cannot strike that kind of call.
        """
        for fault in faults:
            _check_fits(call, fault)
        with self._lock:
            self._queues.setdefault(call, deque()).extend(faults)

    def by_chance(self, call: Call, fault: Fault, probability: float = 1.0) -> None:
        """Let `fault` strike every call of that kind with this probability, until cleared.

        Raises:
            ValueError: The fault cannot strike that kind of call.
        """
        _check_fits(call, fault)
        with self._lock:
            self._chances.setdefault(call, []).append((probability, fault))

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        with self._lock:
            self._queues.clear()
            self._chances.clear()

    def pending(self, call: Call) -> int:
        """How many of the queued faults have not struck yet."""
        with self._lock:
            return len(self._queues.get(call, ()))

    def take(self, call: Call) -> Fault | None:
        """The fault that strikes a call that has just come in; None if all goes well."""
        with self._lock:
            queue = self._queues.get(call)
            if queue:
                return queue.popleft()
            for probability, fault in self._chances.get(call, ()):
                if self._random.random() < probability:
                    return fault
            return None


def _check_fits(call: Call, fault: Fault | None) -> None:
    if fault is None:
        return
    if call is Call.WORKFLOW:
        fits = isinstance(fault, FailWorkflow)
    elif call in _STREAMS:
        fits = isinstance(fault, StreamFault)
    elif call is Call.UPLOAD:
        fits = isinstance(fault, UploadFault)
    else:
        fits = isinstance(fault, RequestFault)
    if not fits:
        raise ValueError(f"{type(fault).__name__} cannot strike a call of kind {call.value!r}")


_MOVED = "/v2/upload"
_ANSWERS_AFTER_THE_BODY: Mapping[str, Refuse | Reset | Garbage | Silence] = {
    "307": Refuse(307, location=_MOVED),
    "308": Refuse(308, location=_MOVED),
    "408": Refuse(408),
    "409": Refuse(409, "The document was submitted already", names_document=True),
    "500": Refuse(500),
    "502": Refuse(502),
    "503": Refuse(503, retry_after=3),
    "504": Refuse(504),
    "reset": Reset(Point.BODY_READ),
    "silent": Silence(Point.BODY_READ),
    **{kind.value: Garbage(kind) for kind in GarbageKind},
}
"""What a gateway may say once the body is complete, whether the service behind it did anything."""


def _after_the_body() -> Iterator[tuple[str, tuple[Call, Fault]]]:
    for word, fault in _ANSWERS_AFTER_THE_BODY.items():
        accepted = replace(fault, at=Point.ACCEPTED)
        yield f"upload-{word}-accepted", (Call.UPLOAD, accepted)
        yield f"upload-{word}-unaccepted", (Call.UPLOAD, replace(fault, at=Point.BODY_READ))


_ODD_RETRY_AFTER: Mapping[str, str] = {
    "zero": "0",
    "negative": "-5",
    "25-days": "2160000",
    "epoch": "1776177000",
    "1e300": "1e300",
    "past": "Thu, 01 Jan 1970 00:00:00 GMT",
    "future": "Fri, 31 Dec 9999 23:59:59 GMT",
    "garbage": "soon; or later, maybe",
}

PRESETS: Mapping[str, tuple[Call, Fault]] = {
    "upload-400": (Call.UPLOAD, Refuse(400)),
    "upload-401": (Call.UPLOAD, Refuse(401)),
    "upload-402": (Call.UPLOAD, Refuse(402)),
    "upload-403": (Call.UPLOAD, Refuse(403)),
    "upload-404": (Call.UPLOAD, Refuse(404)),
    "upload-409": (Call.UPLOAD, Refuse(409)),
    "upload-413": (Call.UPLOAD, Refuse(413)),
    "upload-422": (Call.UPLOAD, Refuse(422)),
    "upload-429": (Call.UPLOAD, Refuse(429, retry_after=3)),
    "upload-500": (Call.UPLOAD, Refuse(500)),
    "upload-502": (Call.UPLOAD, Refuse(502)),
    "upload-503": (Call.UPLOAD, Refuse(503, retry_after=3)),
    "upload-504": (Call.UPLOAD, Refuse(504)),
    "upload-reset-before-body": (Call.UPLOAD, Reset(Point.BEFORE_BODY)),
    "upload-reset-during-body": (Call.UPLOAD, Reset(Point.DURING_BODY, after_bytes=1024)),
    "upload-html": (Call.UPLOAD, Garbage(GarbageKind.HTML, at=Point.BODY_READ)),
    "upload-wrong-shape": (Call.UPLOAD, Garbage(GarbageKind.WRONG_SHAPE)),
    "upload-cut-short": (Call.UPLOAD, Garbage(GarbageKind.CUT_SHORT)),
    "upload-silent": (Call.UPLOAD, Silence(Point.ACCEPTED)),
    "upload-slow": (Call.UPLOAD, SlowRead(bytes_per_second=2_000_000)),
    **dict(_after_the_body()),
    "upload-late": (Call.UPLOAD, LateAcceptance(20)),
    "upload-late-closed": (Call.UPLOAD, LateAcceptance(20, Reset(Point.BODY_READ))),
    "upload-late-silent": (Call.UPLOAD, LateAcceptance(20, Silence(Point.BODY_READ))),
    "upload-late-504": (Call.UPLOAD, LateAcceptance(20, Refuse(504))),
    **{
        f"upload-429-{word}": (Call.UPLOAD, Refuse(429, retry_after_text=text))
        for word, text in _ODD_RETRY_AFTER.items()
    },
    "workflow-failed": (Call.WORKFLOW, FailWorkflow()),
    "workflow-error": (
        Call.WORKFLOW,
        FailWorkflow("ocr", "error", "The document could not be read.", "error"),
    ),
    "workflow-canceled": (
        Call.WORKFLOW,
        FailWorkflow("trades", "canceled", "Canceled by the organization.", "canceled"),
    ),
    "status-500": (Call.STATUS, Refuse(500)),
    "status-404": (Call.STATUS, Refuse(404)),
    "documents-403": (Call.DOCUMENTS, Refuse(403)),
    "documents-404": (Call.DOCUMENTS, Refuse(404)),
    "documents-500": (Call.DOCUMENTS, Refuse(500)),
    **{f"documents-{kind.value}": (Call.DOCUMENTS, Garbage(kind)) for kind in GarbageKind},
    "credits-401": (Call.CREDITS, Refuse(401)),
    "credits-500": (Call.CREDITS, Refuse(500)),
    "token-500": (Call.TOKEN, Refuse(500)),
    "websocket-403": (Call.WEBSOCKET, Refuse(403)),
    "websocket-404": (Call.WEBSOCKET, Refuse(404)),
    "websocket-drop": (Call.WEBSOCKET, DropStream(after_frames=5)),
    "websocket-junk": (Call.WEBSOCKET, SendJunk((JunkFrame.INVALID_JSON, JunkFrame.BINARY))),
    "sse-404": (Call.SSE, Refuse(404)),
    "sse-drop": (Call.SSE, DropStream(after_frames=5)),
}
"""Faults by name, for the command line."""
