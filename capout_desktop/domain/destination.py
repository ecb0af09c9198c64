"""Payer and receiver of a document, fixed when it is added."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.identity import normal_address
from capout_desktop.domain.organization import may_be_same

_DEFAULT_PORTS = {"http": 80, "https": 443}


class Destination(msgspec.Struct, frozen=True, kw_only=True):
    """Payer, server and receiver of a document.

    Two destinations are equal if all fields are equal. Compare them with `same_payer` and
    `same_receiver` instead. Create one with `destination`, which puts server and address into
    normal form.

    Attributes:
        organization_id: Organization that pays; empty while CapOut has not named it.
        credential_id: Id of the key; an organization may have several.
        key_kind: Kind of the key; None for documents that an older version sent.
        server: Base URL of the API; empty for documents that an older version sent.
        xn_address: Address that receives the estimate; empty while none is chosen.
    """

    organization_id: str
    credential_id: str
    key_kind: KeyKind | None
    server: str
    xn_address: str

    def same_payer(self, other: Destination) -> bool:
        """Return whether both certainly spend the same credits.

        Two keys of the same organization and kind do. An unknown value never equals another.
        """
        if not self.server or self.server != other.server:
            return False
        if self.key_kind is None or self.key_kind is not other.key_kind:
            return False
        if self.organization_id and other.organization_id:
            return self.organization_id == other.organization_id
        return bool(self.credential_id) and self.credential_id == other.credential_id

    def same_receiver(self, other: Destination) -> bool:
        """Return whether both have the same XactNet address. Empty addresses are never the same."""
        address = normal_address(self.xn_address)
        return bool(address) and address == normal_address(other.xn_address)

    def may_share_list(self, other: Destination) -> bool:
        """Return whether one list of CapOut may show the documents of both.

        A list belongs to an organization and a server. Whether live and test keys share a list is
        not documented, so they are taken to share it.
        """
        if self.server and other.server and self.server != other.server:
            return False
        return may_be_same(self.organization_id, other.organization_id)


def normal_server(url: str) -> str:
    """Return a base URL in normal form: lower case, without default port and trailing slash.

    Raises:
        ValueError: It is not a URL with a host.
    """
    parts = urlsplit(url.strip())
    scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    if not scheme or not host:
        raise ValueError(f"not a server: {url!r}")
    if ":" in host:
        host = f"[{host}]"
    place = host if port in {None, _DEFAULT_PORTS.get(scheme)} else f"{host}:{port}"
    return f"{scheme}://{place}{parts.path.rstrip('/')}"
