"""Command line options, parsed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

SANDBOX, API_URL, API_KEY = "--sandbox", "CAPOUT_API_URL", "CAPOUT_API_KEY"
XN_ADDRESS = "--xn-address"
BACKGROUND = "--background"
ALWAYS_COMPARED = (SANDBOX, API_URL, API_KEY)
"""Options that must be equal to those of the running program, even if the second start sets
none."""

StartedWith = Mapping[str, str]
"""Options that decide who pays and who receives, by their names on the command line."""


class Options(NamedTuple):
    """Options of the command line. A named tuple, because creating a dataclass slows the start.

    Attributes:
        data_dir: Folder of journal, settings and logs; None means the platform's folders.
        self_test: Only check whether this installation is complete.
        inspect: Only print what the files in `sources`, named as they were typed, are.
        as_json: Print that as JSON.
        sources: Files, folders and https links to queue.
        api_key: A key for this session only; never stored.
        api_url: Address of CapOut, already checked.
        send_at_once: Send several `sources` without asking first.
        background: Start in the tray, without showing the window.
    """

    sandbox: bool = False
    data_dir: Path | None = None
    xn_address: str = ""
    verbose: bool = False
    self_test: bool = False
    inspect: bool = False
    as_json: bool = False
    sources: tuple[str, ...] = ()
    api_key: str = ""
    api_url: str = ""
    send_at_once: bool = False
    background: bool = False

    def __repr__(self) -> str:
        """Keep the key out of logs and tracebacks."""
        shown = {**self._asdict(), "api_key": "…" if self.api_key else ""}
        return f"Options({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


def started_with(options: Options) -> StartedWith:
    """Return the options that decide who pays and receives; the key only as a digest."""
    import hashlib  # noqa: PLC0415 - 3 ms of the start, and needed after the first paint

    key = "" if options.sandbox else options.api_key.strip()
    return {
        SANDBOX: "yes" if options.sandbox else "",
        API_URL: "" if options.sandbox else options.api_url,
        API_KEY: hashlib.sha256(key.encode()).hexdigest() if key else "",
        XN_ADDRESS: options.xn_address,
    }
