"""Timeline of a document, with one entry for each change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

import msgspec

from capout_desktop.domain import events as ev
from capout_desktop.domain.document import (
    Document,
    DocumentState,
    Stage,
    StageMark,
    Stages,
    StageState,
)
from capout_desktop.domain.literal_path import shown_path
from capout_desktop.domain.problem import Value

MOST_SAID = 300
"""Maximum number of characters of a server's text that are kept in an entry."""


class EntryKind(StrEnum):
    """Kind of entry; the journal stores the value."""

    ADDED = "added"
    CHECKED = "checked"
    """`note` has the notices on the PDF, separated by commas."""
    REJECTED = "rejected"
    HELD = "held"
    RELEASED = "released"
    ADDRESSED = "addressed"
    """`note` is the address, `said` the previous one."""
    STARTED = "started"
    MOVED = "moved"
    """`note` is the file's new path."""
    ATTEMPT = "attempt"
    """`note` is its number."""
    REFUSED = "refused"
    UNKNOWN = "outcome-unknown"
    ACCEPTED = "accepted"
    """`note` is CapOut's id."""
    ABSENT = "absent"
    UNCLEAR = "unclear"
    VOUCHED = "vouched"
    REMOVED = "removed"
    RESTORED = "restored"
    SEND_AGAIN = "send-again"
    STAGES = "stages"
    """`note` has the stages that changed, see `stage_marks`."""
    STATUS = "status"
    """`note` is CapOut's new status."""
    ENDED = "ended"
    STATUS_MISSING = "status-missing"
    CALLED_BACK = "called-back"
    CANCELED = "canceled"
    MARKED_NEVER_SENT = "marked-never-sent"
    RETRY = "retry"
    FILE_RETURNED = "file-returned"
    SET_APART = "set-apart"
    FILE_REPLACED = "file-replaced"
    SEND_ANYWAY = "send-anyway"
    UNLOCKED = "unlocked"
    PAGES_CHOSEN = "pages-chosen"
    SKIPPED = "skipped"
    INCLUDED = "included"
    MOVED_TO_TOP = "moved-to-top"


class HistoryEntry(msgspec.Struct, frozen=True):
    """Entry of a document's timeline.

    Attributes:
        document: This program's own id of the document.
        state: State of the document after the event.
        note: Text defined by `what`; for a problem, its code. Releases up to 0.1 stored the
            problem's English title.
        said: Text of the server or the system, as received.
        values: Values for the placeholders of the problem's text, by name.
    """

    document: str
    at: datetime
    what: EntryKind
    state: DocumentState
    note: str = ""
    said: str = ""
    values: tuple[tuple[str, Value], ...] = ()


_TOLD_BY_THE_PROBLEM: dict[type[ev.Event], EntryKind] = {
    ev.Rejected: EntryKind.REJECTED,
    ev.Held: EntryKind.HELD,
    ev.AttemptRefused: EntryKind.REFUSED,
    ev.OutcomeUnknown: EntryKind.UNKNOWN,
    ev.LookupUnclear: EntryKind.UNCLEAR,
    ev.StatusMissing: EntryKind.STATUS_MISSING,
    ev.SetApart: EntryKind.SET_APART,
}
_TOLD_BY_THEMSELVES: dict[type[ev.Event], EntryKind] = {
    ev.Released: EntryKind.RELEASED,
    ev.Started: EntryKind.STARTED,
    ev.FoundAbsent: EntryKind.ABSENT,
    ev.MarkedReceived: EntryKind.VOUCHED,
    ev.Removed: EntryKind.REMOVED,
    ev.Restored: EntryKind.RESTORED,
    ev.SendAgain: EntryKind.SEND_AGAIN,
    ev.CancelRequested: EntryKind.CALLED_BACK,
    ev.Canceled: EntryKind.CANCELED,
    ev.MarkedNeverSent: EntryKind.MARKED_NEVER_SENT,
    ev.RetryRequested: EntryKind.RETRY,
    ev.FileReturned: EntryKind.FILE_RETURNED,
    ev.FileReplaced: EntryKind.FILE_REPLACED,
    ev.SendAnyway: EntryKind.SEND_ANYWAY,
    ev.Copied: EntryKind.UNLOCKED,
    ev.PagesChosen: EntryKind.PAGES_CHOSEN,
    ev.Skipped: EntryKind.SKIPPED,
    ev.Included: EntryKind.INCLUDED,
    ev.MovedToTop: EntryKind.MOVED_TO_TOP,
}


def added(document: Document) -> HistoryEntry:
    """Return the entry for adding a document. It is not stored, since the document has the time."""
    return HistoryEntry(document.id, document.added_at, EntryKind.ADDED, DocumentState.CHECKING)


