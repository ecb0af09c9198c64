"""How the way to the internet is found, as the person chose it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from capout_desktop.domain.problem import Problem, ProblemCode


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


NOT_STATED = Problem(ProblemCode.PROXY_NOT_STATED)
NO_PORT = Problem(ProblemCode.PROXY_WITHOUT_PORT)
NOT_AN_ADDRESS = Problem(ProblemCode.PROXY_SHAPE)
NOT_HTTP = Problem(ProblemCode.PROXY_KIND)
PASSWORD_IN_FILE = Problem(ProblemCode.PROXY_PASSWORD)


class BadProxyUrl(ValueError):  # noqa: N818 - what it is, not what went wrong
    """No proxy has this address; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
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
