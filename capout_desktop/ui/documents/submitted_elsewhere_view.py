"""View of the documents that the organization submitted elsewhere, with the age of the list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from capout_desktop.ui.documents.list_bar import ListBar
from capout_desktop.ui.documents.model import DocumentModel
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text import problem_text as problem_words
from capout_desktop.ui.text.formatting import count_text, moment_text, today
from capout_desktop.ui.widgets.accessibility import announce

if TYPE_CHECKING:
    from datetime import datetime

    from capout_desktop.domain.document import Document
    from capout_desktop.domain.problem import Problem


class SubmittedElsewhereView(QObject):
    """Shows these documents on demand, and signals whether the view is open.

    Attributes:
        watched: Emitted with whether the view is open.
    """

    watched = Signal(bool)

    def __init__(self, model: DocumentModel, bar: ListBar) -> None:
        super().__init__(model)
        self._model = model
        self._bar = bar
        self._as_of: datetime | None = None
        self._problem: Problem | None = None
        bar.scope.everything_chosen.connect(self._open)
        model.day_began.connect(self._say)

    def show(
        self, documents: Iterable[Document], as_of: datetime | None, problem: Problem | None
    ) -> None:
        """Show the documents submitted elsewhere, their age, and why they are not newer.

        Args:
            documents: Read-only rows; one without a `source` offers only its id for copying.
            as_of: When CapOut returned them (UTC); None before the first answer.
            problem: Why the last request failed; None if it succeeded.
        """
        self._as_of, self._problem = as_of, problem
        self._model.show_elsewhere(documents)
        self._say()
        # The model emits nothing if the rows are unchanged, but the page's text may have changed.
        self._model.rows_changed.emit()

    def explanation(self) -> str:
        """Return why the view is empty, in a sentence."""
        if self._problem is not None:
            return problem_words.in_short(self._problem)
        if self._as_of is None:
            return self.tr("Loading the list from CapOut.")
        return self.tr("Documents that you or your colleagues send to CapOut are listed here.")

    def _open(self, everything: bool) -> None:
        self._model.show_everything(everything)
        self._say()
        self.watched.emit(everything)
        count = self._model.listed
        announce(
            self._bar.scope,
            count_text(count, "{number} document listed", "{number} documents listed"),
        )

    def _say(self) -> None:
        if not self._model.shows_everything:
            self._bar.show_age("", "", Tone.NEUTRAL)
            return
        at = moment_text(self._as_of, today()) if self._as_of is not None else ""
        problem = self._problem
        if problem is None:
            text = self.tr("As of {time}").format(time=at) if at else self.tr("Asking CapOut…")
            self._bar.show_age(text, "", Tone.NEUTRAL)
            return
        text = problem_words.title(problem)
        if at:
            old = self.tr("As of {time}, old: {problem}")
            text = old.format(time=at, problem=text)
        self._bar.show_age(text, problem_words.next_step(problem), Tone.WARNING)
