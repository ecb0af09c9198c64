"""Texts of a file of a draft: whether it is sent, and why."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.batch_review import COSTS_TWICE, FileChoice, FileVerdict
from capout_desktop.domain.document import Document
from capout_desktop.domain.document_warning import document_warnings
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.documents.state_presentation import presentation
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text.problem_text import next_step, title

_ICONS = {
    FileVerdict.CHECKING: "checking",
    FileVerdict.READY: "complete",
    FileVerdict.WARNED: "warning",
    FileVerdict.COPY: "attention",
    FileVerdict.SENT_BEFORE: "attention",
}
_TONES = {
    FileVerdict.CHECKING: Tone.NEUTRAL,
    FileVerdict.READY: Tone.GOOD,
    FileVerdict.WARNED: Tone.WARNING,
    FileVerdict.COPY: Tone.WARNING,
    FileVerdict.SENT_BEFORE: Tone.WARNING,
}


def choice_icon(choice: FileChoice) -> str:
    """Return the name of the icon that shows the verdict without color."""
    is_quiet = not choice.goes and choice.verdict not in COSTS_TWICE
    return "blocked" if is_quiet else _ICONS[choice.verdict]


def choice_tone(choice: FileChoice) -> Tone:
    """Return the tone of a file's status; neutral if the person skipped it."""
    return _TONES[choice.verdict] if choice.goes else Tone.NEUTRAL


def choice_word(choice: FileChoice) -> str:
    """Return in one or two words whether a file is sent."""
    if not choice.goes:
        return _tr("Skipped")
    if choice.verdict is FileVerdict.CHECKING:
        return _tr("Being checked…")
    return _tr("Sends again") if choice.verdict in COSTS_TWICE else _tr("Ready")


def choice_reason(document: Document, choice: FileChoice) -> str:
    """Return what the person should know of a file before it is sent; empty if there is nothing."""
    if document.downloading:
        return presentation(document).reason()
    if choice.verdict is FileVerdict.WARNED:
        return "; ".join(map(title, document_warnings(document)))
    if choice.original is not None:
        name = visible_text(choice.original.file_name)
        return _tr("The same file as {name} on this list").format(name=name)
    if choice.verdict is FileVerdict.SENT_BEFORE and document.problem is not None:
        return title(document.problem)
    return ""


def choice_explanation(document: Document, choice: FileChoice) -> str:
    """Return in lines what happens to a file, why, and what can be done."""
    lines = [choice_word(choice), choice_reason(document, choice)]
    if choice.verdict is FileVerdict.WARNED:
        lines += map(next_step, document_warnings(document))
    if choice.verdict in COSTS_TWICE:
        lines.append(
            _tr("It costs credits a second time.")
            if choice.goes
            else _tr("Check it to send it again. That costs credits a second time.")
        )
    return "\n".join(filter(None, lines))


def _tr(text: str) -> str:
    return QCoreApplication.translate("batch", text)
