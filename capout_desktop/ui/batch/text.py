"""What the sheet says of each file of a batch, and of all of them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.batch import Batch, BatchSummary, Verdict
from capout_desktop.domain.pdf_judgment import notice_problem
from capout_desktop.ui.documents.document_text import state_word
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text.formatting import count_text
from capout_desktop.ui.text.problem_text import next_step, title

ICONS = {
    Verdict.CHECKING: "checking",
    Verdict.READY: "complete",
    Verdict.WARNED: "warning",
    Verdict.COPY: "attention",
    Verdict.SENT_BEFORE: "attention",
    Verdict.CANNOT: "failed",
    Verdict.SETTLED: "waiting",
}
TONES = {
    Verdict.CHECKING: Tone.NEUTRAL,
    Verdict.READY: Tone.GOOD,
    Verdict.WARNED: Tone.WARNING,
    Verdict.COPY: Tone.WARNING,
    Verdict.SENT_BEFORE: Tone.WARNING,
    Verdict.CANNOT: Tone.BAD,
    Verdict.SETTLED: Tone.NEUTRAL,
}


def verdict_tone(batch: Batch, local_id: str) -> Tone:
    """How good or bad it is; what the person took out is neither."""
    verdict = batch.verdict(local_id)
    left_out = verdict is Verdict.READY and not batch.goes(local_id)
    return Tone.NEUTRAL if left_out else TONES[verdict]


def verdict_words(batch: Batch, local_id: str) -> str:
    """What will become of a file, and why, in one line."""
    document = batch[local_id]
    match batch.verdict(local_id):
        case Verdict.CHECKING:
            return _tr("Being checked…")
        case Verdict.READY:
            return _tr("Will go") if batch.goes(local_id) else _tr("Left out")
        case Verdict.WARNED:
            return "; ".join(title(notice_problem(notice)) for notice in document.notices)
        case Verdict.COPY:
            name = batch.original(local_id).file_name
            words = _tr("The same file as {name} on this list").format(name=name)
        case Verdict.SETTLED:
            return state_word(document)
        case _:
            words = title(document.problem) if document.problem else ""
    if batch.goes(local_id):
        return _tr("Goes again: {reason}").format(reason=words)
    return words


def verdict_explanation(batch: Batch, local_id: str) -> str:
    """What the line says, and what can be done, for tooltips and screen readers."""
    document, verdict = batch[local_id], batch.verdict(local_id)
    lines = [verdict_words(batch, local_id)]
    match verdict:
        case Verdict.WARNED:
            lines += [next_step(notice_problem(notice)) for notice in document.notices]
        case Verdict.COPY | Verdict.SENT_BEFORE:
            lines.append(_tr("Tick it to send it again: that costs credits a second time."))
        case Verdict.CANNOT if document.problem is not None:
            lines.append(next_step(document.problem))
    return "\n".join(lines)


def summary_lines(summary: BatchSummary) -> list[tuple[tuple[Verdict, ...], str]]:
    """The figures in words, each with the verdicts that it counts."""
    # What is still being checked will go, too, and has a line of its own.
    ready = summary.will_go - summary.again
    lines = (
        (
            ready,
            count_text(ready, "{number} will go", "{number} will go"),
            (Verdict.READY, Verdict.CHECKING, Verdict.WARNED),
        ),
        (
            summary.warned,
            count_text(
                summary.warned,
                "{number} has something you should know",
                "{number} have something you should know",
            ),
            (Verdict.WARNED,),
        ),
        (
            summary.sent_before,
            count_text(
                summary.sent_before,
                "{number} was sent before, or is on this list twice",
                "{number} were sent before, or are on this list twice",
            ),
            (Verdict.SENT_BEFORE, Verdict.COPY),
        ),
        (
            summary.cannot,
            count_text(summary.cannot, "{number} cannot go", "{number} cannot go"),
            (Verdict.CANNOT,),
        ),
        (
            summary.checking,
            count_text(
                summary.checking,
                "{number} is still being checked",
                "{number} are still being checked",
            ),
            (Verdict.CHECKING,),
        ),
    )
    return [(verdicts, words) for number, words, verdicts in lines if number]


def again_words(summary: BatchSummary) -> str:
    """What sending again costs; empty where nothing is sent again."""
    if not summary.again:
        return ""
    return count_text(
        summary.again,
        "{number} file goes a second time, and that costs credits a second time.",
        "{number} files go a second time, and that costs credits a second time.",
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("batch", text)
