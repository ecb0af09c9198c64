"""Notifications and the title, as the person reads them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from helpers.ui_fixtures import SERVER_REFUSED, S, document

from capout_desktop.domain.activity_window import ActivityCounts
from capout_desktop.domain.document import Document
from capout_desktop.domain.notification import ChangeKind, Notification
from capout_desktop.ui.shell.notification_text import notice_words, title_words
from capout_desktop.ui.shell.tray import SIDES, tray_icon
from capout_desktop.ui.text import problem_text as problem_words

KIM = document(S.COMPLETE, file_name="Kim.pdf", xn_address="team@example")
OSEI = document(S.FAILED, file_name="Osei.pdf", problem=SERVER_REFUSED)
BAKER = document(S.REJECTED, file_name="Baker.pdf")


@pytest.mark.parametrize(
    ("counts", "only", "title", "text"),
    [
        ({ChangeKind.DONE: 12}, None, "12 documents are done", "All of them are in Xactimate."),
        (
            {ChangeKind.DONE: 1200, ChangeKind.FAILED: 1},
            None,
            "1,200 documents are done, 1 document failed",
            "Open the list to see why and what to do.",
        ),
        (
            {ChangeKind.FAILED: 2, ChangeKind.NEEDS_PERSON: 3},
            None,
            "2 documents failed, 3 documents need you",
            "Open the list to see why and what to do.",
        ),
        ({ChangeKind.DONE: 1}, KIM, "Kim.pdf is done", "It is in Xactimate for team@example."),
        ({ChangeKind.FAILED: 1}, OSEI, "Osei.pdf failed", problem_words.title(SERVER_REFUSED)),
        (
            {ChangeKind.NEEDS_PERSON: 1},
            BAKER,
            "Baker.pdf needs you",
            "Open the list to see why and what to do.",
        ),
    ],
)
def test_a_notification_says_what_happened(
    counts: Mapping[ChangeKind, int], only: Document | None, title: str, text: str
) -> None:
    assert notice_words(Notification(counts, finished=True, only=only)) == (title, text)


def test_a_notification_shows_names_as_they_are() -> None:
    name, address = 'a\u202efdp.<img src="x">.pdf', "team\n<b>@example"
    for kind in ChangeKind:
        row = document(S.COMPLETE, file_name=name, xn_address=address)
        title, text = notice_words(Notification({kind: 1}, finished=True, only=row))
        assert 'a[U+202E]fdp.<img src="x">.pdf' in title
        assert not {"\u202e", "\n"} & {*title, *text}
        if kind is ChangeKind.DONE:
            assert "team[U+000A]<b>@example" in text  # escaped where a desktop reads markup


@pytest.mark.parametrize(
    ("figures", "title"),
    [
        (ActivityCounts(), "CapOut Desktop"),
        (ActivityCounts(12, 3, 9, 1, 0.2), "3 of 12 sent · CapOut Desktop"),
        (
            ActivityCounts(12, 11, 0, 5, 0.7, complete=4, failed=1),
            "4 of 12 complete · 1 failed · CapOut Desktop",
        ),
        (
            ActivityCounts(300, 85, 0, 300, 0.3, complete=81, need_credits=215, failed=4),
            "81 of 300 complete · 215 need credits · 4 failed · CapOut Desktop",
        ),
    ],
)
def test_the_title_shows_the_overall_progress(figures: ActivityCounts, title: str) -> None:
    assert title_words(figures) == title


@pytest.mark.usefixtures("qapp")
def test_the_tray_shows_that_uploads_are_in_progress() -> None:
    for side in SIDES:
        resting, busy = (tray_icon(busy=b).pixmap(side, side).toImage() for b in (False, True))
        assert resting.size() == busy.size()
        corner = side - side // 4
        assert resting.pixelColor(corner, corner) != busy.pixelColor(corner, corner)
        assert resting.pixelColor(side // 4, side // 4) == busy.pixelColor(side // 4, side // 4)
