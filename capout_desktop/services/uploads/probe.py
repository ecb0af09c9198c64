"""Harmless request that finds out whether CapOut answers, before a document is risked."""

from __future__ import annotations

from collections.abc import Callable

from capout_desktop.capout.errors import CapOutError, UnreadableBalance
from capout_desktop.domain.problem import Problem
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.uploads.backoff import CircuitBreaker


class Probe:
    """Asks for the credits while CapOut is in trouble, one request at a time."""

    def __init__(
        self,
        tasks: TaskOwner,
        ways: CircuitBreaker,
        on_key_refused: Callable[[Credential, Problem], None],
        on_end: Callable[[], None],
    ) -> None:
        self._tasks = tasks
        self._ways = ways
        self._on_key_refused = on_key_refused
        self._on_end = on_end
        self._is_under_way = False

    def start(self, credential: Credential) -> None:
        """Try the way with this key, unless that is under way."""
        if not self._is_under_way:
            self._is_under_way = True
            self._tasks.start(self._ask(credential), "probe")

    async def _ask(self, credential: Credential) -> None:
        try:
            await credential.client.credits()
        except UnreadableBalance:
            self._ways.note_answer()
        except CapOutError as error:
            if not error.is_final_refusal:
                self._ways.note(credential.organization_id, error)
            else:
                # CapOut answers. Whether this key may read the credits does not matter here.
                self._ways.note_answer()
                if error.status_code == 401:
                    self._on_key_refused(credential, error.problem)
        else:
            self._ways.note_answer()
        finally:
            self._is_under_way = False
            self._on_end()
