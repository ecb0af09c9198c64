"""Calls of CapOut's contract, and switches for everything that the contract leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

STAGES = ("ocr", "structure", "actions", "trades", "categories")
"""The five stages of the workflow, in order, by their names in JSON."""

MAX_PDF_BYTES = 50 * 1024 * 1024
"""The largest PDF that `POST /upload` takes inline: "up to 50 MB"."""

LATER_COMPLETION_FIELDS: Mapping[str, object] = {
    "message": "Xactimate export completed successfully.",
    "contractor_esx_url": "https://downloads.capout.example/contractor.esx",
    "carrier_esx_url": "https://downloads.capout.example/carrier.esx",
}
"""Fields that later versions of the contract may add to a finished document's status."""


class Call(StrEnum):
    """The seven calls, and the workflow that follows an upload."""

    UPLOAD = "upload"
    STATUS = "status"
    DOCUMENTS = "documents"
    CREDITS = "credits"
    TOKEN = "token"  # noqa: S105 - the name of a call, not a secret
    WEBSOCKET = "websocket"
    SSE = "sse"
    WORKFLOW = "workflow"
    """No call, but the processing of an accepted document; used by faults only."""


class FrameForm(StrEnum):
    """How a status is wrapped in a realtime frame."""

    BARE = "bare"
    ENVELOPE = "envelope"
    LIST = "list"
    """A list of statuses, always with one item."""


class FrameFields(StrEnum):
    """How much of a status a realtime frame carries."""

    FULL = "full"
    DOCUMENTED = "documented"
    """`document_id`, `status` and `workflow_complete` only, as the reference shows for SSE."""


class DocumentsForm(StrEnum):
    """The shape of `GET /documents`: a bare list, or an object with the list under this name.

    `NESTED` and `BY_ID` are no names.
    """

    LIST = "list"
    DOCUMENTS = "documents"
    ITEMS = "items"
    DATA = "data"
    RESULTS = "results"
    NESTED = "nested"
    """The list is under `documents`, in an object under `data`."""
    BY_ID = "by-id"
    """Under `documents` is no list, but an object with each document under a number."""


class DetailForm(StrEnum):
    """The shape of `detail` in an error's body, or what is there instead of it."""

    MIXED = "mixed"
    """As in FastAPI: a list for an invalid body, a text for all other errors."""
    WORDS = "words"
    LIST = "list"
    ERROR = "error"
    """The words are under `message`, in an object under `error`."""
    TEXT = "text"
    """The body is plain text."""
    PAGE = "page"
    """The body is a web page, as gateways send it."""
    EMPTY = "empty"
    """There is no body."""


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
    """How `GET /documents` changes the file name that was sent."""

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
    """The time of acceptance is added before the file name extension."""
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
    """How `GET /documents` changes an XactNet address, here `team@example`."""

    AS_SENT = "as-sent"
    USER_ONLY = "user-only"
    """`team`."""
    WITH_ENDING = "with-ending"
    """`team@example.xn`; an address with this ending is unchanged."""
    DISPLAY_NAME = "display-name"
    """`Team <team@example>`."""
    UPPER_CASE = "upper-case"


class TimeForm(StrEnum):
    """How `GET /documents` writes `created_at`."""

    UTC = "utc"
    """With a fraction of a second, as web frameworks for Python write it."""
    WHOLE_SECONDS = "whole-seconds"
    DATE_ONLY = "date-only"
    HOUR = "hour"
    """Cut to the hour."""
    LOCAL = "local"
    """The time at UTC-5, without an offset."""
    EPOCH_SECONDS = "epoch-seconds"
    MISSING = "missing"
    GO_ZERO = "go-zero"
    """`0001-01-01T00:00:00Z`, the zero value of Go's time type."""
    YEAR_9999 = "year-9999"


class MalformedItem(StrEnum):
    """An invalid entry of `GET /documents`, before the valid ones."""

    NONE = "none"
    NULL = "null"
    NUMBER = "number"
    TEXT = "text"
    LIST = "list"
    EMPTY_OBJECT = "empty-object"
    WRONG_KINDS = "wrong-kinds"
    """An object with the right names, and values of wrong types."""


class IdForm(StrEnum):
    """The form of the ids of documents that are accepted from now on."""

    RANDOM = "random"
    """`doc_` and random digits."""
    UUID = "uuid"
    PER_ORGANIZATION = "per-organization"
    """`doc_1`, `doc_2`, ... in each organization."""
    INTEGER = "integer"
    """A JSON number, counted over all organizations."""


class ListedIds(StrEnum):
    """The ids in `GET /documents`, compared with those in receipts."""

    AS_RECEIPTS = "as-receipts"
    UPPER_CASE = "upper-case"
    OTHER = "other"
    """Ids of another kind, such as those of the rows of the server's database."""


class ReceiptForm(StrEnum):
    """The shape of the answer to an accepted upload."""

    DOCUMENTED = "documented"
    ID_ONLY = "id-only"
    NULLS = "nulls"
    """All fields except the id are null."""
    WRAPPED = "wrapped"
    """The receipt is in an object under `data`."""
    OTHER_NAME = "other-name"
    """The id is under `id`."""


class NumberForm(StrEnum):
    """How `GET /credits` writes its numbers."""

    TRUE = "true"
    HUGE = "huge"
    """1e19 and more: too large for 64 bits."""
    NEGATIVE = "negative"
    FRACTION = "fraction"
    TEXT = "text"
    BEYOND_DOUBLE = "beyond-double"
    """`1e999`, which many JSON parsers read as infinity."""


