"""Faults of calls, and the queue that decides when they strike."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Lock

from capout_desktop.sandbox.contract import STAGES, Call


class Point(StrEnum):
    """The point of a call at which a fault strikes."""

    BEFORE_BODY = "before-body"
    """The head has been read, but not the body."""
    DURING_BODY = "during-body"
    """Part of the body has been read; the fault says how much."""
    BODY_READ = "body-read"
    """The body is complete, but not accepted or charged."""
    ACCEPTED = "accepted"
    """The call was carried out (an upload is charged); the fault affects only the answer."""


class GarbageKind(StrEnum):
    """An unusable answer with status 200."""

    HTML = "html"
    """A web page, as a captive portal or a misconfigured proxy sends it."""
    WRONG_SHAPE = "wrong-shape"
    """JSON of another shape."""
    HALF_JSON = "half-json"
    """A complete answer whose JSON is truncated."""
    EMPTY = "empty"
    NULL = "null"
    TOO_LARGE = "too-large"
    """The right answer, with 17 MiB of blanks after it."""
    CUT_SHORT = "cut-short"
    """The right answer, with fewer bytes than `Content-Length` says."""


class JunkFrame(StrEnum):
    """A realtime frame that is not a status."""

    INVALID_JSON = "invalid-json"
    HALF_JSON = "half-json"
    WRONG_SHAPE = "wrong-shape"
    BINARY = "binary"
    """A binary frame (WebSocket); raw control bytes (SSE)."""
    INVALID_UTF8 = "invalid-utf8"
    """A text frame that is not UTF-8: WebSocket clients must close with 1007."""
    LARGE = "large"
    """2 MiB of valid JSON: over the default limit of many WebSocket clients."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """Answer with a 4xx or 5xx status code, or a redirection.

    Attributes:
        retry_after: Seconds for `Retry-After`, written in the form of `Behavior.retry_after_form`.
        retry_after_text: Literal `Retry-After` value instead.
        location: Target of a redirection.
        names_document: Whether the body also has a `document_id`: that of the document if it was
            accepted, else one that does not exist.
        closes: Whether the connection is closed after the answer, with the rest of the body unread.
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
    """Answer 200 with unusable content; at `ACCEPTED` the upload still counts."""

    kind: GarbageKind
    at: Point = Point.ACCEPTED


@dataclass(frozen=True, slots=True)
class Silence:
    """Never answer; reset the connection after `seconds`.

    At `Point.DURING_BODY` the server stops reading after `after_bytes`.
    """

    at: Point
    seconds: float = 600.0
    after_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Delay:
    """Answer correctly, but `seconds` late."""

    seconds: float
    at: Point = Point.ACCEPTED


@dataclass(frozen=True, slots=True)
class LateAcceptance:
    """Accept and charge a complete upload `seconds` late, or when the server stops.

    Attributes:
        meanwhile: The immediate answer; None lets the client wait for the right answer.
    """

    seconds: float
    meanwhile: Refuse | Reset | Silence | None = None


@dataclass(frozen=True, slots=True)
class SlowRead:
    """Read the body at this rate; the kernel still buffers some MB for the sender."""

    bytes_per_second: float


@dataclass(frozen=True, slots=True)
class FailWorkflow:
    """Make the workflow of the accepted document fail in a stage.

    Attributes:
        stage: Name of the stage in JSON.
        status: Status of the document from then on: `failed`, `error`, `canceled`.
        message: `error` field of the status; empty leaves it out.
        stage_word: Status of the failed stage.
        workflow_complete: Whether the status still says that the workflow is complete.
    """

    stage: str = "structure"
    status: str = "failed"
    message: str = "No line items were found in this document."
    stage_word: str = "failed"
    workflow_complete: bool = False

    def __post_init__(self) -> None:
        """Raise `ValueError` for an unknown stage, which would never fail."""
        if self.stage not in STAGES:
            raise ValueError(f"{self.stage!r} is none of the stages {', '.join(STAGES)}")


@dataclass(frozen=True, slots=True)
class DropStream:
    """End a realtime connection after some frames.

    Attributes:
        after_frames: Number of frames (of any kind) sent before.
        code: WebSocket close code, or a normal end for SSE; None resets the connection.
    """

    after_frames: int = 0
    code: int | None = None


@dataclass(frozen=True, slots=True)
class SendJunk:
    """Send unusable frames when a realtime connection opens, then continue normally."""

    frames: tuple[JunkFrame, ...]


RequestFault = Refuse | Reset | Garbage | Silence | Delay | SlowRead
UploadFault = RequestFault | LateAcceptance
StreamFault = Refuse | Reset | Silence | Delay | DropStream | SendJunk
Fault = UploadFault | FailWorkflow | DropStream | SendJunk

_STREAMS = frozenset({Call.WEBSOCKET, Call.SSE})


class Faults:
    """Faults to strike: a queue for each kind of call, and probabilities once it is empty.

    Safe to use from any thread. One generator draws all random faults, so that the same seed and
    the same order of calls give the same faults.
    """

    def __init__(self, seed: int = 0) -> None:
        self._lock = Lock()
        self._random = random.Random(seed)  # noqa: S311 - must be repeatable
        self._queues: dict[Call, deque[Fault | None]] = {}
        self._chances: dict[Call, list[tuple[float, Fault]]] = {}

    def add(self, call: Call, *faults: Fault | None) -> None:
        """Queue `faults`, each for one call of that kind, in order; None lets a call succeed.

        Raises:
            ValueError: A fault does not apply to that kind of call.
        """
        for fault in faults:
            _check_fits(call, fault)
        with self._lock:
            self._queues.setdefault(call, deque()).extend(faults)

    def by_chance(self, call: Call, fault: Fault, probability: float = 1.0) -> None:
        """Make `fault` strike each call of that kind with this probability, until cleared.

        Raises:
            ValueError: The fault does not apply to that kind of call.
        """
        _check_fits(call, fault)
        with self._lock:
            self._chances.setdefault(call, []).append((probability, fault))

    def clear(self) -> None:
        """Remove all faults."""
        with self._lock:
            self._queues.clear()
            self._chances.clear()

    def pending(self, call: Call) -> int:
        """Return the number of queued faults that have not struck yet."""
        with self._lock:
            return len(self._queues.get(call, ()))

    def take(self, call: Call) -> Fault | None:
        """Remove and return the fault that strikes a new call; None if none does."""
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
    "303": Refuse(303, location="/status/doc_1"),
    "307": Refuse(307, location=_MOVED),
    "308": Refuse(308, location=_MOVED),
    "408": Refuse(408),
    "409": Refuse(409, "The document was submitted already", names_document=True),
    "500": Refuse(500),
    "502": Refuse(502),
    "503": Refuse(503, retry_after=3),
    "504": Refuse(504),
    "520": Refuse(520),
    "999": Refuse(999),
    "reset": Reset(Point.BODY_READ),
    "silent": Silence(Point.BODY_READ),
    **{kind.value: Garbage(kind) for kind in GarbageKind},
}
"""Answers that a gateway may give once the body is complete, whatever the service behind it did."""


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
