"""Entry of CapOut's list from which the user picks the document that was sent."""

from __future__ import annotations

from dataclasses import dataclass

from capout_desktop.domain.attempt import SeenEntry


@dataclass(frozen=True, slots=True)
class Choice:
    """Entry that may be the document, with its status in the last list; empty if unknown."""

    entry: SeenEntry
    status: str = ""
