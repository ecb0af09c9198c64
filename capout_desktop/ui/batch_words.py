"""What the sheet says of each file of a batch, and of all of them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.batch import Batch, BatchSummary, Verdict
from capout_desktop.domain.pdf_judgement import notice_problem
from capout_desktop.ui.figures import count_text
from capout_desktop.ui.tone import Tone
from capout_desktop.ui.wording import state_word

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
            return "; ".join(notice_problem(notice).title for notice in document.notices)
        case Verdict.COPY:
            name = batch.original(local_id).file_name
            words = _tr("The same file as {name} on this list").format(name=name)
        case Verdict.SETTLED:
            return state_word(document)
        case _:
            words = document.problem.title if document.problem else ""
    if batch.goes(local_id):
        return _tr("Goes again: {reason}").format(reason=words)
    return words


def verdict_explanation(batch: Batch, local_id: str) -> str:
    """What the line says, and what can be done, for tooltips and screen readers."""
    document, verdict = batch[local_id], batch.verdict(local_id)
    lines = [verdict_words(batch, local_id)]
    match verdict:
        case Verdict.WARNED:
            lines += [notice_problem(notice).next_step for notice in document.notices]
        case Verdict.COPY | Verdict.SENT_BEFORE:
            lines.append(_tr("Tick it to send it again: that costs credits a second time."))
        case Verdict.CANNOT if document.problem is not None:
            lines.append(document.problem.next_step)
    return "\n".join(lines)


def summary_lines(summary: BatchSummary) -> list[tuple[tuple[Verdict, ...], str]]:
    """The figures in words, each with the verdicts that it counts."""
    lines: list[tuple[tuple[Verdict, ...], str]] = []

    def say(number: int, one: str, many: str, *verdicts: Verdict) -> None:
        if number:
            lines.append((verdicts, count_text(number, one, many)))

    # What is still being checked will go, too, and has a line of its own.
    ready = summary.will_go - summary.again
    say(ready, _tr("will go"), _tr("will go"), Verdict.READY, Verdict.CHECKING, Verdict.WARNED)
    say(
        summary.warned,
        _tr("has something you should know"),
        _tr("have something you should know"),
        Verdict.WARNED,
    )
    say(
        summary.sent_before,
        _tr("was sent before, or is on this list twice"),
        _tr("were sent before, or are on this list twice"),
        Verdict.SENT_BEFORE,
        Verdict.COPY,
    )
    say(summary.cannot, _tr("cannot go"), _tr("cannot go"), Verdict.CANNOT)
    say(
        summary.checking,
        _tr("is still being checked"),
        _tr("are still being checked"),
        Verdict.CHECKING,
    )
    return lines


def again_words(summary: BatchSummary) -> str:
    """What sending again costs; empty where nothing is sent again."""
    if not summary.again:
        return ""
    what = count_text(summary.again, _tr("file goes"), _tr("files go"))
    return _tr("{files} a second time, and that costs credits a second time.").format(files=what)


def _tr(text: str) -> str:
    return QCoreApplication.translate("batch", text)
