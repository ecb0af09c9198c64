"""The ledger explains every credit, ascribes only what is certain, and never invents a cost."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from helpers.documents import at
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.domain.credit_ledger import (
    CHARGED_WITHIN,
    LONGEST_GAP,
    Charge,
    Ledger,
    Movement,
    Reading,
)
from capout_desktop.domain.credits import CreditBalance, CreditBucket

SECOND = timedelta(seconds=1)


def reading(
    total: int, seconds: float, *buckets: CreditBucket, asked: float | None = None
) -> Reading:
    return Reading("org", total, buckets, at(seconds if asked is None else asked), at(seconds))


def charge(
    name: str, out: float, accepted: float | None = None, ended: float | None = None
) -> Charge:
    times = [None if moment is None else at(moment) for moment in (accepted, ended)]
    return Charge(f"attempt-{name}", name, "team@example", at(out), *times)


def names(movement: Movement) -> list[str]:
    return [charged.document for charged in movement.charges]


# A world in which everybody spends


@dataclass
class World:
    """CapOut's side: buckets, and who really spent what. A step takes a few seconds."""

    immediate: bool = True
    now: datetime = field(default_factory=lambda: at(0))
    buckets: list[CreditBucket] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    movements: list[Movement] = field(default_factory=list)
    clear: list[Reading] = field(default_factory=list)
    notes: list[Charge] = field(default_factory=list)
    costs: dict[str, int] = field(default_factory=dict)
    others: list[datetime] = field(default_factory=list)
    shuffled: random.Random | None = None
    made: int = 0

    @property
    def usable(self) -> list[CreditBucket]:
        return [b for b in self.buckets if b.expires_at is None or b.expires_at > self.now]

    def take(self, amount: int) -> int:
        """Spend what is there, the first to expire first; return how much it was."""
        spent = 0
        for bucket in sorted(self.usable, key=lambda b: (b.expires_at is None, b.expires_at)):
            part = min(bucket.remaining, amount - spent)
            self.buckets[self.buckets.index(bucket)] = replace(
                bucket, remaining=bucket.remaining - part
            )
            spent += part
        return spent

    def hides_something(self, movement: Movement) -> bool:
        """Whether something happened that no figure up to its end can show.

        Credits that came and lapsed between two figures may have paid for a document unseen.
        The figure is of the moment in which it was asked for; what comes then, comes after it.
        """
        asked, asked_again = movement.since - SECOND, movement.until - SECOND
        came_and_went = any(
            one.asked_at <= bucket.created_at and bucket.expires_at <= other.asked_at
            for one, other in pairwise(self.clear)
            if other.at <= movement.until
            for bucket in self.buckets
            if bucket.created_at is not None and bucket.expires_at is not None
        )
        return came_and_went or any(asked <= moment < asked_again for moment in self.others)

    def step(self, what: str, amount: int, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.made += 1
        match what:
            case "buy":
                self.buckets.append(CreditBucket(f"b{self.made}", amount * 10, None, self.now))
            case "buy for a while":
                until = self.now + timedelta(seconds=amount * 20)
                self.buckets.append(CreditBucket(f"b{self.made}", amount * 10, until, self.now))
            case "someone else":
                if self.take(amount):
                    self.others.append(self.now)
            case "send":
                name = f"d{self.made:04}"
                self.costs[name] = self.take(amount)
                self.notes.append(
                    Charge(f"a{name}", name, "team@example", self.now - SECOND, self.now)
                )
            case "end":
                open_ = [n for n in self.notes if n.ended_at is None]
                if open_:
                    self.notes.append(replace(open_[amount % len(open_)], ended_at=self.now))
            case _:
                self.read()

    def read(self) -> None:
        self.now += SECOND
        notes = list(self.notes)
        if self.shuffled is not None:
            notes += notes
            self.shuffled.shuffle(notes)
        for note in notes:
            self.ledger.note(note)
        usable = tuple(self.usable)
        now = Reading("org", sum(b.remaining for b in usable), usable, self.now, self.now + SECOND)
        if self.ledger.is_clear(now):
            self.clear.append(now)
        for _ in range(1 if self.shuffled is None else 2):
            movement = self.ledger.read(now)
            if movement is not None:
                self.movements.append(movement)
        self.now += SECOND


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "buy",
                "buy for a while",
                "someone else",
                "send",
                "send",
                "send",
                "end",
                "read",
                "read",
            ]
        ),
        st.integers(1, 12),
        st.sampled_from([0, 1, 2, 30, 700]),
    ),
    max_size=40,
)


