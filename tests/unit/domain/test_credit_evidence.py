"""What the credits say between two readings."""

from __future__ import annotations

from helpers.attempts import accepted, to
from helpers.documents import at

from capout_desktop.domain.arrival_evidence import KnownAttempts
from capout_desktop.domain.credit_evidence import credit_evidence
from capout_desktop.domain.credit_ledger import Charged, Movement, Reading

OURS = accepted(1100, "doc_1", id="ours")
KNOWN = KnownAttempts.of([OURS], to())
NONE_KNOWN = KnownAttempts.of([], to())


def reading(total: int, second: float) -> Reading:
    return Reading("org_1", total, (), at(second), at(second))


def movement(attempt_id: str, spent: int = 8) -> Movement:
    charged = Charged(attempt_id, "local", "team@example")
    return Movement("org_1", at(1050), at(1200), 100, 92, spent=spent, charges=(charged,))


BEFORE, AFTER = reading(100, 1000), reading(92, 1900)


def test_the_known_cost_of_our_own_documents_explains_what_was_spent() -> None:
    assert credit_evidence(BEFORE, AFTER, [movement("ours")], KNOWN).explained == 8


def test_without_own_documents_nothing_is_explained() -> None:
    assert credit_evidence(BEFORE, AFTER, [], NONE_KNOWN).explained == 0
    assert credit_evidence(BEFORE, AFTER, [movement("in doubt")], NONE_KNOWN).explained == 0


def test_an_accepted_document_of_unknown_cost_leaves_it_unknown() -> None:
    assert credit_evidence(BEFORE, AFTER, [], KNOWN).explained is None


def test_one_accepted_before_the_first_reading_does_not_count() -> None:
    late = reading(100, 1200)
    assert credit_evidence(late, AFTER, [], KNOWN).explained == 0


def test_without_a_reading_it_is_unknown() -> None:
    assert credit_evidence(None, AFTER, [], NONE_KNOWN).explained is None
    assert credit_evidence(BEFORE, None, [], NONE_KNOWN).explained is None
