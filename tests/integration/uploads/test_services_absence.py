"""When the program believes that CapOut does not have what was sent without an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.attempts import attempt
from helpers.clock import ShiftedClock, shifted_clock
from helpers.documents import document
from helpers.queue_bench import WITH_CAPOUT, Bench, S, bench, hurry

from capout_desktop.domain.attempt import AttemptOutcome
from capout_desktop.domain.document import Document
from capout_desktop.domain.events import StatusReported
from capout_desktop.domain.hold import HoldReason, look_up_unclear
from capout_desktop.domain.organization import (
    pending_session_id,
    session_id,
    unconfirmed_organization,
)
from capout_desktop.sandbox.contract import (
    AddressForm,
    Behavior,
    Call,
    DocumentsForm,
    DocumentsOrder,
    ListedIds,
    MalformedItem,
    NameForm,
    TimeForm,
)
from capout_desktop.sandbox.faults import Fault, Garbage, GarbageKind, Point, Refuse, Reset
from capout_desktop.sandbox.listing import listed_id
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.sandbox.server import SandboxServer
from capout_desktop.services.organizations.credential_service import key_fingerprint
from capout_desktop.services.runtime.clock import now


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    with SandboxServer(Behavior(speed=0)) as server:
        yield server


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch, look_ups="clock" not in request.fixturenames)


@pytest.fixture
def clock() -> Iterator[ShiftedClock]:
    with shifted_clock() as shifted:
        yield shifted


async def three_more_looks(desk: Bench, sandbox: SandboxServer) -> None:
    """Let list and credits be asked for, and judged, at the clock's present time."""
    until = sandbox.state.journal.count(Call.CREDITS) + 3
    await asyncio.to_thread(
        sandbox.state.wait_for, lambda: sandbox.state.journal.count(Call.CREDITS) >= until
    )


def uploads(sandbox: SandboxServer) -> int:
    return sandbox.state.journal.count(Call.UPLOAD)


def asks(row: Document) -> bool:
    return row.state is S.CONFIRMING and row.problem_code == HoldReason.LOOK_UP_UNCLEAR


async def in_doubt(desk: Bench, name: str = "scope.pdf") -> Document:
    await desk.send(name)
    return await desk.until(lambda row: row.file_name == name and row.state is S.CONFIRMING)


async def in_doubt_without_a_list(desk: Bench, sandbox: SandboxServer) -> Document:
    """Send a witness and a document in doubt; CapOut gives no list until faults are cleared."""
    await desk.witness()
    sandbox.state.faults.by_chance(Call.DOCUMENTS, Refuse(503), 1.0)
    return await in_doubt(desk)


async def test_a_fresh_organization_settles_without_a_question_after_two_looks(
    sandbox: SandboxServer, tmp_path: Path, clock: ShiftedClock
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, None, Reset(Point.BODY_READ))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.witness()
        row = await in_doubt(desk)
        for seconds in (590, 20, 150):
            clock.seconds += seconds
            await three_more_looks(desk, sandbox)
            assert desk.store[row.id].state is S.CONFIRMING
        assert uploads(sandbox) == 2
        clock.seconds += 40
        await desk.until(lambda row: row.file_name == "scope.pdf" and row.state in WITH_CAPOUT)
        outcomes = [attempt.outcome for attempt in desk.store.attempts(row.id)]
        assert not any(map(asks, desk.seen))
    assert outcomes == [AttemptOutcome.ABSENT, AttemptOutcome.ACCEPTED]
    assert len(sandbox.state.ledger) == 2


async def test_a_document_goes_again_by_itself_once_in_its_life(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, None, Reset(Point.BODY_READ), Reset(Point.BODY_READ))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.witness()
        await desk.send()
        row = await desk.until(asks)
        assert row.attempts == 2
        await three_more_looks(desk, sandbox)
    async with bench(tmp_path, sandbox.base_url) as desk:
        await three_more_looks(desk, sandbox)
        assert asks(desk.store[row.id]), "a restart does not forget it"
        assert uploads(sandbox) == 3
        assert await desk.decisions.send_again(row.id)
        await desk.until(lambda row: row.attempts == 3 and row.state in WITH_CAPOUT)
    assert len(sandbox.state.ledger) == 2


