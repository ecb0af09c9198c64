"""Organizations, each with one key. The key itself is never stored here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

import msgspec

from capout_desktop.domain.credits import KeyKind

FIRST_ID = "default"
"""Id of the first organization. It is fixed, so that its key is found after settings are lost."""

_SESSION_PREFIX = "session:"
_PENDING_PREFIX = _SESSION_PREFIX + "pending-"
_GUESS_PREFIX = "key-"

PRACTICE_SERVER = "practice"
"""Stand-in for the address of the practice server in this program, which changes each time."""


class Color(StrEnum):
    """Color that marks an organization in the window, defined there for light and dark themes."""

    BLUE = "blue"
    GREEN = "green"
    ORANGE = "orange"
    PURPLE = "purple"
    RED = "red"
    TEAL = "teal"


class Organization(msgspec.Struct, frozen=True, kw_only=True):
    """Organization with one key, as the user set it up.

    Attributes:
        id: This program's own id; also the name of the key's entry in the keyring.
        label: User's name for it.
        organization_id: CapOut's id of it; empty before a key was accepted.
        xn_address: Address that receives its documents; empty while none was chosen.
        kind: Kind of its key.
        server: CapOut server for its key; empty for the default address. The key is never sent to
            another server.
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
        """Id that is unique among the organizations of all servers."""
        return f"{self.id} {self.server}" if self.server else self.id

    @property
    def is_for_session(self) -> bool:
        """Whether its key comes from the environment and it is never stored."""
        return self.id.startswith(_SESSION_PREFIX)


class Payer(msgspec.Struct, frozen=True, kw_only=True):
    """Credential and organization that pay for a document, fixed when it is added."""

    credential_id: str = ""
    organization_id: str = ""
    key_kind: KeyKind | None = None
    server: str = ""


def pending_session_id(fingerprint: str) -> str:
    """Return the id for the organization of a session's key before CapOut named it.

    Documents added before that wait for this key, also in a later session.
    """
    return _PENDING_PREFIX + fingerprint


def is_pending_session(credential_id: str) -> bool:
    """Return whether it is an id made by `pending_session_id`."""
    return credential_id.startswith(_PENDING_PREFIX)


def session_id(organization_id: str) -> str:
    """Return the id for the organization of a session's key.

    It contains CapOut's id of the organization, so that documents that wait for one organization
    are never sent with the key of another in a later session.
    """
    return _SESSION_PREFIX + organization_id


def unconfirmed_organization(fingerprint: str) -> str:
    """Return a placeholder id for an organization that CapOut did not name."""
    return _GUESS_PREFIX + fingerprint


def is_confirmed(organization_id: str) -> bool:
    """Return whether the id comes from CapOut and is no placeholder."""
    return bool(organization_id) and not organization_id.startswith(_GUESS_PREFIX)


def may_be_same(one: str, other: str) -> bool:
    """Return whether two ids may mean one organization, which has one list of documents."""
    return one == other or not (is_confirmed(one) and is_confirmed(other))


def next_color(organizations: Iterable[Organization]) -> Color:
    """Return the color that the fewest organizations have."""
    used = [organization.color for organization in organizations]
    return min(Color, key=used.count)


def free_label(wanted: str, taken: Collection[str], nameless: str = "Organization") -> str:
    """Return `wanted` in one line, or a numbered name if it is empty or taken.

    `nameless` is the text before the number if `wanted` is empty.
    """
    label = " ".join(wanted.split())[:60]
    if label and label not in taken:
        return label
    stem, number = (label, 2) if label else (nameless, 1)
    while f"{stem} {number}" in taken:
        number += 1
    return f"{stem} {number}"
