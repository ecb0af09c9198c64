"""Texts of notifications, window title and tray."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.activity_window import ActivityCounts
from capout_desktop.domain.document import Document
from capout_desktop.domain.notification import ChangeKind, Notification
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.text.formatting import count_text, number_text

PROGRAM = "CapOut Desktop"


def notice_words(notice: Notification) -> tuple[str, str]:
    """Return a notification's title and text."""
    if notice.only is not None:
        return _about_one(notice.only, notice)
    done, failed = notice.count(ChangeKind.DONE), notice.count(ChangeKind.FAILED)
    waiting = notice.count(ChangeKind.NEEDS_PERSON)
    counted = (
        (done, count_text(done, "{number} document is done", "{number} documents are done")),
        (failed, count_text(failed, "{number} document failed", "{number} documents failed")),
        (
            waiting,
            count_text(waiting, "{number} document needs you", "{number} documents need you"),
        ),
    )
    titles = [words for number, words in counted if number]
    if failed or waiting:
        text = _tr("Open the list to see why and what to do.")
    else:
        text = _tr("All of them are in Xactimate.")
    return ", ".join(titles), text


def _about_one(document: Document, notice: Notification) -> tuple[str, str]:
    name = visible_text(document.file_name)
    problem = document.problem
    if notice.count(ChangeKind.DONE):
        text = _tr("It is in Xactimate for {address}.").format(
            address=visible_text(document.xn_address)
        )
        return _tr("{name} is done").format(name=name), text if document.xn_address else ""
    why = (
        problem_words.title(problem) if problem else _tr("Open the list to see why and what to do.")
    )
    if notice.count(ChangeKind.FAILED):
        return _tr("{name} failed").format(name=name), why
    return _tr("{name} needs you").format(name=name), why


def progress_words(figures: ActivityCounts) -> str:
    """Return the overall progress in a few words; empty if nothing is in progress.

    A document counts as complete only if it is in Xactimate; those that need the person or failed
    are counted apart.
    """
    if not figures.total:
        return ""
    total = number_text(figures.total)
    if figures.to_send:
        words = _tr("{sent} of {total} sent").format(sent=number_text(figures.sent), total=total)
    else:
        words = _tr("{done} of {total} complete").format(
            done=number_text(figures.complete), total=total
        )
    need, failed = figures.need_credits, figures.failed
    counted = (
        (need, count_text(need, "{number} needs credits", "{number} need credits")),
        (failed, count_text(failed, "{number} failed", "{number} failed")),
    )
    return " · ".join([words, *(text for number, text in counted if number)])


def title_words(figures: ActivityCounts) -> str:
    """Return the window's title."""
    words = progress_words(figures)
    return f"{words} · {PROGRAM}" if words else PROGRAM


def open_words() -> str:
    """Return the label for what a click on a notification does."""
    return _tr("Open CapOut Desktop")


def awake_words() -> str:
    """Return the reason for keeping the computer awake, which the desktop shows in its own list."""
    return _tr("Uploading estimates")


def _tr(text: str) -> str:
    return QCoreApplication.translate("attention_words", text)
