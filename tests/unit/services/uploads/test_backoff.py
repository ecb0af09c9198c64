"""How long everything, or one organization, waits after failures."""

from __future__ import annotations

from datetime import timedelta

from helpers.clock import controlled_clock
from helpers.documents import document

from capout_desktop.capout.errors import ServerFailed, TooManyRequests, Unavailable
from capout_desktop.domain.document import DocumentState
from capout_desktop.domain.problem import Problem
from capout_desktop.services.uploads.backoff import CircuitBreaker, HalfOpen
from capout_desktop.services.uploads.document_waits import DocumentWaits

TOO_FAST = TooManyRequests(status_code=429, retry_after=86_400)
BUSY = Unavailable(status_code=503)


async def test_waits_double_to_a_minute() -> None:
    with controlled_clock():
        breaker = CircuitBreaker(lambda _: None)
        for ceiling in (2, 4, 8, 16, 32, 60, 60):
            assert ceiling / 2 <= breaker.note("org", BUSY) <= ceiling
            assert breaker.alone("org") is HalfOpen.OF_ALL


async def test_a_day_that_capout_asks_for_is_a_quarter_of_an_hour_and_said_at_once() -> None:
    told: list[Problem | None] = []
    with controlled_clock() as clock:
        breaker = CircuitBreaker(told.append)
        assert breaker.note("org", TOO_FAST) == 900
        assert told == [TOO_FAST.problem]
        assert breaker.seconds_left_for("other") == 0
        clock.set_wall(timedelta(days=-1))
        await clock.advance(899)
        assert breaker.seconds_left_for("org") == 1, "whatever the wall clock says"
        breaker.hurry()
        assert breaker.seconds_left_for("org") == 0
        assert told == [TOO_FAST.problem], "it is not over yet"
        breaker.got_through("org")
        assert told == [TOO_FAST.problem, None]


async def test_a_first_unknown_outcome_asks_for_a_probe_and_a_second_one_for_a_wait_too() -> None:
    with controlled_clock():
        breaker = CircuitBreaker(lambda _: None)
        breaker.note_unknown(ServerFailed().problem)
        assert (breaker.needs_probe, breaker.seconds_left()) == (True, 0)
        breaker.note_answer()
        one_alone = (False, HalfOpen.OF_ALL)
        assert (breaker.needs_probe, breaker.alone("org")) == one_alone
        breaker.note_unknown(ServerFailed().problem)
        assert (breaker.needs_probe, breaker.seconds_left() > 1) == (True, True)
        breaker.got_through("org")
        assert (breaker.needs_probe, breaker.alone("org")) == (False, HalfOpen.NO)


async def test_a_free_way_has_no_wait() -> None:
    breaker = CircuitBreaker(lambda _: None)
    assert (breaker.seconds_left(), breaker.seconds_left_for("org")) == (0, 0)
    assert (breaker.alone("org"), breaker.needs_probe) == (HalfOpen.NO, False)


async def test_a_wait_of_this_computers_own_is_everybodys() -> None:
    told: list[Problem | None] = []
    with controlled_clock() as clock:
        breaker = CircuitBreaker(told.append)
        breaker.wait()
        left = breaker.seconds_left()
        assert 1 <= left <= 2
        assert (breaker.alone("org"), told) == (HalfOpen.OF_ALL, [])
        await clock.advance(left + 1)
        assert breaker.seconds_left() == 0


async def test_what_one_organization_met_with_is_not_the_others() -> None:
    with controlled_clock():
        breaker = CircuitBreaker(lambda _: None)
        breaker.note("org", TOO_FAST)
        assert breaker.alone("org") is HalfOpen.OF_ITS_ORGANIZATION
        assert breaker.alone("other") is HalfOpen.NO
        assert breaker.seconds_left() == 0


async def test_a_documents_wait_is_as_long_as_it_was_when_the_clock_is_set() -> None:
    with controlled_clock() as clock:
        waits = DocumentWaits()
        row = document(DocumentState.QUEUED, not_before=clock.now() + timedelta(seconds=60))
        waits.note(row)
        clock.set_wall(timedelta(days=-1))
        waits.note(row)  # it is noted with every change
        await clock.advance(59)
        assert waits.seconds_left(row.id) == 1
        await clock.advance(1)
        assert waits.seconds_left(row.id) == 0


async def test_a_stored_time_in_the_far_future_is_a_quarter_of_an_hour() -> None:
    with controlled_clock() as clock:
        waits = DocumentWaits()
        row = document(DocumentState.QUEUED, not_before=clock.now() + timedelta(days=5000))
        waits.note(row)
        assert waits.seconds_left(row.id) == 900
        waits.end()
        assert waits.seconds_left(row.id) == 0
        waits.note(row)
        assert waits.seconds_left(row.id) == 0, "the person ended this wait"
