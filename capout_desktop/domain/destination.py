"""Who pays for a document and who receives it; fixed in the document when it is added."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.identity import normal_address
from capout_desktop.domain.organization import may_be_same

_DEFAULT_PORTS = {"http": 80, "https": 443}


class Destination(msgspec.Struct, frozen=True, kw_only=True):
    """Who pays for a document, through which server, and who receives it.

    Two destinations are equal where every field is; `same_payer` and `same_receiver` are the
    questions to ask of them. Make one with `destination`, which puts server and address into
    their normal form.

    Attributes:
        organization_id: Whose credits; empty while CapOut has not named it.
        credential_id: Which key; an organization may have several.
        key_kind: What the key spends; None for what an older version sent.
        server: The API's base URL; empty for what an older version sent.
        xn_address: Who receives the estimate; empty while none is chosen.
    """

    organization_id: str
    credential_id: str
    key_kind: KeyKind | None
    server: str
    xn_address: str

    def same_payer(self, other: Destination) -> bool:
        """Whether both certainly spend the same credits.

        Another key of the same organization and kind does. What is not known is never the same.
        """
        if not self.server or self.server != other.server:
            return False
        if self.key_kind is None or self.key_kind is not other.key_kind:
            return False
        if self.organization_id and other.organization_id:
            return self.organization_id == other.organization_id
        return bool(self.credential_id) and self.credential_id == other.credential_id

    def same_receiver(self, other: Destination) -> bool:
        """Whether both go to the same XactNet address; no address is nobody's."""
        address = normal_address(self.xn_address)
        return bool(address) and address == normal_address(other.xn_address)

    def may_share_list(self, other: Destination) -> bool:
        """Whether one list of CapOut's may show the documents of both.

        Ids belong to an organization and a server. Whether live and test keys share a list is
        not documented, so they may.
        """
        if self.server and other.server and self.server != other.server:
            return False
        return may_be_same(self.organization_id, other.organization_id)


def destination(
    *,
    organization_id: str,
    credential_id: str,
    key_kind: KeyKind,
    server: str,
    xn_address: str,
) -> Destination:
    """Return the destination, server and address in their normal form."""
    return Destination(
        organization_id=organization_id,
        credential_id=credential_id,
        key_kind=key_kind,
        server=normal_server(server),
        xn_address=xn_address.strip(),
    )


def normal_server(url: str) -> str:
    """Return a base URL without what makes no difference: case, default port, last slash.

    Raises:
        ValueError: it is no URL with a host.
    """
    parts = urlsplit(url.strip())
    scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    if not scheme or not host:
        raise ValueError(f"not a server: {url!r}")
    if ":" in host:
        host = f"[{host}]"
    place = host if port in {None, _DEFAULT_PORTS.get(scheme)} else f"{host}:{port}"
    return f"{scheme}://{place}{parts.path.rstrip('/')}"
