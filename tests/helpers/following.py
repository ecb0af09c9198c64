"""The service that follows documents at CapOut, and what it tells."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from helpers.documents import document
from helpers.stored_documents import stored_documents

from capout_desktop.capout.client import CapOutClient
from capout_desktop.domain.credits import KeyKind
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.problem import Problem
from capout_desktop.sandbox.organization import SANDBOX_KEY
from capout_desktop.services.documents.document_store import DocumentStore
from capout_desktop.services.organizations.credential_service import Credential
from capout_desktop.services.organizations.credentials import Credentials
from capout_desktop.services.tracking.tracking import Connection, Tracking

S = DocumentState


@dataclass
class Followed:
    """A register that follows a server, and all that it was told."""

    store: DocumentStore
    batches: list[Sequence[Document]] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    credentials: Credentials = field(default_factory=Credentials)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def use_key(self, client: CapOutClient) -> None:
        """Follow with the key of the sandbox; `client` makes the calls."""
        self.credentials.use(Credential(SANDBOX_KEY, "org", KeyKind.SANDBOX, client, "default"))

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(60):
            while not condition():
                self.changed.clear()
                await self.changed.wait()


@asynccontextmanager
async def following(
    folder: Path, client: CapOutClient, document_ids: Sequence[str]
) -> AsyncIterator[Followed]:
    """Follow these documents from now on, with a journal in `folder`."""

    def connect(connection: Connection) -> None:
        followed.connections.append(connection)
        followed.changed.set()

    def refuse(_: Credential, problem: Problem) -> None:
        followed.refused.append(problem)
        followed.changed.set()

    def note(batch: Sequence[Document]) -> None:
        followed.batches.append(batch)
        followed.changed.set()

    async with aclosing(client), stored_documents(folder) as stored:
        store = stored.store
        await store.add(
            [
                document(S.PROCESSING, id=f"local-{id_}", document_id=id_, organization_id="org")
                for id_ in document_ids
            ]
        )
        followed = Followed(store)
        Tracking(store, followed.credentials, stored.tasks, connect, refuse)
        store.listen(note)
        followed.use_key(client)
        yield followed
