"""Batch: the documents that were added in one go."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from capout_desktop.domain.destination import Destination
from capout_desktop.domain.moment import Moment


class BatchOrigin(StrEnum):
    """How the documents of a batch were added. The journal stores the values."""

    DROP = "drop"
    PASTE = "paste"
    DIALOG = "dialog"
    WATCH_FOLDER = "watch-folder"
    COMMAND_LINE = "command-line"
    SECOND_START = "second-start"
    """A second start of the program handed them over to this one."""
    LINK = "link"


class Batch(msgspec.Struct, frozen=True, omit_defaults=True):
    """Documents that were added in one go; `Document.batch_id` says which these are.

    Attributes:
        id: This program's own id.
        name: Name of the folder that was added; empty if the window words it from the time.
        created_at: Time when it was added (UTC).
        destination: Payer, server and receiver chosen for it when it was added. Each document has
            its own, which can be changed since.
        sent_at: Time when the user let it go (UTC); None while it is a draft.
        paused: Whether its documents are not sent for now. Uploads under way go on.
    """

    id: str
    name: str
    created_at: Moment
    origin: BatchOrigin
    destination: Destination
    sent_at: Moment | None = None
    paused: bool = False

    @property
    def is_draft(self) -> bool:
        """Whether the user has not let it go yet."""
        return self.sent_at is None
