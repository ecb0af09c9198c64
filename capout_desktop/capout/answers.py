"""Values of CapOut's answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from capout_desktop.capout.errors import StreamedFile
from capout_desktop.domain.status_report import StatusReport


@dataclass(frozen=True, slots=True)
class UploadReceipt:
    """Answer that CapOut accepted a document.

    Attributes:
        workflow_id: Empty if none was given.
        created_at: The server's time (UTC); None if none was given.
        status_url: As received, possibly relative; empty if none was given.
        ws_url: As received, possibly relative; empty if none was given.
        streamed: Bytes of the file that were sent; None for a link, and if decoded from bytes only.
    """

    document_id: str
    workflow_id: str = ""
    status: str = "processing"
    created_at: datetime | None = None
    status_url: str = ""
    ws_url: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)
    streamed: StreamedFile | None = None


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """Entry of `GET /documents`; a field is None if the server does not give it.

    Attributes:
        created_at: Time of creation (UTC). Also None for a time without a zone or for a date, which
            may be many hours off and so must not be used to tell documents apart.
        created_at_without_zone: Such a time, taken as UTC; exact enough to be shown.
    """

    document_id: str
    file_name: str | None
    xn_address: str | None
    created_at: datetime | None
    report: StatusReport
    extra: Mapping[str, object] = field(default_factory=dict)
    created_at_without_zone: datetime | None = None


class DocumentList(list[ListedDocument]):
    """The readable entries of `GET /documents`.

    Attributes:
        unreadable: Number of unreadable entries, each of which may be any document.
        cut_short: Whether there are more entries than were read.
    """

    def __init__(
        self, entries: Iterable[ListedDocument], unreadable: int, *, cut_short: bool
    ) -> None:
        super().__init__(entries)
        self.unreadable = unreadable
        self.cut_short = cut_short

    @property
    def partial(self) -> bool:
        """Whether the server's list may contain documents that are not in this one."""
        return self.unreadable > 0 or self.cut_short


@dataclass(frozen=True, slots=True)
class RealtimeToken:
    """Short-lived token that opens realtime connections.

    Attributes:
        expires_at: By the server's clock (UTC); None if not given, or given without a zone.
        ws_url: Relative or absolute.
        sse_url: Relative or absolute.
    """

    token: str = field(repr=False)
    organization_id: str
    expires_at: datetime | None
    ws_url: str
    sse_url: str
