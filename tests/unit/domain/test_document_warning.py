"""Warnings about a document, and the claim that was sent before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from helpers.documents import document
from helpers.estimates import CONFLICTING, alvarez, value
from msgspec.structs import replace

from capout_desktop.domain import policy
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.document_warning import document_warnings, has_strong_warning
from capout_desktop.domain.estimate import NOT_STATED, Estimate, EstimateKind, TextQuality
from capout_desktop.domain.pdf_notice import Notice
from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.domain.sent_claims import SentClaims, last_sent_of_claim

S = DocumentState
EARLIER = datetime(2026, 3, 20, 15, tzinfo=UTC)
LATER = datetime(2026, 3, 28, 15, tzinfo=UTC)
SCAN = Estimate(EstimateKind.UNREADABLE, TextQuality.SCAN)
SYMBILITY = alvarez(kind=EstimateKind.SYMBILITY)


@pytest.mark.parametrize(
    ("values", "codes", "strong"),
    [
        ({}, [], False),
        ({"estimate": alvarez()}, [], False),
        ({"size": policy.SAFE_PDF_BYTES}, [], False),
        ({"size": policy.SAFE_PDF_BYTES + 1}, [ProblemCode.PDF_LARGE], True),
        ({"estimate": SYMBILITY}, [ProblemCode.ESTIMATE_SYMBILITY], False),
        ({"notices": (Notice.SCAN,), "estimate": SCAN}, [ProblemCode.PDF_SCAN], True),
        (
            {"estimate": alvarez(kind=EstimateKind.XACTIMATE_SCOPE)},
            [ProblemCode.ESTIMATE_NO_PRICES],
            True,
        ),
        (
            {"estimate": SYMBILITY, "claim_sent_at": EARLIER},
            [ProblemCode.CLAIM_SENT_BEFORE, ProblemCode.ESTIMATE_SYMBILITY],
            True,
        ),
    ],
)
def test_each_warning_is_named_once(
    values: dict[str, object], codes: list[ProblemCode], strong: bool
) -> None:
    made = document(S.HELD, **values)
    assert [problem.code for problem in document_warnings(made)] == codes
    assert has_strong_warning(made) is strong


def test_a_large_pdf_is_named_with_its_size() -> None:
    (problem,) = document_warnings(document(S.HELD, size=41_600_000))
    assert problem == Problem(ProblemCode.PDF_LARGE, values=(("size", 42),))


def sent(local_id: str, at: datetime = EARLIER, **values: object) -> Document:
    usual = {"sha256": local_id, "document_id": f"doc-{local_id}", "attempt_at": at}
    return document(S.PROCESSING, id=local_id, **{"estimate": alvarez(), **usual, **values})


NEW = document(S.HELD, id="new", sha256="new", estimate=alvarez(claim_number=value("0417 55320")))


def test_another_file_of_the_claim_that_was_sent_is_found_the_last_first() -> None:
    claims = SentClaims()
    claims.take([sent("a"), sent("b", LATER), sent("c", EARLIER)])
    assert claims.sent_at(NEW) == LATER
    claims.take([replace(sent("b"), removed=True, estimate=None)])
    assert claims.sent_at(NEW) == EARLIER
    claims.take([replace(sent("b"), removed=True, estimate=None)])
    claims.take([sent("b", LATER)])
    assert claims.sent_at(NEW) == LATER
    claims.take([sent("b", LATER, estimate=alvarez(claim_number=value("9999-1")))])
    assert claims.sent_at(NEW) == EARLIER, "its claim number was corrected"


@pytest.mark.parametrize(
    "other",
    [
        sent("a", sha256="new"),
        sent("a", server="https://other.example"),
        sent("a", estimate=alvarez(claim_number=value("0417-55321"))),
        sent("a", estimate=alvarez(claim_number=CONFLICTING)),
        sent("a", estimate=None),
        document(S.HELD, id="a", sha256="a", estimate=alvarez()),
        replace(NEW, document_id="doc-new", state=S.PROCESSING),
    ],
)
def test_nothing_is_said_of_other_claims_and_of_what_was_not_sent(other: Document) -> None:
    claims = SentClaims()
    claims.take([other])
    assert claims.sent_at(NEW) is None


@pytest.mark.parametrize("field", [CONFLICTING, NOT_STATED, value("---")])
def test_documents_without_a_certain_claim_number_are_not_the_same_claim(field: object) -> None:
    claims = SentClaims()
    unclear = alvarez(claim_number=field)
    claims.take([sent("a", estimate=unclear)])
    assert claims.sent_at(replace(NEW, estimate=unclear)) is None


@pytest.mark.parametrize(
    ("others", "last"),
    [
        ([sent("a"), sent("b", LATER), sent("c")], "b"),
        ([sent("a", attempt_at=None, added_at=LATER), sent("b")], "a"),
        ([sent("new"), sent("a", sha256="new"), sent("b", server="https://x.example")], None),
        ([sent("a", estimate=None), sent("b", estimate=alvarez(claim_number=value("9-9")))], None),
        ([document(S.HELD, id="a", sha256="a", estimate=alvarez())], None),
        ([], None),
    ],
)
def test_the_last_file_of_a_claim_that_was_sent(others: list[Document], last: str | None) -> None:
    found = last_sent_of_claim(NEW, others)
    assert (found.id if found is not None else None) == last


def test_without_a_claim_number_no_file_is_of_the_same_claim() -> None:
    unclear = alvarez(claim_number=NOT_STATED)
    one = replace(NEW, estimate=unclear)
    assert last_sent_of_claim(one, [sent("a", estimate=unclear)]) is None


def test_what_was_added_counts_where_the_time_of_an_upload_is_not_known() -> None:
    claims = SentClaims()
    claims.take([sent("a", attempt_at=None, added_at=LATER)])
    assert claims.sent_at(NEW) == LATER
