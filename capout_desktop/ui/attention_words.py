"""Notifications, window title and tray in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.attention import News, Notice
from capout_desktop.domain.document import Document
from capout_desktop.domain.wave import WaveFigures

PROGRAM = "CapOut Desktop"


def notice_words(notice: Notice) -> tuple[str, str]:
    """Return a notification's title and text."""
    if notice.only is not None:
        return _about_one(notice.only, notice)
    counted = {
        News.FAILED: (_tr("1 document failed"), _tr("{number} documents failed")),
        News.NEEDS_PERSON: (
            _tr("1 document waits for you"),
            _tr("{number} documents wait for you"),
        ),
        News.DONE: (_tr("1 document is done"), _tr("{number} documents are done")),
    }
    order = (News.DONE, News.FAILED, News.NEEDS_PERSON)
    titles = []
    for news in order:
        number = notice.count(news)
        if number:
            one, many = counted[news]
            titles.append(one if number == 1 else many.format(number=f"{number:,}"))
    bad = notice.count(News.FAILED) + notice.count(News.NEEDS_PERSON)
    if bad:
        text = _tr("The list says why, and what to do.")
    else:
        text = _tr("CapOut has finished all of them.")
    return ", ".join(titles), text


def _about_one(document: Document, notice: Notice) -> tuple[str, str]:
    name = document.file_name
    problem = document.problem
    if notice.count(News.DONE):
        text = _tr("CapOut has finished it for {address}.").format(address=document.xn_address)
        return _tr("{name} is done").format(name=name), text if document.xn_address else ""
    why = problem.title if problem else _tr("The list says why, and what to do.")
    if notice.count(News.FAILED):
        return _tr("{name} failed").format(name=name), why
    return _tr("{name} waits for you").format(name=name), why


def progress_words(figures: WaveFigures) -> str:
    """How far all is, in a few words; empty while everything is quiet."""
    if not figures.total:
        return ""
    if figures.to_send:
        return _tr("{sent} of {total} sent").format(
            sent=f"{figures.sent:,}", total=f"{figures.total:,}"
        )
    return _tr("{done} of {total} done").format(
        done=f"{figures.ended:,}", total=f"{figures.total:,}"
    )


def title_words(figures: WaveFigures) -> str:
    """The window's title."""
    words = progress_words(figures)
    return f"{words} · {PROGRAM}" if words else PROGRAM


def open_words() -> str:
    """What a click on a notification does."""
    return _tr("Open CapOut Desktop")


def _tr(text: str) -> str:
    return QCoreApplication.translate("attention_words", text)