def lived(steps: list[tuple[str, int, int]], shuffled: random.Random | None = None) -> World:
    world = World(shuffled=shuffled)
    for what, amount, seconds in steps:
        world.step(what, amount, seconds)
    world.read()
    return world


def assert_sound(movements: list[Movement]) -> None:
    for m in movements:
        assert min(m.added, m.expired, m.spent, m.unexplained) >= 0
        assert m.before - m.after == m.spent + m.unexplained + m.expired - m.added
        assert not m.spent or m.charges, "nobody's cost is nobody's"


@given(STEPS)
def test_the_figures_always_explain_the_whole_balance(steps: list[tuple[str, int, int]]) -> None:
    world = lived(steps)
    assert_sound(world.movements)
    moved = sum(m.spent + m.unexplained + m.expired - m.added for m in world.movements)
    assert world.clear[0].total - world.clear[-1].total == moved


@given(STEPS)
def test_what_is_ascribed_is_what_it_cost_unless_somebody_spent_in_the_same_gap(
    steps: list[tuple[str, int, int]],
) -> None:
    world = lived(steps)
    seen: set[str] = set()
    for m in world.movements:
        if not m.spent:
            continue
        assert m.until - m.since <= LONGEST_GAP
        assert not seen & set(names(m)), "charged once"
        seen |= set(names(m))
        if not world.hides_something(m):
            assert m.spent == sum(world.costs[name] for name in names(m))


@given(STEPS)
def test_without_own_documents_nothing_is_ascribed(steps: list[tuple[str, int, int]]) -> None:
    world = lived([step for step in steps if step[0] != "send"])
    assert sum(m.spent for m in world.movements) == 0


@given(STEPS, st.randoms(use_true_random=False))
def test_order_and_duplicates_change_nothing(
    steps: list[tuple[str, int, int]], shuffled: random.Random
) -> None:
    assert lived(steps, shuffled).movements == lived(steps).movements


BUCKETS = st.lists(
    st.builds(
        CreditBucket,
        id=st.sampled_from("abc"),
        remaining=st.integers(-5, 50),
        expires_at=st.none() | st.integers(-1000, 5000).map(at),
        created_at=st.none(),
    ),
    max_size=3,
).map(tuple)


@given(st.lists(st.tuples(st.integers(-10, 100), BUCKETS, st.integers(0, 900)), min_size=1))
def test_even_answers_that_make_no_sense_are_accounted_for(
    answers: list[tuple[int, tuple[CreditBucket, ...], int]],
) -> None:
    ledger, movements, moment = Ledger(), [], 0
    for number, (total, buckets, seconds) in enumerate(answers):
        moment += seconds + 3
        ledger.note(charge(str(number), moment - 2, moment - 1.5))
        movement = ledger.read(reading(total, moment, *buckets))
        movements += [movement] if movement else []
    assert_sound(movements)
    moved = sum(m.spent + m.unexplained + m.expired - m.added for m in movements)
    assert answers[0][0] - answers[-1][0] == moved


# One thing at a time


def test_what_came_in_while_the_earlier_figure_was_read_may_be_on_either_side_of_it() -> None:
    ledger = Ledger(reading(250, 2, asked=1))
    ledger.note(charge("a", 1, 2))
    movement = ledger.read(reading(242, 8))
    assert movement is not None
    assert (movement.spent, movement.unexplained, names(movement)) == (0, 8, ["a"])


