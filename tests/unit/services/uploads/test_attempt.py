"""What the end of an attempt means for its document."""

from __future__ import annotations

from dataclasses import replace as with_values
from types import SimpleNamespace
from typing import Any, cast

import pytest
from helpers.attempts import accepted, attempt
from helpers.documents import at, document
from msgspec.structs import replace

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import (
    CapOutError,
    Conflict,
    Delivery,
    FileTrouble,
    PaymentRequired,
    StreamedFile,
    Unauthorized,
    Unavailable,
)
from capout_desktop.capout.wire import UploadReceipt
from capout_desktop.domain.attempt import Attempt, AttemptOutcome
from capout_desktop.domain.copied_from import CopiedFrom, CopyKind
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.destination import Destination
from capout_desktop.domain.events import (
    Accepted,
    AttemptRefused,
    Canceled,
    Event,
    Held,
    OutcomeUnknown,
    Rejected,
)
from capout_desktop.domain.file_problem import GONE
from capout_desktop.domain.organization import PRACTICE_SERVER
from capout_desktop.services.organizations.credential_service import Credential, key_fingerprint
from capout_desktop.services.uploads.attempt import (
    AttemptResult,
    begun,
    ended,
    may_have_arrived_before,
    meaning,
)

STOPPED = AttemptResult(None, None, body_is_out=False)
SENT_WHOLE = AttemptResult(None, None, body_is_out=True)


@pytest.mark.parametrize(
    ("result", "recalled", "means"),
    [
        (STOPPED, False, AttemptRefused),
        (STOPPED, True, Canceled),
        (SENT_WHOLE, False, OutcomeUnknown),
        (SENT_WHOLE, True, OutcomeUnknown),
    ],
)
def test_what_was_stopped_goes_again_unless_it_may_have_arrived(
    result: AttemptResult, recalled: bool, means: type[Event]
) -> None:
    assert isinstance(meaning(result, Delivery.NOT_SENT, recalled, None), means)


@pytest.mark.parametrize(
    ("error", "delivery", "goes_again", "means"),
    [
        (Unauthorized("no", status_code=401), Delivery.REFUSED, False, Held),
        (Unauthorized("no", status_code=401), Delivery.REFUSED, True, AttemptRefused),
        (PaymentRequired("no", status_code=402), Delivery.REFUSED, False, Held),
        (Unavailable("no", status_code=503), Delivery.UNKNOWN, True, OutcomeUnknown),
        (Unavailable("no", status_code=503), Delivery.NOT_SENT, False, AttemptRefused),
        (FileTrouble(GONE), Delivery.NOT_SENT, False, Rejected),
        (FileTrouble(GONE), Delivery.NOT_SENT, True, AttemptRefused),
    ],
)
def test_what_an_error_means(
    error: CapOutError, delivery: Delivery, goes_again: bool, means: type[Event]
) -> None:
    result = AttemptResult(None, error, body_is_out=False)
    event = meaning(result, delivery, recalled=True, retry_at=at(9) if goes_again else None)
    assert isinstance(event, means)
    if isinstance(event, AttemptRefused):
        assert event.retry_at == (at(9) if goes_again else None)


@pytest.mark.parametrize(
    ("server", "stored"),
    [("", "https://capout.example"), (PRACTICE_SERVER, PRACTICE_SERVER)],
)
def test_the_record_of_an_attempt_says_who_sends_what_where_and_how_it_ended(
    server: str, stored: str
) -> None:
    client = SimpleNamespace(base_url="https://CapOut.example/", server_now=lambda: at(3))
    credential = Credential(
        "key", "org_1", KeyKind.TEST, cast("CapOutClient", client), credential_id="harbor"
    )
    row = document(
        attempts=2,
        server=server,
        copied_from=CopiedFrom(CopyKind.UNPACKED, "/a.eml", "a.pdf", sha256="0" * 64),
    )
    record = begun(row, credential, "attempt-3", at(2))
    assert record == Attempt(
        id="attempt-3",
        document=row.id,
        destination=Destination(
            organization_id="org_1",
            credential_id="harbor",
            key_kind=KeyKind.TEST,
            server=stored,
            xn_address=row.xn_address,
        ),
        number=3,
        file_name=row.file_name,
        started_at=at(2),
        server_time=at(3),
        original_sha256="0" * 64,
        key_fingerprint=key_fingerprint("key"),
    )
    plain = begun(replace(row, copied_from=None), credential, "attempt-3", at(2))
    assert plain == replace(record, original_sha256="")
    streamed = StreamedFile("1" * 64, 10)
    went = AttemptResult(
        UploadReceipt("doc_1", "processing", streamed=streamed),
        None,
        body_is_out=True,
        seconds=4.5,
        bytes_out=20,
        bytes_total=30,
    )
    facts: dict[str, Any] = {
        "duration_seconds": 4.5,
        "bytes_out": 20,
        "bytes_total": 30,
        "body_about_to_be_complete": True,
    }
    assert ended(record, went, Accepted(at(9), "doc_1"), None) == replace(
        record,
        outcome=AttemptOutcome.ACCEPTED,
        document_id="doc_1",
        sha256="1" * 64,
        **facts,
    )
    assert went.receipt is not None
    receipt = with_values(went.receipt, workflow_id="w", extra={"queue": "3"})
    event = meaning(with_values(went, receipt=receipt), Delivery.NOT_SENT, False, None)
    assert replace(event, at=at(9)) == Accepted(at(9), "doc_1", "w", "processing", {"queue": "3"})
    conflict = Conflict("it is here", status_code=409)
    for is_out in (True, False):
        stopped = with_values(went, receipt=None, error=conflict, body_is_out=is_out)
        unknown = ended(record, stopped, OutcomeUnknown(at(9), conflict.problem), None)
        assert unknown == replace(
            record,
            outcome=AttemptOutcome.UNKNOWN,
            conflict=conflict.problem if is_out else None,
            **{**facts, "body_about_to_be_complete": is_out},
        )
    checked = "1" * 63
    checked += "1"  # an equal text, as the document has it
    shared = ended(record, went, Accepted(at(9), "doc_1"), checked)
    assert shared.sha256 is checked
    assert ended(record, went, Accepted(at(9), "doc_1"), "2" * 64).sha256 == "1" * 64
    refused = ended(record, STOPPED, AttemptRefused(at(9), conflict.problem, None), None)
    assert refused == replace(record, outcome=AttemptOutcome.REFUSED, duration_seconds=0.0)


REFUSED_EARLIER = attempt(1, "refused", body_about_to_be_complete=False)


@pytest.mark.parametrize(
    ("earlier", "may"),
    [
        ([], False),
        ([REFUSED_EARLIER], False),
        ([attempt(2, "refused")], False),
        ([accepted(2, "doc-1")], False),
        ([attempt(2, "never-sent")], False),
        ([attempt(2, "unknown", body_about_to_be_complete=False)], False),
        ([attempt(2, "under-way", body_about_to_be_complete=False)], False),
        ([attempt(2, "under-way")], True),
        ([attempt(2, "absent")], True),
        ([attempt(2, "send-again")], True),
        ([attempt(2, "unknown"), REFUSED_EARLIER], True),
        ([REFUSED_EARLIER, attempt(2, "unknown"), REFUSED_EARLIER], True),
    ],
)
def test_a_conflict_may_be_about_one_earlier_attempt_of_several(
    earlier: list[Attempt], may: bool
) -> None:
    assert may_have_arrived_before(iter(earlier)) is may
