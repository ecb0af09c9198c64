"""The proxy that the system is set to use, the same for HTTP and WebSocket.

httpx and websockets each read the system's settings in their own way, and httpx does not read
the exceptions of Windows' settings; one answer for both is given here.
"""

from __future__ import annotations

import urllib.request
from urllib.parse import urlsplit

from capout_desktop.capout.base_url import is_loopback
from capout_desktop.capout.errors import ProxyFailed


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