def test_what_may_have_been_paid_with_new_credits_is_not_ascribed() -> None:
    old = CreditBucket("old", 10, None, at(-1000))
    new = CreditBucket("new", 99, None, at(4))
    emptied = Ledger(reading(10, 0, old))
    emptied.note(charge("a", 5, 6))
    movement = emptied.read(reading(99, 8, replace(old, remaining=0), new))
    assert movement is not None
    assert (movement.spent, movement.unexplained, names(movement)) == (0, 10, ["a"])
    shared = Ledger(reading(10, 0, old))
    for name in ("a", "b"):
        shared.note(charge(name, 5, 6))
    movement = shared.read(reading(107, 8, replace(old, remaining=8), new))
    assert movement is not None
    assert (movement.spent, movement.unexplained, names(movement)) == (0, 2, ["a", "b"])


def test_an_end_is_charged_only_where_accepting_it_is_known_to_have_cost_nothing() -> None:
    ledger = Ledger(reading(0, 0))
    ledger.note(charge("a", 5, 6))
    assert ledger.read(reading(0, 8)) is None, "there was nothing that it could have cost"
    ledger.read(reading(100, 10))
    ledger.note(charge("a", 5, 6, 12))
    ledger.note(charge("b", 13, 14))
    movement = ledger.read(reading(91, 16))
    assert movement is not None
    assert (movement.spent, movement.unexplained, names(movement)) == (0, 9, ["a", "b"])


def test_what_ended_without_a_cost_is_heard_of_again_in_vain() -> None:
    ledger = Ledger(reading(100, 0))
    ended = charge("a", 5, 6, 7)
    ledger.note(ended)
    assert ledger.read(reading(100, 8)) is None
    ledger.note(ended)
    movement = ledger.read(reading(91, 12))
    assert movement is not None
    assert (movement.unexplained, movement.charges) == (9, ())


def test_one_document_between_two_readings_cost_the_difference() -> None:
    ledger = Ledger(reading(250, 0))
    ledger.note(charge("a", 5, 6))
    movement = ledger.read(reading(242, 8))
    assert movement is not None
    assert (movement.spent, names(movement)) == (8, ["a"])
    assert (movement.before, movement.after) == (250, 242)


def test_several_documents_share_what_they_cost_together() -> None:
    ledger = Ledger(reading(250, 0))
    for name in ("b", "a", "c"):
        ledger.note(charge(name, 5, 6))
    movement = ledger.read(reading(221, 8))
    assert movement is not None
    assert (movement.spent, names(movement)) == (29, ["a", "b", "c"])


def test_a_drop_without_own_documents_is_shown_as_such() -> None:
    ledger = Ledger(reading(250, 0))
    ledger.note(charge("a", 5, 6))
    ledger.read(reading(242, 8))
    movement = ledger.read(reading(202, 20))
    assert movement is not None
    assert (movement.spent, movement.unexplained, movement.charges) == (0, 40, ())


def test_a_reading_taken_while_a_document_is_on_its_way_proves_nothing() -> None:
    ledger = Ledger(reading(250, 0))
    ledger.note(charge("a", 5))
    unclear = reading(242, 8)
    assert not ledger.is_clear(unclear)
    assert ledger.read(unclear) is None
    ledger.note(charge("a", 5, 9))
    assert not ledger.is_clear(reading(242, 10, asked=8.5)), "accepted while the answer was due"
    movement = ledger.read(reading(242, 12))
    assert movement is not None
    assert (movement.spent, names(movement)) == (8, ["a"])


def test_what_nobody_knows_to_have_arrived_is_not_ascribed() -> None:
    ledger = Ledger(reading(250, 0))
    ledger.note(charge("a", 5))
    after = CHARGED_WITHIN.total_seconds() + 6
    movement = ledger.read(reading(242, after))
    assert movement is not None
    assert (movement.spent, movement.unexplained, names(movement)) == (0, 8, ["a"])


def test_a_document_that_did_not_arrive_cost_nothing() -> None:
    ledger = Ledger(reading(250, 0))
    ledger.note(charge("a", 5))
    ledger.forget("attempt-a")
    movement = ledger.read(reading(242, 8))
    assert movement is not None
    assert (movement.unexplained, movement.charges) == (8, ())