async def test_a_restart_counts_the_time_anew(
    sandbox: SandboxServer, tmp_path: Path, clock: ShiftedClock
) -> None:
    """How long the program did not run says nothing: this computer's clock may have been set."""
    sandbox.state.faults.add(Call.UPLOAD, None, Reset(Point.BODY_READ))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.witness()
        row = await in_doubt(desk)
    clock.seconds += 10_000
    async with bench(tmp_path, sandbox.base_url) as desk:
        await three_more_looks(desk, sandbox)
        clock.seconds += 590
        await three_more_looks(desk, sandbox)
        assert desk.store[row.id].state is S.CONFIRMING
        clock.seconds += 20
        await three_more_looks(desk, sandbox)
        clock.seconds += 190
        await desk.until(lambda row: row.attempts == 2 and row.state in WITH_CAPOUT)
    assert uploads(sandbox) == 3


async def test_what_was_charged_before_a_restart_is_asked_about_after_it(
    sandbox: SandboxServer, tmp_path: Path, clock: ShiftedClock
) -> None:
    """The list shows an older document, so only the missing credits tell that it arrived."""
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.witness()
        sandbox.state.faults.add(Call.UPLOAD, Reset(Point.ACCEPTED))
        row = await in_doubt(desk)
        lagging = sandbox.state.ledger[1]
        listed = sandbox.state.document(lagging.document_id, lagging.organization_id)
        assert listed is not None
        # The list shows the older document, and not this one yet.
        listed.listed_from += 3600
    async with bench(tmp_path, sandbox.base_url) as desk:
        for seconds in (0, 610, 190):
            clock.seconds += seconds
            await three_more_looks(desk, sandbox)
        clock.seconds += 1800
        await desk.until(asks)
        assert desk.store[row.id].attempts == 1
    assert uploads(sandbox) == 2
    assert len(sandbox.state.ledger) == 2


async def test_once_the_person_was_asked_nothing_goes_by_itself_and_nobody_asks_twice(
    sandbox: SandboxServer, tmp_path: Path, clock: ShiftedClock
) -> None:
    sandbox.state.behavior.documents_omit = frozenset({"file_name"})
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.ACCEPTED))
    async with bench(tmp_path, sandbox.base_url) as desk:
        row = await in_doubt(desk)
        clock.seconds += 601
        await desk.until(asks)
        sandbox.state.behavior.listing_delay = 3600  # and now the list shows nothing
        sandbox.state.behavior.documents_window = 0
        for _ in range(3):
            clock.seconds += 1000
            await three_more_looks(desk, sandbox)
        # The question stays also while the key is missing: it can be answered without.
        desk.credentials.forget("default")
        await asyncio.sleep(0)
        # Or while the key is one that tells nothing of it.
        other = "capout_test_of_another_organization"
        unnamed = unconfirmed_organization(key_fingerprint(other))
        desk.credentials.use(replace(desk.credential, organization_id=unnamed, api_key=other))
        await three_more_looks(desk, sandbox)
        desk.credentials.use(desk.credential)
        await three_more_looks(desk, sandbox)
        versions = [seen for seen in desk.seen if seen.id == row.id]
        first = next(number for number, seen in enumerate(versions) if asks(seen))
        assert all(map(asks, versions[first:]))
        (entry,) = desk.store.attempts(row.id)[0].seen
        assert entry.entry_id == sandbox.state.ledger[0].document_id, "seen once, kept"
    async with bench(tmp_path, sandbox.base_url) as desk:
        clock.seconds += 1000
        await three_more_looks(desk, sandbox)
        assert asks(desk.store[row.id])
    assert uploads(sandbox) == 1


