"""Events of a document; `domain.lifecycle` defines their effects."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct, field

from capout_desktop.domain.copied_from import CopiedFrom
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.estimate import Estimate
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport


class Checked(Struct, frozen=True):
    """The file can be sent. For a link, size and hash are None."""

    at: datetime
    size: int | None = None
    sha256: str | None = None
    modified_ns: int | None = None
    page_count: int | None = None
    notices: tuple[Notice, ...] = ()


class Rejected(Struct, frozen=True):
    """The file cannot be sent; `problem` says why."""

    at: datetime
    problem: Problem


class EstimateRead(Struct, frozen=True):
    """What could be read in the file with this hash; it is kept with the document.

    Attributes:
        claim_sent_at: Time when another file of the same claim was sent; None if none was.
    """

    sha256: str
    estimate: Estimate
    claim_sent_at: datetime | None = None


class EstimateCorrected(Struct, frozen=True):
    """The person says what a field of the estimate is, or takes that back.

    Attributes:
        name: Name of the field of `Estimate`.
        value: What they say; empty if the estimate does not state it, None to take it back.
        claim_sent_at: Time when another file of the claim was sent; None if none was.
    """

    name: str
    value: str | None
    claim_sent_at: datetime | None = None


class SendAnyway(Struct, frozen=True):
    """The user wants it sent although it cannot be read here, or its link leads elsewhere."""

    at: datetime


class Held(Struct, frozen=True):
    """The document waits for the user; `problem` says for what."""

    at: datetime
    problem: Problem


class Released(Struct, frozen=True):
    """The reason for the hold is gone."""

    at: datetime


class Addressed(Struct, frozen=True):
    """The user chose the address that receives the document."""

    at: datetime
    xn_address: str


class Assigned(Struct, frozen=True):
    """The document was assigned to a credential and its organization."""

    at: datetime
    credential_id: str
    organization_id: str
    key_kind: KeyKind | None = None


class Started(Struct, frozen=True):
    """The user started the document, so that it need not wait for that any more."""

    at: datetime


class Skipped(Struct, frozen=True):
    """The user left the document out of its batch."""

    at: datetime


class Included(Struct, frozen=True):
    """The user included the document in its batch.

    `again` is whether the user did so although the same file was sent before, or is in the batch
    twice.
    """

    at: datetime
    again: bool = False


class Moved(Struct, frozen=True):
    """This program moved the file, as set by the user; `source` is its new path.

    That is the file that the user added: of a copy in the outbox, the original.
    """

    at: datetime
    source: str


class FileReplaced(Struct, frozen=True):
    """Another file is at the path of a document that was never sent; it is checked instead."""

    at: datetime


class Copied(Struct, frozen=True):
    """A changed copy in the outbox takes the place of a file that could not be sent."""

    at: datetime
    source: str
    copied_from: CopiedFrom


class PagesChosen(Struct, frozen=True):
    """A copy in the outbox with the pages that the user chose takes the place of the file."""

    at: datetime
    source: str
    copied_from: CopiedFrom


class AttemptStarted(Struct, frozen=True):
    """An upload begins; it is journaled before its first byte."""

    at: datetime
    attempt_id: str
    organization_id: str
    credential_id: str = ""


class Downloading(Struct, frozen=True):
    """The file is in the cloud, and is being downloaded so that it can be checked."""


class BytesSent(Struct, frozen=True):
    """`sent` of `total` bytes of the body of `attempt_id` were handed over."""

    attempt_id: str
    sent: int
    total: int


class AttemptRefused(Struct, frozen=True):
    """The upload was not accepted: CapOut refused it, or the whole body was never sent.

    `retry_at` is the time of the next attempt (UTC); None if an automatic retry is useless.
    """

    at: datetime
    problem: Problem
    retry_at: datetime | None


class OutcomeUnknown(Struct, frozen=True):
    """The whole body may have been sent and there is no usable answer."""

    at: datetime
    problem: Problem


class Accepted(Struct, frozen=True):
    """CapOut has the document, according to its answer or a look-up."""

    at: datetime
    document_id: str
    workflow_id: str = ""
    status: str = ""
    extra: dict[str, object] = field(default_factory=dict)


class FoundAbsent(Struct, frozen=True):
    """A look-up after the grace time shows that CapOut does not have the document.

    Attributes:
        refusal: CapOut's answer to the attempt if it was a refusal; the document is not resent
            then. None if there was no usable answer.
    """

    at: datetime
    refusal: Problem | None = None


class LookupUnclear(Struct, frozen=True):
    """The look-up is inconclusive, so that the user decides."""

    at: datetime
    problem: Problem


class MarkedReceived(Struct, frozen=True):
    """The user saw in CapOut's web app that it arrived. Its status cannot be followed."""

    at: datetime


class FileReturned(Struct, frozen=True):
    """The file that could not be read is there again, with the content that was checked."""

    at: datetime


class MarkedNeverSent(Struct, frozen=True):
    """The user says that CapOut does not have it. It is not sent again."""

    at: datetime


class SetApart(Struct, frozen=True):
    """This program failed on the document, which waits, so that the others go on."""

    at: datetime
    problem: Problem


class MovedToTop(Struct, frozen=True):
    """The user wants the document sent before all others that wait."""

    at: datetime


class Removed(Struct, frozen=True):
    """The user removed the document from the list."""

    at: datetime


class Restored(Struct, frozen=True):
    """The user undid the removal."""

    at: datetime


class SendAgain(Struct, frozen=True):
    """The user wants it sent although it may have arrived, which may cost credits twice."""

    at: datetime


class StatusReported(Struct, frozen=True):
    """CapOut reported the status of the document."""

    at: datetime
    report: StatusReport


class StatusMissing(Struct, frozen=True):
    """CapOut was asked for the status of the document and did not give it."""

    at: datetime
    problem: Problem


class CancelRequested(Struct, frozen=True):
    """The user canceled the document while it is being sent; the outcome is still unknown."""

    at: datetime


class Canceled(Struct, frozen=True):
    """The user canceled the document before the whole body was sent."""

    at: datetime


class RetryRequested(Struct, frozen=True):
    """The user wants another try; the file is checked again."""

    at: datetime


Event = (
    Checked
    | Rejected
    | Downloading
    | EstimateRead
    | EstimateCorrected
    | Held
    | Released
    | Addressed
    | Assigned
    | Started
    | Skipped
    | Included
    | FileReplaced
    | Copied
    | PagesChosen
    | Moved
    | AttemptStarted
    | BytesSent
    | AttemptRefused
    | OutcomeUnknown
    | Accepted
    | FoundAbsent
    | LookupUnclear
    | MarkedReceived
    | FileReturned
    | SetApart
    | MarkedNeverSent
    | MovedToTop
    | Removed
    | Restored
    | SendAgain
    | StatusReported
    | StatusMissing
    | CancelRequested
    | Canceled
    | RetryRequested
    | SendAnyway
)