@pytest.mark.parametrize(("beyond", "spent"), [(0, 8), (1, 0)])
def test_readings_that_are_far_apart_ascribe_nothing(beyond: int, spent: int) -> None:
    ledger = Ledger(reading(250, 0))
    late = LONGEST_GAP.total_seconds() + beyond
    ledger.note(charge("a", late - 5, late - 4))
    movement = ledger.read(reading(242, late))
    assert movement is not None
    assert (movement.spent, movement.unexplained, names(movement)) == (spent, 8 - spent, ["a"])


def test_what_was_sent_before_the_first_reading_is_nobodys_business() -> None:
    ledger = Ledger()
    ledger.note(charge("a", 5, 6))
    assert ledger.read(reading(242, 8)) is None
    movement = ledger.read(reading(232, 12))
    assert movement is not None
    assert (movement.spent, movement.unexplained) == (0, 10)


def test_where_capout_charges_at_the_end_the_end_is_what_counts() -> None:
    ledger = Ledger(reading(250, 0))
    ledger.note(charge("a", 5, 6))
    assert ledger.read(reading(250, 8)) is None
    ledger.note(charge("b", 9, 10))
    ledger.note(charge("a", 5, 6, 11))
    movement = ledger.read(reading(241, 12))
    assert movement is not None
    assert (movement.spent, names(movement)) == (9, ["a"])
    ledger.note(charge("b", 9, 10, 13))
    movement = ledger.read(reading(230, 14))
    assert movement is not None
    assert (movement.spent, names(movement)) == (11, ["b"])


def test_expiry_is_recognized_and_told_from_spending() -> None:
    old = CreditBucket("old", 60, at(100), at(-1000))
    live = CreditBucket("live", 190, None, at(-1000))
    ledger = Ledger(reading(250, 0, old, live))
    movement = ledger.read(reading(180, 200, replace(live, remaining=180)))
    assert movement is not None
    assert (movement.expired, movement.unexplained, movement.spent) == (60, 10, 0)


def test_bought_credits_are_recognized_even_where_some_were_spent_at_once() -> None:
    old = CreditBucket("old", 20, None, at(-1000))
    ledger = Ledger(reading(20, 0, old))
    ledger.note(charge("a", 5, 6))
    movement = ledger.read(
        reading(512, 8, replace(old, remaining=12), CreditBucket("new", 500, None, at(4)))
    )
    assert movement is not None
    assert (movement.added, movement.spent) == (500, 8)


def test_the_ledger_goes_on_after_a_restart() -> None:
    ledger = Ledger(reading(250, 0), settled=["attempt-a"])
    ledger.note(charge("a", -10, -9))
    movement = ledger.read(reading(242, 60))
    assert movement is not None
    assert (movement.spent, movement.unexplained) == (0, 8)


def test_a_reading_is_never_older_than_the_question() -> None:
    balance = CreditBalance("org", 5, 0, (), at(3))
    assert Reading.of(balance, at(4), "").at == at(4)
    assert Reading.of(balance, at(1), "other") == Reading("org", 5, (), at(1), at(3))


def test_what_an_end_costs_is_its_own_where_nothing_else_was_accepted_meanwhile() -> None:
    later = LONGEST_GAP.total_seconds() + 10  # so that it is not known that sending was free
    ledger = Ledger()
    ledger.read(reading(100, 0))
    ledger.note(charge("a", 1, 2))
    ledger.read(reading(100, later))
    ledger.note(charge("a", 1, 2, ended=later + 5))
    movement = ledger.read(reading(95, later + 10))
    assert movement is not None
    assert (movement.spent, names(movement)) == (5, ["a"])


def test_two_documents_may_have_drawn_on_credits_that_came_into_an_old_bucket() -> None:
    ledger = Ledger()
    one, other = (CreditBucket(name, size, None, at(-9)) for name, size in (("x", 10), ("y", 5)))
    ledger.read(reading(15, 0, one, other))
    for number, name in enumerate("ab"):
        ledger.note(charge(name, 1 + number, 2 + number))
    grown = replace(other, remaining=20)
    movement = ledger.read(reading(27, 20, replace(one, remaining=7), grown))
    assert movement is not None
    assert (movement.added, movement.spent, movement.unexplained) == (15, 0, 3)


