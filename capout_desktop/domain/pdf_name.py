"""Names that every system takes for those of PDFs."""

from __future__ import annotations

import sys


def is_lock_file(path: str) -> bool:
    """Return whether it is the file `~$name` that a program keeps beside one that it has open."""
    return path.replace("\\", "/").rpartition("/")[2].startswith("~$")


def is_hidden(name: str) -> bool:
    """Return whether people do not see a file of this name in its folder, or did not make it."""
    return name.startswith((".", "~")) or name.lower() in {"desktop.ini", "thumbs.db"}


def is_pdf_name(path: str) -> bool:
    """Return whether the last part of a path ends in `.pdf`, and in nothing else.

    On Windows no colon may be in it: `program.exe:x.pdf` is a part of the program.
    """
    name = path.replace("\\", "/").rpartition("/")[2]
    return name.lower().endswith(".pdf") and not (sys.platform == "win32" and ":" in name)
