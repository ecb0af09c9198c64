"""Choice of the proxy for HTTP and WebSocket: the system's, the user's, or none.

httpx and websockets read the system's settings in different ways, and httpx does not read the
exceptions in the settings of Windows. So this module determines the proxy for both.
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
        ProxyFailed: The system has only a SOCKS proxy, which is not supported, or the proxy's
            address cannot be parsed.
    """
    match choice.mode:
        case ProxyMode.NONE:
            return None
        case ProxyMode.SYSTEM:
            return system_proxy(url)
    if is_loopback(urlsplit(url).hostname or ""):
        return None  # this machine is never reached through a proxy
    return _sound_proxy(choice.url)


def system_proxy(url: str) -> str | None:
    """Return the proxy for an address (`http://host:port`), or None for a direct connection.

    The environment comes first, then the registry of Windows or the configuration of macOS. Windows
    may resolve names to match its exceptions, so call it in a thread. Proxy auto-config scripts
    (PAC) are not supported.

    Raises:
        ProxyFailed: There is only a SOCKS proxy, which is not supported, or its address cannot be
            parsed.
    """
    parts = urlsplit(url)
    # This machine is never reached through a proxy.
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
    """Return the proxy's address if all URL parsers read it in the same way.

    Raises:
        ProxyFailed: They do not, for example because of an "@" or "#" in the password. The message
            does not contain the address.
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
        # Raised here, so that no exception with the address is its cause.
        raise ProxyFailed(_UNREADABLE)
    return proxy


def _hide_password(proxy: str) -> None:
    """Hide the password in all texts, in every way in which the address may be parsed."""
    user_and_password, at, _ = proxy.partition("://")[2].rpartition("@")
    password = user_and_password.partition(":")[2] if at else ""
    for secret in {password, unquote(password), *re.split("[@#/?]", password)} - {""}:
        REDACTOR.add(secret)
