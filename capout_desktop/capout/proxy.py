"""The proxy that is used, the same for HTTP and WebSocket: the system's, the person's, or none.

httpx and websockets each read the system's settings in their own way, and httpx does not read
the exceptions of Windows' settings; one answer for both is given here.
"""

from __future__ import annotations

import urllib.request
from urllib.parse import urlsplit

from capout_desktop.capout.base_url import is_loopback
from capout_desktop.capout.errors import ProxyFailed
from capout_desktop.capout.redact import REDACTOR
from capout_desktop.domain.proxy_choice import ProxyChoice, ProxyMode, proxy_password


def chosen_proxy(choice: ProxyChoice, url: str) -> str | None:
    """Return the proxy for an address (`http://host:port`), or None for a direct connection.

    Call it in a thread: see `system_proxy`.

    Raises:
        ProxyFailed: The system's only way is a SOCKS proxy, which is not supported.
    """
    match choice.mode:
        case ProxyMode.NONE:
            return None
        case ProxyMode.SYSTEM:
            return system_proxy(url)
    if is_loopback(urlsplit(url).hostname or ""):
        return None  # what runs on this machine is never reached through another one
    password = proxy_password(choice.url)
    if password:
        REDACTOR.add(password)
    return choice.url


def system_proxy(url: str) -> str | None:
    """Return the proxy for an address (`http://host:port`), or None for a direct connection.

    Environment first, then Windows' registry or macOS' configuration. Windows may look names up
    to match its exceptions: call it in a thread. Scripts that choose a proxy (PAC) are not read.

    Raises:
        ProxyFailed: The only way is a SOCKS proxy, which is not supported.
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
    scheme = urlsplit(proxy).scheme.lower()
    if scheme not in {"http", "https"}:
        raise ProxyFailed(f"a {scheme.upper()} proxy is set, and only HTTP proxies are supported")
    return proxy
