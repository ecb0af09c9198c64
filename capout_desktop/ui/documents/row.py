"""Content of a table row, computed once per change of its document."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication

from capout_desktop.domain.batch_review import FileChoice
from capout_desktop.domain.document import ChargeState, Document
from capout_desktop.domain.document_warning import has_strong_warning
from capout_desktop.domain.typical_cost import RowCost
from capout_desktop.domain.visible_text import visible_text
from capout_desktop.services.runtime.clock import now
from capout_desktop.ui.documents import document_text as wording
from capout_desktop.ui.documents import verdict_text
from capout_desktop.ui.documents.caption import whole_line
from capout_desktop.ui.documents.estimate_text import estimate_parts, loss_text
from capout_desktop.ui.documents.progress_view import (
    ProgressView,
    Shape,
    is_moving,
    progress_view,
    unfinished_view,
)
from capout_desktop.ui.style.tone import Tone
from capout_desktop.ui.text.formatting import count_text, moment_text, number_text

_CHARGE_TONES = {
    ChargeState.NONE: Tone.NEUTRAL,
    ChargeState.UNKNOWN: Tone.WARNING,
    ChargeState.CHARGED: None,
    ChargeState.PERHAPS: Tone.WARNING,
}


class DocumentRow:
    """Strings and marks of a row; painting only reads them."""

    __slots__ = (
        "added", "address", "charge", "charge_spoken", "charge_tone", "choice",
        "document", "estimate", "estimate_parts", "facts", "icon", "instance",
        "loss", "moving", "name", "noticed", "paused", "progress", "reason", "state",
        "tone", "updated", "usual",
    )  # fmt: skip

    def __init__(
        self,
        document: Document,
        today: date,
        *,
        paused: bool = False,
        usual: timedelta | None = None,
        choice: FileChoice | None = None,
        cost: int | None = None,
        charged: RowCost | None = None,
    ) -> None:
        """Compute the content.

        Args:
            document: The document of the row.
            today: The local date.
            paused: Whether sending is paused for this document.
            usual: How long documents usually take; None if that is not known.
            choice: What its check box says, for a file of a draft.
            cost: About how many credits a file of a draft costs; None if that is not known.
            charged: What an accepted document has cost; None if that is not known.
        """
        self.document = document
        self.paused = paused
        self.usual = usual
        self.name = visible_text(document.file_name)
        self.facts = wording.file_facts(document)
        self.estimate_parts = estimate_parts(document, today)
        self.estimate = whole_line(self.estimate_parts)
        self.loss = loss_text(document, today)
        user, at, instance = visible_text(document.xn_address).partition("@")
        self.address = user or wording.no_address(document)
        self.instance = at + instance
        self.progress: ProgressView = progress_view(document, today, now())
        self.moving = is_moving(document)
        self.state = wording.state_word(document)
        self.icon = wording.state_icon(document)
        self.tone = wording.state_tone(document)
        self.noticed = has_strong_warning(document)
        self.reason = wording.reason(document, today, paused=paused, usual=usual)
        self.added = moment_text(document.added_at, today)
        self.updated = moment_text(document.changed_at, today)
        self.charge = self.charge_spoken = wording.charge_word(document)
        if charged is not None and document.charge is ChargeState.CHARGED:
            self.charge, self.charge_spoken = _cost_words(charged)
        self.charge_tone = _CHARGE_TONES[document.charge]
        self.choice = choice
        if choice is not None:
            self._show_choice(choice, cost)

    def _show_choice(self, choice: FileChoice, cost: int | None) -> None:
        """Show what happens to the file of a draft, instead of a progress that it does not have."""
        self.state = verdict_text.choice_word(choice)
        self.icon = verdict_text.choice_icon(choice)
        self.tone = verdict_text.choice_tone(choice)
        self.noticed = False  # the status is a warning itself
        self.reason = verdict_text.choice_reason(self.document, choice)
        self.progress = ProgressView(Shape.NOTE, self.facts)
        self.facts = ""
        self.charge = self.charge_spoken = ""
        if choice.goes and cost is not None:
            self.charge, self.charge_spoken = _cost_words(RowCost(cost, is_exact=False))
        self.charge_tone = Tone.NEUTRAL

    def show_sent(self, document: Document) -> None:
        """Update the row after only the bytes sent changed."""
        self.document = document
        self.progress = unfinished_view(document, now())


def _tr(text: str) -> str:
    return QCoreApplication.translate("cells", text)


def _cost_words(cost: RowCost) -> tuple[str, str]:
    """Return a cost for the narrow column, and as it is read aloud."""
    number = number_text(cost.credits)
    if cost.is_exact:
        return number, count_text(cost.credits, "{number} credit", "{number} credits")
    about = count_text(cost.credits, "about {number} credit", "about {number} credits")
    return _tr("≈ {number}").format(number=number), about


def is_further_out(before: Document, after: Document) -> bool:
    """Return whether only the bytes sent of the same attempt have increased."""
    return (
        after.bytes_sent > before.bytes_sent > 0
        and after.changed_at is before.changed_at
        and not after.body_is_out
    )
