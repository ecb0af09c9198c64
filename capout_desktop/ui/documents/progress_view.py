"""Content of the progress column as a value, so that it can be tested without painting."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum, auto
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.document import Document, DocumentState, Stages, StageState
from capout_desktop.domain.usual_time import upload_speed, upload_time_left
from capout_desktop.services.runtime.clock import now
from capout_desktop.ui.documents import document_text as wording
from capout_desktop.ui.documents.state_presentation import presentation
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text.formatting import duration_text, moment_text, part_text, size_text

_S = DocumentState


class Shape(Enum):
    """How the progress is drawn."""

    NOTE = auto()
    """Only the caption: nothing is in progress."""
    EMPTY_BAR = auto()
    BAR = auto()
    MOVING_BAR = auto()
    """In progress, by an unknown amount."""
    STRIPED_BAR = auto()
    """All bytes are sent; whether they arrived is being checked."""
    STAGES = auto()


class ProgressView(NamedTuple):
    """Content of a progress cell.

    Attributes:
        fraction: Filled part of a `BAR`, 0 to 1.
        caption: Text under the bar, or of the note.
        stages: Marks for the shape `STAGES`.
        stopped: Whether the progress has stopped: marks of running stages are not animated.
    """

    shape: Shape
    caption: str = ""
    fraction: float = 0.0
    tone: Tone = Tone.NEUTRAL
    stages: Stages | None = None
    stopped: bool = False


def progress_view(document: Document, today: date, at: datetime | None = None) -> ProgressView:
    """Return how a document's progress is drawn.

    `today` is the local date, `at` the present time (UTC). Without it, no time left is said.
    """
    if document.state is _S.COMPLETE:
        at = document.completed_at or document.changed_at
        return ProgressView(Shape.NOTE, _tr("Done {time}").format(time=moment_text(at, today)))
    return unfinished_view(document, at)


def unfinished_view(document: Document, at: datetime | None = None) -> ProgressView:
    """Return how the progress of a document is drawn that is not complete."""
    if document.state is _S.UPLOADING:
        return _uploading(document, at)
    if document.stages is not None:
        return ProgressView(
            Shape.STAGES, stages=document.stages, stopped=document.state.is_terminal
        )
    match document.state:
        case _S.PROCESSING:
            return ProgressView(Shape.MOVING_BAR, _tr("In progress at CapOut"), tone=Tone.BUSY)
        case _S.CONFIRMING:
            return ProgressView(Shape.STRIPED_BAR, _tr("Upload finished"), 1.0, tone=Tone.WARNING)
        case _S.CHECKING:
            return ProgressView(Shape.EMPTY_BAR, _tr("Not sent yet"))
        case _S.QUEUED:
            return ProgressView(Shape.EMPTY_BAR, _tr("Not sent yet"))
        case _S.CANCELED:
            return ProgressView(Shape.NOTE, _tr("Not sent"))
        case _:
            return ProgressView(Shape.NOTE, presentation(document).progress_note())


def _uploading(document: Document, at: datetime | None) -> ProgressView:
    total = document.bytes_total
    if document.body_is_out:
        return ProgressView(Shape.MOVING_BAR, _tr("Upload finished"), 1.0, Tone.BUSY)
    if not total:
        return ProgressView(Shape.EMPTY_BAR, _tr("Connecting"), 0.0, Tone.BUSY)
    fraction = min(document.bytes_sent / total, 1.0)
    # The request body is a third larger than the PDF, but the person knows the file's own size.
    size = document.size or total
    caption = part_text(round(size * fraction), size)
    left = None if at is None else upload_time_left(document, at)
    if left is not None:
        caption = _tr("{part} · {duration} left").format(part=caption, duration=duration_text(left))
    return ProgressView(Shape.BAR, caption, fraction, Tone.BUSY)


def is_moving(document: Document) -> bool:
    """Return whether the document's progress is animated."""
    return document.body_is_out or (document.state is _S.PROCESSING and document.stages is None)


def progress_sentence(document: Document) -> str:
    """Return the progress in words, for screen readers."""
    if document.stages is not None:
        done = sum(mark.state is StageState.DONE for mark in document.stages)
        counted = _tr("{done} of 5 stages done").format(done=done)
        return f"{counted}: {wording.stages_sentence(document)}"
    if document.state is _S.COMPLETE:
        return _tr("All done")
    view = unfinished_view(document)
    if view.shape is Shape.BAR and document.state is _S.UPLOADING:
        return _tr("{percent} percent sent, {part}").format(
            percent=int(view.fraction * 100), part=view.caption
        )
    return view.caption


def progress_tooltip(document: Document) -> str:
    """Return the progress in full, for tooltips."""
    sentence = progress_sentence(document)
    if document.state is _S.UPLOADING and document.bytes_total:
        wrapped = _tr("{size} are transmitted, because the PDF is encoded for the upload")
        sentence += "\n" + wrapped.format(size=size_text(document.bytes_total))
        speed = upload_speed(document, now())
        if speed is not None:
            sentence += "\n" + _tr("{size} a second").format(size=size_text(round(speed)))
    return sentence


def _tr(text: str) -> str:
    return QCoreApplication.translate("progress", text)
