"""Which pages of a PDF are read for its estimate, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from helpers.pdfs import damaged_pdf, pdf

from capout_desktop.domain.positioned_text import Cell, PageText, VisualLine
from capout_desktop.services.intake import estimate_reading
from capout_desktop.services.intake.estimate_reading import order, read
from capout_desktop.services.intake.pdf_protocol import Read


class Reader:
    """Reads pages of ten letters in two cells; there is no page 3. Each takes a second."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, float]] = []
        self.now = 100.0

    def read(self, _document: object, index: int, deadline: float) -> PageText | None:
        self.asked.append((index, deadline))
        self.now += 1
        line = VisualLine(index + 1, 5.0, (Cell(0, 1, "abcd"), Cell(2, 3, "efghij")))
        return None if index == 3 else PageText(index + 1, 612, 792, (line,))


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    made = Reader()
    monkeypatch.setattr(estimate_reading, "PageReader", lambda: made)
    monkeypatch.setattr(estimate_reading, "time", SimpleNamespace(monotonic=lambda: made.now))
    return made


@pytest.fixture
def understood(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[int], int]]:
    """Return what was made an estimate of: the numbers of pages, and their count."""
    found: list[tuple[list[int], int]] = []

    def estimate(pages: Sequence[PageText], count: int) -> Any:
        found.append(([page.page for page in pages], count))

    monkeypatch.setattr(estimate_reading, "read_estimate", estimate)
    return found


def test_first_and_last_pages_are_read_before_those_between() -> None:
    assert order(0) == []
    assert order(1) == [0]
    assert order(8) == [*range(8)]
    assert order(10) == [*range(10)]
    assert order(12) == [*range(12)]
    assert order(13) == [*range(8), 9, 10, 11, 12, 8]
    assert order(16) == [*range(8), 12, 13, 14, 15, 8, 9, 10, 11]


Understood = list[tuple[list[int], int]]


def test_pages_that_cannot_be_read_are_left_out(
    reader: Reader, understood: Understood, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(estimate_reading, "LEAST_SECONDS", 10.0)
    assert len([*read(Read(), pdf(5))]) == 1
    assert understood == [([1, 2, 3, 5], 5)]
    assert reader.asked == [(index, 110.0) for index in range(5)]


def test_nothing_is_read_of_what_does_not_open(reader: Reader, understood: Understood) -> None:
    assert [*read(Read(), damaged_pdf())] == []
    assert (reader.asked, understood) == ([], [])


@pytest.mark.parametrize(
    ("per_page", "seconds"), [(0.1, 2.0), (0.5, 2.5), (1.9, 9.5), (2.0, 10.0), (2.1, 10.0)]
)
def test_long_pdfs_have_more_time_up_to_a_limit(
    per_page: float,
    seconds: float,
    reader: Reader,
    understood: Understood,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(estimate_reading, "SECONDS_PER_PAGE", per_page)
    list(read(Read(), pdf(5)))
    assert reader.asked[0] == (0, 100.0 + seconds)
    # A page is begun until the time is over.
    assert len(reader.asked) == min(int(seconds) + 1, 5)
    assert understood[0][1] == 5


@pytest.mark.parametrize(("most", "pages"), [(19, 2), (20, 3), (29, 3), (30, 5)])
def test_no_more_than_so_many_letters_are_read(
    most: int,
    pages: int,
    reader: Reader,
    understood: Understood,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(estimate_reading, "MOST_CHARACTERS", most)
    monkeypatch.setattr(estimate_reading, "LEAST_SECONDS", 10.0)
    list(read(Read(), pdf(5)))
    assert [index for index, _ in reader.asked] == [*range(pages)]


@pytest.mark.parametrize(("count", "told"), [(2, 2), (3, 3), (4, 4), (5, 4)])
def test_pages_beyond_a_number_are_not_read_and_count_as_one(
    count: int,
    told: int,
    reader: Reader,
    understood: Understood,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(estimate_reading, "MOST_PAGES", 3)
    monkeypatch.setattr(estimate_reading, "LEAST_SECONDS", 10.0)
    list(read(Read(), pdf(count)))
    assert [index for index, _ in reader.asked] == [*range(min(count, 3))]
    assert understood[0][1] == told
