"""Text of the status bar about how updates of the documents are received."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text.formatting import number_text, time_text
from capout_desktop.ui.text.problem_text import in_short

if TYPE_CHECKING:
    from capout_desktop.services.tracking.tracking import Connection


def connection_words(connection: Connection) -> tuple[str, str, Tone]:
    """Return the text, its tooltip and its tone."""
    problem = connection.problem
    detail = in_short(problem) if problem else ""
    if connection.live:
        if connection.via == "sse":
            return _tr("Live (SSE)"), detail, Tone.GOOD
        return _tr("Live"), detail, Tone.GOOD
    if connection.interval:
        every = _tr("Checking every {seconds} s").format(
            seconds=number_text(round(connection.interval))
        )
        return every, detail, Tone.WARNING
    if connection.since is not None:
        since = time_text(connection.since)
        return _tr("Offline since {time}").format(time=since), detail, Tone.BAD
    return "", detail, Tone.NEUTRAL


def _tr(text: str) -> str:
    return QCoreApplication.translate("connection_words", text)
