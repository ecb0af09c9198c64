"""Rules about mails and archives: which files are looked into, and which entries are taken."""

from __future__ import annotations

import re
import unicodedata

from capout_desktop.domain.problem import Problem, ProblemCode
from capout_desktop.domain.watch_rules import is_estimate

ARCHIVE_ENDING, MAIL_ENDING, OUTLOOK_ENDING = ".zip", ".eml", ".msg"
CONTAINER_ENDINGS = (ARCHIVE_ENDING, MAIL_ENDING, OUTLOOK_ENDING)

MOST_ENTRIES = 2000
"""Largest number of entries of an archive, or of parts of a mail, that is looked at."""
MOST_ENTRY_BYTES = 64 << 20
"""Largest entry that is unpacked; CapOut takes none that is nearly as large."""
MOST_BYTES = 512 << 20
"""Largest sum of what is unpacked of one mail or archive."""
MOST_RATIO = 200
"""Largest ratio of an entry's size to its packed size; PDFs hardly shrink."""
SMALL_BYTES = 1 << 20
"""An entry of this size may have any ratio."""

EMPTY = Problem(ProblemCode.CONTAINER_WITHOUT_PDFS)
UNREADABLE = Problem(ProblemCode.CONTAINER_UNREADABLE)
TOO_MUCH = Problem(ProblemCode.CONTAINER_TOO_MUCH)
TOO_SLOW = Problem(ProblemCode.CONTAINER_TOO_SLOW)
ENTRY_LOCKED = Problem(ProblemCode.ENTRY_LOCKED)
ENTRY_NAME_UNSAFE = Problem(ProblemCode.ENTRY_NAME_UNSAFE)
ENTRY_IS_LINK = Problem(ProblemCode.ENTRY_IS_LINK)
ENTRY_TOO_LARGE = Problem(ProblemCode.ENTRY_TOO_LARGE)
ENTRY_DAMAGED = Problem(ProblemCode.ENTRY_DAMAGED)
ENTRY_TOO_DEEP = Problem(ProblemCode.ENTRY_TOO_DEEP)

LONGEST_NAME = 200
"""Number of characters of an entry's name, or of a mail's subject, that is kept."""

_DRIVE = re.compile(r"[A-Za-z]:")
_DEVICE = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE
)
_NAMES_TOLD = 3
_LONGEST_ENDING = 5


def is_container(name: str) -> bool:
    """Return whether the name is that of a mail or archive."""
    return name.lower().endswith(CONTAINER_ENDINGS) and not name.startswith((".", "~$"))


def last_part(name: str) -> str:
    """Return the file name at the end of an entry's name, which may be a path."""
    return name.replace("\\", "/").rpartition("/")[2]


def shortened(name: str) -> str:
    """Return a name of at most `LONGEST_NAME` characters, with its ending."""
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    ending = dot + ending if stem and len(ending) <= _LONGEST_ENDING else ""
    return f"{name[: LONGEST_NAME - len(ending) - 1]}…{ending}"


def is_wanted(name: str) -> bool:
    """Return whether an entry of this name is taken: a PDF, or an archive."""
    file_name = last_part(name)
    return is_estimate(file_name) or file_name.lower().endswith(ARCHIVE_ENDING)


def is_litter(name: str) -> bool:
    """Return whether the entry is one of those that systems add to archives by themselves."""
    file_name = last_part(name)
    return name.startswith("__MACOSX/") or file_name.startswith(".") or file_name == "Thumbs.db"


def is_unsafe_name(name: str) -> bool:
    """Return whether an entry's name leads elsewhere, names a device, or reads as another one.

    No entry is written under its name. But one that tries such a thing was made to deceive.
    """
    parts = name.replace("\\", "/").split("/")
    return (
        name.startswith(("/", "\\"))
        or _DRIVE.match(name) is not None
        or ".." in parts
        or any(_DEVICE.fullmatch(part) for part in parts)
        or any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in name)
    )


def is_bomb(size: int, packed: int) -> bool:
    """Return whether an entry is so much larger than its packed form that it is no PDF."""
    return size > SMALL_BYTES and size > MOST_RATIO * packed


def left_out(names: list[str]) -> Problem:
    """Return the message that other files in folders, mails and archives were not added."""
    told = ", ".join(names[:_NAMES_TOLD])
    more = ", …" if len(names) > _NAMES_TOLD else ""
    return Problem(
        ProblemCode.ENTRIES_LEFT_OUT, values=(("number", len(names)), ("names", told + more))
    )
