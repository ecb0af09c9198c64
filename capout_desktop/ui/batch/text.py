"""Texts of the batch sheet for each file and for the whole batch."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.batch_review import BatchReview, BatchSummary, FileVerdict
from capout_desktop.domain.document_warning import document_warnings
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.documents.document_text import state_word
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text.formatting import count_text
from capout_desktop.ui.text.problem_text import next_step, title

ICONS = {
    FileVerdict.CHECKING: "checking",
    FileVerdict.READY: "complete",
    FileVerdict.WARNED: "warning",
    FileVerdict.COPY: "attention",
    FileVerdict.SENT_BEFORE: "attention",
    FileVerdict.CANNOT: "failed",
    FileVerdict.SETTLED: "waiting",
}
TONES = {
    FileVerdict.CHECKING: Tone.NEUTRAL,
    FileVerdict.READY: Tone.GOOD,
    FileVerdict.WARNED: Tone.WARNING,
    FileVerdict.COPY: Tone.WARNING,
    FileVerdict.SENT_BEFORE: Tone.WARNING,
    FileVerdict.CANNOT: Tone.BAD,
    FileVerdict.SETTLED: Tone.NEUTRAL,
}


def verdict_tone(batch: BatchReview, local_id: str) -> Tone:
    """Return the tone of a file's verdict; neutral if the person excluded the file."""
    verdict = batch.verdict(local_id)
    left_out = verdict is FileVerdict.READY and not batch.goes(local_id)
    return Tone.NEUTRAL if left_out else TONES[verdict]


def verdict_words(batch: BatchReview, local_id: str) -> str:
    """Return what happens to a file and why, in one line."""
    document = batch[local_id]
    match batch.verdict(local_id):
        case FileVerdict.CHECKING:
            return _tr("Being checked…")
        case FileVerdict.READY:
            return _tr("Ready") if batch.goes(local_id) else _tr("Skipped")
        case FileVerdict.WARNED:
            return "; ".join(title(warning) for warning in document_warnings(document))
        case FileVerdict.COPY:
            name = visible_text(batch.original(local_id).file_name)
            words = _tr("The same file as {name} on this list").format(name=name)
        case FileVerdict.SETTLED:
            return state_word(document)
        case _:
            words = title(document.problem) if document.problem else ""
    if batch.goes(local_id):
        return _tr("Sends again: {reason}").format(reason=words)
    return words


def verdict_explanation(batch: BatchReview, local_id: str) -> str:
    """Return the verdict with what can be done, for tooltips and screen readers."""
    document, verdict = batch[local_id], batch.verdict(local_id)
    lines = [verdict_words(batch, local_id)]
    match verdict:
        case FileVerdict.WARNED:
            lines += [next_step(warning) for warning in document_warnings(document)]
        case FileVerdict.COPY | FileVerdict.SENT_BEFORE:
            lines.append(_tr("Check it to send it again. That costs credits a second time."))
        case FileVerdict.CANNOT if document.problem is not None:
            lines.append(next_step(document.problem))
    return "\n".join(lines)


def summary_lines(summary: BatchSummary) -> list[tuple[tuple[FileVerdict, ...], str]]:
    """Return the summary lines, each with the verdicts that it counts."""
    # Files that are still being checked are sent, too, and have a line of their own.
    ready = summary.will_go - summary.again
    lines = (
        (
            ready,
            count_text(ready, "{number} ready", "{number} ready"),
            (FileVerdict.READY, FileVerdict.CHECKING, FileVerdict.WARNED),
        ),
        (
            summary.warned,
            count_text(
                summary.warned,
                "{number} has a warning",
                "{number} have a warning",
            ),
            (FileVerdict.WARNED,),
        ),
        (
            summary.sent_before,
            count_text(
                summary.sent_before,
                "{number} was sent before or is listed twice",
                "{number} were sent before or are listed twice",
            ),
            (FileVerdict.SENT_BEFORE, FileVerdict.COPY),
        ),
        (
            summary.cannot,
            count_text(summary.cannot, "{number} can't be sent", "{number} can't be sent"),
            (FileVerdict.CANNOT,),
        ),
        (
            summary.checking,
            count_text(
                summary.checking,
                "{number} is still being checked",
                "{number} are still being checked",
            ),
            (FileVerdict.CHECKING,),
        ),
    )
    return [(verdicts, words) for number, words, verdicts in lines if number]


def again_words(summary: BatchSummary) -> str:
    """Return what sending again costs; empty if nothing is sent again."""
    if not summary.again:
        return ""
    return count_text(
        summary.again,
        "{number} file is sent a second time and costs credits a second time.",
        "{number} files are sent a second time and cost credits a second time.",
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("batch", text)
