"""What is known of an attempt after a look to which CapOut answered in whole or in part."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

import pytest
from helpers.attempts import accepted, attempt
from helpers.clock import controlled_clock
from helpers.documents import at, document

from capout_desktop.capout.answers import DocumentList, ListedDocument
from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, Unavailable
from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.credit_ledger import Charged, Movement, Reading
from capout_desktop.domain.credits import CreditBalance, KeyKind
from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.domain.status_report import StatusReport
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.uploads.arrival_evidence_source import ArrivalEvidenceSource, Doubted

BUSY = Unavailable(status_code=503)
ROW = document(DocumentState.CONFIRMING, organization_id="org_1")
DOUBTED = attempt(1000, document=ROW.id)
BEFORE = Reading("org_1", 9, (), at(900), at(900))


@dataclass
class CapOut:
    """Stands for the client, the store, the readings of the credits and the first looks."""

    list_error: CapOutError | None = None
    credits_error: CapOutError | None = None
    attempts_made: list[Attempt] = field(default_factory=lambda: [DOUBTED])
    asked_before: list[tuple[str, datetime]] = field(default_factory=list)
    before: Reading | None = BEFORE
    moved: list[Movement] = field(default_factory=list)
    entries: int = 1

    async def documents(self) -> DocumentList:
        if self.list_error is not None:
            raise self.list_error
        report = StatusReport("doc-1", "processing")
        return DocumentList(
            [ListedDocument("doc-1", "scope.pdf", None, None, report)][: self.entries],
            self.entries,
            cut_short=False,
        )

    async def credits(self) -> CreditBalance:
        if self.credits_error is not None:
            raise self.credits_error
        return CreditBalance("org_1", 7, 0, (), at(2000))

    def record(self, balance: CreditBalance, asked_at: datetime, organization_id: str) -> Reading:
        return Reading.of(balance, asked_at, organization_id)

    def reading_before(self, organization_id: str, before: datetime) -> Reading | None:
        self.asked_before.append((organization_id, before))
        return self.before

    def movements(self, since: datetime) -> list[Movement]:
        assert self.before is not None
        assert since == self.before.at
        return self.moved

    def every_attempt(self) -> list[Attempt]:
        return self.attempts_made

    def attempts(self, _: str) -> list[Attempt]:
        return self.attempts_made

    def listed_before(self, _: str) -> frozenset[str]:
        return frozenset({"doc-0"})

    def source(self) -> ArrivalEvidenceSource:
        return ArrivalEvidenceSource(*cast("Any", (self, self, self)))

    def key(self) -> Credential:
        client = cast("CapOutClient", self)
        return Credential("key", "org_1", KeyKind.LIVE, client, "default")


@pytest.mark.parametrize("list_error", [None, BUSY])
@pytest.mark.parametrize("credits_error", [None, BUSY])
async def test_what_capout_does_not_answer_is_unknown(
    list_error: CapOutError | None, credits_error: CapOutError | None
) -> None:
    capout = CapOut(list_error, credits_error)
    with controlled_clock() as clock:
        source = capout.source()
        began = Doubted(clock.monotonic())
        await clock.advance(30)
        look = await source.look(capout.key())
        evidence = source.of(ROW, DOUBTED, began, look)
        source.of(ROW, DOUBTED, began, look)
    assert evidence.elapsed_seconds == 30
    assert evidence.listed_before == {"doc-0"}
    assert (evidence.attempt, evidence.known.accepted) == (DOUBTED, {})
    if list_error is None:
        assert evidence.listing is not None
        assert [entry.document_id for entry in evidence.listing] == ["doc-1"]
        assert evidence.is_partial
        assert source.status_of(ROW, "doc-1") == "processing"
    else:
        assert evidence.listing is None
        assert not evidence.is_partial
        assert source.status_of(ROW, "doc-1") == ""
    if credits_error is None:
        assert evidence.credits.before == BEFORE
        assert evidence.credits.after is not None
        assert evidence.credits.after.total == 7
        assert capout.asked_before == [("org_1", DOUBTED.started_at)], "once"
    else:
        assert evidence.credits.after is None


@pytest.mark.parametrize(
    ("cancel_requested", "conflict", "resends"),
    [
        (False, None, 1),
        (True, None, 0),
        (False, Problem(ProblemCode.CONFLICT), 0),
    ],
)
async def test_what_was_canceled_or_refused_is_not_sent_again_by_itself(
    cancel_requested: bool, conflict: Problem | None, resends: int
) -> None:
    doubted = attempt(2000, document=ROW.id, number=2, conflict=conflict)
    capout = CapOut(attempts_made=[attempt(1000, "absent", document=ROW.id), doubted])
    row = document(
        DocumentState.CONFIRMING, organization_id="org_1", cancel_requested=cancel_requested
    )
    source = capout.source()
    look = await source.look(capout.key())
    assert source.of(row, doubted, Doubted(0.0), look).resends == resends


@pytest.mark.parametrize(
    ("organization_id", "explained"), [("org_1", 2), ("org_2", None), (None, None)]
)
async def test_only_what_the_same_organization_spent_explains_its_credits(
    organization_id: str | None, explained: int | None
) -> None:
    """Without a reading before the attempt, nothing does."""
    other = accepted(950, "doc-9")
    charged = (Charged(other.id, other.document, "team@example"),)
    movement = Movement(
        organization_id or "org_1", at(900), at(1500), 9, 7, spent=2, charges=charged
    )
    capout = CapOut(attempts_made=[DOUBTED, other], moved=[movement])
    if organization_id is None:
        capout.before = None
    source = capout.source()
    evidence = source.of(ROW, DOUBTED, Doubted(0.0), await source.look(capout.key()))
    assert evidence.credits.explained == explained
    assert list(evidence.known.accepted) == ["doc-9"]


async def test_a_list_that_is_whole_is_not_partial() -> None:
    capout = CapOut(entries=0)
    source = capout.source()
    evidence = source.of(ROW, DOUBTED, Doubted(0.0), await source.look(capout.key()))
    assert (evidence.listing, evidence.is_partial) == ((), False)
