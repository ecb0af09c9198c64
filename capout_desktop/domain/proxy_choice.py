"""The user's choice of a proxy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from capout_desktop.domain.problem import Problem, ProblemCode


class ProxyMode(StrEnum):
    """Where the proxy settings come from."""

    SYSTEM = "system"
    NONE = "none"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class ProxyChoice:
    """Choice of a proxy.

    Attributes:
        url: Address of the proxy if the mode is manual, as `check_proxy_url` returned it.
    """

    mode: ProxyMode = ProxyMode.SYSTEM
    url: str = ""


NOT_STATED = Problem(ProblemCode.PROXY_NOT_STATED)
NO_PORT = Problem(ProblemCode.PROXY_WITHOUT_PORT)
NOT_AN_ADDRESS = Problem(ProblemCode.PROXY_SHAPE)
NOT_HTTP = Problem(ProblemCode.PROXY_KIND)
PASSWORD_IN_FILE = Problem(ProblemCode.PROXY_PASSWORD)


class BadProxyUrl(ValueError):  # noqa: N818 - names the bad value
    """A text is not a valid proxy address; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def check_proxy_url(typed: str) -> str:
    """Return the address of a proxy in normal form: `http://[user:password@]host:port`.

    Raises:
        BadProxyUrl: It is not a valid proxy address.
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
    """Return the password in a proxy address, still percent-encoded; empty if there is none."""
    return urlsplit(url).password or ""


def _is_bare(parts: SplitResult) -> bool:
    """Return whether the URL has a host and no path, query or fragment."""
    return bool(parts.hostname) and parts.path in {"", "/"} and not (parts.query or parts.fragment)
