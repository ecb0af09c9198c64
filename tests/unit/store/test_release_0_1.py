"""What release 0.1 stored is read whole: every document, its history, the settings."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from capout_desktop.domain.document import DocumentState, SourceKind, StageMark, StageState
from capout_desktop.domain.events import Released, SendAgain, Started
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.lifecycle import can
from capout_desktop.domain.organization import Color
from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.domain.proxy_choice import ProxyMode
from capout_desktop.domain.timeline import EntryKind
from capout_desktop.domain.watch_rules import Handled, Handling, Stamp
from capout_desktop.store import watched_files
from capout_desktop.store.journal import Journal
from capout_desktop.store.settings import AfterTaking, Settings, SettingsFile, WatchFolder
from capout_desktop.store.view_state_file import ViewState, read_view_state
from capout_desktop.ui.details.timeline_text import entry_text
from capout_desktop.ui.text import problem_text

STORED = Path(__file__).parents[2] / "data" / "release-0.1"
BEGUN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ORGANIZATION = "org_brightwater"

S = DocumentState
STANDS: dict[str, tuple[DocumentState, str]] = {
    "checking": (S.CHECKING, ""),
    "queued": (S.QUEUED, ""),
    "retried": (S.QUEUED, ProblemCode.SERVER_FAILED),
    "held-no-key": (S.HELD, HoldReason.NO_KEY),
    "held-no-profile": (S.HELD, HoldReason.NO_ORGANIZATION),
    "held-same-in-flight": (S.HELD, HoldReason.SAME_IN_FLIGHT),
    "held-already-sent": (S.HELD, HoldReason.ALREADY_SENT),
    "held-no-address": (S.HELD, HoldReason.NO_ADDRESS),
    "held-waits-for-start": (S.HELD, HoldReason.WAITS_FOR_START),
    "held-payment-required": (S.HELD, HoldReason.NO_CREDITS),
    "held-unauthorized": (S.HELD, HoldReason.KEY_REFUSED),
    "paused": (S.QUEUED, ""),
    "stopped": (S.QUEUED, HoldReason.STOPPED),
    "uploading": (S.UPLOADING, ""),
    "looking-up": (S.CONFIRMING, HoldReason.LOOKING_UP),
    "confirming-looking-up": (S.CONFIRMING, HoldReason.LOOKING_UP),
    "confirming-interrupted": (S.CONFIRMING, HoldReason.INTERRUPTED),
    "confirming-look-up-unclear": (S.CONFIRMING, HoldReason.LOOK_UP_UNCLEAR),
    "confirming-other-organisation": (S.CONFIRMING, HoldReason.OTHER_ORGANIZATION),
    "confirming-called-back": (S.CONFIRMING, HoldReason.CALLED_BACK),
    "processing": (S.PROCESSING, ProblemCode.NOT_FOUND),
    "complete": (S.COMPLETE, ""),
    "arrived-by-word": (S.COMPLETE, ""),
    "workflow-failed": (S.FAILED, ProblemCode.WORKFLOW_FAILED),
    "refused": (S.FAILED, ProblemCode.UNPROCESSABLE),
    "cancelled": (S.CANCELED, ""),
    "too-large": (S.REJECTED, ProblemCode.FILE_TOO_LARGE),
    "folder": (S.REJECTED, ProblemCode.FOLDER_WITHOUT_PDFS),
    "moved": (S.QUEUED, ""),
    "removed": (S.CANCELED, ""),
    "restored": (S.CANCELED, ""),
    "sent-again": (S.QUEUED, ""),
    "addressed": (S.QUEUED, ""),
    "tried-again": (S.CHECKING, ""),
    "started": (S.QUEUED, ""),
}


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    path = tmp_path / "journal.sqlite3"
    db = sqlite3.connect(path)
    db.executescript((STORED / "journal.sql").read_text(encoding="utf-8"))
    db.close()
    opened = Journal(path)
    yield opened
    opened.close()


def test_every_document_stands_where_it_stood(journal: Journal) -> None:
    assert {d.id: (d.state, d.problem_code) for d in journal.load()} == STANDS


def test_what_is_known_of_a_document_comes_along(journal: Journal) -> None:
    rows = {d.id: d for d in journal.load()}
    queued = rows["queued"]
    assert (queued.size, queued.page_count, queued.sha256) == (120000, 12, "ab" * 32)
    assert (queued.added_at, queued.notices) == (BEGUN, ("scan", "incomplete"))
    assert rows["complete"].source_kind is SourceKind.LINK
    assert rows["held-waits-for-start"].waits_for_start
    assert rows["confirming-called-back"].cancel_requested
    assert (rows["removed"].removed, rows["restored"].removed) == (True, False)
    assert rows["sent-again"].sent_before == (("team@brightwater", ""),)
    assert rows["retried"].not_before == BEGUN + timedelta(minutes=9)
    processing = rows["processing"]
    assert processing.stages is not None
    assert processing.stages[:2] == (
        StageMark(StageState.DONE),
        StageMark(StageState.OTHER, "running"),
    )
    assert processing.extra == {"queue": 3}
    assert rows["workflow-failed"].problem == Problem(ProblemCode.WORKFLOW_FAILED, "blank pages")
    assert rows["held-already-sent"].problem == Problem(
        HoldReason.ALREADY_SENT, values=(("day", "2026-11-12"),)
    )
    assert dict(rows["too-large"].problem.values if rows["too-large"].problem else ()) == {
        "size": 60,
        "limit": 50,
    }


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names are always text there")
def test_a_path_that_is_no_text_comes_along(journal: Journal) -> None:
    moved = next(d for d in journal.load() if d.id == "moved")
    assert moved.source == os.fsdecode(b"/estimates/Sent/sch\xe4den.pdf")


@pytest.mark.usefixtures("qapp")
def test_what_was_held_with_older_words_has_words_today(journal: Journal) -> None:
    for row in journal.load():
        if row.problem is not None:
            assert problem_text.title(row.problem) == problem_text.title(
                Problem(row.problem.code, values=row.problem.values)
            )
            assert row.problem.code in problem_text.WORDS
    rows = {d.id: d.problem for d in journal.load()}
    broke = rows["looking-up"]
    assert broke is not None
    assert problem_text.next_step(broke).startswith("CapOut's answer broke off. Nothing to do")


@pytest.mark.usefixtures("qapp")
def test_every_timeline_is_read_and_has_words(journal: Journal) -> None:
    told: dict[str, list[str]] = {}
    seen: set[EntryKind] = set()
    for row in journal.load():
        entries = journal.history(row.id)
        seen.update(entry.what for entry in entries)
        told[row.id] = [entry_text(entry) for entry in entries]
        assert all(told[row.id])
        assert not any("{" in text for text in told[row.id])
    # When a document was added it says itself; the others are newer than 0.1.
    assert set(EntryKind) - seen == {
        EntryKind.ADDED,
        EntryKind.FILE_REPLACED,
        EntryKind.FILE_RETURNED,
        EntryKind.INCLUDED,
        EntryKind.MARKED_NEVER_SENT,
        EntryKind.MOVED_TO_TOP,
        EntryKind.SEND_ANYWAY,
        EntryKind.SET_APART,
        EntryKind.SKIPPED,
        EntryKind.UNLOCKED,
        EntryKind.PAGES_CHOSEN,
    }
    assert told["held-no-key"][-1] == "On hold: Waiting for your API key"
    assert told["held-no-profile"][-1].endswith("Its organization is not set up on this computer")
    assert told["held-already-sent"][-1].endswith("to this address on Nov 12, 2026")
    assert told["too-large"] == ["Can't be sent: Too large: 60 MB, and CapOut takes up to 50 MB"]
    assert told["paused"][-1] == "On hold"
    assert told["cancelled"][-1] == "Canceled"
    assert len(journal.attempt_ids()) == sum(
        entry.what is EntryKind.ATTEMPT for id_ in STANDS for entry in journal.history(id_)
    )


def test_what_was_held_can_go_on(journal: Journal) -> None:
    for row in journal.load():
        if row.state is S.HELD:
            assert row.held_for(*HoldReason)
            assert can(row, Released)
            assert can(row, Started) is row.held_for(HoldReason.WAITS_FOR_START)
            assert can(row, SendAgain) is not row.held_for(HoldReason.WAITS_FOR_START)


def test_the_credits_come_along(journal: Journal) -> None:
    history = journal.credit_history(BEGUN + timedelta(minutes=30))
    assert [(reading.organization_id, reading.total) for reading in history.last] == [
        (ORGANIZATION, 97)
    ]
    assert [point.total for point in history.points] == [100, 97]
    (movement,) = history.movements
    assert (movement.before, movement.after, movement.spent) == (100, 97, 3)
    assert [charge.document for charge in movement.charges] == ["complete"]


def test_every_setting_comes_along(tmp_path: Path) -> None:
    shutil.copy(STORED / "settings.json", tmp_path)
    found = SettingsFile(tmp_path / "settings.json").load()
    first = Settings()
    same = {n for n in found.__struct_fields__ if getattr(found, n) == getattr(first, n)}
    newer = {
        "default_address_of",
        "history_days",
        "session_addresses",
    }  # fields that 0.1 did not have
    assert same == newer, "each was chosen otherwise than on the first day"
    assert found.watch == WatchFolder(
        folder="/estimates/inbox", after=AfterTaking.MOVE, xn_address="other@brightwater"
    )
    assert [(p.id, p.label, p.organization_id, p.color) for p in found.organizations] == [
        ("default", "Brightwater", ORGANIZATION, Color.TEAL),
        ("profile-2", "Harbor", "org_harbor", Color.RED),
    ]
    assert found.organizations[1].xn_address == "harbor@example"
    assert found.active_organization == "profile-2"
    assert found.addresses == ["team@brightwater", "other@brightwater"]
    assert found.address_labels == {"other@brightwater": "Night shift"}
    assert (found.proxy, found.proxy_url) == (
        ProxyMode.MANUAL,
        "http://user:secret@proxy.example:8080",
    )
    assert found.update_asked_at == BEGUN


def test_how_the_window_looked_comes_along() -> None:
    assert read_view_state(STORED / "window.json") == ViewState(
        geometry="AdnQywAD",
        theme="dark",
        language="es",
        density="compact",
        widths={"file": 310, "status": 140},
        sort_column="added",
        sort_descending=True,
        group_by="day",
        show="attention",
        details_open=True,
        details_width=420,
    )


def test_what_was_decided_of_the_watched_folder_comes_along() -> None:
    watched = watched_files.load(STORED / "watched.json")
    assert watched.folder == "/estimates/inbox"
    assert watched.files == {
        "old.pdf": Handled(Stamp(10, 20), Handling.LEFT),
        "sch\\xe4den.pdf": Handled(Stamp(30, 40), Handling.TAKEN, "ef" * 32, "moved"),
    }
    assert watched.taken == {"ef" * 32: "moved"}
