"""Sample documents in every state, for tests and screenshots of the window."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from helpers import documents

from capout_desktop.domain import file_problem
from capout_desktop.domain.credits import CreditBalance, CreditBucket
from capout_desktop.domain.document import (
    Document,
    DocumentState,
    SourceKind,
    StageMark,
    Stages,
    StageState,
)
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.problem import Problem, ProblemCode

S = DocumentState
NOW = datetime.now(UTC).replace(microsecond=0)
MB = 1024 * 1024

_LETTERS = {
    ".": StageState.WAITING,
    "r": StageState.RUNNING,
    "d": StageState.DONE,
    "x": StageState.FAILED,
    "?": StageState.OTHER,
}

SERVER_REFUSED = Problem(ProblemCode.UNPROCESSABLE, "422: body.xn_address: unknown instance")
BUSY = Problem(ProblemCode.UNAVAILABLE)
OFFLINE = Problem(ProblemCode.NO_CONNECTION)
BAD_KEY = Problem(HoldReason.KEY_REFUSED, "401: invalid api key")
NO_KEYRING = Problem(ProblemCode.NO_KEYRING)


def stages(letters: str) -> Stages:
    """Return stages from five letters: `ddr..` is two done, one running, two waiting."""
    one, two, three, four, five = (
        StageMark(_LETTERS[letter], "queued" if letter == "?" else "") for letter in letters
    )
    return (one, two, three, four, five)


def document(state: DocumentState, **values: Any) -> Document:
    """Return a realistic document: `helpers.documents.document` with more fields set."""
    name = values.get("file_name", f"{state.value}.pdf")
    defaults: dict[str, Any] = {
        "id": values.get("id", f"local-{name}-{state.value}"),
        "file_name": name,
        "source": f"/home/dana/Estimates/{name}",
        "xn_address": "restoration-team@example.xn",
        "added_at": NOW,
        "changed_at": NOW,
        "size": 1_258_291,
        "page_count": 4,
    }
    if state in {S.PROCESSING, S.COMPLETE}:
        defaults |= {"document_id": f"doc_{name}", "server_status": state.value}
    if state in {S.REJECTED, S.CHECKING}:
        defaults |= {"size": None, "page_count": None}
    return documents.document(state, **{**defaults, **values})


def every_state() -> list[Document]:
    """Return documents of all states, with and without stages, with long names, with errors."""
    return [
        document(
            S.UPLOADING,
            file_name="Harrison_1182 Oak Ridge Dr_State Farm estimate.pdf",
            size=50 * MB,
            page_count=128,
            bytes_sent=int(67 * MB * 0.18),
            bytes_total=67 * MB,
            attempts=1,
        ),
        document(
            S.UPLOADING,
            file_name="Nguyen roof supplement.pdf",
            size=2 * MB,
            bytes_sent=2_796_500,
            bytes_total=2_796_500,
            attempts=2,
        ),
        document(S.PROCESSING, file_name="Alvarez kitchen.PDF", stages=stages("ddr..")),
        document(
            S.PROCESSING,
            file_name="2026-04-14 Brightwater HOA building C interior water loss final rev 3.pdf",
            xn_address="brightwater-claims-estimating@northwest",
            size=18 * MB,
            page_count=64,
        ),
        document(S.PROCESSING, file_name="Castillo.pdf", stages=stages("d?...")),
        document(
            S.CONFIRMING,
            file_name="Whitfield hail.pdf",
            problem=Problem(HoldReason.LOOKING_UP),
            bytes_sent=9 * MB,
            bytes_total=9 * MB,
            attempt_at=NOW,
        ),
        document(
            S.CONFIRMING,
            file_name="Fischer condo.pdf",
            problem=Problem(HoldReason.CALLED_BACK),
            cancel_requested=True,
            attempt_at=NOW,
        ),
        document(S.QUEUED, file_name="Osei fire.pdf"),
        document(
            S.QUEUED,
            file_name="Larsen garage.pdf",
            problem=BUSY,
            not_before=NOW + timedelta(minutes=3),
            attempts=1,
        ),
        document(
            S.HELD,
            file_name="Petrov basement.pdf",
            xn_address="",
            problem=Problem(HoldReason.NO_ADDRESS),
        ),
        document(S.COMPLETE, file_name="Kim windstorm.pdf", stages=stages("ddddd")),
        document(
            S.COMPLETE,
            file_name="scope.pdf",
            source="https://claims.carrier.example/1182/scope.pdf",
            source_kind=SourceKind.LINK,
            size=None,
            page_count=None,
        ),
        document(
            S.FAILED,
            file_name="O'Brien siding.pdf",
            stages=stages("ddx.."),
            document_id="doc_81f2",
            server_status="failed",
        ),
        document(S.FAILED, file_name="Schmidt invoice.pdf", problem=SERVER_REFUSED),
        document(S.REJECTED, file_name="Baker estimate.pdf", problem=file_problem.PASSWORD_NEEDED),
        document(S.REJECTED, file_name="photos", problem=file_problem.NO_PDFS_IN_FOLDER),
        document(S.CANCELED, file_name="Duplicate of Kim.pdf"),
        document(S.CHECKING, file_name="Delgado.pdf"),
    ]


def balance(total: int = 1240, expiring: int = 120, **values: Any) -> CreditBalance:
    """Return a balance of three purchases."""
    buckets = (
        CreditBucket("b1", expiring, NOW + timedelta(days=21), NOW - timedelta(days=340)),
        CreditBucket("b2", 520, NOW + timedelta(days=200), NOW - timedelta(days=160)),
        CreditBucket("b3", total - expiring - 520, None, NOW - timedelta(days=10)),
    )
    return CreditBalance("org_1", total, expiring, buckets, values.get("as_of", NOW))
