"""A document on its way to Xactimate: one row of the window, one record of the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.domain.problem import Problem


class DocumentState(StrEnum):
    """Where a document stands; `domain.lifecycle` says which state may follow which."""

    CHECKING = "checking"
    """The file is being read: size, hash, is it a PDF that opens."""
    QUEUED = "queued"
    """Waits for its turn, or for the time of its next attempt."""
    HELD = "held"
    """Waits for the person: a key, credits, an address, a decision."""
    UPLOADING = "uploading"
    """An attempt is under way: the journal knew of it before its first byte."""
    CONFIRMING = "confirming"
    """The whole body went out and no usable answer came: being looked up, never resent blindly."""
    PROCESSING = "processing"
    """CapOut has it and works on it."""
    COMPLETE = "complete"
    FAILED = "failed"
    """Refused by CapOut for good, or its workflow failed there."""
    CANCELED = "canceled"
    REJECTED = "rejected"
    """Never sent: the file itself cannot go."""

    @property
    def is_terminal(self) -> bool:
        """Whether only the person can change it from here."""
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
    """The five stages of CapOut's workflow, in their order (contract of spring 2026)."""

    OCR = "ocr"
    STRUCTURE = "structure"
    ACTIONS = "actions"
    TRADES = "trades"
    CATEGORIES = "categories"


class StageState(StrEnum):
    """How far one stage is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    OTHER = "other"
    """A value this program does not know; `StageMark.text` shows it as it came."""


class StageMark(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One stage's state; `text` is the server's own word where the state is `OTHER`."""

    state: StageState
    text: str = ""


Stages = tuple[StageMark, StageMark, StageMark, StageMark, StageMark]
"""The marks of the five stages, in the order of `Stage`."""


class SourceKind(StrEnum):
    """Where the PDF comes from."""

    FILE = "file"
    LINK = "link"
    """An https address that CapOut fetches by itself."""


class ChargeState(StrEnum):
    """What the document did to the credits, as far as this program can know."""

    NONE = "none"
    UNKNOWN = "unknown"
    """The body went out whole and nobody has answered yet."""
    CHARGED = "charged"
    """CapOut accepted it."""
    PERHAPS = "perhaps"
    """CapOut accepted it and its workflow failed there: the contract names no refund.

    Or it went before, by an attempt that nobody asks about any more.
    """


# What journals have called these fields since 0.1.
_STORED_NAMES = {"credential_id": "profile_id", "cancel_requested": "called_back"}


