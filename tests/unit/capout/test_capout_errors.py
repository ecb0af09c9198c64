"""What an answer or a broken line means for the document, and what the person reads."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

from capout_desktop.capout import errors
from capout_desktop.capout.errors import CapOutError, Delivery, error_for_status
from capout_desktop.capout.upload_answers import UPLOAD_ANSWERS
from capout_desktop.domain.hold import looking_up_after
from capout_desktop.ui.text import problem_text as problem_words

KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, CapOutError) and kind is not errors.FileTrouble
]


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413, 418, 422, 429])
@pytest.mark.parametrize("body_complete", [True, False])
def test_an_explicit_refusal_is_one_however_much_was_sent(status: int, body_complete: bool) -> None:
    error = error_for_status(status, "", body_complete=body_complete)
    assert error.delivery is Delivery.REFUSED
    assert error.status_code == status


@pytest.mark.parametrize("status", [302, 307, 408, 409, 500, 501, 502, 503, 504, 524])
def test_anything_else_leaves_a_complete_body_unknown_and_is_never_resent(status: int) -> None:
    error = error_for_status(status, "", body_complete=True)
    assert error.delivery is Delivery.UNKNOWN
    assert not error.retryable
    assert "not sent again" in problem_words.next_step(looking_up_after(error.problem))


@pytest.mark.parametrize(
    ("status", "is_final"),
    [(399, False), (400, True), (403, True), (429, False), (499, True), (500, False)],
)
def test_only_a_refusal_of_the_request_itself_is_final(status: int, is_final: bool) -> None:
    assert error_for_status(status, "").is_final_refusal is is_final
    assert not CapOutError().is_final_refusal
    assert not CapOutError(status_code=500).is_final_refusal


def row(status: int) -> tuple[Delivery, Delivery]:
    """What a status means with the body complete, and before: from the brief, not from the code."""
    if status == 409:  # stricter than the brief: it may be about this very document
        return Delivery.UNKNOWN, Delivery.REFUSED
    if 400 <= status < 500 and status != 408:
        return Delivery.REFUSED, Delivery.REFUSED
    return Delivery.UNKNOWN, Delivery.NOT_SENT


@pytest.mark.parametrize("status", range(100, 600))
def test_what_each_status_means_for_an_upload(status: int) -> None:
    complete, incomplete = row(status)
    assert error_for_status(status, "", body_complete=True).delivery is complete
    assert error_for_status(status, "", body_complete=False).delivery is incomplete
    assert error_for_status(status, "").delivery is incomplete
    assert sum(status in answer.statuses for answer in UPLOAD_ANSWERS) == 1
    after_unknown = error_for_status(status, "", body_complete=False).delivery_after_unknown
    assert after_unknown is (Delivery.UNKNOWN if status == 409 else incomplete)


@pytest.mark.parametrize("asked", [1e300, 86400.0, float("inf")])
def test_no_error_asks_for_a_wait_without_end(asked: float) -> None:
    assert CapOutError(retry_after=asked).retry_after == 900
    assert CapOutError(retry_after=float("nan")).retry_after is None


@pytest.mark.parametrize("status", [408, 500, 502, 504])
def test_a_gateway_failing_before_the_body_was_complete_accepted_nothing(status: int) -> None:
    error = error_for_status(status, "", body_complete=False)
    assert error.delivery is Delivery.NOT_SENT
    assert error.retryable


def test_only_passing_troubles_are_tried_again_by_themselves() -> None:
    retryable = {status for status in range(300, 600) if error_for_status(status, "").retryable}
    assert retryable == {408, 429, *range(500, 600)}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_says_what_happened_and_what_to_do(kind: type[CapOutError]) -> None:
    problem = kind("said so").problem
    assert problem.detail == "said so"
    assert problem_words.title(problem)[0].isupper()
    assert not problem_words.title(problem).endswith(".")
    assert problem_words.next_step(problem).endswith(".")
    for word in ("HTTP", "exception", "null", "JSON", "API call"):
        assert word not in problem_words.title(problem) + problem_words.next_step(problem)


def test_every_kind_has_a_name_of_its_own() -> None:
    names = [kind.code for kind in KINDS]
    assert len(set(names)) == len(names)


def test_errors_and_redaction_import_nothing_heavy() -> None:
    program = (
        "import sys, capout_desktop.capout.errors, capout_desktop.capout.redact, "
        "capout_desktop.capout.base_url\n"
        "print({'httpx', 'websockets', 'msgspec', 'asyncio', 'ssl'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "set()"
