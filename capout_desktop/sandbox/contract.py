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


class DocumentsOrder(StrEnum):
    """The order of `GET /documents`; its limit cuts off what comes last."""

    NEWEST_FIRST = "newest-first"
    OLDEST_FIRST = "oldest-first"
    LAST_CHANGED_FIRST = "last-changed-first"


class NameForm(StrEnum):
    """What `GET /documents` makes of the file name that was sent."""

    AS_SENT = "as-sent"
    CUT_24 = "cut-24"
    CUT_64 = "cut-64"
    BLANKS_REPLACED = "blanks-replaced"
    """`a b.pdf` becomes `a_b.pdf`."""
    ACCENTS_DROPPED = "accents-dropped"
    """`Sørensen` becomes `Sorensen`, `Müller` becomes `Muller`."""
    ACCENTS_TRANSLITERATED = "accents-transliterated"
    """`Sørensen` becomes `Soerensen`, `Müller` becomes `Mueller`."""
    HTML_ESCAPED = "html-escaped"
    """`&` becomes `&amp;`."""
    PERCENT_ENCODED = "percent-encoded"
    """A blank becomes `%20`."""
    STAMP_BEFORE = "stamp-before"
    STAMP_AFTER = "stamp-after"
    """The time of acceptance, before the ending."""
    UUID_BEFORE = "uuid-before"
    UUID_AFTER = "uuid-after"
    COPY_NUMBER_DROPPED = "copy-number-dropped"
    """`a (1).pdf` becomes `a.pdf`."""
    ENDING_ONCE = "ending-once"
    """`a.pdf.pdf` becomes `a.pdf`."""
    CJK_TRANSLITERATED = "cjk-transliterated"
    """Kana and Hangul become Latin syllables, ideographs their code points."""
    CJK_DROPPED = "cjk-dropped"
    UPPER_CASE = "upper-case"


class AddressForm(StrEnum):
    """What `GET /documents` makes of the XactNet address that was sent, say `team@example`."""

    AS_SENT = "as-sent"
    USER_ONLY = "user-only"
    """`team`."""
    WITH_ENDING = "with-ending"
    """`team@example.xn`; an address that ends so already stays."""
    DISPLAY_NAME = "display-name"
    """`Team <team@example>`."""
    UPPER_CASE = "upper-case"


class TimeForm(StrEnum):
    """How `GET /documents` words `created_at`."""

    UTC = "utc"
    DATE_ONLY = "date-only"
    HOUR = "hour"
    """Cut to the hour."""
    LOCAL = "local"
    """The time at UTC-5, without saying so."""
    EPOCH_SECONDS = "epoch-seconds"
    MISSING = "missing"
    GO_ZERO = "go-zero"
    """`0001-01-01T00:00:00Z`, the time that a Go program never set."""
    YEAR_9999 = "year-9999"


class MalformedItem(StrEnum):
    """One entry of `GET /documents`, before the good ones, that is no document."""

    NONE = "none"
    NULL = "null"
    NUMBER = "number"
    TEXT = "text"
    LIST = "list"
    EMPTY_OBJECT = "empty-object"
    WRONG_KINDS = "wrong-kinds"
    """An object with the right names, and values of other kinds."""


class IdForm(StrEnum):
    """How documents are named from now on."""

    RANDOM = "random"
    """`doc_` and random digits."""
    UUID = "uuid"
    PER_ORGANIZATION = "per-organization"
    """`doc_1`, `doc_2`, ... in each organization."""
    INTEGER = "integer"
    """A JSON number, over all organizations."""


class NumberForm(StrEnum):
    """How `GET /credits` words its numbers."""

    TRUE = "true"
    HUGE = "huge"
    """1e19 and more: beyond 64 bits."""
    NEGATIVE = "negative"
    FRACTION = "fraction"
    TEXT = "text"
    BEYOND_DOUBLE = "beyond-double"
    """`1e999`, which many readers take for infinity."""


class ExpiryForm(StrEnum):
    """How an `expires_at` is worded."""

    TRUE = "true"
    YEAR_9999 = "year-9999"
    GO_ZERO = "go-zero"
    NULL = "null"


class UpdatedAtForm(StrEnum):
    """How a status words `updated_at`."""

    TRUE = "true"
    BACKWARDS = "backwards"
    """Each status is half a second older than the one before."""
    ONCE_2099 = "once-2099"
    """The status of the first stage is from 2099; the others are true."""


class OddValue(StrEnum):
    """One more field in every JSON object that answers, with a value that readers stumble over."""

    NONE = "none"
    LONE_SURROGATE = "lone-surrogate"
    """`message`: half of an emoji, as an escape."""
    BEYOND_DOUBLE = "beyond-double"
    """`confidence`: `1e999`."""
    DEEP = "deep"
    """`details`: a list in a list, 500 deep."""


class ContinueForm(StrEnum):
    """How `100 Continue` comes before the body of an upload is read."""

    ASKED = "asked"
    """To clients that ask for it only."""
    WHOLE = "whole"
    """To everyone, unasked."""
    IN_TWO = "in-two"
    """To everyone, unasked, in two TCP segments."""


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
        documents_limit: How many items it lists at most: the first ones in its order.
        listing_delay: Seconds before a new document appears there.
        documents_window: Seconds after its acceptance in which a document is listed; None lists
            all.
        documents_order: In which order it lists them.
        documents_name: What it makes of file names.
        documents_address: What it makes of XactNet addresses.
        documents_time: How it words `created_at`.
        documents_time_shift: Seconds by which `created_at` is off there.
        documents_twice: Whether it lists every document twice.
        documents_malformed: An entry there that is no document.
        ids: How the documents accepted from now on are named.
        test_keys_charge: Whether an upload with a test key costs credits.
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
        token_expiry: How `POST /ws/token` words `expires_at`; the token's real life stays.
        credits_numbers: How `GET /credits` words its numbers; what is charged stays true.
        credits_expiry: How it words the `expires_at` of its buckets.
        updated_at: How statuses word `updated_at`.
        odd_value: A field added to statuses, receipts, list items, credits and tokens.
        date_header: Whether HTTP answers carry `Date`.
        date_shift: Seconds by which it is off.
        continue_form: How `100 Continue` comes.
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
    documents_window: float | None = None
    documents_order: DocumentsOrder = DocumentsOrder.NEWEST_FIRST
    documents_name: NameForm = NameForm.AS_SENT
    documents_address: AddressForm = AddressForm.AS_SENT
    documents_time: TimeForm = TimeForm.UTC
    documents_time_shift: float = 0.0
    documents_twice: bool = False
    documents_malformed: MalformedItem = MalformedItem.NONE
    ids: IdForm = IdForm.RANDOM
    test_keys_charge: bool = True
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
    token_expiry: ExpiryForm = ExpiryForm.TRUE
    credits_numbers: NumberForm = NumberForm.TRUE
    credits_expiry: ExpiryForm = ExpiryForm.TRUE
    updated_at: UpdatedAtForm = UpdatedAtForm.TRUE
    odd_value: OddValue = OddValue.NONE
    date_header: bool = False
    date_shift: float = 0.0
    continue_form: ContinueForm = ContinueForm.ASKED
