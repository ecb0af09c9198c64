"""What can be wrong with a key, and with the place where keys are kept."""

from __future__ import annotations

from capout_desktop.domain.problem import Problem

NO_KEYRING = Problem(
    "no-keyring",
    "This computer has no place to keep the key safely",
    "The key is kept for this session only: enter it again at the next start. "
    "A keyring such as GNOME Keyring or KWallet would keep it.",
)
WAITING = Problem(
    "keyring-waiting",
    "Your keyring is waiting for its password",
    "Answer the question that it shows, perhaps behind this window. Or enter the key here: it is "
    "then used for this session, whatever the keyring does.",
)
PLAINTEXT = Problem(
    "plaintext-keyring",
    "This computer's keyring would store the key unprotected",
    "The key is kept for this session only: enter it again at the next start. Anybody who can "
    "read your files could read what that keyring holds.",
)
TOO_LONG = Problem(
    "key-too-long",
    "This key is too long for Windows to keep",
    "The key is kept for this session only: enter it again at the next start, or make a shorter "
    "one in CapOut's web app.",
)
ALREADY_HERE = Problem(
    "key-already-here",
    "This key is here already",
    "Choose its organization from the list. Nothing was changed.",
)

LOCKED = Problem(
    "keyring-locked",
    "Your keyring stayed locked",
    "Ask it again and enter its password, or enter the key here for this session.",
)
REFUSED_CODE = "keyring-refused"
NOT_READ = Problem(
    REFUSED_CODE,
    "The key could not be read: this computer's keyring said no",
    "Allow CapOut Desktop to use the keyring and ask it again, or enter the key here for this "
    "session.",
)
NOT_STORED = Problem(
    REFUSED_CODE,
    "The key could not be stored: this computer's keyring said no",
    "Allow CapOut Desktop to use the keyring and enter the key again. Until then it is used for "
    "this session only.",
)
NOT_REMOVED = Problem(
    REFUSED_CODE,
    "The key could not be removed: this computer's keyring said no",
    "The organization is off the list. Remove its key yourself, in the keyring's own program.",
)
NEEDS_KEY_CODE = "profile-needs-key"


def lost(label: str) -> Problem:
    """The settings name a profile, and the keyring has no key for it."""
    return Problem(
        "key-lost",
        "The key of {organization} is not in this computer's keyring any more",
        "Enter that organization's key again. Its documents wait for it, and nothing is lost.",
        values=(("organization", label),),
    )


def other_organization(label: str) -> Problem:
    """The key that was to take a profile's place belongs to somebody else."""
    return Problem(
        "key-of-another-organization",
        "This key belongs to another organization than {organization}",
        "Add it as an organization of its own: documents are only ever followed with the key of "
        "the organization that paid for them.",
        values=(("organization", label),),
    )


def needs_key(label: str, problem: Problem) -> Problem:
    """A profile that is not the active one cannot go on; `problem` says why."""
    return Problem(
        NEEDS_KEY_CODE,
        "{organization} needs a key",
        "Its key is missing, locked away or does not work any more. Its documents wait; those of "
        "your other organizations go on.",
        problem.detail,
        values=(("organization", label),),
    )
