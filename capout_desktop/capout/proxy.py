"""The proxy that is used, the same for HTTP and WebSocket: the system's, the person's, or none.

httpx and websockets each read the system's settings in their own way, and httpx does not read
the exceptions of Windows' settings; one answer for both is given here.
"""

from __future__ import annotations

import re
import urllib.request
from urllib.parse import unquote, urlsplit

import httpx

from capout_desktop.capout.base_url import is_loopback
from capout_desktop.capout.errors import ProxyFailed
from capout_desktop.capout.redact import REDACTOR
from capout_desktop.domain.proxy_choice import ProxyChoice, ProxyMode

_UNREADABLE = (
    "the proxy's address cannot be read; in its password, @ is written as %40, # as %23, "
    "and / as %2F"
)


def chosen_proxy(choice: ProxyChoice, url: str) -> str | None:
    """Return the proxy for an address (`http://host:port`), or None for a direct connection.

    Call it in a thread: see `system_proxy`.

    Raises:
        ProxyFailed: The system's only way is a SOCKS proxy, which is not supported, or the
            proxy's address cannot be read.
    """
    match choice.mode:
        case ProxyMode.NONE:
            return None
        case ProxyMode.SYSTEM:
            return system_proxy(url)
    if is_loopback(urlsplit(url).hostname or ""):
        return None  # what runs on this machine is never reached through another one
    return _sound_proxy(choice.url)


def system_proxy(url: str) -> str | None:
    """Return the proxy for an address (`http://host:port`), or None for a direct connection.

    Environment first, then Windows' registry or macOS' configuration. Windows may look names up
    to match its exceptions: call it in a thread. Scripts that choose a proxy (PAC) are not read.

    Raises:
        ProxyFailed: The only way is a SOCKS proxy, which is not supported, or its address
            cannot be read.
    """
    parts = urlsplit(url)
    # What runs on this machine is never reached through another one.
    if is_loopback(parts.hostname or "") or urllib.request.proxy_bypass(parts.netloc):
        return None
    proxies = urllib.request.getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy:
        return None
    if "://" not in proxy:
        proxy = f"http://{proxy}"
    scheme = proxy.partition("://")[0].lower()
    if scheme not in {"http", "https"}:
        raise ProxyFailed(f"a {scheme.upper()} proxy is set, and only HTTP proxies are supported")
    return _sound_proxy(proxy)


def _sound_proxy(proxy: str) -> str:
    """Return the proxy's address if every reader of addresses takes it for the same.

    Raises:
        ProxyFailed: A password with an "@" or a "#" in it, say: nothing of that is repeated.
    """
    _hide_password(proxy)
    try:
        parts = urlsplit(proxy)
        sound = bool(parts.hostname) and parts.port != 0 and parts.netloc.count("@") <= 1
        sound = sound and parts.path in {"", "/"} and not parts.query and not parts.fragment
        httpx.Proxy(proxy)
    except (ValueError, httpx.InvalidURL):
        sound = False
    if not sound:
        # Raised here: no exception that quotes the address stands behind it.
        raise ProxyFailed(_UNREADABLE)
    return proxy


def _hide_password(proxy: str) -> None:
    """Let no text show the password, however the address is cut up by whoever reads it."""
    user_and_password, at, _ = proxy.partition("://")[2].rpartition("@")
    password = user_and_password.partition(":")[2] if at else ""
    for secret in {password, unquote(password), *re.split("[@#/?]", password)} - {""}:
        REDACTOR.add(secret)
