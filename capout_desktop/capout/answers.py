"""CapOut's answers as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from capout_desktop.capout.errors import StreamedFile
from capout_desktop.domain.status_report import StatusReport


@dataclass(frozen=True, slots=True)
class UploadReceipt:
    """CapOut took the document.

    Attributes:
        workflow_id: Empty where none was given.
        created_at: The server's time (UTC); None where none was given.
        status_url: As it came, possibly relative; empty where none was given.
        ws_url: Likewise.
        streamed: What of the file was sent; None for a link, and where it is read from bytes.
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
    """One entry of `GET /documents`; None where the server does not say.

    Attributes:
        created_at: UTC. None, too, for a time without a zone or for a mere date: it may be many
            hours off, so it must not tell one document from another.
        created_at_without_zone: Such a time, taken as UTC; good enough to be shown.
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
        unreadable: How many other entries there are, each of which may be any document.
        cut_short: Whether there are more entries than are read.
    """

    def __init__(
        self, entries: Iterable[ListedDocument] = (), unreadable: int = 0, cut_short: bool = False
    ) -> None:
        super().__init__(entries)
        self.unreadable = unreadable
        self.cut_short = cut_short

    @property
    def partial(self) -> bool:
        """Whether a document may be listed and yet not be here."""
        return self.unreadable > 0 or self.cut_short


@dataclass(frozen=True, slots=True)
class RealtimeToken:
    """Opens realtime connections for a short while.

    Attributes:
        expires_at: The server's time (UTC); None where it did not say, or named no zone.
        ws_url: Relative or absolute.
        sse_url: Relative or absolute.
    """

    token: str = field(repr=False)
    organization_id: str
    expires_at: datetime | None
    ws_url: str
    sse_url: str
