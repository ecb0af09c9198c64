"""Records of accepted uploads and of calls, for tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from capout_desktop.sandbox.contract import Call

_BASE_COST = 8
_BYTES_PER_EXTRA_CREDIT = 10 * 1024
_MAX_EXTRA_CREDITS = 4
_LINK_COST = 10


def cost_of(size: int | None) -> int:
    """Return the cost of a document in credits: 8 to 12, rising with size; 10 for a link (None).

    The contract states no price, so the client has to learn it.
    """
    if size is None:
        return _LINK_COST
    return _BASE_COST + min(_MAX_EXTRA_CREDITS, size // _BYTES_PER_EXTRA_CREDIT)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """An accepted upload and its cost.

    Attributes:
        key: The key of the upload.
        sha256: Hex digest of the decoded PDF; empty for a link.
        size: Bytes of the decoded PDF; None for a link.
        url: The link; empty for an inline PDF.
        cost: Credits charged for it; 0 if keys of this kind are not charged.
    """

    document_id: str
    organization_id: str
    file_name: str
    xn_address: str
    sha256: str
    size: int | None
    url: str
    accepted_at: datetime
    cost: int
    key: str = field(repr=False)

    @property
    def is_charged(self) -> bool:
        """Whether credits were charged for it."""
        return self.cost > 0


@dataclass(slots=True)
class CallRecord:
    """A received call; never contains a key, a token or a query.

    Attributes:
        organization_id: Organization of its key or token; empty if that was invalid.
        at: When its head had been read (UTC).
        body_bytes: Bytes of its body read so far.
        answered: Status code of the answer; None if there is none yet, or if the connection was
            broken instead.
    """

    call: Call
    method: str
    path: str
    organization_id: str
    at: datetime
    body_bytes: int = 0
    answered: int | None = None


@dataclass(slots=True)
class CallLog:
    """All calls in order of arrival."""

    _records: list[CallRecord] = field(default_factory=list)

    def append(self, record: CallRecord) -> None:
        """Append a call."""
        self._records.append(record)

    def calls(self, call: Call | None = None) -> tuple[CallRecord, ...]:
        """Return the calls of one kind, or all."""
        return tuple(r for r in tuple(self._records) if call is None or r.call == call)

    def count(self, call: Call) -> int:
        """Return the number of calls of one kind."""
        return len(self.calls(call))