class ExpiryForm(StrEnum):
    """How an `expires_at` is written."""

    TRUE = "true"
    YEAR_9999 = "year-9999"
    GO_ZERO = "go-zero"
    NULL = "null"


class UpdatedAtForm(StrEnum):
    """How a status writes `updated_at`."""

    TRUE = "true"
    BACKWARDS = "backwards"
    """Each status is half a second older than the one before."""
    ONCE_2099 = "once-2099"
    """The status of the first stage is dated 2099; the others are right."""


class OddValue(StrEnum):
    """An additional field in every JSON answer, with a value that is hard to parse."""

    NONE = "none"
    LONE_SURROGATE = "lone-surrogate"
    """`message`: half of a surrogate pair, as an escape."""
    BEYOND_DOUBLE = "beyond-double"
    """`confidence`: `1e999`."""
    DEEP = "deep"
    """`details`: lists nested 500 deep."""


class ContinueForm(StrEnum):
    """How `100 Continue` is sent before the body of an upload is read."""

    ASKED = "asked"
    """Only to clients that ask for it."""
    WHOLE = "whole"
    """To everyone, unasked."""
    IN_TWO = "in-two"
    """To everyone, unasked, in two TCP segments."""


@dataclass(slots=True, kw_only=True)
class Behavior:
    """Switches for everything that the contract leaves open.

    Every switch may be changed while the server runs, from any thread. It affects the next answer
    or frame.

    Attributes:
        speed: Factor on the speed of workflows: 1 takes about 20 s, 100 about 0.2 s, and 0 stops
            them.
        progress: Whether statuses carry the five stages (contract of spring 2026).
        status_running: Wording of a status under way.
        status_complete: Wording of a finished status.
        stage_running: Wording of a stage under way.
        stage_complete: Wording of a finished stage.
        completion_fields: Fields added to a finished document's status, such as
            `LATER_COMPLETION_FIELDS`.
        documents_form: Shape of `GET /documents`.
        documents_id_field: Name of the id field in its items.
        documents_omit: Fields left out of its items, such as `file_name`.
        documents_limit: Largest number of items that it lists: the first ones in its order.
        listing_delay: Seconds before a new document appears in it.
        documents_window: Seconds after acceptance during which a document is listed; None lists
            all.
        documents_order: Order of its items.
        documents_name: How it changes file names.
        documents_address: How it changes XactNet addresses.
        documents_time: How it writes `created_at`.
        documents_time_shift: Seconds added to `created_at` in it.
        documents_twice: Whether it lists every document twice.
        documents_malformed: An invalid entry in it.
        documents_ids: Ids in it, compared with those in receipts.
        documents_ended_only: Whether it lists a document only once its workflow has ended.
        ids: Form of the ids of documents accepted from now on.
        receipt_status: Status code of the answer to an accepted upload.
        receipt_form: Shape of that answer.
        test_keys_charge: Whether an upload with a test key costs credits.
        absolute_urls: Whether `ws_url` and `sse_url` are absolute instead of relative.
        token_lifetime: Lifetime of a realtime token in seconds.
        token_single_use: Whether a token opens one connection only.
        token_refused_at_handshake: Whether a bad token is refused with HTTP 403; otherwise the
            WebSocket opens and is closed with `expiry_close_code`.
        expiry_closes: Whether realtime connections end when their token expires.
        expiry_close_code: WebSocket close code for that; None breaks the connection without one.
        frame_form: How realtime frames wrap a status.
        frame_fields: Which fields of a status they contain.
        envelope_name_field: `event` or `type`, in an enveloped frame; empty leaves it out.
        envelope_body_field: `data`, `payload` or `document`, in an enveloped frame.
        sse_event_name: The `event:` of an SSE frame; empty leaves the line out.
        greeting: Whether a realtime connection starts with a frame that is not a status.
        ping_every: Seconds between ping frames on realtime connections; None sends none.
        snapshot_on_subscribe: Whether subscribing sends the current statuses.
        recent_follows_new: Whether `recent=` also covers documents uploaded afterwards.
        detail_form: Shape of `detail` in errors.
        retry_after_form: Shape of `Retry-After`.
        token_expiry: How `POST /ws/token` writes `expires_at`; the real lifetime is unchanged.
        credits_numbers: How `GET /credits` writes its numbers; charges are unchanged.
        credits_expiry: How it writes the `expires_at` of its buckets.
        credits_omit: Fields left out of it, such as `buckets`.
        credits_delay: Seconds before it shows a charge.
        refunds: Whether the credits of a document whose workflow fails are given back.
        updated_at: How statuses write `updated_at`.
        odd_value: A field added to statuses, receipts, list items, credits and tokens.
        date_header: Whether HTTP answers have a `Date` header.
        date_shift: Seconds added to it.
        continue_form: How `100 Continue` is sent.
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
    documents_ids: ListedIds = ListedIds.AS_RECEIPTS
    documents_ended_only: bool = False
    ids: IdForm = IdForm.RANDOM
    receipt_status: int = 200
    receipt_form: ReceiptForm = ReceiptForm.DOCUMENTED
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
    credits_omit: frozenset[str] = frozenset()
    credits_delay: float = 0.0
    refunds: bool = False
    updated_at: UpdatedAtForm = UpdatedAtForm.TRUE
    odd_value: OddValue = OddValue.NONE
    date_header: bool = True
    date_shift: float = 0.0
    continue_form: ContinueForm = ContinueForm.ASKED
