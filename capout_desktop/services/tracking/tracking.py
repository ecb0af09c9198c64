"""Follows what CapOut is working on, each document with the key that sent it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.problem import Problem
from capout_desktop.services.documents.document_store import Register
from capout_desktop.services.organizations.account_service import Account
from capout_desktop.services.organizations.accounts import Accounts
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.tracking.follower import Connection, Follower, Via

__all__ = ["Connection", "Tracking", "Via"]

_BETTER = (Via.NONE, Via.WEBSOCKET, Via.SSE, Via.POLLING)


class Tracking:
    """Watches every document in the state `PROCESSING`; each account has a line of its own.

    An account without such documents has no connection at all.

    Attributes:
        connection: By which way the news come in at the moment: the line that is worst off.
    """

    def __init__(
        self,
        register: Register,
        accounts: Accounts,
        tasks: TaskOwner,
        on_connection: Callable[[Connection], None],
        on_key_refused: Callable[[Account, Problem], None],
    ) -> None:
        """Build it; `on_connection` hears of the line that is worst off."""
        self._register = register
        self._accounts = accounts
        self._tasks = tasks
        self._on_connection = on_connection
        self._on_key_refused = on_key_refused
        self._followers: dict[str, Follower] = {}
        self._lines: dict[str, Connection] = {}
        self.connection = Connection()
        register.listen(self._watch)
        accounts.listen(self._account_changed)

    def _account_changed(self, profile_id: str, account: Account | None) -> None:
        before = self._followers.get(profile_id)
        if before is not None:
            if before.account is account:
                return  # it only became the active one
            del self._followers[profile_id]
            before.close()
            self._note_line(profile_id, Connection())
        if account is not None:
            self._followers[profile_id] = Follower(
                account, self._register, self._tasks, self._note_line, self._on_key_refused
            )
        # A key may be another's documents', too, where they have none of their own any more.
        self._watch(self._register.in_state(DocumentState.PROCESSING))

    def connect_anew(self) -> None:
        """Hang up every line and open it again: by another way, perhaps."""
        for account in self._accounts.working:
            if (follower := self._followers.pop(account.profile_id, None)) is not None:
                follower.close()
            self._account_changed(account.profile_id, account)

    def _watch(self, documents: Iterable[Document]) -> None:
        wanted: dict[str, dict[str, str]] = {}
        for document in documents:
            if document.state is not DocumentState.PROCESSING:
                continue
            account = self._accounts.reader_of(document)
            if account is not None and account.profile_id in self._followers:
                wanted.setdefault(account.profile_id, {})[document.document_id] = document.id
        for profile_id, ids in wanted.items():
            self._followers[profile_id].watch(ids)

    def _note_line(self, profile_id: str, connection: Connection) -> None:
        self._lines[profile_id] = connection
        worst = max(self._lines.values(), key=_badness)
        if worst != self.connection:
            self.connection = worst
            self._on_connection(worst)


def _badness(connection: Connection) -> tuple[bool, int]:
    return connection.since is not None, _BETTER.index(connection.via)
