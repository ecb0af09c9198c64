"""View state of the window when it was last closed, in a separate JSON file.

It is read before the first paint, so only with the standard library. Importing the module that
reads the other settings takes longer than the window takes to appear.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from capout_desktop.store.private_files import write_private_file


class ViewState(NamedTuple):
    """View state of the window. Every field may be missing or wrong in an old file.

    Attributes:
        geometry: Position and size as saved by Qt, in base64; empty before the first close.
        theme: `system`, `light` or `dark`.
        language: A code such as `es`; empty means the system's language.
        density: `comfortable` or `compact`.
        widths: Widths of the columns in pixels, by name; only of columns that the user resized.
        sort_column: Name of the column that the list is sorted by; empty means order of arrival.
        group_by: Name of a grouping of the list; an unknown one is the usual one, by batch.
            Releases up to 0.1 stored `none` for a list without groups, which then was usual.
        columns: Names of the optional columns that are shown, separated by commas.
        hidden_columns: Names of the other columns that are hidden.
        column_order: Names of all columns from left to right; empty for the usual order.
        show: Filter in use: `all`, `active`, `attention` or `complete`.
        details_open: Whether the panel beside the list is open.
        details_width: Its width in pixels; 0 before the user set it.
    """

    geometry: str = ""
    theme: str = "system"
    language: str = ""
    density: str = "comfortable"
    widths: Mapping[str, int] = MappingProxyType({})
    sort_column: str = ""
    sort_descending: bool = False
    group_by: str = "batch"
    show: str = "all"
    details_open: bool = False
    details_width: int = 0
    columns: str = ""
    hidden_columns: str = ""
    column_order: str = ""


def read_view_state(path: Path) -> ViewState:
    """Return the view state, with defaults for missing and invalid values.

    It blocks, but the file has only a few hundred bytes and is read before the window exists.
    """
    try:
        text = path.read_bytes()
        import json  # noqa: PLC0415 - not needed if there is no file

        found: Any = json.loads(text)
    except (OSError, ValueError):
        return ViewState()
    if not isinstance(found, dict):
        return ViewState()
    usual = {**ViewState()._asdict(), "widths": {}}
    known = {k: v for k, v in found.items() if k in usual and type(v) is type(usual[k])}
    widths = known.get("widths", {}).items()
    known["widths"] = {k: v for k, v in widths if type(v) is int and v > 0}
    return ViewState(**known)


def write_view_state(path: Path, look: ViewState) -> None:
    """Write the view state, all or nothing. Blocking.

    Raises:
        OSError: The disk is full or the folder is not writable; the old file is kept.
    """
    import json  # noqa: PLC0415 - as above

    values = {**look._asdict(), "widths": dict(look.widths)}
    write_private_file(path, json.dumps(values, indent=2).encode())
