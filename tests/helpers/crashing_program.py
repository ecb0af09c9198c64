"""The program as it is, only that it crashes in every way once it has a key: nobody catches that.

Each crash has the key in its own words, as a careless library's would.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Any


def crash_soon() -> None:
    """Let the first key that works bring down a task, a thread and a slot of Qt's."""
    from PySide6.QtCore import QTimer

    from capout_desktop.services.organizations.credential_service import Credential
    from capout_desktop.services.organizations.credentials import Credentials

    use = Credentials.use

    def use_and_crash(self: Credentials, credential: Credential) -> None:
        def crash(*_: Any) -> None:
            raise RuntimeError(f"this key did it: {credential.api_key}")

        async def crash_in_a_task() -> None:
            crash()

        use(self, credential)
        account_tasks.append(asyncio.ensure_future(crash_in_a_task()))
        threading.Thread(target=crash).start()
        QTimer.singleShot(0, crash)
        account_tasks.clear()  # what nobody holds is told of when it is collected

    account_tasks: list[asyncio.Future[None]] = []
    Credentials.use = use_and_crash  # type: ignore[method-assign]


# The process that opens PDFs imports this module, too, and must not start a second program.
if __name__ == "__main__":
    import sys

    from capout_desktop.cli import main

    crash_soon()
    sys.exit(main())
