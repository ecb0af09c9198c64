"""How the program was started."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """How the program was started.

    Attributes:
        data_dir: Where journal, settings and logs go; None means the platform's folders.
        self_test: Only look whether this installation is whole.
        sources: Files, folders and https links to queue.
        api_key: A key for this session only; never stored.
        api_url: Where CapOut is; checked already.
    """

    sandbox: bool = False
    data_dir: Path | None = None
    xn_address: str = ""
    verbose: bool = False
    self_test: bool = False
    sources: tuple[str, ...] = ()
    api_key: str = field(default="", repr=False)
    api_url: str = ""
