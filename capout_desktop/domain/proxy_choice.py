"""How the way to the internet is found, as the person chose it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from capout_desktop.domain.problem import Problem


class ProxyMode(StrEnum):
    """How the way to the internet is found."""

    SYSTEM = "system"
    NONE = "none"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class ProxyChoice:
    """The choice in force.

    Attributes:
        url: The proxy where the mode is manual, as `check_proxy_url` returned it.
    """

    mode: ProxyMode = ProxyMode.SYSTEM
    url: str = ""


NOT_STATED = Problem(
    "proxy-not-stated",
    "Enter the proxy's address",
    "It looks like http://proxy.example.com:8080. Whoever looks after your network knows it.",
)
NO_PORT = Problem(
    "proxy-without-port",
    "The proxy's port is missing",
    "Put it behind the name, after a colon, as in http://proxy.example.com:8080.",
)
NOT_AN_ADDRESS = Problem(
    "proxy-shape",
    "This does not look like a proxy's address",
    "It looks like http://proxy.example.com:8080, with nothing behind the port.",
)
NOT_HTTP = Problem(
    "proxy-kind",
    "Only HTTP proxies are supported",
    "The address begins with http:// or https://. Ask whether your network has such a proxy.",
)
PASSWORD_IN_FILE = Problem(
    "proxy-password",
    "The proxy's password is kept in the settings file as it stands",
    "Whoever can read your files can read it. Leave it out if the proxy lets you through without.",
)


class BadProxyUrl(ValueError):  # noqa: N818 - what it is, not what went wrong
    """No proxy has this address; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.title)
        self.problem = problem


def check_proxy_url(typed: str) -> str:
    """Return the address of a proxy in its one form: `http://[user:password@]host:port`.

    Raises:
        BadProxyUrl: it cannot be one.
    """
    text = typed.strip()
    if not text:
        raise BadProxyUrl(NOT_STATED)
    if "://" not in text:
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise BadProxyUrl(NOT_AN_ADDRESS) from None
    if parts.scheme not in {"http", "https"}:
        raise BadProxyUrl(NOT_HTTP)
    if not _is_bare(parts) or any(c.isspace() or not c.isprintable() for c in text):
        raise BadProxyUrl(NOT_AN_ADDRESS)
    if not port:
        raise BadProxyUrl(NO_PORT)
    return f"{parts.scheme}://{parts.netloc}"


def proxy_password(url: str) -> str:
    """The password in a proxy's address, as it stands there; empty where there is none."""
    return urlsplit(url).password or ""


def _is_bare(parts: SplitResult) -> bool:
    """Whether there is a host, and nothing behind it."""
    return bool(parts.hostname) and parts.path in {"", "/"} and not (parts.query or parts.fragment)
