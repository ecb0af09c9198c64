"""How the program was started."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Options(NamedTuple):
    """How the program was started. A dataclass would take as long to make as a bar of the window.

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
    api_key: str = ""
    api_url: str = ""

    def __repr__(self) -> str:
        """Keep the key out of logs and tracebacks."""
        shown = {**self._asdict(), "api_key": "…" if self.api_key else ""}
        return f"Options({', '.join(f'{name}={value!r}' for name, value in shown.items())})"
