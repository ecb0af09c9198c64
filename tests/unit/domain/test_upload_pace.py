"""The speed of a batch and its time left: measured over its uploads, and nothing where unknown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from helpers.documents import document
from msgspec.structs import replace

from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.upload_pace import SETTLED, STALLED, WINDOW, Pace, UploadPace

S = DocumentState
MB = 1_000_000


def waiting(name: str, batch_id: str = "storm", size: int | None = 3 * MB) -> Document:
    return document(S.QUEUED, id=name, size=size, batch_id=batch_id, bytes_sent=0, bytes_total=0)


class Batch:
    """Documents whose uploads are followed second by second."""

    def __init__(self, *documents: Document) -> None:
        self.pace = UploadPace()
        self.now = 100.0
        self.rows = {row.id: row for row in documents}
        self.pace.add(documents)

    def change(self, name: str, **values: object) -> None:
        before = self.rows[name]
        self.rows[name] = replace(before, **values)
        self.pace.take(before, self.rows[name], self.now)

    def upload(self, name: str, seconds: int, speed: int = MB) -> None:
        """Send a document at a speed, or go on with it."""
        for _ in range(seconds):
            self.now += 1
            sent = self.rows[name].bytes_sent + speed
            self.change(
                name, state=S.UPLOADING, attempt_id=name, bytes_sent=sent, bytes_total=4 * MB
            )

    def said(self, batch_id: str = "storm", *, goes_on: bool = True) -> Pace | None:
        return self.pace.of(batch_id, self.now, goes_on=goes_on)


def test_many_small_files_have_a_speed_and_a_time_left_together() -> None:
    batch = Batch(*(waiting(f"{n}") for n in range(10)))
    for n in range(3):
        batch.upload(f"{n}", 4)
        batch.change(f"{n}", state=S.PROCESSING, document_id=f"{n}")
    assert batch.said() == Pace(MB, timedelta(seconds=28)), "seven bodies of 4 MB at 1 MB a second"
    assert batch.said("") == batch.said()
    assert sorted(batch.pace.under_way(batch.now)) == ["", "storm"]


def test_a_hundred_small_files_a_second_have_the_speed_of_all_of_them() -> None:
    batch = Batch(*(waiting(f"{n}", size=30_000) for n in range(3_000)))
    for n in range(3_000):
        batch.now += 0.01
        batch.change(
            f"{n}", state=S.UPLOADING, attempt_id=f"{n}", bytes_sent=40_000, bytes_total=40_000
        )
        batch.change(f"{n}", state=S.PROCESSING, document_id=f"{n}")
    said = batch.said()
    assert said is not None
    assert said.speed == pytest.approx(100 * 40_000, rel=0.02)
    assert said.left is None


def test_what_does_not_go_by_itself_takes_no_time() -> None:
    rows = [
        waiting("a"),
        replace(waiting("skipped"), skipped=True),
        replace(waiting("draft"), waits_for_start=True),
        replace(waiting("removed"), removed=True),
        replace(waiting("held"), state=S.HELD),
        replace(waiting("done"), state=S.COMPLETE),
        replace(waiting("link"), source_kind=SourceKind.LINK, size=None),
    ]
    batch = Batch(*rows, waiting("other", "another batch"))
    batch.upload("a", 5, MB // 2)
    assert batch.said() == Pace(MB / 2, timedelta(seconds=3))
    assert batch.said("") == Pace(MB / 2, timedelta(seconds=11))
    assert batch.said("another batch") is None, "none of it is being sent"
    batch.change("held", state=S.QUEUED)
    assert batch.said() == Pace(MB / 2, timedelta(seconds=11)), "it goes by itself again"


def test_nothing_is_said_before_it_is_known_nor_after_it_has_stalled() -> None:
    first = Batch(waiting("a"))
    first.upload("a", 1)
    first.now += SETTLED
    assert first.said() is None, "of the first bytes it is not known how long they took"
    batch = Batch(waiting("a", size=None), waiting("b"))
    batch.upload("a", 1)
    batch.now += SETTLED - 0.5
    assert batch.said() is None, "too soon"
    batch.upload("a", 2)
    said = batch.said()
    assert said is not None
    assert said.left == timedelta(seconds=(MB + 4 * MB) / said.speed)
    batch.now += STALLED
    assert batch.said() is None, "nothing was heard for a while"
    assert batch.pace.under_way(batch.now) == []
    batch.upload("a", 1)
    assert batch.said() is None, "it begins anew"


def test_without_a_size_or_while_paused_the_speed_stands_alone() -> None:
    batch = Batch(waiting("a"), waiting("b", size=None))
    batch.upload("a", 4)
    assert batch.said() == Pace(MB, None)
    batch.change("b", size=3 * MB)
    assert batch.said() == Pace(MB, timedelta(seconds=4))
    assert batch.said(goes_on=False) == Pace(MB, None)


def test_the_speed_is_that_of_the_last_moments_and_a_second_try_counts_anew() -> None:
    batch = Batch(waiting("a"), waiting("b"))
    batch.upload("a", 5, 100_000)
    batch.upload("a", int(WINDOW), 10_000)
    assert batch.said() == Pace(10_000, timedelta(seconds=(8 * MB - 700_000) / 10_000))
    batch.change("a", state=S.QUEUED, bytes_sent=0, bytes_total=0)
    said = batch.said()
    assert said == Pace(10_000, timedelta(seconds=800)), "all of it has to go again"
    batch.change("a", state=S.CONFIRMING, bytes_sent=5, bytes_total=4 * MB)
    batch.change("a", state=S.PROCESSING, bytes_sent=4 * MB)
    after = batch.said()
    assert after is not None
    assert after.speed == pytest.approx(10_000, rel=0.01), "what a look-up found was not sent now"


def test_of_an_unknown_batch_nothing_is_said() -> None:
    pace = UploadPace()
    assert pace.of("storm", 100.0) is None
    pace.add([waiting("a")])
    assert pace.of("storm", 100.0) is None
    assert pace.under_way(100.0) == []


def test_each_time_has_its_limit() -> None:
    batch = Batch(waiting("a"))
    batch.upload("a", 1)
    batch.upload("a", int(SETTLED) - 1)
    assert batch.said() is None
    batch.upload("a", 1)
    assert batch.said() == Pace(MB, None)
    batch.now += STALLED - 0.1
    assert batch.said() is not None
    assert batch.pace.under_way(batch.now) != []
    batch.now += 0.1
    assert batch.said() is None
    assert batch.pace.under_way(batch.now) == []


def test_once_all_is_sent_no_time_is_left() -> None:
    batch = Batch(waiting("a"))
    batch.upload("a", 4)
    assert batch.said() == Pace(MB, None)
    batch.change("a", state=S.CONFIRMING)
    assert batch.said() == Pace(MB, None)


def test_bytes_of_another_attempt_are_all_new() -> None:
    batch = Batch(waiting("a"))
    batch.upload("a", 4, 1000)
    batch.now += 1
    batch.change("a", attempt_id="second", bytes_sent=5000)
    said = batch.said()
    assert said is not None
    assert said.speed == pytest.approx((3 * 1000 + 5000) / 4)


@pytest.mark.parametrize(("size", "body"), [(0, 0), (1, 4), (3, 4), (4, 8), (6, 8), (7, 12)])
def test_four_letters_stand_for_three_bytes(size: int, body: int) -> None:
    batch = Batch(waiting("a"), waiting("b", size=size))
    batch.upload("a", 4)
    said = batch.said()
    assert said is not None
    assert said.left == (timedelta(seconds=body / MB) if body else None)
    batch.change("b", state=S.CANCELED)
    assert batch.said() == Pace(MB, None)


def test_a_size_that_is_not_known_is_forgotten_with_its_document() -> None:
    batch = Batch(waiting("a"), waiting("b", size=None), waiting("c"))
    batch.upload("a", 4)
    assert batch.said() == Pace(MB, None)
    batch.change("b", state=S.REJECTED)
    assert batch.said() == Pace(MB, timedelta(seconds=4))


def test_one_byte_counts() -> None:
    batch = Batch(waiting("a"), waiting("b"))
    batch.upload("a", 5, 1)
    assert batch.said() == Pace(1, timedelta(seconds=8 * MB - 5))


def test_after_so_long_a_silence_the_measurement_begins_anew() -> None:
    batch = Batch(waiting("a"))
    batch.upload("a", 4, 1000)
    batch.now += STALLED - 1
    batch.upload("a", 1, 1000)
    assert batch.said() is None
