"""Reasons why a document is on hold."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from capout_desktop.domain.problem import Problem


class HoldReason(StrEnum):
    """Reason why a document is on hold.

    The values are codes of `Problem` and are stored in the journal. `ui.text.problem_text` has the
    text of each.
    """

    NO_KEY = "no-key"
    NO_ORGANIZATION = "no-profile"
    """The document's organization is not set up on this computer."""
    SESSION_OVER = "session-over"
    """It was added with a key of one session, and CapOut never named the key's organization."""
    OTHER_KEY_KIND = "other-key-kind"
    """It was added with a test key and the present key is a live one, or the reverse."""
    OTHER_SERVER = "other-server"
    """It was added for another CapOut server."""
    NO_ADDRESS = "no-address"
    UNCONFIRMED_ADDRESS = "unconfirmed-address"
    """An address was typed when it was added, and the user had not confirmed it."""
    NO_CREDITS = "payment-required"
    KEY_REFUSED = "unauthorized"
    WAITS_FOR_START = "waits-for-start"
    """It was checked, and the user has not started it yet."""
    SAME_IN_FLIGHT = "same-in-flight"
    """A file of the same name is being sent to the same address."""
    ALREADY_SENT = "already-sent"
    """The same file went to the same address before."""
    OTHER_ORGANIZATION = "other-organization"
    """Whether it arrived can be found out only with the key that sent it, which is missing."""
    LOOKING_UP = "looking-up"
    """A look-up at CapOut is finding out whether it arrived."""
    LOOK_UP_UNCLEAR = "look-up-unclear"
    INTERRUPTED = "interrupted"
    """The program ended while it was being sent; a look-up is finding out whether it arrived."""
    CALLED_BACK = "called-back"
    """The user canceled it while it was being sent; a look-up is finding out if it arrived."""
    LIKELY_TWIN = "likely-twin"
    """CapOut's list has a document that probably is this one, sent from elsewhere."""
    LIST_NEEDED = "list-needed"
    """It was added in an earlier session, and CapOut's list, which is needed first, is missing."""
    LIST_UNAVAILABLE = "list-unavailable"
    """As `LIST_NEEDED`, and CapOut has not given its list for so long that the user decides."""
    STOPPED = "stopped"
    """The program ended before the whole document was sent."""
    SET_APART = "set-apart"
    """This program failed on it."""


def looking_up_after(trouble: Problem) -> Problem:
    """Return the problem that a look-up is under way after `trouble`."""
    return Problem(HoldReason.LOOKING_UP, trouble.detail, (("cause", trouble.code),))


def unconfirmed_address(address: str) -> Problem:
    """Return the problem that the address in the window was typed but not confirmed."""
    return Problem(HoldReason.UNCONFIRMED_ADDRESS, values=(("address", address),))


def set_apart(error: BaseException) -> Problem:
    """Return the problem that this program failed on the document, for the stated reason."""
    return Problem(HoldReason.SET_APART, f"{type(error).__name__}: {error}")


def already_sent(day: date) -> Problem:
    """Return the problem that the file was sent to the address on `day` (local date)."""
    return Problem(HoldReason.ALREADY_SENT, values=(("day", day.isoformat()),))


def likely_twin(file_name: str | None, created_at: datetime | None) -> Problem:
    """Return the problem that CapOut lists this document, created at `created_at` (UTC)."""
    name = file_name or "?"
    if created_at is None:
        return Problem(HoldReason.LIKELY_TWIN, values=(("name", name),))
    day = created_at.astimezone().date().isoformat()
    return Problem(HoldReason.LIKELY_TWIN, values=(("name", name), ("day", day)))


def look_up_unclear(entries: int) -> Problem:
    """Return the problem that the user has to decide; `entries` of the list may be the document."""
    values = (("entries", entries),) if entries else ()
    return Problem(HoldReason.LOOK_UP_UNCLEAR, values=values)


WITHOUT_LIST = frozenset({HoldReason.LIST_NEEDED, HoldReason.LIST_UNAVAILABLE})
"""Reasons that end as soon as there is a list."""

REMOVABLE = frozenset(
    {
        HoldReason.ALREADY_SENT,
        HoldReason.LIKELY_TWIN,
        HoldReason.LIST_UNAVAILABLE,
        HoldReason.SESSION_OVER,
        HoldReason.OTHER_KEY_KIND,
        HoldReason.OTHER_SERVER,
    }
)
"""Reasons that may never end, so that the document can be removed from the list."""

RELEASED_BY_KEY = frozenset({HoldReason.KEY_REFUSED, HoldReason.NO_CREDITS})
"""Reasons that end for a key's documents when a new key of the same organization works."""

WITHOUT_KEY = frozenset(
    {
        HoldReason.NO_KEY,
        HoldReason.NO_ORGANIZATION,
        HoldReason.SESSION_OVER,
        HoldReason.OTHER_KEY_KIND,
        HoldReason.OTHER_SERVER,
    }
)
"""Reasons that end as soon as there is a key for the document."""

RELEASED_BY_ADDRESS = frozenset({HoldReason.NO_ADDRESS, HoldReason.UNCONFIRMED_ADDRESS})

RELEASED_BY_CREDITS = frozenset({HoldReason.NO_CREDITS})
