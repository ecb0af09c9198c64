"""What a document's timeline tells: one entry for everything that happened to it."""

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
from capout_desktop.domain.problem import Value

MOST_SAID = 300
"""Of a server's own words so many letters are kept in an entry."""


class What(StrEnum):
    """What happened; the journal knows it by this name."""

    ADDED = "added"
    CHECKED = "checked"
    """`note` holds what was noticed about the PDF, separated by commas."""
    REJECTED = "rejected"
    HELD = "held"
    RELEASED = "released"
    ADDRESSED = "addressed"
    """`note` is the address, `said` the one before."""
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
    """`note` names the stages that went on, see `stage_marks`."""
    STATUS = "status"
    """`note` is CapOut's new word for how it stands."""
    ENDED = "ended"
    STATUS_MISSING = "status-missing"
    CALLED_BACK = "called-back"
    CANCELED = "canceled"
    RETRY = "retry"


class HistoryEntry(msgspec.Struct, frozen=True):
    """One thing that happened to a document.

    Attributes:
        document: This program's own id of it.
        state: Where it stood after that.
        note: What `what` says; where it came to a problem, that problem's code. Releases up to 0.1
            noted its English title.
        said: What the server or the system said, as it came.
        values: What is put into the places of the problem's words, by name.
    """

    document: str
    at: datetime
    what: What
    state: DocumentState
    note: str = ""
    said: str = ""
    values: tuple[tuple[str, Value], ...] = ()


_TOLD_BY_THE_PROBLEM: dict[type[ev.Event], What] = {
    ev.Rejected: What.REJECTED,
    ev.Held: What.HELD,
    ev.AttemptRefused: What.REFUSED,
    ev.OutcomeUnknown: What.UNKNOWN,
    ev.LookupUnclear: What.UNCLEAR,
    ev.StatusMissing: What.STATUS_MISSING,
}
_TOLD_BY_THEMSELVES: dict[type[ev.Event], What] = {
    ev.Released: What.RELEASED,
    ev.Started: What.STARTED,
    ev.FoundAbsent: What.ABSENT,
    ev.MarkedReceived: What.VOUCHED,
    ev.Removed: What.REMOVED,
    ev.Restored: What.RESTORED,
    ev.SendAgain: What.SEND_AGAIN,
    ev.CancelRequested: What.CALLED_BACK,
    ev.Canceled: What.CANCELED,
    ev.RetryRequested: What.RETRY,
}


def added(document: Document) -> HistoryEntry:
    """Tell that a document came on the list; the document itself says when, no journal needs to."""
    return HistoryEntry(document.id, document.added_at, What.ADDED, DocumentState.CHECKING)


def rejected_unseen(document: Document) -> HistoryEntry:
    """Tell why a document could not go that was never looked at."""
    return _by_problem(document, document.added_at, What.REJECTED)


def attempt(document: Document) -> HistoryEntry:
    """Tell that the attempt begins which `document` has taken note of."""
    at = document.attempt_at or document.changed_at
    return HistoryEntry(document.id, at, What.ATTEMPT, document.state, str(document.attempts))


def entries(before: Document, after: Document, event: ev.Event) -> Iterator[HistoryEntry]:
    """Yield what the timeline tells of a change; nothing where it is not worth telling."""
    match event:
        case ev.BytesSent() | ev.AttemptStarted():
            return  # told by `attempt`, in the same breath as the attempt itself
        case ev.Assigned():
            return  # whose it is goes without saying until it is sent
        case ev.StatusReported():
            yield from _reported(before, after, event.at)
        case ev.Accepted():
            state = DocumentState.PROCESSING
            yield HistoryEntry(after.id, event.at, What.ACCEPTED, state, event.document_id)
            if after.state is not state:
                yield _by_problem(after, event.at, What.ENDED)
        case ev.Held() | ev.AttemptRefused() if after.state is DocumentState.CANCELED:
            yield _entry(after, event.at, What.CANCELED)
        case ev.Checked():
            yield _entry(after, event.at, What.CHECKED, ",".join(after.notices))
        case ev.Addressed():
            yield _entry(after, event.at, What.ADDRESSED, after.xn_address, before.xn_address)
        case ev.Moved():
            # A name that is no text, as Linux allows, shall not keep the rest from the disk.
            path = after.source.encode(errors="replace").decode()
            yield _entry(after, event.at, What.MOVED, path)
        case _ if (what := _TOLD_BY_THE_PROBLEM.get(type(event))) is not None:
            if (before.state, before.problem_code) != (after.state, after.problem_code):
                yield _by_problem(after, event.at, what)
        case _:
            yield _entry(after, event.at, _TOLD_BY_THEMSELVES[type(event)])


def _reported(before: Document, after: Document, at: datetime) -> Iterator[HistoryEntry]:
    if after.stages is not before.stages and after.stages is not None:
        moved = _moved(before.stages, after.stages)
        if moved:
            yield _entry(after, at, What.STAGES, moved)
    if after.state is not before.state:
        yield _by_problem(after, at, What.ENDED)
    elif after.server_status != before.server_status:
        yield _entry(after, at, What.STATUS, after.server_status)


def _moved(before: Stages | None, after: Stages) -> str:
    """Write down the stages that are not where they were, a line for each."""
    was = before if before is not None else _NOT_BEGUN
    return "\n".join(
        f"{name} {mark.state.value} {' '.join(mark.text.split())}"
        for name, mark, earlier in zip(_STAGE_NAMES, after, was, strict=True)
        if mark != earlier
    )


_STAGE_NAMES = tuple(stage.value for stage in Stage)
_NOT_BEGUN = (StageMark(StageState.WAITING),) * len(_STAGE_NAMES)


def stage_marks(note: str) -> list[tuple[Stage, StageMark]]:
    """Read the note of a `STAGES` entry.

    Raises:
        ValueError: no version of this program wrote it.
    """
    marks = []
    for line in note.splitlines():
        stage, state, text = line.split(" ", 2)
        marks.append((Stage(stage), StageMark(StageState(state), text)))
    return marks


def _entry(
    after: Document, at: datetime, what: What, note: str = "", said: str = ""
) -> HistoryEntry:
    return HistoryEntry(after.id, at, what, after.state, note, said)


def _by_problem(after: Document, at: datetime, what: What) -> HistoryEntry:
    problem = after.problem
    if problem is None:
        return _entry(after, at, what)
    said = problem.detail[:MOST_SAID]
    return HistoryEntry(after.id, at, what, after.state, problem.code, said, problem.values)