@pytest.mark.parametrize(
    "switches",
    [
        {"listing_delay": 3600.0},
        {"documents_window": 0.0},
        {"documents_limit": 1, "documents_order": DocumentsOrder.OLDEST_FIRST},
        {"documents_limit": 0},
        {"documents_name": NameForm.CUT_24},
        {"documents_name": NameForm.ACCENTS_TRANSLITERATED},
        {"documents_name": NameForm.UUID_BEFORE},
        {"documents_name": NameForm.CJK_TRANSLITERATED},
        {"documents_address": AddressForm.USER_ONLY},
        {"documents_address": AddressForm.DISPLAY_NAME},
        {"documents_time": TimeForm.HOUR},
        {"documents_time": TimeForm.LOCAL},
        {"documents_time": TimeForm.GO_ZERO},
        {"documents_time_shift": -300.0},
        {"documents_time_shift": 3600.0},
        {"documents_time_shift": -3000.0},
        {"documents_malformed": MalformedItem.NULL},
        {"documents_twice": True},
        {"documents_ids": ListedIds.OTHER},
        {"documents_form": DocumentsForm.NESTED},
        {"documents_form": DocumentsForm.BY_ID},
        {"documents_ended_only": True},
        {"date_header": False},
        {"date_shift": -3600.0},
    ],
    ids=str,
)
async def test_what_was_accepted_is_found_or_asked_about_and_never_paid_for_again(
    switches: dict[str, object], sandbox: SandboxServer, tmp_path: Path
) -> None:
    for name, value in switches.items():
        setattr(sandbox.state.behavior, name, value)
    # With credits that tell nothing, the list has to. One entry only may be the start of a page
    # that is oldest first, and then nothing but the credits tells.
    sandbox.state.behavior.test_keys_charge = switches.get("documents_limit") == 1
    sandbox.state.faults.add(Call.UPLOAD, None, Refuse(503, at=Point.ACCEPTED))
    name = "Müller & Sørensen - 屋根 Final Draft of the Estimate, 2nd supplement (1).pdf.pdf"
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.witness()
        await desk.send(name)
        row = await desk.until(lambda row: row.file_name == name and (row.document_id or asks(row)))
        if asks(row):
            await three_more_looks(desk, sandbox)
    assert uploads(sandbox) == 2
    id_ = listed_id(sandbox.state.ledger[1].document_id, sandbox.state.behavior.documents_ids)
    assert row.document_id in {"", id_}


@pytest.mark.parametrize(
    "fault", [Refuse(403), Refuse(404), Refuse(500), Garbage(GarbageKind.TOO_LARGE)], ids=str
)
async def test_a_list_that_is_never_had_ends_in_a_question(
    fault: Fault, sandbox: SandboxServer, tmp_path: Path, clock: ShiftedClock
) -> None:
    sandbox.state.faults.by_chance(Call.DOCUMENTS, fault, 1.0)
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.BODY_READ))
    async with bench(tmp_path, sandbox.base_url) as desk:
        row = await in_doubt(desk)
        clock.seconds += 1700
        await three_more_looks(desk, sandbox)
        assert not asks(desk.store[row.id])
        clock.seconds += 200
        await desk.until(asks)
    assert uploads(sandbox) == 1


async def test_a_disk_that_is_full_while_a_look_is_stored_does_not_end_the_looks(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, None, Reset(Point.ACCEPTED))
    async with bench(tmp_path, sandbox.base_url) as desk:
        row = await in_doubt_without_a_list(desk, sandbox)
        async with desk.refusing_disk():
            sandbox.state.faults.clear()
            await three_more_looks(desk, sandbox)
        await desk.until(lambda row: row.file_name == "scope.pdf" and row.state in WITH_CAPOUT)
        await desk.journal.flush()
    async with bench(tmp_path, sandbox.base_url) as desk:
        assert desk.store[row.id].document_id == sandbox.state.ledger[1].document_id
    assert uploads(sandbox) == 2


