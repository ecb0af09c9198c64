"""What a document may wait for."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from capout_desktop.domain.problem import Problem


class HoldReason(StrEnum):
    """Why a document does not go on; the values are codes of `Problem`, and the journal has them.

    `ui.text.problem_text` has the words of each.
    """

    NO_KEY = "no-key"
    NO_ORGANIZATION = "no-profile"
    """The document's organization is not set up on this computer."""
    SESSION_OVER = "session-over"
    """It was added with a key of one session, and CapOut never said whose that key is."""
    OTHER_KEY_KIND = "other-key-kind"
    """It was added with a test key, and the key at hand is a live one, or the other way round."""
    OTHER_SERVER = "other-server"
    """It was added for another CapOut server."""
    NO_ADDRESS = "no-address"
    UNCONFIRMED_ADDRESS = "unconfirmed-address"
    """An address was typed when it was added, and the person had not confirmed it."""
    NO_CREDITS = "payment-required"
    KEY_REFUSED = "unauthorized"
    WAITS_FOR_START = "waits-for-start"
    """It was checked only, and the person has not let it go yet."""
    SAME_IN_FLIGHT = "same-in-flight"
    """A file of the same name is on its way to the same address."""
    ALREADY_SENT = "already-sent"
    """The same file went to the same address before."""
    OTHER_ORGANIZATION = "other-organization"
    """Only the key that sent it can tell whether it arrived, and that key is not here."""
    LOOKING_UP = "looking-up"
    """CapOut is asked whether it arrived."""
    LOOK_UP_UNCLEAR = "look-up-unclear"
    INTERRUPTED = "interrupted"
    """The program ended while it was sent; CapOut is asked whether it arrived."""
    CALLED_BACK = "called-back"
    """The person canceled it while it was sent; CapOut is asked whether it arrived."""
    STOPPED = "stopped"
    """The program ended before it was sent whole."""


def looking_up_after(trouble: Problem) -> Problem:
    """Return the wait for a look-up where it is known what became of the answer."""
    return Problem(HoldReason.LOOKING_UP, trouble.detail, (("cause", trouble.code),))


def unconfirmed_address(address: str) -> Problem:
    """Such an address stood at the top of the window, and the person had not confirmed it."""
    return Problem(HoldReason.UNCONFIRMED_ADDRESS, values=(("address", address),))


def already_sent(day: date) -> Problem:
    """The same file went to the same address before, on that day of this computer's calendar."""
    return Problem(HoldReason.ALREADY_SENT, values=(("day", day.isoformat()),))


RELEASED_BY_KEY = frozenset({HoldReason.KEY_REFUSED, HoldReason.NO_CREDITS})
"""Holds of one key's documents that end when a new key of theirs works."""

WITHOUT_KEY = frozenset(
    {
        HoldReason.NO_KEY,
        HoldReason.NO_ORGANIZATION,
        HoldReason.SESSION_OVER,
        HoldReason.OTHER_KEY_KIND,
        HoldReason.OTHER_SERVER,
    }
)
"""Holds that end as soon as there is a key for the document."""

RELEASED_BY_ADDRESS = frozenset({HoldReason.NO_ADDRESS, HoldReason.UNCONFIRMED_ADDRESS})

RELEASED_BY_CREDITS = frozenset({HoldReason.NO_CREDITS})
