"""A document on its way to Xactimate: one row of the window, one record of the journal."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from capout_desktop.domain.copied_from import CopiedFrom
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.estimate import Estimate
from capout_desktop.domain.estimate_correction import Correction
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.moment import Moment
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.domain.problem import Problem


class DocumentState(StrEnum):
    """State of a document; `domain.lifecycle` defines the transitions."""

    __hash__ = str.__hash__  # that of `Enum` is written in Python

    CHECKING = "checking"
    """The file is being read to find its size and hash and whether it is a readable PDF."""
    QUEUED = "queued"
    """It waits for its turn, or for the time of its next attempt."""
    HELD = "held"
    """It waits for the user: for a key, credits, an address or a decision."""
    UPLOADING = "uploading"
    """An attempt is under way; it was journaled before its first byte."""
    CONFIRMING = "confirming"
    """The whole body was sent without a usable answer; a look-up decides if it may be resent."""
    PROCESSING = "processing"
    """CapOut has accepted it and is processing it."""
    COMPLETE = "complete"
    FAILED = "failed"
    """CapOut refused it permanently, or its workflow failed there."""
    CANCELED = "canceled"
    REJECTED = "rejected"
    """It was never sent, because the file cannot be sent."""

    @property
    def is_terminal(self) -> bool:
        """Whether only the user can change the state."""
        return self in _TERMINAL


_TERMINAL = frozenset(
    {
        DocumentState.COMPLETE,
        DocumentState.FAILED,
        DocumentState.CANCELED,
        DocumentState.REJECTED,
    }
)


class Stage(StrEnum):
    """Stages of CapOut's workflow, in order (contract of spring 2026)."""

    OCR = "ocr"
    STRUCTURE = "structure"
    ACTIONS = "actions"
    TRADES = "trades"
    CATEGORIES = "categories"


class StageState(StrEnum):
    """State of one stage."""

    __hash__ = str.__hash__  # that of `Enum` is written in Python

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    OTHER = "other"
    """A value that this program does not know; `StageMark.text` has it as received."""