@pytest.mark.parametrize("later_by", [timedelta(days=2), timedelta(seconds=-90)], ids=str)
async def test_a_colleagues_namesake_of_another_time_is_not_taken_for_it(
    later_by: timedelta, sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, None, Reset(Point.BODY_READ))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.witness()
        await desk.send()
        await desk.until(lambda row: row.file_name == "scope.pdf" and row.state is S.CONFIRMING)
        row = await desk.until(lambda row: row.state is S.CONFIRMING)
        theirs = sandbox.state.seed_document("scope.pdf", "team@example")
        namesake = sandbox.state.document(theirs, sandbox.state.ledger[0].organization_id)
        assert namesake is not None
        namesake.created_at += later_by
        await desk.until(lambda now: (now.id == row.id and now.attempts == 2) or asks(now))
        assert theirs not in {document.document_id for document in desk.store}


async def test_credits_that_a_colleague_spends_meanwhile_leave_the_decision_to_the_person(
    sandbox: SandboxServer, tmp_path: Path, clock: ShiftedClock
) -> None:
    """What they sent is not in the list: only the credits tell of it."""
    sandbox.state.faults.add(Call.UPLOAD, None, Reset(Point.BODY_READ))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.witness()
        row = await in_doubt(desk)
        organization = sandbox.state.organization_of(SANDBOX_KEY)
        assert organization is not None
        assert organization.spend(1, now())
        for seconds in (620, 200):
            clock.seconds += seconds
            await three_more_looks(desk, sandbox)
        await desk.until(asks)
        assert desk.store[row.id].attempts == 1
    assert uploads(sandbox) == 2


@pytest.mark.parametrize("arrived", [True, False], ids=["accepted", "lost"])
@pytest.mark.parametrize(
    ("date_header", "ahead"), [(True, timedelta(hours=1)), (False, timedelta(minutes=10))], ids=str
)
async def test_a_clock_that_was_ahead_at_the_attempt_and_is_set_right_costs_nothing_twice(
    arrived: bool,
    date_header: bool,
    ahead: timedelta,
    sandbox: SandboxServer,
    tmp_path: Path,
    clock: ShiftedClock,
) -> None:
    sandbox.state.behavior.date_header = date_header
    fate = Reset(Point.ACCEPTED if arrived else Point.BODY_READ)
    sandbox.state.faults.add(Call.UPLOAD, None, fate)
    clock.wall = ahead
    async with bench(tmp_path, sandbox.base_url) as desk:
        row = await in_doubt_without_a_list(desk, sandbox)
        clock.wall = timedelta(0)
        sandbox.state.faults.clear()
        if arrived and date_header:  # the server's time tells which entry it is
            found = await desk.until(lambda now: now.id == row.id and now.document_id)
            assert found.document_id == sandbox.state.ledger[1].document_id
        else:
            for seconds in (620, 200, 2000):
                clock.seconds += seconds
                await three_more_looks(desk, sandbox)
            row = await desk.until(lambda now: now.id == row.id and (asks(now) or now.attempts > 1))
            assert asks(row) or not arrived
    assert len(sandbox.state.ledger) == len({e.sha256 for e in sandbox.state.ledger})


async def test_what_was_canceled_and_is_unclear_is_set_aside_by_the_person(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.BODY_READ))
    async with bench(tmp_path, sandbox.base_url) as desk:
        row = await in_doubt(desk)
        desk.uploads.cancel(row.id)
        await desk.until(asks)
        assert await desk.decisions.never_sent(row.id)
        assert desk.store[row.id].state is S.CANCELED
        assert not await desk.decisions.never_sent(row.id), "it is decided"
    async with bench(tmp_path, sandbox.base_url) as desk:
        assert desk.store[row.id].state is S.CANCELED
        (attempt,) = desk.store.attempts(row.id)
        assert attempt.outcome is AttemptOutcome.NEVER_SENT
    assert uploads(sandbox) == 1


