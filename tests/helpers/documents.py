"""Documents and events for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from capout_desktop.domain.document import Document, DocumentState, SourceKind

START = datetime(2026, 4, 14, 14, 30, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def document(state: DocumentState = DocumentState.CHECKING, **values: Any) -> Document:
    defaults: dict[str, Any] = {
        "id": "local-1",
        "file_name": "scope.pdf",
        "source": "/estimates/scope.pdf",
        "source_kind": SourceKind.FILE,
        "xn_address": "team@example",
        "added_at": START,
        "changed_at": START,
    }
    return Document(state=state, **{**defaults, **values})
