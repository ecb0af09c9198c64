"""Texts about documents, in words that a contractor knows."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import (
    ChargeState,
    Document,
    DocumentState,
    SourceKind,
    Stage,
    StageMark,
    StageState,
)
from capout_desktop.domain.document_warning import document_warnings
from capout_desktop.domain.hold import HoldReason
from capout_desktop.domain.literal_path import shown_path
from capout_desktop.domain.problem import ProblemCode
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.documents.state_presentation import presentation
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.text.formatting import (
    count_text,
    duration_text,
    moment_text,
    number_text,
    size_text,
)
from capout_desktop.ui.text.organization_names import OrganizationNames

_S = DocumentState


def _tr(text: str) -> str:
    return QCoreApplication.translate("wording", text)


def state_word(document: Document) -> str:
    """Return the state in one or two words."""
    return presentation(document).word()


def state_tone(document: Document) -> Tone:
    """Return the tone of the state."""
    return presentation(document).tone


def state_icon(document: Document) -> str:
    """Return the name of the icon that shows the state without color."""
    return presentation(document).icon


def reason(
    document: Document, today: date, *, paused: bool = False, usual: timedelta | None = None
) -> str:
    """Return why the document is in its state, or what happens next, in one line.

    `paused` says whether sending is paused for this document, `usual` how long documents usually
    take, if that is known.
    """
    problem = document.problem
    if document.state is _S.QUEUED and paused:
        return _tr("Sending is paused")
    if document.state is _S.QUEUED and document.not_before is not None:
        again = _tr("Next try at {time}").format(time=moment_text(document.not_before, today))
        return f"{again}: {problem_words.title(problem)}" if problem else again
    if problem is not None and not _is_only_skipped(document):
        return problem_words.title(problem)
    if document.state is _S.PROCESSING:
        return _processing(document, usual)
    if document.body_is_out:
        return _tr("Uploaded, waiting for an answer")
    if document.state is _S.UPLOADING and document.attempts > 1:
        return _tr("Try number {number}").format(number=number_text(document.attempts))
    if document.state is _S.CANCELED and document.unknown_since is not None:
        return _tr("Canceled: CapOut does not have it")
    if document.state is _S.QUEUED and document.moved_to_top_at is not None:
        return _tr("Sent before the others")
    return presentation(document).reason() or state_word(document)


def _is_only_skipped(document: Document) -> bool:
    return document.skipped and document.held_for(HoldReason.WAITS_FOR_START)


def usually_text(usual: timedelta) -> str:
    """Return how long documents usually take: `Usually takes 3 minutes`."""
    return _tr("Usually takes {duration}").format(duration=duration_text(usual))


def _processing(document: Document, usual: timedelta | None) -> str:
    if document.stages is not None:
        for stage, mark in zip(Stage, document.stages, strict=True):
            if mark.state is StageState.OTHER:
                return f"{stage_name(stage)}: {visible_text(mark.text)}"
        if usual is not None:
            return usually_text(usual)
        done = sum(mark.state is StageState.DONE for mark in document.stages)
        return _tr("{done} of 5 stages done").format(done=done)
    word = visible_text(document.server_status.strip())
    if word.lower() in {"", "processing", "in_progress", "running"}:
        return usually_text(usual) if usual is not None else presentation(document).reason()
    return word


def next_step(document: Document) -> str:
    """Return what the person can do; empty if there is nothing to do."""
    if document.problem_code == ProblemCode.WORKFLOW_FAILED and not document.source:
        # The actions for this computer's failed documents do not apply to it.
        return _tr("Look at it in CapOut's web app.")
    if _is_only_skipped(document):
        return _tr("Choose Include if it is to be sent after all.")
    if document.problem is not None:
        return problem_words.next_step(document.problem)
    if document.state is _S.FAILED:
        return _tr("Look at it in CapOut's web app, or choose Send again.")
    return ""


def explanation(
    document: Document, today: date, *, paused: bool = False, usual: timedelta | None = None
) -> str:
    """Return all known reasons for the state, for tooltips and screen readers."""
    why = reason(document, today, paused=paused, usual=usual)
    lines = [f"{state_word(document)}: {why}", next_step(document)]
    if document.problem is not None:
        lines.append(visible_text(document.problem.detail, lines=True))
    for warning in document_warnings(document):
        lines += (problem_words.title(warning), problem_words.next_step(warning))
    return "\n".join(line for line in lines if line)


def charge_word(document: Document) -> str:
    """Return what the document cost, in a few words."""
    return {
        ChargeState.NONE: _tr("Not charged"),
        ChargeState.UNKNOWN: _tr("Checking…"),
        ChargeState.CHARGED: _tr("Charged"),
        ChargeState.PERHAPS: _tr("May be charged"),
    }[document.charge]


def charge_explanation(document: Document) -> str:
    """Return what the document cost in a sentence, for tooltips."""
    charge = document.charge
    known_ids = (document.document_id, *(id_ for _, id_ in document.sent_before))
    if charge is ChargeState.PERHAPS and not any(known_ids):
        charge = ChargeState.UNKNOWN  # an earlier upload whose outcome is unknown
    return {
        ChargeState.NONE: _tr("Nothing was charged for this document."),
        ChargeState.UNKNOWN: _tr(
            "The upload finished. CapOut has not confirmed yet that it has the file."
        ),
        ChargeState.CHARGED: _tr("CapOut accepted it, and that costs credits."),
        ChargeState.PERHAPS: _tr(
            "CapOut accepted it and then failed. Whether that costs credits is up to CapOut."
        ),
    }[charge]


def stage_name(stage: Stage) -> str:
    """Return the name of a stage, as shown under its mark."""
    return {
        Stage.OCR: _tr("OCR"),
        Stage.STRUCTURE: _tr("Structure"),
        Stage.ACTIONS: _tr("Actions"),
        Stage.TRADES: _tr("Trades"),
        Stage.CATEGORIES: _tr("Categories"),
    }[stage]


def stage_mark_word(mark: StageMark) -> str:
    """Return the status of a stage in a word."""
    if mark.state is StageState.OTHER:
        return visible_text(mark.text)
    return {
        StageState.WAITING: _tr("waiting"),
        StageState.RUNNING: _tr("running"),
        StageState.DONE: _tr("done"),
        StageState.FAILED: _tr("failed"),
    }[mark.state]


def stages_sentence(document: Document) -> str:
    """Return the five stages in words; empty if the server does not report stages."""
    if document.stages is None:
        return ""
    return ", ".join(
        f"{stage_name(stage)} {stage_mark_word(mark)}"
        for stage, mark in zip(Stage, document.stages, strict=True)
    )


def no_address(document: Document) -> str:
    """Return the text that replaces an unknown XactNet address."""
    return _tr("None chosen") if document.source else _tr("Not stated")


def origin_text(document: Document) -> str:
    """Return where the file comes from: `scope.pdf from Re: Alvarez claim.eml`, or a path."""
    origin = document.copied_from
    if origin is None or not origin.container:
        return visible_text(shown_path(document.origin_path))
    return _tr("{name} from {container}").format(
        name=visible_text(origin.name), container=visible_text(origin.container)
    )


def payer(document: Document, *, longest: int = 60) -> str:
    """Return the kind of key and the organization that pays, as far as there are several.

    `longest` is the greatest number of characters of the organization's name.
    """
    names = OrganizationNames.current()
    kind, name = names.kind_of(document), names.of(document)
    short = name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"
    if kind is None:
        return short
    words = {
        KeyKind.LIVE: _tr("Live key"),
        KeyKind.TEST: _tr("Test key"),
        KeyKind.SANDBOX: _tr("Practice"),
    }
    return " · ".join(filter(None, (words[kind], short)))


def file_facts(document: Document) -> str:
    """Return size and pages, or the target of a link, or that both are unknown."""
    if not document.source:
        return _tr("Submitted elsewhere")
    if document.source_kind is SourceKind.LINK:
        host = document.source.split("://", 1)[-1].split("/", 1)[0]
        return _tr("Link to {host}").format(host=visible_text(host))
    if document.size is None:
        if document.copied_from is not None and document.copied_from.container:
            container = visible_text(document.copied_from.container)
            return _tr("In {folder}").format(folder=container)
        folder = shown_path(document.origin_path).replace("\\", "/").rstrip("/").rpartition("/")[0]
        name = visible_text(folder.rpartition("/")[2] or folder)
        return _tr("In {folder}").format(folder=name) if name else ""
    facts = [size_text(document.size)]
    if document.page_count is not None:
        facts.append(count_text(document.page_count, "{number} page", "{number} pages"))
    return " · ".join(facts)