async def test_the_picked_entry_is_followed_like_any_accepted_document(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.behavior.documents_omit = frozenset({"file_name"})
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.ACCEPTED))
    async with bench(tmp_path, sandbox.base_url) as desk:
        row = await in_doubt(desk)
        asked = await desk.until(asks)
        assert asked.problem is not None
        assert dict(asked.problem.values) == {"entries": 1}
        (choice,) = desk.decisions.choices(row.id)
        assert not await desk.decisions.it_is(row.id, "doc_of_nobody")
        assert await desk.decisions.it_is(row.id, choice.entry.entry_id)
        picked = desk.store[row.id]
        assert (picked.state, picked.document_id) == (S.PROCESSING, choice.entry.entry_id)
        (attempt,) = desk.store.attempts(row.id)
        assert (attempt.outcome, attempt.document_id) == (
            AttemptOutcome.RECEIVED,
            choice.entry.entry_id,
        )
        from capout_desktop.domain.status_report import StatusReport

        report = StatusReport(picked.document_id, "complete")
        ended = desk.store.apply(row.id, StatusReported(picked.changed_at, report))
        assert ended.state is S.COMPLETE


async def test_a_decision_that_was_not_stored_is_not_shown_as_made(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.BODY_READ))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.send()
        row = await desk.until(asks)
        async with desk.refusing_disk():
            assert not await desk.decisions.never_sent(row.id)
            assert asks(desk.store[row.id])
        assert desk.not_done.is_set()
        assert await desk.decisions.never_sent(row.id)


async def test_once_one_is_asked_about_its_namesakes_go(
    sandbox: SandboxServer, tmp_path: Path, clock: ShiftedClock
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, Reset(Point.BODY_READ))
    async with bench(tmp_path, sandbox.base_url) as desk:
        first = await in_doubt(desk, "Estimate.pdf")
        (tmp_path / "later").mkdir()
        path = tmp_path / "later" / "Estimate.pdf"
        path.write_bytes((tmp_path / "Estimate.pdf").read_bytes() + b"\n% another claim")
        await desk.intake.take([str(path)], "team@example")
        await desk.until(lambda row: row.held_for(HoldReason.SAME_IN_FLIGHT))
        clock.seconds += 1000
        await desk.until(lambda row: row.id != first.id and row.state in WITH_CAPOUT)
        assert asks(desk.store[first.id])
    assert len(sandbox.state.ledger) == 1


@pytest.mark.parametrize("sent_for", ["default", "session"])
async def test_what_was_sent_before_capout_named_the_organization_is_found_with_the_same_key(
    sent_for: str, sandbox: SandboxServer, tmp_path: Path
) -> None:
    fingerprint = key_fingerprint(SANDBOX_KEY)
    unnamed = unconfirmed_organization(fingerprint)
    before = "default" if sent_for == "default" else pending_session_id(fingerprint)
    after = "default" if sent_for == "default" else session_id("org")
    sandbox.state.faults.add(Call.UPLOAD, None, Reset(Point.ACCEPTED))
    async with bench(tmp_path, sandbox.base_url) as desk:
        desk.credentials.forget("default")
        guess = replace(desk.credential, organization_id=unnamed, credential_id=before)
        desk.credentials.use(guess)
        desk.credentials.activate(before)
        row = await in_doubt_without_a_list(desk, sandbox)
        assert row.organization_id == unnamed
        named = replace(desk.credential, organization_id="org", credential_id=after)
        if before != after:
            desk.credentials.rename(before, after)
        desk.credentials.use(named)
        desk.credentials.activate(after)
        sandbox.state.faults.clear()
        await desk.until(lambda row: row.file_name == "scope.pdf" and row.state in WITH_CAPOUT)
        assert not any(row.problem_code == HoldReason.OTHER_ORGANIZATION for row in desk.seen)
    assert uploads(sandbox) == 2


