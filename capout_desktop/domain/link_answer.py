"""What a link leads to, judged by the first part of a server's answer.

CapOut fetches a link itself, without cookies and without anybody who signs in. So what this program
is given without either is what CapOut would be given.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from capout_desktop.domain.problem import Problem, ProblemCode

NEEDS_SIGN_IN = Problem(ProblemCode.LINK_NEEDS_SIGN_IN)
WEB_PAGE = Problem(ProblemCode.LINK_IS_WEB_PAGE)
NO_PDF = Problem(ProblemCode.LINK_IS_NO_PDF)
NOTHING_THERE = Problem(ProblemCode.LINK_LEADS_NOWHERE)
PRIVATE = Problem(ProblemCode.LINK_IS_PRIVATE)

INDIRECT = frozenset(
    {
        ProblemCode.LINK_NEEDS_SIGN_IN,
        ProblemCode.LINK_IS_WEB_PAGE,
        ProblemCode.LINK_IS_NO_PDF,
        ProblemCode.LINK_LEADS_NOWHERE,
        ProblemCode.LINK_IS_PRIVATE,
    }
)
"""Codes of links at which CapOut would probably find no PDF. They can be sent anyway."""

PDF_WINDOW = 1024
"""Bytes in which readers look for `%PDF-`."""

_PDF_TYPES = frozenset({"application/pdf", "application/x-pdf"})
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_OTHER_TYPES = re.compile(r"(?:image|audio|video|text)/|application/(?:json|xml|zip|javascript)\b")
_PAGE_START = re.compile(
    rb"(?is)(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b"
)
_SIGN_IN_PLACE = re.compile(
    r"(?i)(?:^|[./_-])"
    r"(?:log-?_?in|log-?_?on|sign-?_?in|sso|saml2?|oauth2?|auth|adfs|idp|accounts)"
    r"(?:[./_-]|$)"
)
_SIGN_IN_FIELD = re.compile(rb"(?i)<input\b[^>]*\btype\s*=\s*[\"']?password\b")
_SIGN_IN_TITLE = re.compile(rb"(?i)<title[^>]*>[^<]*\b(?:sign[ -]?in|log[ -]?[io]n|iniciar sesi)")
_PDF_NAME = re.compile(r"(?i)filename\*?\s*=\s*[^;]*\.pdf\b")
_PRIVATE_ENDINGS = (".localhost", ".local", ".internal", ".lan", ".home.arpa")


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """Answer of a link's server, after all redirects.

    Attributes:
        url: The address that answered.
        status: Its HTTP status.
        content_type: As stated; may be empty.
        disposition: The header `Content-Disposition`; may be empty.
        start: First bytes of the content; empty if they are unknown or compressed.
    """

    url: str
    status: int
    content_type: str = ""
    disposition: str = ""
    start: bytes = b""


def is_certainly_pdf(answer: LinkAnswer) -> bool:
    """Return whether the headers alone say that the link leads to a PDF."""
    if not _is_success(answer.status):
        return False
    kind = _kind(answer)
    return kind in _PDF_TYPES or (
        kind not in _PAGE_TYPES and bool(_PDF_NAME.search(answer.disposition))
    )


def problem_of(answer: LinkAnswer) -> Problem | None:
    """Return why CapOut would find no PDF at a link; None if it may, or if that cannot be told."""
    if answer.status in {401, 403}:
        return NEEDS_SIGN_IN
    if answer.status in {404, 410}:
        return NOTHING_THERE
    if not _is_success(answer.status) or b"%PDF-" in answer.start[:PDF_WINDOW]:
        return None
    kind = _kind(answer)
    if kind in _PAGE_TYPES or _PAGE_START.match(answer.start):
        return NEEDS_SIGN_IN if _asks_for_sign_in(answer) else WEB_PAGE
    if kind in _PDF_TYPES:
        return None
    return NO_PDF if _OTHER_TYPES.match(kind) or len(answer.start) >= PDF_WINDOW else None


def is_private(host: str) -> bool:
    """Return whether only computers of the same network can reach a host, by its name alone."""
    host = host.rstrip(".").lower()
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_PRIVATE_ENDINGS)


def _asks_for_sign_in(answer: LinkAnswer) -> bool:
    if _SIGN_IN_FIELD.search(answer.start) or _SIGN_IN_TITLE.search(answer.start):
        return True
    parts = urlsplit(answer.url)
    return any(map(_SIGN_IN_PLACE.search, ((parts.hostname or ""), parts.path)))


def _kind(answer: LinkAnswer) -> str:
    return answer.content_type.partition(";")[0].strip().lower()


def _is_success(status: int) -> bool:
    return 200 <= status < 300
