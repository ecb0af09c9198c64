"""Where CapOut is: which addresses a key may be sent to."""

from __future__ import annotations

import functools
import ipaddress
import logging
from urllib.parse import urljoin, urlsplit, urlunsplit

from capout_desktop.capout.errors import CapOutError

_log = logging.getLogger(__name__)


class BadBaseUrl(CapOutError):  # noqa: N818 - named like its kin in `errors`
    """An address that a key must not be sent to."""

    code = "bad-base-url"
    title = "This is no address of CapOut that a key may be sent to"
    next_step = "Use an address that begins with https://."

    def __str__(self) -> str:
        return self.detail


def check_base_url(url: str) -> str:
    """Return the address as it is used, without a slash at its end.

    Raises:
        BadBaseUrl: It is neither https nor http on this very machine, or is no address at all;
            the text says which.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise BadBaseUrl(f"{url!r} is not an address ({error})") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise BadBaseUrl("the address must begin with https:// and name a server")
    if parts.username is not None or parts.password is not None:
        raise BadBaseUrl("the address must not hold a user name or a password")
    if parts.query or parts.fragment:
        raise BadBaseUrl("the address must end before any '?' or '#'")
    if parts.scheme == "http" and not is_loopback(host):
        raise BadBaseUrl(
            f"http:// would send the key in the clear to {host}: use https:// (http:// is for "
            "a server on this computer only)"
        )
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))


def is_loopback(host: str) -> bool:
    """Whether the host is this very machine, by its name or number alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def socket_url(base_url: str, given: str, default: str = "/ws/status") -> str:
    """Resolve the address of the realtime socket, relative or absolute, against the base.

    A token is as secret as the stream that it opens: it goes to the API's own host, and in the
    clear to this very machine only. An address of another host is ignored; `default` is a path
    that takes its place.
    """
    try:
        parts = urlsplit(urljoin(base_url + "/", given))
        host, _ = parts.hostname, parts.port
        sound = host == urlsplit(base_url).hostname and parts.username is None
        sound = sound and parts.scheme in {"http", "https", "ws", "wss"}
    except ValueError:
        sound = False
    if not sound:
        _tell_of_foreign_address(base_url)
        # As the quickstart has it: below the base, whatever path that has.
        parts = urlsplit(urljoin(base_url + "/", default.lstrip("/")))
    in_clear = parts.scheme in {"http", "ws"} and is_loopback(parts.hostname or "")
    scheme = "ws" if in_clear else "wss"
    return urlunsplit((scheme, parts.netloc, parts.path, parts.query, ""))


@functools.lru_cache(maxsize=16)
def _tell_of_foreign_address(base_url: str) -> None:
    """Log it once for each server: what it named is its own word, and left out."""
    _log.warning("ignored a realtime address that is not of the host of %s", base_url)
