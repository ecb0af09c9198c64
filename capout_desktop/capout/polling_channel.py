"""Reports by asking again and again, for networks that let no realtime connection through."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Collection

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, Unauthorized
from capout_desktop.capout.status_channel import Deliver

_log = logging.getLogger(__name__)


class PollingChannel:
    """Asks for one document after another; see `StatusChannel`.

    One question at a time bounds the load, however many documents there are: a round through
    them starts every `interval` seconds at most, and a long one takes the time it takes.

    Attributes:
        working: Whether the last question was answered.
    """

    renew_after = None

    def __init__(
        self, client: CapOutClient, document_ids: Collection[str], *, interval: float
    ) -> None:
        """`document_ids` may change by itself: it is looked at before each question."""
        self.working = False
        self._client = client
        self._document_ids = document_ids
        self._interval = interval

    async def watch(self, document_ids: Collection[str]) -> None:
        """Ask for these from the next question on."""
        self._document_ids = document_ids

    async def run(self, deliver: Deliver) -> None:
        """Ask until cancelled.

        Raises:
            Unauthorized: The key is not accepted any more.
        """
        while True:
            began = time.monotonic()
            await self._round(deliver)
            await asyncio.sleep(max(0.0, began + self._interval - time.monotonic()))

    async def aclose(self) -> None:
        """Nothing stays open between questions."""

    async def _round(self, deliver: Deliver) -> None:
        for document_id in list(self._document_ids):
            if document_id not in self._document_ids:
                continue
            try:
                report = await self._client.status(document_id)
            except Unauthorized:
                raise
            except CapOutError as error:
                _log.info("no status of %s: %s", document_id, error)
                self.working = error.status_code is not None
                if not self.working:
                    return  # the line is down: the others would fare no better
            else:
                self.working = True
                await deliver(report)
