"""Stored decisions about the files of the watched folder."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from capout_desktop.domain.watch_rules import DELETED, Handled, Handling, Stamp
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.watched_files import WatchedFiles, encode, key_of, load, save


class WatchMemory:
    """Decisions about files, by name. After a change, wait for `save` before acting on it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = WorkerThreads("watched files")
        self._watched = WatchedFiles()
        self._is_loaded = False
        self.is_saved = True

    @property
    def folder(self) -> str:
        """The folder of the decisions; empty before any was watched."""
        return self._watched.folder

    @property
    def stamps(self) -> Mapping[str, Stamp]:
        """Stamps of the files at the time of the decisions, by name."""
        return {name: handled.stamp for name, handled in self._watched.files.items()}

    async def load(self) -> None:
        """Load the decisions of earlier starts, once.

        Raises:
            OSError: The file cannot be read; no decision may be made.
        """
        if not self._is_loaded:
            self._watched = await self._threads.run(load, self._path)
            self._is_loaded = True

    async def save(self) -> None:
        """Write all decisions to disk; durable on return.

        Raises:
            OSError: They could not be written, and are still unsaved.
        """
        self.is_saved = True  # decisions made meanwhile are saved next time
        try:
            await self._threads.run(save, self._path, encode(self._watched))
        except BaseException:
            self.is_saved = False
            raise

    async def begin(self, folder: str, left: Mapping[str, Stamp]) -> None:
        """Start with another folder and its `left` files; durable on return.

        Raises:
            OSError: The file could not be written; the previous folder stays current.
        """
        before = self._watched
        files = {key_of(name): Handled(stamp, Handling.LEFT) for name, stamp in left.items()}
        self._watched = WatchedFiles(folder=folder, files=files, taken=before.taken)
        try:
            await self.save()
        except BaseException:
            self._watched = before
            raise

    def __getitem__(self, name: str) -> Handled | None:
        return self._watched.files.get(key_of(name))

    def absent(self, names: Iterable[str]) -> list[tuple[str, Handled]]:
        """Return the decisions about files that are no longer among `names`."""
        present = {key_of(name) for name in names}
        return [(key, h) for key, h in self._watched.files.items() if key not in present]

    def document_of(self, sha256: str) -> str | None:
        """Return the id of the document with this content; None if it was never taken."""
        return self._watched.taken.get(sha256)

    def note(self, name: str, handled: Handled) -> None:
        """Record the decision about a file; `save` stores it."""
        self._watched.files[key_of(name)] = handled
        if handled.sha256 and handled.handling is Handling.TAKEN:
            self._watched.taken[handled.sha256] = handled.document
        self.is_saved = False

    def forget(self, name: str) -> None:
        """Forget a file that is no longer in the folder; its content stays known."""
        self._watched.files.pop(key_of(name), None)
        self.is_saved = False

    def unread(self, names: Iterable[str]) -> list[str]:
        """Return those of `names` that were left and never read."""
        return [
            name
            for name in names
            if (handled := self[name]) is not None
            and handled.handling is Handling.LEFT
            and not handled.sha256
        ]

    def forget_left(self) -> None:
        """Forget the decisions about files that were left, so that they count as new."""
        files = self._watched.files
        self._watched.files = {
            key: handled for key, handled in files.items() if handled.handling is not Handling.LEFT
        }
        self.is_saved = False

    def forget_without(self, documents: Container[str]) -> None:
        """Forget the files whose documents are not among `documents`; their content stays known."""
        self._watched.files = {
            key: handled
            for key, handled in self._watched.files.items()
            if handled.handling is not Handling.TAKEN
            or handled.document in documents
            or handled.document == DELETED
        }
        self.is_saved = False

    def note_deleted(self, documents: Container[str], present: Iterable[str]) -> None:
        """Note that documents were deleted from the history, and forget the names of their files.

        A file that is still among `present`, the names in the folder, stays known: it was sent.
        """
        here = {key_of(name) for name in present}
        for key, handled in list(self._watched.files.items()):
            if handled.document in documents:
                self.is_saved = False
                if key in here:
                    self._watched.files[key] = replace(handled, document=DELETED)
                else:
                    del self._watched.files[key]

    def close(self) -> None:
        """Stop the thread after its current work, without waiting for it."""
        self._threads.stop()
