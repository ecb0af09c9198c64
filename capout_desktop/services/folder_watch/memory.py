"""What was decided about the watched folder's files: in memory, and on disk before it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from capout_desktop.domain.watch_rules import Handled, Handling, Stamp
from capout_desktop.services.runtime.worker_threads import WorkerThreads
from capout_desktop.store.watched_files import WatchedFiles, encode, key_of, load, save


class WatchMemory:
    """The decisions; whoever changes one saves them, and goes on only then."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = WorkerThreads("watched files")
        self._watched = WatchedFiles()
        self._is_loaded = False
        self.is_saved = True

    @property
    def folder(self) -> str:
        """The folder that the decisions are about; empty before any was watched."""
        return self._watched.folder

    @property
    def stamps(self) -> Mapping[str, Stamp]:
        """What the files looked like when they were decided about, by name."""
        return {name: handled.stamp for name, handled in self._watched.files.items()}

    async def load(self) -> None:
        """Read what earlier starts decided, once.

        Raises:
            OSError: it cannot be read: nothing may be decided.
        """
        if not self._is_loaded:
            self._watched = await self._threads.run(load, self._path)
            self._is_loaded = True

    async def save(self) -> None:
        """Write everything down; durable on return.

        Raises:
            OSError: it could not be written, and still waits.
        """
        self.is_saved = True  # what is decided meanwhile waits for the next time
        try:
            await self._threads.run(save, self._path, encode(self._watched))
        except BaseException:
            self.is_saved = False
            raise

    async def begin(self, folder: str, left: Mapping[str, Stamp]) -> None:
        """Begin with another folder, and leave what is there; durable on return.

        Raises:
            OSError: it could not be written; the folder before is still the one in force.
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
        """Return what was decided about files that are not among `names` any more."""
        present = {key_of(name) for name in names}
        return [(key, h) for key, h in self._watched.files.items() if key not in present]

    def document_of(self, sha256: str) -> str | None:
        """Return the document that this content became; None where it was never taken."""
        return self._watched.taken.get(sha256)

    def note(self, name: str, handled: Handled) -> None:
        """Decide about a file; see `save`."""
        self._watched.files[key_of(name)] = handled
        if handled.sha256 and handled.handling is Handling.TAKEN:
            self._watched.taken.setdefault(handled.sha256, handled.document)
        self.is_saved = False

    def forget(self, name: str) -> None:
        """Forget a file that is not in the folder any more; its content stays known."""
        self._watched.files.pop(key_of(name), None)
        self.is_saved = False

    def forget_left(self) -> None:
        """Let everything that was left look new."""
        files = self._watched.files
        self._watched.files = {
            key: handled for key, handled in files.items() if handled.handling is not Handling.LEFT
        }
        self.is_saved = False

    def close(self) -> None:
        """End the thread once what it does is done; waits for nothing."""
        self._threads.stop()