def rejected_unseen(document: Document) -> HistoryEntry:
    """Return the entry for a document that was rejected without being checked."""
    return _by_problem(document, document.added_at, EntryKind.REJECTED)


def attempt(document: Document) -> HistoryEntry:
    """Return the entry for the start of the attempt recorded in `document`."""
    at = document.attempt_at or document.changed_at
    return HistoryEntry(document.id, at, EntryKind.ATTEMPT, document.state, str(document.attempts))


def entries(before: Document, after: Document, event: ev.Event) -> list[HistoryEntry]:
    """Return the entries for a change; minor changes have none."""
    if isinstance(event, ev.StatusReported):  # by far the most frequent
        return _reported(before, after, event.at)
    return list(_entries(before, after, event))


def _entries(before: Document, after: Document, event: ev.Event) -> Iterator[HistoryEntry]:
    match event:
        case ev.Downloading():
            return
        case ev.BytesSent() | ev.AttemptStarted():
            return  # `attempt` makes the entry, which is stored together with the attempt
        case ev.EstimateRead() | ev.EstimateCorrected():
            return  # it says nothing of the way of the document, and is personal data
        case ev.Assigned():
            return  # the organization is of no interest until it is sent
        case ev.Accepted():
            state = DocumentState.PROCESSING
            yield HistoryEntry(after.id, event.at, EntryKind.ACCEPTED, state, event.document_id)
            if after.state is not state:
                yield _by_problem(after, event.at, EntryKind.ENDED)
        case ev.Held() | ev.AttemptRefused() if after.state is DocumentState.CANCELED:
            yield _entry(after, event.at, EntryKind.CANCELED)
        case ev.FoundAbsent() if after.state is DocumentState.FAILED:
            yield _by_problem(after, event.at, EntryKind.REFUSED)
        case ev.Checked():
            yield _entry(after, event.at, EntryKind.CHECKED, ",".join(after.notices))
        case ev.Addressed():
            yield _entry(after, event.at, EntryKind.ADDRESSED, after.xn_address, before.xn_address)
        case ev.Moved():
            # A path with invalid UTF-8, possible on Linux, must not prevent the write.
            path = shown_path(after.source).encode(errors="replace").decode()
            yield _entry(after, event.at, EntryKind.MOVED, path)
        case _ if (what := _TOLD_BY_THE_PROBLEM.get(type(event))) is not None:
            if (before.state, before.problem_code) != (after.state, after.problem_code):
                yield _by_problem(after, event.at, what)
        case _:
            yield _entry(after, event.at, _TOLD_BY_THEMSELVES[type(event)])


def _reported(before: Document, after: Document, at: datetime) -> list[HistoryEntry]:
    told = []
    if after.stages is not before.stages and after.stages is not None:
        moved = _moved(before.stages, after.stages)
        if moved:
            told.append(_entry(after, at, EntryKind.STAGES, moved))
    if after.state is not before.state:
        told.append(_by_problem(after, at, EntryKind.ENDED))
    elif after.server_status != before.server_status:
        told.append(_entry(after, at, EntryKind.STATUS, after.server_status))
    return told


def _moved(before: Stages | None, after: Stages) -> str:
    """Return the stages that changed, one line for each."""
    was = before if before is not None else _NOT_BEGUN
    lines = []
    for name, mark, earlier in zip(_STAGE_NAMES, after, was, strict=True):
        if mark is not earlier and mark != earlier:
            lines.append(f"{name} {mark.state} {' '.join(mark.text.split())}")
    return "\n".join(lines)


_STAGE_NAMES = tuple(stage.value for stage in Stage)
_NOT_BEGUN = (StageMark(StageState.WAITING),) * len(_STAGE_NAMES)


def stage_marks(note: str) -> list[tuple[Stage, StageMark]]:
    """Return the stages in the note of a `STAGES` entry.

    Raises:
        ValueError: It was not written by this program.
    """
    marks = []
    for line in note.splitlines():
        stage, state, text = line.split(" ", 2)
        marks.append((Stage(stage), StageMark(StageState(state), text)))
    return marks


def _entry(
    after: Document, at: datetime, what: EntryKind, note: str = "", said: str = ""
) -> HistoryEntry:
    return HistoryEntry(after.id, at, what, after.state, note, said)


def _by_problem(after: Document, at: datetime, what: EntryKind) -> HistoryEntry:
    problem = after.problem
    if problem is None:
        return _entry(after, at, what)
    said = problem.detail[:MOST_SAID]
    return HistoryEntry(after.id, at, what, after.state, problem.code, said, problem.values)
