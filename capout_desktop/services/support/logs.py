"""Log file: redacted, of limited size, written by its own thread."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import sys
import threading
import traceback
from io import TextIOWrapper
from itertools import pairwise
from pathlib import Path
from types import TracebackType

from capout_desktop.capout.redact import RedactingFormatter, redact
from capout_desktop.store.private_files import make_private_folder

_log = logging.getLogger(__name__)

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_BYTES = 2_000_000
_FILES = 5
_FILE_MODE = 0o600


def hide_secrets_in_last_words() -> None:
    """Install hooks that log uncaught exceptions and print them on stderr, with keys redacted."""

    def of_program(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        _say_last_words(kind, error, trace)

    def of_thread(end: threading.ExceptHookArgs) -> None:
        if end.exc_value is not None and not isinstance(end.exc_value, SystemExit):
            _say_last_words(end.exc_type, end.exc_value, end.exc_traceback)

    sys.excepthook, threading.excepthook = of_program, of_thread


def _say_last_words(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    _log.critical("nobody caught this", exc_info=(kind, error, trace))
    if sys.stderr is not None:  # a program without a console has none
        sys.stderr.write(redact("".join(traceback.format_exception(kind, error, trace))))


class Log:
    """The log file of this session; `close` writes pending records.

    The handlers of `logging.handlers` would do the same, with `pickle` for their own sockets.
    Measured: that takes 0.5 MB.
    """

    def __init__(self, folder: Path, *, verbose: bool) -> None:
        """Write all records of the process to `folder`; blocks only to create the folder.

        Raises:
            OSError: The folder cannot be created or written.
        """
        make_private_folder(folder)
        self._file = _PrivateFile(folder / "capout-desktop.log", encoding="utf-8", delay=True)
        # On the handler, so that records of every library pass through it.
        self._file.setFormatter(RedactingFormatter(_FORMAT))
        self._records: queue.SimpleQueue[logging.LogRecord | None] = queue.SimpleQueue()
        self._handler = _Queue(self._records)
        root = logging.getLogger()
        root.addHandler(self._handler)
        root.setLevel(logging.DEBUG if verbose else logging.INFO)
        # At INFO a line for every request would hide what matters.
        logging.getLogger("httpx").setLevel(logging.DEBUG if verbose else logging.WARNING)
        self._thread = threading.Thread(target=self._write, name="log", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Write pending records and close the file."""
        logging.getLogger().removeHandler(self._handler)
        self._records.put(None)
        self._thread.join()
        self._file.close()

    def _write(self) -> None:
        while (record := self._records.get()) is not None:
            self._file.handle(record)


class _PrivateFile(logging.FileHandler):
    """Log file that only the user may read, as is each that follows it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record; if the file is full, into another one."""
        try:
            if self.stream is not None and self.stream.tell() >= _BYTES:
                self.stream.close()
                self.stream = None
                self._move_on()
            super().emit(record)
        except OSError:
            self.handleError(record)

    def _move_on(self) -> None:
        current = Path(self.baseFilename)
        older = [current.with_name(f"{current.name}.{number + 1}") for number in range(_FILES)]
        for path, next_older in reversed(list(pairwise([current, *older]))):
            # One may be missing, or held by another program: then it goes on with the same file.
            with contextlib.suppress(OSError):
                path.replace(next_older)

    def _open(self) -> TextIOWrapper:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(self.baseFilename, flags, _FILE_MODE)
        return TextIOWrapper(
            os.fdopen(descriptor, "ab"), encoding=self.encoding, errors=self.errors
        )


class _Queue(logging.Handler):
    """Passes records on unformatted; the formatter of the file renders and redacts them."""

    def __init__(self, records: queue.SimpleQueue[logging.LogRecord | None]) -> None:
        super().__init__()
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        """Pass a record on."""
        self._records.put(record)
