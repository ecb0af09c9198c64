"""Redaction of keys and tokens in every text that may be stored or shown.

httpx logs each URL with its query, websockets the request line and every frame, and the sandbox
server all headers. So the redaction is done by the root handler's formatter, which produces the
final text of a record including its traceback. Redacting this program's messages is not enough.

It has no heavy imports, because logging is set up before anything else.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import deque
from urllib.parse import quote

HIDDEN = "[hidden]"

_SHORTEST_SECRET = 6
"""Minimum length of a secret. Shorter ones would hide ordinary words and are no secrets."""

_MOST_SHORT_LIVED = 100
"""Maximum number of short-lived tokens kept. New ones are minted all the time; old ones expire."""

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
    # user:password@ in an address, as for proxies.
    (re.compile(r"(?i)(\b[a-z][a-z0-9+.-]*://)[^/\s@\"'<>?#]+@"), rf"\1{HIDDEN}@"),
    # Keys anywhere in the text, but not this program's own name.
    (re.compile(r"capout_(?!desktop\b)[\w\-]+(?:[.~+/=][\w\-]+)*=*"), HIDDEN),
)


class Redactor:
    """Hides secrets in texts, by their form and by their exact text if added."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lasting: set[str] = set()
        self._short_lived: deque[str] = deque(maxlen=_MOST_SHORT_LIVED)
        self._exact: tuple[str, ...] = ()

    def add(self, secret: str, *, short_lived: bool = False) -> None:
        """Hide this text from now on, also if percent-encoded. Short texts are ignored.

        A `short_lived` one is dropped after many newer ones were added.
        """
        if len(secret) < _SHORTEST_SECRET:
            return
        with self._lock:
            (self._short_lived.append if short_lived else self._lasting.add)(secret)
            known = self._lasting.union(self._short_lived)
            forms = known | {quote(each, safe="") for each in known}
            # Longest first, since one secret may begin with another.
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
"""Redactor of the process, used by logging; clients add their keys and tokens."""


def redact(text: str) -> str:
    """Return the text with every secret known to `REDACTOR` hidden."""
    return REDACTOR.redact(text)


class RedactingFormatter(logging.Formatter):
    """Formatter whose output, including exception and traceback, contains no secret."""

    def format(self, record: logging.LogRecord) -> str:
        """Format the record, then redact the result."""
        return redact(super().format(record))
