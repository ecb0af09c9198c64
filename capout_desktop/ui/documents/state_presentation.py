"""Presentation of each state of a document: words, icon, tone and sort ranks.

Everything the window shows about a state comes from `PRESENTATIONS`; a skipped document, one
that is being downloaded, and some on hold have one of their own. A state without an entry gets a
default presentation with its own name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.document import Document, DocumentState, StageState
from capout_desktop.domain.document_filter import DocumentFilter, filter_of
from capout_desktop.domain.hold import HoldReason
from capout_desktop.ui.style.tone import Tone

_S = DocumentState


def _tr(text: str) -> str:
    return QCoreApplication.translate("wording", text)


def _no_text() -> str:
    return ""


def _not_sent() -> str:
    return QCoreApplication.translate("progress", "Not sent")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatePresentation:
    """Presentation of one state.

    Attributes:
        word: The state in one or two words: in the table, to screen readers, in announcements of
            documents that ended, in the search and in exported lists.
        reason: What happens in this state, in one line; used if nothing more specific is known.
        icon: Name of an icon of `ui.style.icons` that shows the state without color.
        tone: Tone of the state.
        rank: Rank in the order by status, from the top.
        progress_rank: Rank in the order by progress, from the least.
        progress_note: Text of the progress column if `progress_view` draws no bar.
    """

    word: Callable[[], str]
    reason: Callable[[], str] = _no_text
    icon: str = "document"
    tone: Tone = Tone.NEUTRAL
    rank: float = 9.5
    progress_rank: float = 0.0
    progress_note: Callable[[], str] = _no_text


PRESENTATIONS: dict[DocumentState, StatePresentation] = {
    # First the states that need the person, then those in progress, then the finished ones.
    _S.HELD: StatePresentation(
        word=lambda: _tr("Needs you"),
        icon="attention",
        tone=Tone.WARNING,
        rank=0,
        progress_rank=0.2,
        progress_note=_not_sent,
    ),
    _S.FAILED: StatePresentation(
        word=lambda: _tr("Failed"),
        reason=lambda: _tr("CapOut could not finish it"),
        icon="failed",
        tone=Tone.BAD,
        rank=1,
        progress_rank=2.0,
        progress_note=_not_sent,
    ),
    _S.REJECTED: StatePresentation(
        word=lambda: _tr("Can't be sent"),
        reason=lambda: _tr("Not sent"),
        icon="failed",
        tone=Tone.BAD,
        rank=2,
        progress_rank=0.0,
        progress_note=_not_sent,
    ),
    _S.CONFIRMING: StatePresentation(
        word=lambda: _tr("Checking with CapOut"),
        reason=lambda: _tr("Asking whether it arrived"),
        icon="confirming",
        tone=Tone.WARNING,
        rank=3,
        progress_rank=2.0,
    ),
    _S.UPLOADING: StatePresentation(
        word=lambda: _tr("Sending"),
        reason=lambda: _tr("Uploading to CapOut"),
        icon="upload",
        tone=Tone.BUSY,
        rank=4,
        progress_rank=1.0,
    ),
    _S.PROCESSING: StatePresentation(
        word=lambda: _tr("Processing"),
        reason=lambda: _tr("CapOut is working on it"),
        icon="processing",
        tone=Tone.BUSY,
        rank=5,
        progress_rank=3.0,
    ),
    _S.CHECKING: StatePresentation(
        word=lambda: _tr("Checking"),
        reason=lambda: _tr("Reading the file"),
        icon="checking",
        rank=6,
        progress_rank=0.1,
    ),
    _S.QUEUED: StatePresentation(
        word=lambda: _tr("Waiting"),
        reason=lambda: _tr("Waiting its turn"),
        icon="waiting",
        rank=7,
        progress_rank=0.3,
    ),
    _S.COMPLETE: StatePresentation(
        word=lambda: _tr("Complete"),
        reason=lambda: _tr("Sent to Xactimate"),
        icon="complete",
        tone=Tone.GOOD,
        rank=9,
        progress_rank=9.0,
    ),
    _S.CANCELED: StatePresentation(
        word=lambda: _tr("Canceled"),
        reason=lambda: _tr("Stopped before the upload finished"),
        icon="blocked",
        rank=10,
        progress_rank=0.0,
    ),
}

DOWNLOADING = StatePresentation(
    word=lambda: _tr("Downloading"),
    reason=lambda: _tr("Downloading the file from the cloud"),
    icon="download",
    tone=Tone.BUSY,
    rank=6,
    progress_rank=0.1,
)
"""Presentation of a document whose file is in OneDrive or the like, and arrives from there."""

READY = replace(PRESENTATIONS[_S.HELD], word=lambda: _tr("Ready"))
"""Presentation of a document that is sent as soon as the person says so."""

ON_HOLD = replace(PRESENTATIONS[_S.QUEUED], progress_note=_not_sent)
"""Presentation of a document on hold that is sent by itself later."""

SKIPPED = StatePresentation(
    word=lambda: _tr("Skipped"),
    reason=lambda: _tr("Not sent unless you include it"),
    icon="blocked",
    rank=8,
    progress_rank=0.0,
    progress_note=_not_sent,
)
"""Presentation of a document that the person left out of its batch."""


def presentation(document: Document) -> StatePresentation:
    """Return the presentation of a document's state, or a default one with the state's name."""
    state = document.state
    if document.skipped and state in {_S.QUEUED, _S.HELD}:
        return SKIPPED
    if document.downloading:
        return DOWNLOADING
    if document.held_for(HoldReason.WAITS_FOR_START):
        return READY
    if state is _S.HELD and filter_of(document) is DocumentFilter.ACTIVE:
        return ON_HOLD
    found = PRESENTATIONS.get(state)
    return found or StatePresentation(word=lambda: state.value.replace("-", " ").capitalize())


def progress_rank(document: Document) -> float:
    """Return the sort key of a document for the order by progress."""
    rank = presentation(document).progress_rank
    if document.state is _S.UPLOADING and document.bytes_total:
        return rank + document.bytes_sent / document.bytes_total
    if document.stages is not None and document.state is _S.PROCESSING:
        return rank + sum(mark.state is StageState.DONE for mark in document.stages)
    return rank