async def test_what_was_sent_is_found_with_the_same_key_if_capout_no_longer_names_its_organization(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, None, Reset(Point.ACCEPTED))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await in_doubt_without_a_list(desk, sandbox)
        unnamed = unconfirmed_organization(key_fingerprint(SANDBOX_KEY))
        desk.credentials.use(replace(desk.credential, organization_id=unnamed))
        sandbox.state.faults.clear()
        await desk.until(lambda row: row.file_name == "scope.pdf" and row.state in WITH_CAPOUT)
        assert not any(row.problem_code == HoldReason.OTHER_ORGANIZATION for row in desk.seen)
    assert uploads(sandbox) == 2


async def test_a_key_of_an_organization_without_a_name_tells_nothing_of_another_ones_document(
    sandbox: SandboxServer, tmp_path: Path
) -> None:
    sandbox.state.faults.add(Call.UPLOAD, None, Reset(Point.ACCEPTED))
    async with bench(tmp_path, sandbox.base_url) as desk:
        row = await in_doubt_without_a_list(desk, sandbox)
        other = "capout_test_of_another_organization"
        unnamed = unconfirmed_organization(key_fingerprint(other))
        desk.credentials.use(replace(desk.credential, organization_id=unnamed, api_key=other))
        sandbox.state.faults.clear()
        await desk.until(lambda row: row.problem_code == HoldReason.OTHER_ORGANIZATION)
        desk.credentials.activate("default")  # whenever this key is told of again
        await three_more_looks(desk, sandbox)
        versions = [seen for seen in desk.seen if seen.id == row.id]
        said = [seen.problem_code for seen in versions if seen.state is S.CONFIRMING]
        first = said.index(HoldReason.OTHER_ORGANIZATION)
        assert set(said[first:]) == {HoldReason.OTHER_ORGANIZATION}, "that stays so"
        sandbox.state.faults.by_chance(Call.DOCUMENTS, Refuse(503), 1.0)
        desk.credentials.use(desk.credential)
        await desk.until(lambda _: desk.store[row.id].problem_code == HoldReason.LOOKING_UP)
        sandbox.state.faults.clear()
        await desk.until(lambda row: row.file_name == "scope.pdf" and row.state in WITH_CAPOUT)


async def test_a_document_that_cannot_be_judged_is_asked_about_and_the_others_are_found(
    sandbox: SandboxServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Its attempt has a time without a zone, which cannot be compared with others."""
    poison = document(
        S.CONFIRMING, id="poison", organization_id="org", attempt_id="bad", server="", attempts=1
    )
    bad = attempt(id="bad", document="poison", server_time=now().replace(tzinfo=None))
    async with bench(tmp_path, sandbox.base_url) as desk:
        await desk.store.save_attempt(bad)
        await desk.store.add([poison])
        await desk.witness()
        lost = {"organization_id": "org", "attempt_id": "lost", "attempts": 1}
        await desk.store.add([document(S.CONFIRMING, id="lost", **lost)])
        nameless = {**lost, "organization_id": "", "attempt_id": "of nobody"}
        await desk.store.add([document(S.CONFIRMING, id="nameless", **nameless)])
        sandbox.state.faults.add(Call.UPLOAD, Reset(Point.ACCEPTED))
        await desk.send()
        await desk.until(lambda row: row.file_name == "scope.pdf" and row.state in WITH_CAPOUT)
        await three_more_looks(desk, sandbox)
        assert asks(desk.store["poison"])
        for id_ in ("lost", "nameless"):
            assert desk.store[id_].problem == look_up_unclear(0), "its attempt is not known"
    assert uploads(sandbox) == 2
    assert caplog.text.count("cannot be looked up") == 1, "not at every look"
