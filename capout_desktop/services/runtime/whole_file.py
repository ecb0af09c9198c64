"""Writer of small files that people asked for."""

from __future__ import annotations

import os
from pathlib import Path

from capout_desktop.store.private_files import new_draft, put_in_place


def write_whole(path: Path, content: bytes) -> None:
    """Write a file completely or not at all; blocking, so call it from a worker thread.

    Raises:
        OSError: The file cannot be written; an earlier file is unchanged.
    """
    draft = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(new_draft(draft), "wb") as file:
            file.write(content)
        put_in_place(draft, path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
