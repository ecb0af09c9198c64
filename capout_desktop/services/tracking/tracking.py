"""Tracking of all documents in progress at CapOut, each with the key that sent it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.problem import Problem
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.runtime.tasks import TaskOwner
from capout_desktop.services.tracking.follower import Connection, Follower, Via

__all__ = ["Connection", "Tracking", "Via"]

_BETTER = (Via.NONE, Via.WEBSOCKET, Via.SSE, Via.POLLING)


class Tracking:
    """Follows all documents in the state `PROCESSING`, with one `Follower` per credential.

    A credential without such documents has no connection.

    Attributes:
        connection: The worst of the current connections.
    """

    def __init__(
        self,
        store: DocumentStore,
        credentials: Credentials,
        tasks: TaskOwner,
        on_connection: Callable[[Connection], None],
        on_key_refused: Callable[[Credential, Problem], None],
    ) -> None:
        """Start tracking; `on_connection` is called with the worst connection when it changes."""
        self._store = store
        self._credentials = credentials
        self._tasks = tasks
        self._on_connection = on_connection
        self._on_key_refused = on_key_refused
        self._followers: dict[str, Follower] = {}
        self._lines: dict[str, Connection] = {}
        self.connection = Connection()
        store.listen(self._watch_new)
        credentials.listen(self._credential_changed)

    def _credential_changed(self, credential_id: str, credential: Credential | None) -> None:
        before = self._followers.get(credential_id)
        if before is not None:
            if before.credential is credential:
                return  # it only became the active one
            del self._followers[credential_id]
            before.close()
            self._note_line(credential_id, Connection())
        if credential is not None:
            self._followers[credential_id] = Follower(
                credential, self._store, self._tasks, self._note_line, self._on_key_refused
            )
        # A key may also serve documents of the same organization that lost their own.
        self._watch(self._store.in_state(DocumentState.PROCESSING))

    def connect_anew(self) -> None:
        """Close and reopen all connections, such as after a change of the proxy."""
        for credential in self._credentials.working:
            if (follower := self._followers.pop(credential.credential_id, None)) is not None:
                follower.close()
            self._credential_changed(credential.credential_id, credential)

    def _watch_new(self, documents: Sequence[Document]) -> None:
        """Follow documents, but those that are followed already: most changes are statuses."""
        ended = [d for d in documents if d.document_id and d.state is not DocumentState.PROCESSING]
        for follower in self._followers.values():
            follower.forget(ended)
            documents = [document for document in documents if not follower.follows(document)]
        self._watch(documents)

    def _watch(self, documents: Iterable[Document]) -> None:
        wanted: dict[str, list[tuple[str, str]]] = {}
        for document in documents:
            if document.state is not DocumentState.PROCESSING:
                continue
            credential = self._credentials.reader_of(document)
            if credential is not None and credential.credential_id in self._followers:
                ids = document.document_id, document.id
                wanted.setdefault(credential.credential_id, []).append(ids)
        for credential_id, documents_of in wanted.items():
            self._followers[credential_id].watch(documents_of)

    def _note_line(self, credential_id: str, connection: Connection) -> None:
        self._lines[credential_id] = connection
        worst = max(self._lines.values(), key=_badness)
        if worst != self.connection:
            self.connection = worst
            self._on_connection(worst)


def _badness(connection: Connection) -> tuple[bool, int]:
    return connection.since is not None, _BETTER.index(connection.via)
