"""How the window looked when it was last closed, in a small JSON file of its own.

It is read before the first paint, hence with the standard library alone: what reads the other
settings takes longer to import than the window takes to appear.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple


class ViewState(NamedTuple):
    """How the window looks; every part of it may be missing or wrong in an old file.

    Attributes:
        geometry: Place and size, as Qt words them, in base64; empty before the first close.
        theme: `system`, `light` or `dark`.
        language: A code such as `es`; empty means the system's language.
        density: `comfortable` or `compact`.
        widths: The columns' widths in pixels, by name; those that the person never set are absent.
        sort_column: The name of the column that the list is sorted by; empty means arrival.
        group_by: `none`, `day` or `address`.
        show: The filter in force: `all`, `active`, `attention` or `complete`.
        details_open: Whether the panel beside the list is open.
        details_width: Its width in pixels; 0 before the person set it.
    """

    geometry: str = ""
    theme: str = "system"
    language: str = ""
    density: str = "comfortable"
    widths: Mapping[str, int] = MappingProxyType({})
    sort_column: str = ""
    sort_descending: bool = False
    group_by: str = "none"
    show: str = "all"
    details_open: bool = False
    details_width: int = 0


def read_view_state(path: Path) -> ViewState:
    """Return what the file says; what is missing or makes no sense is as on the first day.

    Blocking, a few hundred bytes: made for the moment before the window exists.
    """
    try:
        text = path.read_bytes()
        import json  # noqa: PLC0415 - there is nothing to be read on the first day

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
    """Write all or nothing. Blocking.

    Raises:
        OSError: the disk is full or the folder is not writable; the old file stands.
    """
    import json  # noqa: PLC0415 - as above

    values = {**look._asdict(), "widths": dict(look.widths)}
    draft = path.with_suffix(".tmp")
    try:
        draft.write_text(json.dumps(values, indent=2), encoding="utf-8")
        draft.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
