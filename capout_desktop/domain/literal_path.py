r"""Paths that Windows takes for others, or does not open, unless they begin with `\\?\`.

Windows drops dots and blanks at the end of a name, so that `a.pdf.` would be `a.pdf`. It takes
`CON.pdf` for the console, and opens no path longer than 259 characters. Such files come from Macs,
from Linux, and from deep folders on a server. After `\\?\` Windows takes a path as it is.
"""

from __future__ import annotations

import ntpath
import re
import sys

LONGEST = 247
"""Longest path that is left as it is. Windows takes 259 characters, of a folder 12 less."""

_PREFIX = "\\\\?\\"
_UNC_PREFIX = _PREFIX + "UNC\\"
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[1-9¹²³])\s*(\.|:|$)")


def literal_path(path: str) -> str:
    """Return the path of a file in the form in which this system takes it literally."""
    return literal_windows_path(path) if sys.platform == "win32" else path


def literal_windows_path(path: str) -> str:
    r"""Return an absolute path, with `\\?\` before it if Windows would not take it literally."""
    path = path.replace("/", "\\")
    if path.startswith((_PREFIX, "\\\\.\\")):
        return path
    drive, rest = ntpath.splitdrive(path)
    names = [name for name in rest.split("\\") if name not in {"", ".", ".."}]
    if len(path) <= LONGEST and not any(map(_is_changed_by_windows, names)):
        return path
    path = ntpath.normpath(path)
    return _UNC_PREFIX + path[2:] if drive.startswith("\\\\") else _PREFIX + path


def is_part_of_file(path: str) -> bool:
    """Return whether a path of Windows names a stream inside a file: `a.pdf:Zone.Identifier`.

    Also `a.pdf::$DATA`, which is the file itself under a name that nobody would recognize.
    """
    return ":" in ntpath.splitdrive(shown_path(path.replace("/", "\\")))[1]


def shown_path(path: str) -> str:
    r"""Return the path as people know it, without `\\?\`."""
    if path.startswith(_UNC_PREFIX):
        return "\\\\" + path.removeprefix(_UNC_PREFIX)
    return path.removeprefix(_PREFIX)


def _is_changed_by_windows(name: str) -> bool:
    return name.endswith((".", " ")) or bool(_DEVICE.match(name))
