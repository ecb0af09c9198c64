"""What can happen to a document; `domain.lifecycle` says what each does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.domain.problem import Problem
from capout_desktop.domain.status_report import StatusReport


@dataclass(frozen=True, slots=True)
class Checked:
    """The file can go. Links are passed with neither size nor hash."""

    at: datetime
    size: int | None = None
    sha256: str | None = None
    modified_ns: int | None = None
    page_count: int | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """The file cannot go, and `problem` says why."""

    at: datetime
    problem: Problem


@dataclass(frozen=True, slots=True)
class Held:
    """It waits for the person, and `problem` says for what."""

    at: datetime
    problem: Problem


@dataclass(frozen=True, slots=True)
class Released:
    """What held or paused it is gone."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Addressed:
    """The person chose who shall receive it."""

    at: datetime
    xn_address: str


@dataclass(frozen=True, slots=True)
class Assigned:
    """It goes with this organization's key, now that there is one."""

    at: datetime
    credential_id: str
    organization_id: str
    key_kind: KeyKind | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """The person wants it to go: what waited for that waits no longer."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """This program put the file somewhere else, as the person had asked; `source` is its path."""

    at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class AttemptStarted:
    """An upload begins; journalled before its first byte."""

    at: datetime
    attempt_id: str
    organization_id: str
    credential_id: str = ""


@dataclass(frozen=True, slots=True)
class BytesSent:
    """So many bytes of the body of `attempt_id` were handed over."""

    attempt_id: str
    sent: int
    total: int


@dataclass(frozen=True, slots=True)
class AttemptRefused:
    """Nothing was accepted: CapOut said no, or the body never went out whole.

    `retry_at` is the time of the next attempt (UTC); None where trying again by itself is useless.
    """

    at: datetime
    problem: Problem
    retry_at: datetime | None


@dataclass(frozen=True, slots=True)
class OutcomeUnknown:
    """The whole body may have gone out and there is no usable answer."""

    at: datetime
    problem: Problem


@dataclass(frozen=True, slots=True)
class Accepted:
    """CapOut has it: by its answer, or because the look-up found it."""

    at: datetime
    document_id: str
    workflow_id: str = ""
    status: str = ""
    extra: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundAbsent:
    """The look-up shows, after the grace time, that CapOut does not have it."""

    at: datetime


@dataclass(frozen=True, slots=True)
class LookupUnclear:
    """The look-up cannot tell; the person decides."""

    at: datetime
    problem: Problem


@dataclass(frozen=True, slots=True)
class MarkedReceived:
    """The person looked it up in CapOut's web app: it arrived. It cannot be followed, though."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Removed:
    """The person took it off the list."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Restored:
    """The person took the removal back."""

    at: datetime


@dataclass(frozen=True, slots=True)
class SendAgain:
    """The person wants it sent although it may have arrived: it may cost credits twice."""

    at: datetime


@dataclass(frozen=True, slots=True)
class StatusReported:
    """CapOut reported on it."""

    at: datetime
    report: StatusReport


@dataclass(frozen=True, slots=True)
class StatusMissing:
    """CapOut was asked about it and cannot say how it stands."""

    at: datetime
    problem: Problem


@dataclass(frozen=True, slots=True)
class CancelRequested:
    """The person canceled it while it is on its way: that it ended is still to be found out."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Canceled:
    """The person canceled it, and no whole body had gone out."""

    at: datetime


@dataclass(frozen=True, slots=True)
class RetryRequested:
    """The person wants another try; the file is checked anew."""

    at: datetime


Event = (
    Checked
    | Rejected
    | Held
    | Released
    | Addressed
    | Assigned
    | Started
    | Moved
    | AttemptStarted
    | BytesSent
    | AttemptRefused
    | OutcomeUnknown
    | Accepted
    | FoundAbsent
    | LookupUnclear
    | MarkedReceived
    | Removed
    | Restored
    | SendAgain
    | StatusReported
    | StatusMissing
    | CancelRequested
    | Canceled
    | RetryRequested
)
