"""One notification for a finished batch or a failure, and never a flood."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from helpers.ui_fixtures import NOW, S, document, stages

from capout_desktop.domain.activity_window import SILENT, ActivityWindow
from capout_desktop.domain.document import Document
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.notification import (
    GATHER,
    PAUSE,
    ChangeKind,
    Notification,
    NotificationRules,
)
from capout_desktop.domain.problem import Problem

SECOND = timedelta(seconds=1)


class Day:
    """Lets time pass second by second, as the program does, and collects what was told."""

    def __init__(self, *known: Document, looking: bool = False) -> None:
        self.attention = NotificationRules(known)
        self.at = NOW
        self.looking = looking
        self.told: list[tuple[datetime, Notification]] = []

    def comes(self, *documents: Document) -> None:
        self.attention.take(documents, self.at)

    def passes(self, time: timedelta = timedelta(seconds=100)) -> None:
        end = self.at + time
        while self.at < end:
            self.at += SECOND
            notice = self.attention.due(self.at, looking=self.looking)
            if notice is not None:
                self.told.append((self.at, notice))

    @property
    def notices(self) -> list[Notification]:
        return [notice for _, notice in self.told]


def batch(count: int, state: S, **values: object) -> list[Document]:
    return [document(state, id=str(n), file_name=f"{n}.pdf", **values) for n in range(count)]


def test_a_finished_batch_is_told_once_with_all_its_documents() -> None:
    day = Day()
    day.comes(*batch(12, S.QUEUED))
    for done in batch(12, S.COMPLETE):
        day.comes(done)
        day.passes(SECOND)
    day.passes()
    (notice,) = day.notices
    assert notice.count(ChangeKind.DONE) == 12
    assert notice.finished
    assert notice.only is None


def test_nothing_is_told_while_some_are_under_way() -> None:
    day = Day()
    day.comes(*batch(3, S.PROCESSING))
    day.comes(*batch(2, S.COMPLETE))
    day.passes()
    assert day.notices == []


def test_the_document_is_named_where_there_is_only_one() -> None:
    day = Day()
    day.comes(document(S.UPLOADING, id="a"))
    day.comes(document(S.COMPLETE, id="a", file_name="Kim.pdf"))
    day.passes()
    assert [n.only.file_name for n in day.notices if n.only] == ["Kim.pdf"]


def test_a_failure_does_not_wait_for_the_rest_of_the_batch() -> None:
    day = Day()
    day.comes(*batch(12, S.PROCESSING))
    day.comes(document(S.FAILED, id="3"))
    day.passes(GATHER + SECOND)
    (notice,) = day.notices
    assert notice.counts == {ChangeKind.FAILED: 1}
    assert not notice.finished


def test_failures_in_a_row_are_told_together_and_at_a_distance() -> None:
    day = Day()
    day.comes(*batch(100, S.PROCESSING))
    for number in range(60):
        day.comes(document(S.FAILED, id=str(number)))
        day.passes(SECOND)
    day.passes()
    times = [at for at, _ in day.told]
    assert len(times) <= 4
    assert all(b - a >= PAUSE for a, b in pairwise(times))
    assert sum(notice.count(ChangeKind.FAILED) for notice in day.notices) == 60


def test_single_files_every_few_seconds_do_not_flood_either() -> None:
    day = Day()
    for number in range(40):
        day.comes(document(S.QUEUED, id=str(number)))
        day.comes(document(S.COMPLETE, id=str(number)))
        day.passes(5 * SECOND)
    day.passes()
    assert sum(notice.count(ChangeKind.DONE) for notice in day.notices) == 40
    assert len(day.notices) <= 200 / 30 + 2


def test_an_end_tells_success_and_failure_in_one() -> None:
    day = Day()
    day.comes(*batch(3, S.PROCESSING))
    day.comes(*batch(2, S.COMPLETE), document(S.FAILED, id="2"))
    day.passes()
    (notice,) = day.notices
    assert notice.counts == {ChangeKind.DONE: 2, ChangeKind.FAILED: 1}


def test_who_looks_at_the_window_is_told_of_a_failure_with_the_rest_of_its_batch() -> None:
    day = Day(looking=True)
    day.comes(*batch(3, S.QUEUED))
    done, also_done, failed = batch(3, S.COMPLETE)
    day.comes(done, also_done, document(S.FAILED, id=failed.id))
    day.passes()
    (notice,) = day.notices
    assert notice.finished
    assert notice.counts == {ChangeKind.DONE: 2, ChangeKind.FAILED: 1}


def test_who_looks_at_the_window_is_told_of_failures_only() -> None:
    day = Day(looking=True)
    day.comes(*batch(2, S.PROCESSING))
    day.comes(*batch(2, S.COMPLETE), document(S.REJECTED, id="r"))
    day.passes()
    assert day.notices == []
    day.looking = False
    day.passes()
    assert day.notices == [], "what was seen is not told later"
    day.looking = True
    day.comes(document(S.FAILED, id="f"))
    day.passes()
    assert [n.counts for n in day.notices] == [{ChangeKind.FAILED: 1}]


@pytest.mark.parametrize(
    ("doc", "told"),
    [
        (document(S.REJECTED, id="a"), True),
        (document(S.HELD, id="a", problem=Problem(HoldReason.NO_KEY)), True),
        (document(S.HELD, id="a", problem=Problem(HoldReason.WAITS_FOR_START)), False),
        (document(S.HELD, id="a", problem=Problem(HoldReason.SAME_IN_FLIGHT)), False),
        (document(S.CANCELED, id="a"), False),
        (document(S.FAILED, id="a", removed=True), False),
    ],
    ids=lambda v: str(v.problem or v.state) if isinstance(v, Document) else "",
)
def test_what_needs_the_person_is_told_and_what_the_person_did_is_not(
    doc: Document, told: bool
) -> None:
    day = Day()
    day.comes(document(S.CHECKING, id="a"))
    day.comes(doc)
    day.passes()
    assert bool(day.notices) is told


def test_what_was_settled_before_it_was_told_is_not_told() -> None:
    day = Day()
    day.comes(document(S.FAILED, id="a"))
    day.comes(document(S.QUEUED, id="a"))
    day.passes()
    assert day.notices == []


def test_a_second_failure_of_the_same_document_is_news() -> None:
    day = Day()
    for _ in range(2):
        day.comes(document(S.FAILED, id="a"))
        day.passes()
        day.comes(document(S.QUEUED, id="a"))
    assert len(day.notices) == 2


def test_a_failure_that_says_more_is_no_second_failure() -> None:
    day = Day()
    day.comes(document(S.FAILED, id="a"))
    day.passes()
    day.comes(document(S.FAILED, id="a", server_status="failed"))
    day.passes()
    assert len(day.notices) == 1


def test_what_happened_before_the_start_is_no_news_and_its_end_is() -> None:
    day = Day(document(S.FAILED, id="old"), document(S.PROCESSING, id="a"))
    day.comes(document(S.FAILED, id="old", changed_at=NOW))
    day.comes(document(S.COMPLETE, id="a"))
    day.passes()
    assert [n.counts for n in day.notices] == [{ChangeKind.DONE: 1}]


def test_what_happened_while_it_was_off_is_not_told_later() -> None:
    day = Day()
    day.comes(document(S.FAILED, id="a"))
    day.attention.forget()
    day.passes()
    assert day.notices == []


def test_a_document_that_capout_forgot_does_not_silence_the_others() -> None:
    day = Day()
    day.comes(document(S.PROCESSING, id="stuck", changed_at=NOW))
    day.comes(document(S.QUEUED, id="a"))
    day.comes(document(S.COMPLETE, id="a"))
    day.passes(SILENT - SECOND)
    assert day.notices == []
    day.passes()
    assert [n.counts for n in day.notices] == [{ChangeKind.DONE: 1}]


def test_a_document_that_is_checked_again_takes_its_failure_back() -> None:
    day = Day()
    day.comes(document(S.FAILED, id="a"), document(S.FAILED, id="b"))
    day.comes(document(S.CHECKING, id="a"), document(S.CHECKING, id="new"))
    day.passes()
    assert [(n.counts, n.only and n.only.id) for n in day.notices] == [
        ({ChangeKind.FAILED: 1}, "b")
    ]


def test_each_notification_comes_when_its_changes_were_gathered() -> None:
    day = Day()
    day.comes(document(S.QUEUED, id="a"), document(S.QUEUED, id="b"))
    day.passes(SECOND)
    day.comes(document(S.FAILED, id="a"))
    failed_at = day.at
    day.passes(PAUSE)
    day.comes(document(S.COMPLETE, id="b"))
    done_at = day.at
    day.passes()
    assert day.told == [
        (failed_at + GATHER, Notification({ChangeKind.FAILED: 1}, False, day.told[0][1].only)),
        (max(done_at + GATHER, failed_at + GATHER + PAUSE), day.told[1][1]),
    ]
    assert day.told[1][1].counts == {ChangeKind.DONE: 1}
    assert day.told[1][1].finished


def test_a_batch_that_goes_on_within_seconds_has_not_ended() -> None:
    day = Day()
    day.comes(document(S.QUEUED, id="a"))
    day.comes(document(S.COMPLETE, id="a"))
    day.passes(GATHER - SECOND)
    day.comes(document(S.QUEUED, id="b"))
    day.passes(SECOND)
    day.comes(document(S.COMPLETE, id="b"))
    ended_at = day.at
    day.passes()
    assert [at for at, _ in day.told] == [ended_at + GATHER]
    assert day.notices[0].count(ChangeKind.DONE) == 2
    assert day.notices[0].count(ChangeKind.FAILED) == 0


def test_a_failure_that_was_taken_back_gathers_anew() -> None:
    day = Day()
    day.comes(document(S.QUEUED, id="a"), document(S.QUEUED, id="b"))
    day.comes(document(S.FAILED, id="a"))
    day.passes(GATHER - SECOND)
    day.comes(document(S.QUEUED, id="a"))
    day.passes(SECOND)
    day.comes(document(S.FAILED, id="a"))
    failed_at = day.at
    day.passes()
    assert [at for at, _ in day.told] == [failed_at + GATHER]


def test_whether_a_notification_may_come_by_time_alone() -> None:
    day = Day()
    waits = [day.attention.is_waiting]
    day.comes(document(S.FAILED, id="a"))
    waits.append(day.attention.is_waiting)
    day.attention.forget()
    waits.append(day.attention.is_waiting)
    assert waits == [False, True, False]


def test_a_wave_counts_what_was_sent_and_how_far_all_is() -> None:
    wave = ActivityWindow()
    assert wave.figures.total == 0
    wave.take(batch(4, S.QUEUED))
    wave.take([document(S.UPLOADING, id="0", bytes_sent=5, bytes_total=10)])
    wave.take([document(S.PROCESSING, id="1", stages=stages("ddr.."))])
    wave.take([document(S.COMPLETE, id="2")])
    figures = wave.figures
    assert (figures.total, figures.sent, figures.to_send, figures.ended) == (4, 2, 2, 1)
    assert figures.fraction == pytest.approx((0.25 + 0.7 + 1 + 0) / 4)
    wave.take([document(S.HELD, id="3")])
    assert wave.figures.total == 4, "what waits for the person stays in the count"
    wave.take([document(S.CANCELED, id="0"), document(S.COMPLETE, id="3", removed=True)])
    assert wave.figures.total == 2
    wave.take([document(S.FAILED, id="1", document_id="d")])
    assert wave.is_quiet
    assert wave.figures.total == 0
    wave.take([document(S.QUEUED, id="9")])
    assert wave.figures.total == 1, "a new wave begins at nought"


def test_only_complete_documents_count_as_complete_and_a_lack_of_credits_keeps_the_count() -> None:
    no_credits = Problem(HoldReason.NO_CREDITS)
    wave = ActivityWindow()
    wave.take(batch(5, S.QUEUED))
    wave.take([document(S.COMPLETE, id="0"), document(S.FAILED, id="1")])
    wave.take([document(S.HELD, id=id_, problem=no_credits) for id_ in "234"])
    figures = wave.figures
    assert wave.is_quiet
    assert (figures.total, figures.complete, figures.need_credits, figures.failed) == (5, 1, 3, 1)
    assert figures.fraction < 1, "what waits for credits is not progress"
    wave.take([document(S.CANCELED, id=id_) for id_ in "234"])
    assert wave.figures.total == 0


def test_documents_that_wait_for_credits_are_counted_after_a_restart() -> None:
    no_credits = Problem(HoldReason.NO_CREDITS)
    rules = NotificationRules([document(S.HELD, problem=no_credits), document(S.FAILED, id="f")])
    assert (rules.wave.figures.total, rules.wave.figures.need_credits) == (1, 1)


def test_what_a_draft_left_out_or_has_not_sent_yet_is_not_counted() -> None:
    window = ActivityWindow()
    window.take(batch(12, S.CHECKING))
    assert window.figures.total == 12
    waits = Problem(HoldReason.WAITS_FOR_START)
    window.take(batch(12, S.HELD, problem=waits))
    assert window.is_quiet
    assert window.figures.total == 0, "a draft goes nowhere yet"
    window.take(batch(12, S.CHECKING, waits_for_start=True))
    assert window.figures.total == 0, "nor while its files are checked"
    window.take(batch(12, S.CHECKING))
    assert window.figures.total == 12, "it was sent meanwhile"
    window.take(batch(12, S.HELD, problem=waits))
    skipped = document(S.HELD, id="0", file_name="0.pdf", problem=waits, skipped=True)
    window.take([skipped, *batch(12, S.QUEUED)[1:]])
    assert (window.figures.total, window.figures.to_send) == (11, 11)
    window.take([document(S.CHECKING, id="0", file_name="0.pdf", skipped=True)])
    assert window.figures.total == 11
