"""Diagnostics text for support: what is needed to find a fault, without private data.

The message of a log line that may name a file, a folder or an address is replaced with
`HIDDEN_LINE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

HIDDEN_LINE = "[hidden: it may name a file or an address]"

_SHORTEST_PRIVATE = 3
"""Minimum length of a private text. Shorter ones occur in many harmless words."""

_HEAD = re.compile(
    r"^(?P<head>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ (?P<level>[A-Z]+) (?P<who>[\w.]+): )"
    r"(?P<words>.*)$"
)
_PYTHON_FILE = re.compile(r'File "(?:[^"]*[\\/])?([\w.-]+\.pyx?|<[\w. ]+>)", line (\d+)')
_CAPOUT_CALL = re.compile(r"(?:https?|wss?)://api\.capout\.ai(/[a-z]+)?[^\s\"')>,]*")
_MAYBE_PRIVATE = re.compile(
    r"""(?ix)
    @                       # an address
    | [\\/] \w              # a path, or a link
    | \b [a-z]: [\\/]       # a drive
    | \.(?:pdf|esx|zip|eml|msg|docx?|xlsx?|jpe?g|png|tiff?) \b
    | \b doc_\w             # a document at CapOut
    """
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Contents of the diagnostics text.

    Attributes:
        versions: Versions of the program, the system, Qt, Python and the libraries, by name.
        settings: Choices without addresses and folders, by name.
        counts: Number of documents in each state, by the state's name.
        state: State of key, connection and credits, by name.
        log: Last lines of the log, oldest first.
        private: Texts that must not appear: names of files and folders, addresses, the user's name.
    """

    versions: Mapping[str, str]
    settings: Mapping[str, object]
    counts: Mapping[str, int]
    state: Mapping[str, str]
    log: Sequence[str] = ()
    private: Iterable[str] = field(default=(), repr=False)


def diagnostics_text(facts: Facts) -> str:
    """Return the diagnostics text. It does not remove secrets; the redactor does."""
    parts = [
        _part("CapOut Desktop diagnostics", facts.versions),
        _part("State", facts.state),
        _part("Documents", facts.counts),
        _part("Settings", facts.settings),
        "\n".join(["Log", *cleaned_log(facts.log, facts.private)]),
    ]
    return "\n\n".join(parts) + "\n"


def cleaned_log(lines: Iterable[str], private: Iterable[str]) -> list[str]:
    """Return the log lines, with messages that may be private replaced with `HIDDEN_LINE`."""
    hidden = {text.casefold() for text in private if len(text) >= _SHORTEST_PRIVATE}
    return [_cleaned(line, hidden) for line in lines]


def _cleaned(line: str, private: Set[str]) -> str:
    known = _HEAD.match(line)
    head, words = (known["head"], known["words"]) if known else ("", line)
    if known and known["level"] == "DEBUG" and not known["who"].startswith("capout_desktop"):
        return head + HIDDEN_LINE  # libraries log what they send, in pieces
    words = _PYTHON_FILE.sub(r"File [\1] line \2", words)
    words = _CAPOUT_CALL.sub(_call_words, words)
    said = words.casefold()
    if _MAYBE_PRIVATE.search(words) or any(text in said for text in private):
        return head + HIDDEN_LINE
    return head + words


def _call_words(call: re.Match[str]) -> str:
    return f"[CapOut {(call[1] or '').lstrip('/')}]".replace(" ]", "]")


def _part(title: str, values: Mapping[str, object]) -> str:
    return "\n".join([title, *(f"  {name}: {value}" for name, value in values.items())])
