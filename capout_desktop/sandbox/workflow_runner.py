"""Timer that moves documents through their stages."""

from __future__ import annotations

import asyncio

from capout_desktop.sandbox.state import SandboxState
from capout_desktop.sandbox.workflow import SandboxDocument

_SECONDS_BETWEEN_LOOKS_WHILE_STILL = 0.1


class WorkflowRunner:
    """Advances each document when its next step is due."""

    def __init__(self, state: SandboxState, loop: asyncio.AbstractEventLoop) -> None:
        self._state = state
        self._loop = loop
        self._known: set[tuple[str, str]] = set()

    def notice(self, document: SandboxDocument) -> None:
        """Schedule the next step of a document, unless it is; called with the state's lock held."""
        if document.key not in self._known:
            self._known.add(document.key)
            self._loop.call_soon_threadsafe(self._wait, document)

    def _wait(self, document: SandboxDocument) -> None:
        with self._state.locked:
            if document.is_over:
                return
            seconds = document.seconds_to_next_step
        speed = self._state.behavior.speed
        if speed > 0:
            self._loop.call_later(seconds / speed, self._step, document)
        else:
            self._loop.call_later(_SECONDS_BETWEEN_LOOKS_WHILE_STILL, self._wait, document)

    def _step(self, document: SandboxDocument) -> None:
        if self._state.behavior.speed > 0:
            self._state.advance(document.id, document.organization_id)
        self._wait(document)