# Limits


def bucket(name: str, remaining: int, expires: float | None = None) -> CreditBucket:
    return CreditBucket(name, remaining, None if expires is None else at(expires), at(-1000))


def moved(before: Reading, after: Reading, *charges: Charge) -> tuple[object, ...]:
    """Return what a movement says: added, expired, spent, unexplained, and the documents."""
    ledger = Ledger(before)
    for one in charges:
        ledger.note(one)
    movement = ledger.read(after)
    assert movement is not None
    figures = (movement.added, movement.expired, movement.spent, movement.unexplained)
    assert (movement.since, movement.until) == (before.at, after.at)
    return (*figures, *names(movement))


@pytest.mark.parametrize(
    ("buckets", "adds_up"),
    [
        ((bucket("a", 5),), True),
        ((bucket("a", 5), bucket("b", 0)), True),
        ((bucket("a", 4),), False),
        ((bucket("a", 2), bucket("a", 3)), False),
        ((bucket("a", 6), bucket("b", -1)), False),
    ],
)
def test_the_buckets_of_a_reading_add_up(buckets: tuple[CreditBucket, ...], adds_up: bool) -> None:
    assert reading(5, 0, *buckets).adds_up is adds_up


@pytest.mark.parametrize("seconds", [9, 10])
def test_a_reading_that_is_not_later_is_ignored(seconds: float) -> None:
    ledger = Ledger(reading(250, 10))
    assert ledger.read(reading(240, seconds)) is None
    assert ledger.last == reading(250, 10)
    later = reading(240, 10.1)
    assert ledger.read(later) is not None
    assert ledger.last == later


@pytest.mark.parametrize(
    ("one", "is_clear"),
    [
        (charge("a", 5, 5.9), True),
        (charge("a", 5, 6), False),
        (charge("a", 8, 9), False),
        (charge("a", 8.1, 9), True),
        (charge("a", 1, 2, 5.9), True),
        (charge("a", 1, 2, 6), False),
        (charge("a", 1, 2, 8), False),
        (charge("a", 1, 2, 8.1), True),
        (charge("a", 6 - CHARGED_WITHIN.total_seconds()), False),
        (charge("a", 5.9 - CHARGED_WITHIN.total_seconds()), True),
        (charge("a", 5.9 - CHARGED_WITHIN.total_seconds(), 7), True),
    ],
)
def test_a_reading_is_clear_if_nothing_can_be_charged_meanwhile(
    one: Charge, is_clear: bool
) -> None:
    ledger = Ledger()
    ledger.note(one)
    assert ledger.is_clear(reading(250, 8, asked=6)) is is_clear


def test_of_each_time_the_earliest_is_kept() -> None:
    ledger = Ledger(reading(250, 0))
    ledger.note(charge("a", 5))
    ledger.note(charge("a", 4, 30, 50))
    ledger.note(charge("a", 6, 7, 40))
    ledger.note(charge("a", 6))
    assert ledger.is_clear(reading(250, 39, asked=8))
    assert not ledger.is_clear(reading(250, 40, asked=8))
    assert not ledger.is_clear(reading(250, 4, asked=3))
    assert ledger.is_clear(reading(250, 3.9, asked=3))


def test_an_end_in_the_future_is_no_end_yet() -> None:
    ledger = Ledger(reading(250, 0))
    ledger.note(charge("a", 5, 6, ended=20))
    assert ledger.read(reading(250, 8)) is None
    movement = ledger.read(reading(242, 30))
    assert movement is not None
    assert (movement.spent, names(movement)) == (8, ["a"])
    still_runs = charge("a", -5, -4, ended=40)
    assert moved(reading(100, 0), reading(92, 8), still_runs, charge("b", 5, 6)) == (
        0,
        0,
        8,
        0,
        "b",
    )


