"""The calls of CapOut's contract, and a switch for everything that the contract leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

STAGES = ("ocr", "structure", "actions", "trades", "categories")
"""The five stages of the workflow as the wire names them, in their order."""

MAX_PDF_BYTES = 50 * 1024 * 1024
"""The largest PDF that `POST /upload` takes inline: "up to 50 MB"."""

LATER_COMPLETION_FIELDS: Mapping[str, object] = {
    "message": "Xactimate export completed successfully.",
    "contractor_esx_url": "https://downloads.capout.example/contractor.esx",
    "carrier_esx_url": "https://downloads.capout.example/carrier.esx",
}
"""What later versions of the contract may add to a finished document's status."""


class Call(StrEnum):
    """The seven calls, and the work on a document that follows an upload."""

    UPLOAD = "upload"
    STATUS = "status"
    DOCUMENTS = "documents"
    CREDITS = "credits"
    TOKEN = "token"  # noqa: S105 - the name of a call, not a secret
    WEBSOCKET = "websocket"
    SSE = "sse"
    WORKFLOW = "workflow"
    """No call: what happens to an accepted document. Only faults name it."""


class FrameForm(StrEnum):
    """How a status is wrapped in a realtime frame."""

    BARE = "bare"
    ENVELOPE = "envelope"
    LIST = "list"
    """A list of statuses; always of one."""


class FrameFields(StrEnum):
    """How much of a status a realtime frame carries."""

    FULL = "full"
    DOCUMENTED = "documented"
    """`document_id`, `status` and `workflow_complete` only, as the reference shows for SSE."""


class DocumentsForm(StrEnum):
    """The shape of `GET /documents`: a bare list, or an object holding one under this name."""

    LIST = "list"
    DOCUMENTS = "documents"
    ITEMS = "items"
    DATA = "data"
    RESULTS = "results"


class DetailForm(StrEnum):
    """The shape of `detail` in an error's body."""

    MIXED = "mixed"
    """As FastAPI does: a list for a body of the wrong form, words for everything else."""
    WORDS = "words"
    LIST = "list"


class RetryAfterForm(StrEnum):
    """How a refusal says when to try again."""

    SECONDS = "seconds"
    HTTP_DATE = "http-date"
    ABSENT = "absent"


@dataclass(slots=True, kw_only=True)
class Behavior:
    """How the sandbox answers wherever the contract leaves it open.

    Every switch may be turned while the server runs, from any thread; the next answer or
    frame follows it.

    Attributes:
        speed: Factor on the pace of workflows: 1 takes about 20 s, 100 about 0.2 s, and at 0
            they stand still.
        progress: Whether statuses carry the five stages (contract of spring 2026).
        status_running: Wording of a status under way.
        status_complete: Wording of a finished status.
        stage_running: Wording of a stage under way.
        stage_complete: Wording of a finished stage.
        completion_fields: Fields added to a finished document's status, such as
            `LATER_COMPLETION_FIELDS`.
        documents_form: Shape of `GET /documents`.
        documents_id_field: What an item there calls the document's id.
        documents_omit: Fields left out of its items, such as `file_name`.
        documents_limit: How many items it lists at most, newest first.
        listing_delay: Seconds before a new document appears there.
        absolute_urls: Whether `ws_url` and `sse_url` are absolute instead of relative.
        token_lifetime: Seconds that a realtime token is good for.
        token_single_use: Whether a token opens one connection only.
        token_refused_at_handshake: Whether a bad token is refused with HTTP 403; otherwise the
            WebSocket opens and is closed with `expiry_close_code`.
        expiry_closes: Whether realtime connections end when their token expires.
        expiry_close_code: WebSocket close code for it; None drops the line without a word.
        frame_form: How realtime frames wrap a status.
        frame_fields: How much of a status they carry.
        envelope_name_field: `event` or `type`, in an enveloped frame; empty leaves it out.
        envelope_body_field: `data`, `payload` or `document`, in an enveloped frame.
        sse_event_name: The `event:` of an SSE frame; empty leaves the line out.
        greeting: Whether a realtime connection begins with a frame that is no status.
        ping_every: Seconds between ping frames on realtime connections; None sends none.
        snapshot_on_subscribe: Whether subscribing sends the present statuses.
        recent_follows_new: Whether `recent=` also covers documents uploaded afterwards.
        detail_form: Shape of `detail` in errors.
        retry_after_form: Shape of `Retry-After`.
    """

    speed: float = 1.0
    progress: bool = True
    status_running: str = "processing"
    status_complete: str = "complete"
    stage_running: str = "in_progress"
    stage_complete: str = "complete"
    completion_fields: Mapping[str, object] = field(default_factory=dict)
    documents_form: DocumentsForm = DocumentsForm.DOCUMENTS
    documents_id_field: str = "document_id"
    documents_omit: frozenset[str] = frozenset()
    documents_limit: int = 100
    listing_delay: float = 0.0
    absolute_urls: bool = False
    token_lifetime: float = 300.0
    token_single_use: bool = False
    token_refused_at_handshake: bool = True
    expiry_closes: bool = True
    expiry_close_code: int | None = 4401
    frame_form: FrameForm = FrameForm.BARE
    frame_fields: FrameFields = FrameFields.FULL
    envelope_name_field: str = "event"
    envelope_body_field: str = "data"
    sse_event_name: str = "status.updated"
    greeting: bool = False
    ping_every: float | None = None
    snapshot_on_subscribe: bool = True
    recent_follows_new: bool = True
    detail_form: DetailForm = DetailForm.MIXED
    retry_after_form: RetryAfterForm = RetryAfterForm.SECONDS
