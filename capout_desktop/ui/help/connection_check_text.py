"""Texts of the connection check's steps and results."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.connection_step import Step, StepFinding, StepResult, overall
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.text.formatting import decimal_text, number_text


def step_title(step: Step) -> str:
    """Return the name of a step."""
    return {
        Step.PROXY: _tr("Internet connection"),
        Step.NAME: _tr("Name of the server (DNS)"),
        Step.CONNECTION: _tr("Connection to the server"),
        Step.SECURITY: _tr("Secure connection (TLS)"),
        Step.KEY: _tr("API key"),
        Step.UPLOAD: _tr("Permission to upload"),
        Step.WEBSOCKET: _tr("Live updates (WebSocket)"),
        Step.SSE: _tr("Live updates, second way (SSE)"),
    }[step]


def step_words(result: StepResult) -> str:
    """Return the result of a step in one sentence."""
    if result.problem is not None:
        return problem_words.title(result.problem)
    if result.finding is StepFinding.SKIPPED:
        return _tr("Not tried: a step before it failed")
    fact = result.fact
    match result.step:
        case Step.PROXY:
            if not fact:
                return _tr("Direct, without a proxy")
            return _tr("Through the proxy {place}").format(place=fact)
        case Step.NAME:
            return _tr("Found: {address}").format(address=fact)
        case Step.CONNECTION:
            return _tr("{place} accepts connections").format(place=fact)
        case Step.SECURITY:
            if not fact:
                return _tr("Not needed: the server is this computer")
            return _tr("Trusted ({how})").format(how=fact)
        case Step.KEY:
            return _tr("Accepted; credits left: {credits}").format(credits=number_text(int(fact)))
        case Step.UPLOAD:
            return _tr("Allowed; nothing was uploaded to check this")
        case Step.WEBSOCKET:
            return _tr("Open: updates arrive as they happen")
        case Step.SSE:
            return _tr("Open: used when the first way is blocked")


def overall_words(results: Sequence[StepResult]) -> tuple[str, str]:
    """Return the overall result, and what to do."""
    worst = overall(list(results))
    if worst is None:
        if any(result.finding is StepFinding.SKIPPED for result in results):
            return _tr("CapOut can be reached"), _tr("Enter your key to check the rest.")
        return _tr("Everything works"), _tr("This computer reaches CapOut in every way it needs.")
    next_step = problem_words.next_step(worst.problem) if worst.problem else ""
    if worst.finding is StepFinding.NOTE:
        return _tr("It works, with one note"), next_step
    title = problem_words.title(worst.problem) if worst.problem else step_title(worst.step)
    return title, next_step


def time_words(result: StepResult) -> str:
    """Return the duration of a step; empty if it was skipped."""
    if result.seconds is None:
        return ""
    if result.seconds < 1:
        return _tr("{number} ms").format(number=number_text(max(1, round(result.seconds * 1000))))
    return _tr("{number} s").format(number=decimal_text(result.seconds, 1))


def finding_word(finding: StepFinding) -> str:
    """Return a result in one word."""
    return {
        StepFinding.GOOD: _tr("Good"),
        StepFinding.NOTE: _tr("Note"),
        StepFinding.BAD: _tr("Failed"),
        StepFinding.SKIPPED: _tr("Not tried"),
    }[finding]


def as_text(results: Sequence[StepResult]) -> str:
    """Return all results as text for support, with the server's answers."""
    title, next_step = overall_words(results)
    lines = [_tr("CapOut Desktop, connection check"), f"{title}. {next_step}", ""]
    for result in results:
        time = time_words(result)
        line = f"{finding_word(result.finding)}: {step_title(result.step)}: {step_words(result)}"
        lines.append(f"{line} ({time})" if time else line)
        if result.problem is not None and result.problem.detail:
            lines.append(f"    {result.problem.detail}")
    return "\n".join(lines) + "\n"


def _tr(text: str) -> str:
    return QCoreApplication.translate("connection_check", text)