def test_each_end_in_turn_is_charged_where_accepting_was_free() -> None:
    """Though another document is accepted between the same two readings each time."""
    gap = LONGEST_GAP.total_seconds()
    ledger = Ledger(reading(100, 0))
    ledger.note(charge("a", 1, 2))
    assert ledger.read(reading(100, gap)) is None
    for number, (ends, comes) in enumerate([("a", "b"), ("b", "c"), ("c", "d")], start=1):
        begin = gap + 100 * number
        ledger.note(charge(ends, 1, 2, ended=begin))
        ledger.note(charge(comes, begin + 1, begin + 2))
        movement = ledger.read(reading(100 - 5 * number, begin + 10))
        assert movement is not None
        assert (movement.spent, names(movement)) == (5, [ends])


@pytest.mark.parametrize(("total", "seconds"), [(0, 10), (100, LONGEST_GAP.total_seconds() + 0.1)])
def test_accepting_is_not_known_to_be_free(total: int, seconds: float) -> None:
    """There was nothing to spend, or credits may have come and gone in so long a time."""
    ledger = Ledger(reading(total, 0))
    ledger.note(charge("a", 1, 2))
    assert ledger.read(reading(total, seconds)) is None
    ledger.read(reading(total + 100, seconds + 10))
    ledger.note(charge("a", 1, 2, ended=seconds + 15))
    ledger.note(charge("b", seconds + 16, seconds + 17))
    movement = ledger.read(reading(total + 91, seconds + 20))
    assert movement is not None
    assert (movement.spent, movement.unexplained, names(movement)) == (0, 9, ["a", "b"])


@pytest.mark.parametrize(
    ("old", "new", "expired"),
    [
        (bucket("x", 60, 500), (), 60),  # exactly as far ahead as clocks may differ
        (bucket("x", 60, 500.1), (), 0),
        (bucket("x", 60, 100), (bucket("x", 0, 100),), 60),
        (bucket("x", 60, 100), (bucket("x", 1, 100),), 0),
        (bucket("x", 60), (), 0),
    ],
)
def test_what_is_gone_from_a_bucket_at_its_end_expired(
    old: CreditBucket, new: tuple[CreditBucket, ...], expired: int
) -> None:
    live = bucket("live", 100)
    left = sum(one.remaining for one in new)
    figures = moved(reading(160, 0, old, live), reading(100 + left, 200, live, *new))
    assert figures == (0, expired, 0, 60 - left - expired)


def test_beside_an_expiry_nothing_is_certain() -> None:
    old, live = bucket("x", 60, 100), bucket("live", 100)
    after = reading(92, 200, bucket("live", 92))
    assert moved(reading(160, 0, old, live), after, charge("a", 150, 151)) == (0, 60, 0, 8, "a")


@pytest.mark.parametrize(
    ("after", "spent"),
    [
        ([bucket("x", 12), bucket("new", 50)], 8),
        ([bucket("x", 1), bucket("new", 50)], 19),
        ([bucket("x", 0), bucket("new", 50)], 0),
        ([bucket("x", 12), bucket("y", 50)], 8),
        ([bucket("x", 12), bucket("new", 50), bucket("empty", 0)], 0),
        ([bucket("x", 20), bucket("y", 4), bucket("new", 50)], 1),
    ],
)
def test_what_new_credits_may_have_paid_for_is_not_certain(
    after: list[CreditBucket], spent: int
) -> None:
    """One document is charged to a second bucket only if it empties the first one."""
    before = reading(25, 0, bucket("x", 20), bucket("y", 5))
    if all(one.id != "y" for one in after):
        after = [*after, bucket("y", 5)]
    later = reading(sum(one.remaining for one in after), 8, *after)
    figures = moved(before, later, charge("a", 5, 6))
    assert figures[2] == spent


def test_without_buckets_only_the_sums_are_compared() -> None:
    assert moved(reading(100, 0), reading(130, 8)) == (30, 0, 0, 0)
    odd = reading(100, 0, bucket("x", 7))
    assert moved(odd, reading(90, 8, bucket("x", 90))) == (0, 0, 0, 10)


def test_without_new_credits_several_documents_share_what_an_old_bucket_lost() -> None:
    charges = charge("a", 5, 6), charge("b", 5, 6)
    figures = moved(reading(20, 0, bucket("x", 20)), reading(9, 8, bucket("x", 9)), *charges)
    assert figures == (0, 0, 11, 0, "a", "b")
