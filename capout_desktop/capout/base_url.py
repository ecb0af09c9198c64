"""Base URLs of CapOut, and checks which addresses a key or token may be sent to."""

from __future__ import annotations

import functools
import ipaddress
import logging
from urllib.parse import urljoin, urlsplit, urlunsplit

from capout_desktop.capout.errors import CapOutError

_log = logging.getLogger(__name__)


class BadBaseUrl(CapOutError):  # noqa: N818 - named like the other errors
    """An address that a key must not be sent to."""

    code = "bad-base-url"
    title = "This is no address of CapOut that a key may be sent to"
    next_step = "Use an address that begins with https://."

    def __str__(self) -> str:
        return self.detail


def check_base_url(url: str) -> str:
    """Return the base URL without a trailing slash.

    Raises:
        BadBaseUrl: It is neither https nor http on this machine, or not a URL; the message says
            which.
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
    """Return whether the host is this machine, by its name or number alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def socket_url(base_url: str, given: str, default: str = "/ws/status") -> str:
    """Return the URL of the realtime socket, given relative to the base or absolute.

    A token is as secret as the stream that it opens. So it is sent to the API's own host only, and
    without TLS to this machine only. A URL of another host is replaced with the path `default`.
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
        # As in the quickstart: below the base URL, whatever path that has.
        parts = urlsplit(urljoin(base_url + "/", default.lstrip("/")))
    in_clear = parts.scheme in {"http", "ws"} and is_loopback(parts.hostname or "")
    scheme = "ws" if in_clear else "wss"
    return urlunsplit((scheme, parts.netloc, parts.path, parts.query, ""))


@functools.lru_cache(maxsize=16)
def _tell_of_foreign_address(base_url: str) -> None:
    """Log that a server named another host, once for each server and without that host."""
    _log.warning("ignored a realtime address that is not of the host of %s", base_url)
