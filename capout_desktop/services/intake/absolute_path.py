"""Absolute paths of the files that are added, as documents keep them."""

from __future__ import annotations

import os
import sys

from capout_desktop.domain.literal_path import literal_path


def absolute_path(path: str) -> str:
    """Return an absolute path; links and mapped drives stay, with the name that the person knows.

    On Windows a name that it would change is kept as it is.
    """
    if sys.platform == "win32":
        whole = os.path.join(os.getcwd(), path)  # noqa: PTH109, PTH118 - strings
        literal = literal_path(whole)
        if literal.startswith("\\\\?\\"):
            return literal
    return os.path.abspath(path)  # noqa: PTH100
