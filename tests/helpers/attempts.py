"""Destinations and attempts for tests."""

from __future__ import annotations

from typing import Any

from helpers.documents import at

from capout_desktop.domain.attempt import Attempt, AttemptOutcome
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.destination import Destination

SERVER = "https://api.capout.ai"


def to(xn_address: str = "team@example", **values: Any) -> Destination:
    """Return a destination of the organization `org_1`, unless `values` say otherwise."""
    defaults: dict[str, Any] = {
        "organization_id": "org_1",
        "credential_id": "default",
        "key_kind": KeyKind.LIVE,
        "server": SERVER,
    }
    return Destination(xn_address=xn_address, **{**defaults, **values})


def attempt(began: float = 1000, outcome: str = "unknown", **values: Any) -> Attempt:
    """Return an attempt of 2 s that began at the given second by both local and server clock."""
    defaults: dict[str, Any] = {
        "id": f"attempt-{began}",
        "document": f"local-{began}",
        "destination": to(),
        "number": 1,
        "file_name": "scope.pdf",
        "started_at": at(began),
        "server_time": at(began),
        "duration_seconds": 2.0,
        "body_about_to_be_complete": True,
    }
    return Attempt(outcome=AttemptOutcome(outcome), **{**defaults, **values})


def accepted(began: float, document_id: str, **values: Any) -> Attempt:
    """Return an attempt that CapOut accepted with the given id."""
    return attempt(began, "accepted", document_id=document_id, **values)
