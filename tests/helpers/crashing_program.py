"""The program with added uncaught errors of every kind, which occur once it has a key.

The message of each error contains the key, as that of a careless library would.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Any


def crash_soon() -> None:
    """Raise errors in a task, a thread and a Qt slot when the first key works."""
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
        account_tasks.clear()  # its error is reported when it is collected

    account_tasks: list[asyncio.Future[None]] = []
    Credentials.use = use_and_crash  # type: ignore[method-assign]


# The process that opens PDFs also imports this module and must not start a second program.
if __name__ == "__main__":
    import sys

    from capout_desktop.cli import main

    crash_soon()
    sys.exit(main())
