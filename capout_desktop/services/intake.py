"""From what was dropped to rows: folders are looked into, every file becomes a document at once."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from capout_desktop.domain import file_problem
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.problem import Problem
from capout_desktop.services.clock import now
from capout_desktop.services.register import Register
from capout_desktop.services.worker_threads import WorkerThreads

FIRST_BATCH = 50
"""Few enough that the first rows stand while the rest of a large folder is still being read."""
NEXT_BATCHES = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that becomes a row; `problem` says why it cannot go where that is plain."""

    source: str
    kind: SourceKind
    file_name: str
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a drop: how many rows are new, how many files were on their way already."""

    added: int
    already_here: int


class Intake:
    """Turns paths, folders and links into documents of the register."""

    def __init__(self, register: Register, files: WorkerThreads) -> None:
        self._register = register
        self._files = files

    async def take(self, sources: Sequence[str], xn_address: str) -> Taken:
        """Add everything that `sources` name, in their order.

        A file that is on its way already (same path, not ended) is not added a second time.

        Raises:
            sqlite3.Error: the journal did not take a batch; those before it stand.
        """
        on_its_way = {d.source for d in self._register if not d.state.is_terminal}
        added = already_here = 0
        found = look_into(sources)
        size = FIRST_BATCH
        while batch := await self._files.run(_next, found, size):
            fresh = []
            for item in batch:
                if item.source in on_its_way:
                    already_here += 1
                else:
                    on_its_way.add(item.source)
                    fresh.append(_document(item, xn_address))
            if fresh:
                await self._register.add(fresh)
            added += len(fresh)
            size = NEXT_BATCHES
        return Taken(added, already_here)


def look_into(sources: Sequence[str]) -> Iterator[Found]:
    """Yield what `sources` name: files as they are, folders by the PDFs in them, links.

    Blocking: it reads folders.
    """
    for source in sources:
        scheme = urlsplit(source).scheme.lower()
        if scheme in {"https", "http"}:
            yield _link(source, secure=scheme == "https")
            continue
        if scheme == "file":
            source = url2pathname(urlsplit(source).path)  # noqa: PLW2901 - the same thing's path
        # Not resolved: a mapped drive or a link keeps the name that its owner knows it by.
        path = Path(os.path.abspath(source))  # noqa: PTH100
        if path.is_dir():
            yield from _folder(path)
        else:
            yield Found(str(path), SourceKind.FILE, path.name)


def _link(url: str, *, secure: bool) -> Found:
    parts = urlsplit(url)
    name = unquote(PurePosixPath(parts.path).name) or parts.netloc
    problem = None if secure else file_problem.LINK_NOT_HTTPS
    return Found(url, SourceKind.LINK, name, problem)


def _folder(folder: Path) -> Iterator[Found]:
    empty = True
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            # Hidden ones are other programs' leftovers ("._estimate.pdf" of a Mac).
            if name.lower().endswith(".pdf") and not name.startswith("."):
                empty = False
                yield Found(os.path.join(parent, name), SourceKind.FILE, name)  # noqa: PTH118 - 5,000 of them
    if empty:
        yield Found(str(folder), SourceKind.FILE, folder.name, file_problem.NO_PDFS_IN_FOLDER)


def _next(found: Iterator[Found], size: int) -> list[Found]:
    return list(islice(found, size))


def _document(item: Found, xn_address: str) -> Document:
    at = now()
    return Document(
        id=uuid.uuid4().hex,
        # Linux allows names that are no text; this is the one that is sent and looked up.
        file_name=item.file_name.encode(errors="replace").decode(),
        source=item.source,
        source_kind=item.kind,
        xn_address=xn_address,
        state=DocumentState.REJECTED if item.problem else DocumentState.CHECKING,
        added_at=at,
        changed_at=at,
        problem=item.problem,
    )
