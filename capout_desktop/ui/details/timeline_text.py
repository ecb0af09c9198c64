"""Texts of the timeline's entries."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.document import DocumentState, StageState
from capout_desktop.domain.pdf_notice import Notice, notice_problem
from capout_desktop.domain.timeline import EntryKind, HistoryEntry, stage_marks
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.documents.document_text import stage_mark_word, stage_name
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text import problem_text as problem_words

_S = DocumentState


def entry_text(entry: HistoryEntry) -> str:
    """Return an entry as a sentence, with the server's own message."""
    text = _sentence(entry)
    if entry.said and entry.what is not EntryKind.ADDRESSED:
        return _tr("{sentence} ({words})").format(sentence=text, words=visible_text(entry.said))
    return text


def _sentence(entry: HistoryEntry) -> str:
    note = visible_text(entry.note)
    why = problem_words.recorded_title(note, entry.values)
    match entry.what:
        case EntryKind.CHECKED:
            noticed = [notice_problem(Notice(word)) for word in note.split(",") if word]
            titles = map(problem_words.title, noticed)
            return ". ".join([_tr("Checked: ready to send"), *titles])
        case EntryKind.ADDRESSED if entry.said:
            words = _tr("Address changed from {before} to {address}")
            return words.format(before=visible_text(entry.said), address=note)
        case EntryKind.ADDRESSED:
            return _tr("Address chosen: {address}").format(address=note)
        case EntryKind.MOVED:
            return _tr("File moved to {path}").format(path=note)
        case EntryKind.ATTEMPT:
            return _tr("Sending") if note == "1" else _tr("Sending, try {n}").format(n=note)
        case EntryKind.ACCEPTED:
            return _tr("Accepted by CapOut as {id}").format(id=note)
        case EntryKind.STAGES:
            marks = (
                (stage_name(stage), stage_mark_word(mark))
                for stage, mark in stage_marks(entry.note)
            )
            return ", ".join(f"{name} {word}" for name, word in marks)
        case EntryKind.STATUS:
            return _tr("CapOut says: {word}").format(word=note)
        case EntryKind.ENDED if entry.state is _S.COMPLETE:
            return _tr("Complete: the estimate is in Xactimate")
        case EntryKind.ABSENT if entry.state is _S.CANCELED:
            return _tr("CapOut does not have it: canceled")
        case EntryKind.REFUSED if entry.state is not _S.FAILED:
            return _reasoned(_tr("Could not be sent"), why)
        case EntryKind.ENDED | EntryKind.REFUSED:
            return _reasoned(_tr("Failed"), why)
        case EntryKind.REJECTED:
            return _reasoned(_tr("Can't be sent"), why)
        case EntryKind.HELD:
            return _reasoned(_tr("On hold"), why)
        case EntryKind.UNKNOWN:
            return _reasoned(_tr("The upload finished, but no answer came"), why)
        case EntryKind.UNCLEAR | EntryKind.STATUS_MISSING | EntryKind.SET_APART:
            return why
        case _:
            return _plain(entry.what)


def _plain(what: EntryKind) -> str:
    return {
        EntryKind.ADDED: _tr("Added to the list"),
        EntryKind.RELEASED: _tr("Continues"),
        EntryKind.STARTED: _tr("Started by you"),
        EntryKind.ABSENT: _tr("CapOut does not have it: sending it again"),
        EntryKind.VOUCHED: _tr("Marked as received by you"),
        EntryKind.REMOVED: _tr("Removed from the list"),
        EntryKind.RESTORED: _tr("Put back on the list"),
        EntryKind.SEND_AGAIN: _tr("You chose to send it again"),
        EntryKind.MOVED_TO_TOP: _tr("Moved to the top of the queue by you"),
        EntryKind.MARKED_NEVER_SENT: _tr("Set aside by you: it was never sent"),
        EntryKind.CALLED_BACK: _tr("Canceled by you while it was sent"),
        EntryKind.CANCELED: _tr("Canceled"),
        EntryKind.RETRY: _tr("You chose to retry it"),
        EntryKind.FILE_RETURNED: _tr("The file can be read again"),
        EntryKind.FILE_REPLACED: _tr("The file changed before it was sent, and is checked again"),
        EntryKind.UNLOCKED: _tr("Unlocked with the password; a copy is sent"),
        EntryKind.PAGES_CHOSEN: _tr("You chose its pages; a copy is sent"),
        EntryKind.SKIPPED: _tr("Skipped by you"),
        EntryKind.INCLUDED: _tr("Included by you"),
        EntryKind.SEND_ANYWAY: _tr("You chose to send it anyway"),
    }[what]


def _reasoned(what: str, why: str) -> str:
    return _tr("{what}: {why}").format(what=what, why=why) if why else what


def entry_tone(entry: HistoryEntry) -> Tone:
    """Return the tone of an entry."""
    match entry.what:
        case EntryKind.ENDED | EntryKind.REFUSED | EntryKind.REJECTED:
            return {_S.COMPLETE: Tone.GOOD, _S.QUEUED: Tone.WARNING}.get(entry.state, Tone.BAD)
        case EntryKind.STAGES:
            failed = any(mark.state is StageState.FAILED for _, mark in stage_marks(entry.note))
            return Tone.BAD if failed else Tone.BUSY
        case EntryKind.CHECKED:
            return Tone.WARNING if entry.note else Tone.NEUTRAL
        case EntryKind.HELD | EntryKind.UNKNOWN | EntryKind.UNCLEAR | EntryKind.STATUS_MISSING:
            return Tone.WARNING
        case EntryKind.SET_APART:
            return Tone.WARNING
        case EntryKind.ATTEMPT | EntryKind.ACCEPTED | EntryKind.STATUS:
            return Tone.BUSY
        case EntryKind.VOUCHED:
            return Tone.GOOD
        case _:
            return Tone.NEUTRAL


def _tr(text: str) -> str:
    return QCoreApplication.translate("timeline", text)
