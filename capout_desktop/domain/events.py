"""Events of a document; `domain.lifecycle` defines their effects."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from capout_desktop.domain.copied_from import CopiedFrom
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.estimate import Estimate
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport


@dataclass(frozen=True, slots=True)
class Checked:
    """The file can be sent. For a link, size and hash are None."""

    at: datetime
    size: int | None = None
    sha256: str | None = None
    modified_ns: int | None = None
    page_count: int | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """The file cannot be sent; `problem` says why."""

    at: datetime
    problem: Problem


@dataclass(frozen=True, slots=True)
class EstimateRead:
    """What could be read in the file with this hash; it is kept with the document.

    Attributes:
        claim_sent_at: Time when another file of the same claim was sent; None if none was.
    """

    sha256: str
    estimate: Estimate
    claim_sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EstimateCorrected:
    """The person says what a field of the estimate is, or takes that back.

    Attributes:
        name: Name of the field of `Estimate`.
        value: What they say; empty if the estimate does not state it, None to take it back.
        claim_sent_at: Time when another file of the claim was sent; None if none was.
    """

    name: str
    value: str | None
    claim_sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SendAnyway:
    """The user wants it sent although it cannot be read here, or its link leads elsewhere."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """The document waits for the user; `problem` says for what."""

    at: datetime
    problem: Problem


@dataclass(frozen=True, slots=True)
class Released:
    """The reason for the hold is gone."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Addressed:
    """The user chose the address that receives the document."""

    at: datetime
    xn_address: str


@dataclass(frozen=True, slots=True)
class Assigned:
    """The document was assigned to a credential and its organization."""

    at: datetime
    credential_id: str
    organization_id: str
    key_kind: KeyKind | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """The user started the document, so that it need not wait for that any more."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Skipped:
    """The user left the document out of its batch."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Included:
    """The user included the document in its batch.

    `again` is whether the user did so although the same file was sent before, or is in the batch
    twice.
    """

    at: datetime
    again: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """This program moved the file, as set by the user; `source` is its new path.

    That is the file that the user added: of a copy in the outbox, the original.
    """

    at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class FileReplaced:
    """Another file is at the path of a document that was never sent; it is checked instead."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Copied:
    """A changed copy in the outbox takes the place of a file that could not be sent."""

    at: datetime
    source: str
    copied_from: CopiedFrom


@dataclass(frozen=True, slots=True)
class PagesChosen:
    """A copy in the outbox with the pages that the user chose takes the place of the file."""

    at: datetime
    source: str
    copied_from: CopiedFrom


@dataclass(frozen=True, slots=True)
class AttemptStarted:
    """An upload begins; it is journaled before its first byte."""

    at: datetime
    attempt_id: str
    organization_id: str
    credential_id: str = ""


@dataclass(frozen=True, slots=True)
class Downloading:
    """The file is in the cloud, and is being downloaded so that it can be checked."""


@dataclass(frozen=True, slots=True)
class BytesSent:
    """`sent` of `total` bytes of the body of `attempt_id` were handed over."""

    attempt_id: str
    sent: int
    total: int


@dataclass(frozen=True, slots=True)
class AttemptRefused:
    """The upload was not accepted: CapOut refused it, or the whole body was never sent.

    `retry_at` is the time of the next attempt (UTC); None if an automatic retry is useless.
    """

    at: datetime
    problem: Problem
    retry_at: datetime | None


@dataclass(frozen=True, slots=True)
class OutcomeUnknown:
    """The whole body may have been sent and there is no usable answer."""

    at: datetime
    problem: Problem


@dataclass(frozen=True, slots=True)
class Accepted:
    """CapOut has the document, according to its answer or a look-up."""

    at: datetime
    document_id: str
    workflow_id: str = ""
    status: str = ""
    extra: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundAbsent:
    """A look-up after the grace time shows that CapOut does not have the document.

    Attributes:
        refusal: CapOut's answer to the attempt if it was a refusal; the document is not resent
            then. None if there was no usable answer.
    """

    at: datetime
    refusal: Problem | None = None


@dataclass(frozen=True, slots=True)
class LookupUnclear:
    """The look-up is inconclusive, so that the user decides."""

    at: datetime
    problem: Problem


@dataclass(frozen=True, slots=True)
class MarkedReceived:
    """The user saw in CapOut's web app that it arrived. Its status cannot be followed."""

    at: datetime


@dataclass(frozen=True, slots=True)
class FileReturned:
    """The file that could not be read is there again, with the content that was checked."""

    at: datetime


@dataclass(frozen=True, slots=True)
class MarkedNeverSent:
    """The user says that CapOut does not have it. It is not sent again."""

    at: datetime


@dataclass(frozen=True, slots=True)
class SetApart:
    """This program failed on the document, which waits, so that the others go on."""

    at: datetime
    problem: Problem


@dataclass(frozen=True, slots=True)
class MovedToTop:
    """The user wants the document sent before all others that wait."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Removed:
    """The user removed the document from the list."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Restored:
    """The user undid the removal."""

    at: datetime


@dataclass(frozen=True, slots=True)
class SendAgain:
    """The user wants it sent although it may have arrived, which may cost credits twice."""

    at: datetime


@dataclass(frozen=True, slots=True)
class StatusReported:
    """CapOut reported the status of the document."""

    at: datetime
    report: StatusReport


@dataclass(frozen=True, slots=True)
class StatusMissing:
    """CapOut was asked for the status of the document and did not give it."""

    at: datetime
    problem: Problem


@dataclass(frozen=True, slots=True)
class CancelRequested:
    """The user canceled the document while it is being sent; the outcome is still unknown."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Canceled:
    """The user canceled the document before the whole body was sent."""

    at: datetime


@dataclass(frozen=True, slots=True)
class RetryRequested:
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
