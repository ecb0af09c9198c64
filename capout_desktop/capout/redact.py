"""Keys and tokens taken out of every text that may be kept or shown.

httpx logs each URL with its query, websockets the request line and every frame, the sandbox's
server all headers. So the redaction belongs on the root handler's formatter, where the finished
text of a record passes, traceback included; redacting one's own messages is not enough.

Free of heavy imports: logging is set up before anything else.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import deque
from urllib.parse import quote

HIDDEN = "[hidden]"

_SHORTEST_SECRET = 6
"""Anything shorter would blank out ordinary words, and is no secret anyway."""

_MOST_SHORT_LIVED = 100
"""Realtime tokens are minted for as long as the program runs; old ones expire, and may go."""

_HEADERS = r"capout-api-key|(?:proxy-)?authorization|(?:set-)?cookie"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # `name: value`, `"name": "value"`, and h11's `(b'name', b'value')`, to the end of the value.
    (
        re.compile(
            rf"""(?ix) (\b(?:{_HEADERS})) (\\*["']?) (\s*[:=,]\s*+) (?!\[hidden\])
            (?: (b?\\*") [^"]* (?=") | (b?\\*') [^']* (?=') | [^\r\n"',}}\])]+ )"""
        ),
        rf"\1\2\3\4\5{HIDDEN}",
    ),
    # In a query, in a form, or as a keyword of a repr.
    (re.compile(r"""(?i)(\b(?:access_)?token=b?["']?)[^&\s"'<>#)\\,;]+"""), rf"\1{HIDDEN}"),
    # As JSON (escaped or not) or as the repr of a dict.
    (
        re.compile(r"""(?i)((\\*["'])(?:access_)?token\2\s*:\s*\\*["'])[^"'\\]*"""),
        rf"\1{HIDDEN}",
    ),
    # user:password@ in an address, as proxies have it.
    (re.compile(r"(?i)(\b[a-z][a-z0-9+.-]*://)[^/\s@\"'<>?#]+@"), rf"\1{HIDDEN}@"),
    # Keys, wherever they stand; this program's own name is none.
    (re.compile(r"capout_(?!desktop\b)[\w\-]+(?:[.~+/=][\w\-]+)*=*"), HIDDEN),
)


class Redactor:
    """Hides secrets in texts: by their shape, and those that it was told of exactly."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lasting: set[str] = set()
        self._short_lived: deque[str] = deque(maxlen=_MOST_SHORT_LIVED)
        self._exact: tuple[str, ...] = ()

    def add(self, secret: str, *, short_lived: bool = False) -> None:
        """Hide this very text from now on, also percent-encoded; too short a one is ignored.

        A `short_lived` one is forgotten once many newer of its kind have come.
        """
        if len(secret) < _SHORTEST_SECRET:
            return
        with self._lock:
            (self._short_lived.append if short_lived else self._lasting.add)(secret)
            known = self._lasting.union(self._short_lived)
            forms = known | {quote(each, safe="") for each in known}
            # The longest first: one secret may begin with another.
            self._exact = tuple(sorted(forms, key=len, reverse=True))

    def redact(self, text: str) -> str:
        """Return the text with every secret replaced by `HIDDEN`."""
        for secret in self._exact:
            if secret in text:
                text = text.replace(secret, HIDDEN)
        for pattern, replacement in _RULES:
            text = pattern.sub(replacement, text)
        return text


REDACTOR = Redactor()
"""The process's one redactor, as logging is the process's; clients add their keys and tokens."""


def redact(text: str) -> str:
    """Return the text with every secret that the process knows of hidden."""
    return REDACTOR.redact(text)


class RedactingFormatter(logging.Formatter):
    """A formatter whose whole output, exception and traceback included, holds no secret."""

    def format(self, record: logging.LogRecord) -> str:
        """Format as ever, then redact the result."""
        return redact(super().format(record))
