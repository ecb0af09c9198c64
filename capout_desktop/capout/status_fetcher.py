"""One question for the status of each document: closes the gap before a stream began."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from capout_desktop.capout.client import CapOutClient
from capout_desktop.capout.errors import CapOutError, NotFound, Unauthorized
from capout_desktop.capout.status_channel import Deliver

_PARALLEL = 4
_NOT_FOUND_TRIES = 4
"""A document that was accepted a moment ago may not be known everywhere yet."""


class StatusFetcher:
    """Asks for what it is told to, a few at a time, until each question has an answer."""

    def __init__(
        self,
        client: CapOutClient,
        deliver: Deliver,
        is_wanted: Callable[[str], bool],
        give_up: Callable[[str, CapOutError], Awaitable[None]],
        *,
        patience: float = 5.0,
    ) -> None:
        """Build it; `run` does the work.

        Args:
            client: Is asked.
            deliver: Takes the answers.
            is_wanted: Whether a document is still of interest when its turn comes.
            give_up: Hears of a document whose status cannot be had.
            patience: Seconds between two tries for one document.
        """
        self._client = client
        self._deliver = deliver
        self._is_wanted = is_wanted
        self._give_up = give_up
        self._patience = patience
        self._waiting: dict[str, int] = {}
        self._wanted = asyncio.Event()

    def request(self, document_ids: Iterable[str]) -> None:
        """Ask for these too, each once."""
        for document_id in document_ids:
            self._waiting.setdefault(document_id, 0)
        self._wanted.set()

    async def run(self) -> None:
        """Ask until cancelled.

        Raises:
            Unauthorized: The key is not accepted any more.
        """
        workers = [asyncio.create_task(self._work()) for _ in range(_PARALLEL)]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def _work(self) -> None:
        while True:
            await self._wanted.wait()
            if not self._waiting:
                self._wanted.clear()
                continue
            document_id = next(iter(self._waiting))
            tries = self._waiting.pop(document_id)
            if self._is_wanted(document_id):
                await self._ask(document_id, tries)

    async def _ask(self, document_id: str, tries: int) -> None:
        try:
            report = await self._client.status(document_id)
        except Unauthorized:
            raise
        except CapOutError as error:
            again = error.retryable
            if isinstance(error, NotFound):
                again = tries + 1 < _NOT_FOUND_TRIES
            if again:
                await asyncio.sleep(self._patience)
                self._waiting.setdefault(document_id, tries + 1)
                self._wanted.set()
            else:
                await self._give_up(document_id, error)
        else:
            await self._deliver(report)
