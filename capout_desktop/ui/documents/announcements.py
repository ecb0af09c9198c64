"""Announcements for screen readers when documents are finished."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.visible_text import visible_text

if TYPE_CHECKING:
    from capout_desktop.domain.document import Document

MOST_NAMED = 3


def ended_words(documents: Sequence[Document]) -> str:
    """Return a text about the finished documents: their names if they are few, else the count."""
    # Not needed for the first paint.
    from capout_desktop.ui.documents.document_text import state_word  # noqa: PLC0415
    from capout_desktop.ui.text.formatting import number_text  # noqa: PLC0415

    if len(documents) <= MOST_NAMED:
        return ". ".join(f"{visible_text(d.file_name)}: {state_word(d)}" for d in documents)
    counts: dict[str, int] = {}
    for document in documents:
        word = state_word(document)
        counts[word] = counts.get(word, 0) + 1
    counted = ", ".join(f"{number_text(number)} {word}" for word, number in counts.items())
    return QCoreApplication.translate("announcements", "Documents: {counted}").format(
        counted=counted
    )
