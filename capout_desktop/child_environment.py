"""Environment that other programs inherit: the one in which the packaged program was started."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from pathlib import PurePath

_OF_THE_LAUNCHER = "_PYI_"
_LIBRARIES = "LD_LIBRARY_PATH"
_BEFORE = "LD_LIBRARY_PATH_ORIG"
"""Where the launcher keeps the value of before."""
_PATHS = (_LIBRARIES, "DYLD_LIBRARY_PATH", "PATH", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH")


def restore_environment(environment: MutableMapping[str, str], own: PurePath) -> None:
    """Remove what the launcher of a packaged program added for the program's own libraries.

    A PDF viewer or a browser would load this program's Qt instead of its own, and crash.

    Args:
        environment: The variables, changed in place.
        own: Folder of the packaged program.
    """
    for name in [name for name in environment if name.startswith(_OF_THE_LAUNCHER)]:
        del environment[name]
    if _BEFORE in environment:
        environment[_LIBRARIES] = environment.pop(_BEFORE)
    for name in _PATHS:
        parts = environment.pop(name, "").split(os.pathsep)
        kept = [part for part in parts if part and not PurePath(part).is_relative_to(own)]
        if kept:
            environment[name] = os.pathsep.join(kept)
