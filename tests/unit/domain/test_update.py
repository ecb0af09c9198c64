"""Which version is newer, and when to ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from capout_desktop.domain.update import MOST_DIGITS, Update, announcement, is_due, is_newer
from capout_desktop.ui.text import problem_text as problem_words

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [
        ("0.2.0", "0.1.0", True),
        ("0.10", "0.9.5", True),
        ("1.0", "1.0.0", False),
        ("1.0.0", "1.0", False),
        ("1.0.1", "1.0", True),
        ("1", "0.9.9", True),
        ("1", "1.0.1", False),
        ("0.1.0", "0.1.0", False),
        ("0.0.9", "0.1.0", False),
        ("0.2.0-rc1", "0.1.0", True),
        ("newest", "0.1.0", False),
        ("", "0.1.0", False),
    ],
)
def test_versions_are_compared_by_their_numbers(version: str, than: str, newer: bool) -> None:
    assert is_newer(version, than) is newer


def test_a_number_of_thousands_of_digits_is_no_version() -> None:
    assert not is_newer("9" * 5_000, "0.1.0")
    assert not is_newer(f"1.{'9' * 5_000}", "0.1.0")
    assert is_newer("9" * MOST_DIGITS, "0.1.0")
    assert not is_newer("9" * (MOST_DIGITS + 1), "0.1.0")


def test_a_day_lies_between_two_questions() -> None:
    assert is_due(None, NOW)
    assert not is_due(NOW - timedelta(hours=23, minutes=59), NOW)
    assert is_due(NOW - timedelta(days=1), NOW)
    assert not is_due(NOW, NOW)


def test_a_clock_that_ran_ahead_once_does_not_stop_the_questions() -> None:
    assert is_due(NOW + timedelta(days=400), NOW)


def test_the_announcement_says_what_is_new() -> None:
    told = announcement(Update("0.2.0", ("Faster.", "In Spanish."), "https://capout.ai/desktop"))
    assert dict(told.values) == {"version": "0.2.0", "news": "Faster. In Spanish."}
    assert "0.2.0" in problem_words.title(told)
    assert "Faster. In Spanish." in problem_words.next_step(told)
    without_news = announcement(Update("0.2.0", (), "https://capout.ai"))
    assert problem_words.next_step(without_news) == "Install it whenever you like."
