"""Characters that cannot be seen, or that change the order of others, made visible.

Names of files, words of a server and addresses are written by others. A direction mark in a name
makes `estimate[U+202E]fdp.exe` read as a PDF, and a line break hides what follows it.
"""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # control characters, line breaks among them
    "\u00ad\u034f\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\ufeff"  # no width
    "\u115f\u1160\u2800\u3164\uffa0"  # letters that are blank
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction of writing
    "\u2028\u2029\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_NO_CHARACTER = re.compile("[\ud800-\udfff]")
"""What Python makes of a byte in a file name that is not valid text."""
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def visible_text(text: str, *, lines: bool = False) -> str:
    """Return a text in which such characters are written as `[U+202E]`.

    `lines` keeps the line breaks, for texts of several lines.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = _UNSEEN.sub(
        lambda found: "\n" if lines and found[0] == "\n" else f"[U+{ord(found[0]):04X}]", text
    )
    return _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", shown)


def escaped(text: str) -> str:
    """Return a text as markup that shows it as it is.

    It is `html.escape`, but `html` takes half a megabyte for a table of all entities.
    """
    return text.translate(_ESCAPED)
