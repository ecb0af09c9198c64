"""Profiles: one key each, and what is known of whose it is. The key itself is never in here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

import msgspec

from capout_desktop.domain.credits import KeyKind

FIRST_ID = "default"
"""The first organization's id; found again in the keyring even where the settings were lost."""

_SESSION_PREFIX = "session:"
_PENDING_PREFIX = _SESSION_PREFIX + "pending-"
_GUESS_PREFIX = "key-"

PRACTICE_SERVER = "practice"
"""What stands for the address of the CapOut inside this program, which is another each time."""


class Color(StrEnum):
    """What tells organizations apart at a glance; the window knows each in light and dark."""

    BLUE = "blue"
    GREEN = "green"
    ORANGE = "orange"
    PURPLE = "purple"
    RED = "red"
    TEAL = "teal"


class Organization(msgspec.Struct, frozen=True, kw_only=True):
    """One key's organization as the person knows it.

    Attributes:
        id: This program's own; also the name of the key's entry in the keyring.
        label: What the person calls it.
        organization_id: Learned from CapOut; empty before a key was accepted.
        xn_address: Who receives its documents; empty while none was chosen.
        kind: What its key spends.
        server: Where CapOut is for its key; empty for the usual address. No other server ever
            gets the key.
    """

    id: str
    label: str
    organization_id: str = ""
    xn_address: str = ""
    color: Color = msgspec.field(default=Color.BLUE, name="colour")  # as in settings since 0.1
    kind: KeyKind = KeyKind.LIVE
    server: str = ""

    @property
    def id_at_server(self) -> str:
        """What tells it from every other organization, those of other servers among them."""
        return f"{self.id} {self.server}" if self.server else self.id

    @property
    def is_for_session(self) -> bool:
        """Whether it came with the environment and is never stored."""
        return self.id.startswith(_SESSION_PREFIX)


class Payer(msgspec.Struct, frozen=True, kw_only=True):
    """Who pays for a document: fixed when it is added."""

    credential_id: str = ""
    organization_id: str = ""
    key_kind: KeyKind | None = None
    server: str = ""


def pending_session_id(fingerprint: str) -> str:
    """The id of the organization of a session's key before CapOut said whose that key is.

    What is added before that waits for this very key, also in a later session.
    """
    return _PENDING_PREFIX + fingerprint


def is_pending_session(credential_id: str) -> bool:
    """Whether it is such an id."""
    return credential_id.startswith(_PENDING_PREFIX)


def session_id(organization_id: str) -> str:
    """The id of the organization that one session's own key makes.

    It names the organization: what waits for one is never sent with another one's key later.
    """
    return _SESSION_PREFIX + organization_id


def unconfirmed_organization(fingerprint: str) -> str:
    """Stand in for the id of an organization that CapOut did not name."""
    return _GUESS_PREFIX + fingerprint


def is_confirmed(organization_id: str) -> bool:
    """Whether CapOut named the organization itself."""
    return bool(organization_id) and not organization_id.startswith(_GUESS_PREFIX)


def may_be_same(one: str, other: str) -> bool:
    """Whether two organization ids may mean one organization, and so one list of documents."""
    return one == other or not (is_confirmed(one) and is_confirmed(other))


def next_color(organizations: Iterable[Organization]) -> Color:
    """The color that the fewest organizations have."""
    used = [organization.color for organization in organizations]
    return min(Color, key=used.count)


def free_label(wanted: str, taken: Collection[str], nameless: str = "Organization") -> str:
    """Return `wanted` in one line, or a numbered name where it is empty or taken already.

    `nameless` is what stands before the number where nothing is wanted.
    """
    label = " ".join(wanted.split())[:60]
    if label and label not in taken:
        return label
    stem, number = (label, 2) if label else (nameless, 1)
    while f"{stem} {number}" in taken:
        number += 1
    return f"{stem} {number}"
