"""How the program was started."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

SANDBOX, API_URL, API_KEY = "--sandbox", "CAPOUT_API_URL", "CAPOUT_API_KEY"
XN_ADDRESS = "--xn-address"
ALWAYS_COMPARED = (SANDBOX, API_URL, API_KEY)
"""What a second start must have as the program that runs has it, also where it names none."""

StartedWith = Mapping[str, str]
"""Who would pay and receive, by the names that the person knows."""


class Options(NamedTuple):
    """How the program was started. A dataclass would take as long to make as a bar of the window.

    Attributes:
        data_dir: Where journal, settings and logs go; None means the platform's folders.
        self_test: Only look whether this installation is whole.
        sources: Files, folders and https links to queue.
        api_key: A key for this session only; never stored.
        api_url: Where CapOut is; checked already.
        send_at_once: Send several of `sources` without a question.
    """

    sandbox: bool = False
    data_dir: Path | None = None
    xn_address: str = ""
    verbose: bool = False
    self_test: bool = False
    sources: tuple[str, ...] = ()
    api_key: str = ""
    api_url: str = ""
    send_at_once: bool = False

    def __repr__(self) -> str:
        """Keep the key out of logs and tracebacks."""
        shown = {**self._asdict(), "api_key": "…" if self.api_key else ""}
        return f"Options({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


def started_with(options: Options) -> StartedWith:
    """Return who pays and receives after such a start; of the key only its digest."""
    key = "" if options.sandbox else options.api_key.strip()
    return {
        SANDBOX: "yes" if options.sandbox else "",
        API_URL: "" if options.sandbox else options.api_url,
        API_KEY: hashlib.sha256(key.encode()).hexdigest() if key else "",
        XN_ADDRESS: options.xn_address,
    }