class StageMark(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """State of one stage; `text` is the server's own word if the state is `OTHER`."""

    state: StageState
    text: str = ""


Stages = tuple[StageMark, StageMark, StageMark, StageMark, StageMark]
"""The marks of the five stages, in the order of `Stage`."""


class SourceKind(StrEnum):
    """Kind of source that the PDF comes from."""

    FILE = "file"
    LINK = "link"
    """An https address that CapOut fetches itself."""


class ChargeState(StrEnum):
    """Whether the document cost credits, as far as this program can know."""

    NONE = "none"
    UNKNOWN = "unknown"
    """The whole body was sent and there is no answer yet."""
    CHARGED = "charged"
    """CapOut accepted it."""
    PERHAPS = "perhaps"
    """CapOut accepted it and its workflow failed there; the contract does not mention a refund.

    Or an earlier attempt, which is not looked up any more, may have been charged.
    """


# Names of these fields in journals since 0.1.
_STORED_NAMES = {"credential_id": "profile_id", "cancel_requested": "called_back"}


class Document(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, rename=_STORED_NAMES):
    """File or link, with everything known about it.

    It is a msgspec struct because thousands are built and changed per second, and a frozen
    dataclass with this many fields takes five times as long. The journal stores it under its field
    names. It is never part of a reference cycle, so it is not tracked by the garbage collector.

    Attributes:
        id: This program's own id, not the server's.
        source: An absolute path, or an https address.
        xn_address: XactNet address that receives the estimate; empty while none is chosen.
        added_at: Time when the document was added (UTC).
        changed_at: Time of the last change of anything shown (UTC).
        size: Bytes of the PDF; None until checked, and for links.
        sha256: Hex digest of the PDF; None until checked, and for links.
        modified_ns: The file's modification time when it was checked, in nanoseconds.
        page_count: None where unknown.
        notices: Warnings about the PDF.
        bytes_sent: Bytes of the request body handed over in the present attempt.
        bytes_total: Bytes of the whole body (the PDF as base64 inside JSON); 0 before an attempt.
        attempts: Number of uploads begun.
        attempt_id: Id of the present or last attempt; empty before the first.
        attempt_at: Time when that attempt began (UTC).
        credential_id: Id of the credential that it is sent with; empty until there is one.
        organization_id: Organization of that credential, or of the present or last attempt; empty
            while unknown. A look-up with another organization's key would prove nothing.
        unconfirmed_address: Address that was typed but not confirmed when it was added.
        key_kind: Kind of that key; None until there is one, and in journals before 0.2.
        server: CapOut server for this document: an address, empty for the default one, or
            `PRACTICE_SERVER`. It is never sent to or looked up on another server.
        unknown_since: Time when the last attempt ended without a usable answer (UTC).
        not_before: Earliest time of the next attempt (UTC); None means at once.
        document_id: CapOut's id; empty until accepted.
        server_status: Status as the server worded it; empty until there is one.
        stages: None if the server gives no stages.
        server_updated_at: Server's time of the last report used (UTC).
        send_again: Whether the user wants it sent although it, or a copy of it, was sent before.
            It applies to this address only and ends when the document is canceled.
        send_unread: Whether the user wants it sent although it cannot be read here, or although
            its link does not seem to lead to a PDF. It ends when the document is canceled.
        sent_before: Earlier times that this file was, or may have been, sent before the user sent
            it again: the address in lower case and CapOut's id, which is empty if unknown.
        cancel_requested: Whether the user canceled it while it was being sent. If CapOut turns
            out not to have it, it is not sent again.
        waits_for_start: Whether it is only checked, and not sent before the user starts it.
        batch_id: Id of the batch that it was added with; empty in journals before 0.2.
        skipped: Whether the user left it out of its batch. It is not sent, not even by a word
            about the whole list, until the user includes it again.
        again_chosen: Whether the user included it in its draft although the same file was sent
            before, or is in the draft twice. It applies to this address only.
        moved_to_top_at: Last time when the user moved it to the top of the queue (UTC); what was
            moved later is sent first.
        removed: Whether the user removed it from the list. It is kept, so that a second copy of
            it is still recognized.
        problem: Reason for the present state; None if nothing is wrong.
        extra: Fields of the server's answers that this program does not know, by name.
        estimate: What could be read in the PDF, once it was read; None for links. It is personal
            data, and goes when the document is removed.
        corrections: What the person says instead of what was read; `estimate` has it already.
        claim_sent_at: Time when another file of the same claim had been sent (UTC), as known when
            the estimate was read; None if none had.
        copied_from: Where the file comes from, if `source` is a copy in the outbox.
        downloading: Whether the file is being downloaded from the cloud to be checked.
    """

    id: str
    file_name: str
    source: str
    source_kind: SourceKind
    xn_address: str
    state: DocumentState
    added_at: Moment
    changed_at: Moment
    size: int | None = None
    sha256: str | None = None
    modified_ns: int | None = None
    page_count: int | None = None
    notices: tuple[Notice, ...] = ()
    bytes_sent: int = 0
    bytes_total: int = 0
    attempts: int = 0
    attempt_id: str = ""
    attempt_at: Moment | None = None
    credential_id: str = ""
    organization_id: str = ""
    unconfirmed_address: str = ""
    key_kind: KeyKind | None = None
    server: str = ""
    unknown_since: Moment | None = None
    not_before: Moment | None = None
    document_id: str = ""
    workflow_id: str = ""
    server_status: str = ""
    stages: Stages | None = None
    server_updated_at: Moment | None = None
    completed_at: Moment | None = None
    send_again: bool = False
    sent_before: tuple[tuple[str, str], ...] = ()
    cancel_requested: bool = False
    waits_for_start: bool = False
    batch_id: str = ""
    skipped: bool = False
    again_chosen: bool = False
    moved_to_top_at: Moment | None = None
    removed: bool = False
    problem: Problem | None = None
    send_unread: bool = False
    extra: Mapping[str, object] = msgspec.field(default_factory=dict)
    estimate: Estimate | None = None
    claim_sent_at: Moment | None = None
    corrections: tuple[Correction, ...] = ()
    copied_from: CopiedFrom | None = None
    downloading: bool = False

    @property
    def origin_path(self) -> str:
        """The path or link that the user added; that of the mail or archive it was in."""
        return self.copied_from.path if self.copied_from is not None else self.source

    @property
    def problem_code(self) -> str:
        """Code of `problem`; empty if nothing is wrong."""
        return self.problem.code if self.problem is not None else ""

    def held_for(self, *reasons: HoldReason) -> bool:
        """Return whether it is on hold for one of the reasons."""
        return self.state is DocumentState.HELD and self.problem_code in reasons

    @property
    def charge(self) -> ChargeState:
        """Whether it cost credits, as far as this program can know."""
        if self.document_id:
            failed = self.state is DocumentState.FAILED
            return ChargeState.PERHAPS if failed else ChargeState.CHARGED
        if self.state is DocumentState.COMPLETE:
            return ChargeState.CHARGED  # the user marked it as received
        if self.state is DocumentState.CONFIRMING or self.body_is_out:
            return ChargeState.UNKNOWN
        return ChargeState.PERHAPS if self.sent_before else ChargeState.NONE

    @property
    def may_be_with_capout(self) -> bool:
        """Whether CapOut has or may have it, so that the user is asked before a copy is sent.

        True also for a document that is sent again, because it was sent before.
        """
        return (
            bool(self.document_id)
            or self.send_again
            or self.state
            in {DocumentState.UPLOADING, DocumentState.CONFIRMING, DocumentState.COMPLETE}
        )

    @property
    def body_is_out(self) -> bool:
        """Whether every byte of the present attempt was handed over. Resending is not safe then."""
        return (
            self.state is DocumentState.UPLOADING
            and self.bytes_total > 0
            and self.bytes_sent >= self.bytes_total
        )
