"""What a document may wait for, in words that a contractor understands."""

from __future__ import annotations

from datetime import date

from capout_desktop.domain.problem import Problem

NO_KEY = Problem(
    "no-key",
    "Waiting for your API key",
    "Enter the key, and it goes by itself.",
)
NO_PROFILE = Problem(
    "no-profile",
    "Its organization is not set up on this computer",
    "Add that organization's key again under Account → Manage organizations, and it goes by "
    "itself. No other organization's credits are spent on it.",
)
SESSION_OVER = Problem(
    "session-over",
    "It was added with a key for one session",
    "CapOut never said whose that key is. Start the program with that key again, and it goes by "
    "itself. Or remove this one, and add the file again with the key that is to pay for it.",
)
OTHER_KEY_KIND = Problem(
    "other-key-kind",
    "It was added with another kind of key",
    "A test key and a live key never pay for each other's files. Enter the key it was added "
    "with, or remove this one and add the file again.",
)
OTHER_SERVER = Problem(
    "other-server",
    "It was added for another CapOut server",
    "It goes by itself when the program runs against that server again. To send it to this one, "
    "remove it and add the file again.",
)
NO_ADDRESS = Problem(
    "no-address",
    "Waiting for an XactNet address",
    "Choose at the top of the window who shall receive it, and it goes by itself.",
)
UNCONFIRMED_ADDRESS_CODE = "unconfirmed-address"
WAITS_FOR_START = Problem(
    "waits-for-start",
    "Waiting for your OK",
    "Choose Start, and it goes. Nothing is sent before that.",
)
SAME_IN_FLIGHT = Problem(
    "same-in-flight",
    "Waiting for its namesake",
    "A file of this name is on its way to the same address. This one goes right after it.",
)
ALREADY_SENT_CODE = "already-sent"
OTHER_ORGANIZATION = Problem(
    "other-organization",
    "Only the key that sent it can tell whether it arrived",
    "Enter that organization's key under Account → Manage organizations. It is not sent again "
    "meanwhile.",
)
LOOKING_UP = Problem(
    "looking-up",
    "Asking CapOut whether it arrived",
    "Nothing to do: it is not sent again before that is certain.",
)
LOOK_UP_UNCLEAR = Problem(
    "look-up-unclear",
    "It may have arrived, and CapOut's list cannot tell",
    "Look for it in CapOut's web app. If it is not there, choose Send again: if it is, that "
    "costs credits a second time.",
)
INTERRUPTED = Problem(
    "interrupted",
    "The program ended while this was being sent",
    "Nothing to do: CapOut is asked whether it arrived before it is sent again.",
)
CALLED_BACK = Problem(
    "called-back",
    "Canceled: asking CapOut whether it arrived",
    "Nothing to do: if it is not there, it is not sent again.",
)
STOPPED = Problem(
    "stopped",
    "Stopped before it was sent whole",
    "Nothing was charged. It goes by itself when the program runs again.",
)


def looking_up_after(trouble: Problem) -> Problem:
    """Likewise, and it is known what became of the answer."""
    return Problem(
        LOOKING_UP.code,
        "Asking CapOut whether it arrived",
        "{cause}. Nothing to do: it is not sent again before that is certain.",
        trouble.detail,
        (("cause", trouble.title),),
    )


def unconfirmed_address(address: str) -> Problem:
    """Such an address stood at the top of the window, and the person had not confirmed it."""
    return Problem(
        UNCONFIRMED_ADDRESS_CODE,
        "Send to “{address}”?",
        "Press Enter in Send to once the address is whole, or change this row's address. It is "
        "not sent before that.",
        values=(("address", address),),
    )


def already_sent(day: date) -> Problem:
    """The same file went to the same address before, on that day of this computer's calendar."""
    return Problem(
        ALREADY_SENT_CODE,
        "The same file was already sent to this address on {day}",
        "Remove this one, or choose Send again: that costs credits a second time.",
        values=(("day", day.isoformat()),),
    )


NO_CREDITS_CODE = "payment-required"

RELEASED_BY_KEY = frozenset({"unauthorized", NO_CREDITS_CODE})
"""Holds of one key's documents that end when a new key of theirs works."""

WITHOUT_KEY = frozenset(
    {NO_KEY.code, NO_PROFILE.code, SESSION_OVER.code, OTHER_KEY_KIND.code, OTHER_SERVER.code}
)
"""Holds that end as soon as there is a key for the document."""

RELEASED_BY_ADDRESS = frozenset({NO_ADDRESS.code, UNCONFIRMED_ADDRESS_CODE})

RELEASED_BY_CREDITS = frozenset({NO_CREDITS_CODE})