class Document(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, rename=_STORED_NAMES):
    """One file or link, and all that is known of it.

    A struct of msgspec: a frozen dataclass of so many fields takes five times as long to build
    and to change, and thousands do both in a second. The journal keeps it under its fields' names.
    It is a value that leads back to nothing: the garbage collector need not look at thousands.

    Attributes:
        id: This program's own id, never the server's.
        source: An absolute path, or an https address.
        xn_address: The XactNet address that receives the estimate; empty while none is chosen.
        added_at: When the row appeared (UTC).
        changed_at: When anything shown last changed (UTC).
        size: Bytes of the PDF; None until checked, and for links.
        sha256: Hex digest of the PDF; None until checked, and for links.
        modified_ns: The file's modification time when it was checked, in nanoseconds.
        page_count: None where unknown.
        notices: What should be known about the PDF before it goes.
        bytes_sent: Bytes of the request's body handed over in the present attempt.
        bytes_total: Bytes of the whole body (the PDF as base64 inside JSON); 0 before an attempt.
        attempts: How many times an upload was begun.
        attempt_id: The present or last attempt; empty before the first.
        attempt_at: When that attempt began (UTC).
        organization_id: Whose key it goes with; empty until there is one.
        organization_id: Whose key that is, or the one of the present or last attempt; empty while
            not known. A look-up with another organization's key would prove nothing.
        unconfirmed_address: What was typed as the address and not confirmed when it was added.
        key_kind: What that key spends; None until there is one, and in journals before 0.2.
        server: Where CapOut is for this document: an address, empty for the usual one, or
            `PRACTICE_SERVER`. Nothing of one server is ever sent to, or asked of, another.
        unknown_since: When the last attempt ended without a usable answer (UTC).
        not_before: The next attempt waits until then (UTC); None means at once.
        document_id: CapOut's id; empty until accepted.
        server_status: The status as the server worded it; empty until it said one.
        stages: None where the server gives no stages.
        server_updated_at: The server's own time of the last report taken (UTC).
        send_again: Whether the person wants it sent although it, or a copy of it, was sent before.
            The word holds for this address, and until the document is called back.
        sent_before: The times that this very file went, or may have gone, before the person sent
            it again: the address in lower case, and CapOut's id, empty where nobody knows it.
        called_back: Whether the person canceled it while it was on its way: should it turn out
            that CapOut does not have it, it is not sent again.
        waits_for_start: Whether it is only checked, and goes no further before the person says so.
        removed: Whether the person took it off the list; it is kept, so that a second copy of
            it is still recognized.
        problem: Why it stands where it stands; None where nothing is wrong.
        extra: Fields of the server's answers that this program does not know, by name.
    """

    id: str
    file_name: str
    source: str
    source_kind: SourceKind
    xn_address: str
    state: DocumentState
    added_at: datetime
    changed_at: datetime
    size: int | None = None
    sha256: str | None = None
    modified_ns: int | None = None
    page_count: int | None = None
    notices: tuple[Notice, ...] = ()
    bytes_sent: int = 0
    bytes_total: int = 0
    attempts: int = 0
    attempt_id: str = ""
    attempt_at: datetime | None = None
    credential_id: str = ""
    organization_id: str = ""
    unconfirmed_address: str = ""
    key_kind: KeyKind | None = None
    server: str = ""
    unknown_since: datetime | None = None
    not_before: datetime | None = None
    document_id: str = ""
    workflow_id: str = ""
    server_status: str = ""
    stages: Stages | None = None
    server_updated_at: datetime | None = None
    completed_at: datetime | None = None
    send_again: bool = False
    sent_before: tuple[tuple[str, str], ...] = ()
    cancel_requested: bool = False
    waits_for_start: bool = False
    removed: bool = False
    problem: Problem | None = None
    extra: Mapping[str, object] = msgspec.field(default_factory=dict)

    @property
    def problem_code(self) -> str:
        """Why it stands where it stands; empty where nothing is wrong."""
        return self.problem.code if self.problem is not None else ""

    def held_for(self, *reasons: HoldReason) -> bool:
        """Whether it is on hold for one of the reasons."""
        return self.state is DocumentState.HELD and self.problem_code in reasons

    @property
    def charge(self) -> ChargeState:
        """What it did to the credits, as far as this program can know."""
        if self.document_id:
            failed = self.state is DocumentState.FAILED
            return ChargeState.PERHAPS if failed else ChargeState.CHARGED
        if self.state is DocumentState.COMPLETE:
            return ChargeState.CHARGED  # by the person's word
        if self.state is DocumentState.CONFIRMING or self.body_is_out:
            return ChargeState.UNKNOWN
        return ChargeState.PERHAPS if self.sent_before else ChargeState.NONE

    @property
    def may_be_with_capout(self) -> bool:
        """Whether CapOut has it, or may have: a copy of it should not go without a question.

        So does one that goes again: it, or a copy of it, was there before.
        """
        return (
            bool(self.document_id)
            or self.send_again
            or self.state
            in {DocumentState.UPLOADING, DocumentState.CONFIRMING, DocumentState.COMPLETE}
        )

    @property
    def body_is_out(self) -> bool:
        """Whether every byte of the present attempt was handed over: resending is not safe."""
        return (
            self.state is DocumentState.UPLOADING
            and self.bytes_total > 0
            and self.bytes_sent >= self.bytes_total
        )
