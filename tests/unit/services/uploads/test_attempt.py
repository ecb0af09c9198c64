"""What the end of an attempt means for its document."""

from __future__ import annotations

import pytest
from helpers.attempts import accepted, attempt
from helpers.documents import at

from capout_desktop.capout.errors import (
    CapOutError,
    Delivery,
    FileTrouble,
    PaymentRequired,
    Unauthorized,
    Unavailable,
)
from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.events import (
    AttemptRefused,
    Canceled,
    Event,
    Held,
    OutcomeUnknown,
    Rejected,
)
from capout_desktop.domain.file_problem import GONE
from capout_desktop.services.uploads.attempt import (
    AttemptResult,
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
