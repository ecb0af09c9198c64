"""Log file: redacted, of limited size, written by its own thread."""

from __future__ import annotations

import logging
import logging.handlers
import os
import queue
import sys
import threading
import traceback
from io import TextIOWrapper
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
    """The log file of this session; `close` writes pending records."""

    def __init__(self, folder: Path, *, verbose: bool) -> None:
        """Write all records of the process to `folder`; blocks only to create the folder.

        Raises:
            OSError: The folder cannot be created or written.
        """
        make_private_folder(folder)
        file = _PrivateFile(
            folder / "capout-desktop.log",
            maxBytes=_BYTES,
            backupCount=_FILES,
            encoding="utf-8",
            delay=True,
        )
        # On the handler, so that records of every library pass through it.
        file.setFormatter(RedactingFormatter(_FORMAT))
        records: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
        self._listener = logging.handlers.QueueListener(records, file)
        self._handler = _Queue(records)
        root = logging.getLogger()
        root.addHandler(self._handler)
        root.setLevel(logging.DEBUG if verbose else logging.INFO)
        # At INFO a line for every request would hide what matters.
        logging.getLogger("httpx").setLevel(logging.DEBUG if verbose else logging.WARNING)
        self._listener.start()

    def close(self) -> None:
        """Write pending records and close the file."""
        logging.getLogger().removeHandler(self._handler)
        self._listener.stop()
        for handler in self._listener.handlers:
            handler.close()


class _PrivateFile(logging.handlers.RotatingFileHandler):
    """Log file that only the user may read, as is each that follows it."""

    def _open(self) -> TextIOWrapper:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(self.baseFilename, flags, _FILE_MODE)
        return TextIOWrapper(
            os.fdopen(descriptor, "ab"), encoding=self.encoding, errors=self.errors
        )


class _Queue(logging.handlers.QueueHandler):
    """Passes records on unformatted; the formatter of the file renders and redacts them."""

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        return record
