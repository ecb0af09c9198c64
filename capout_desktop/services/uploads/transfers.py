"""The program's end of the transfer worker: starts it, asks it to send, and hears how that ended.

A worker that ends by itself completes no further body. So an upload whose last bytes had not been
allowed certainly did not arrive, and any other is unknown.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import itertools
import logging
import queue
import sqlite3
import threading
from collections.abc import Awaitable, Callable

from capout_desktop.capout.access import Access
from capout_desktop.capout.errors import CapOutError, ConnectionBroken
from capout_desktop.domain.document import Document, SourceKind
from capout_desktop.services.runtime import clock
from capout_desktop.services.uploads.attempt import AttemptResult
from capout_desktop.services.uploads.transfer_channel import (
    Channel,
    ProcessChannel,
    ThreadChannel,
)
from capout_desktop.services.uploads.transfer_protocol import (
    Accepted,
    Answer,
    Asks,
    Broken,
    Call,
    Cancel,
    Failed,
    Go,
    Logged,
    Ready,
    Send,
    Sent,
    Stopped,
    error_of,
    line,
    read_answer,
    receipt_of,
)

_log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
BeforeLastBytes = Callable[[], Awaitable[None]]

IDLE_SECONDS = 30.0
"""How long a worker without work is kept. It takes 21 MB, or 31 after large files (44 while it
sends four of 50 MB at once); without one, the next upload begins 0.25 seconds later."""
CANCEL_SECONDS = 5.0
"""How long a canceled upload may take to end before its worker is ended."""
MOST_FAILED_STARTS = 2
"""How many processes may end before they can be called until a thread sends instead."""
SILENCE_SECONDS = 600.0
"""How long a worker that sends may say nothing. Its own limits are reached long before."""


class Transfer:
    """One upload that the worker carries out."""

    def __init__(
        self,
        send: Send,
        say: Callable[[Call], None],
        on_progress: Progress | None,
        before_last_bytes: BeforeLastBytes,
        on_canceled: Callable[[], None],
    ) -> None:
        self._id = send.id
        self._say = say
        self._on_progress = on_progress
        self._before_last_bytes = before_last_bytes
        self._on_canceled = on_canceled
        self._began = clock.monotonic()
        self._body_is_out = self._canceled = self._has_ended = False
        self._sent = (0, 0)
        self._saving: asyncio.Task[None] | None = None
        self._journal_error: sqlite3.Error | None = None
        self._result: asyncio.Future[AttemptResult]
        self._result = asyncio.get_running_loop().create_future()
        say(send)

    @property
    def has_ended(self) -> bool:
        """Whether the worker has nothing more to do with it."""
        return self._has_ended

    def cancel(self) -> None:
        """Ask for its end; `wait` tells how it ended."""
        if not self._canceled and not self._has_ended:
            self._canceled = True
            self._say(Cancel(self._id))
            self._on_canceled()

    async def wait(self) -> AttemptResult:
        """Return how it ended; a waiting task that is canceled leaves it running."""
        return await asyncio.shield(self._result)

    def hear(self, answer: Answer) -> None:
        """Take what the worker says of it."""
        match answer:
            case Sent(sent=sent, total=total):
                self._sent = (sent, total)
                if self._on_progress is not None:
                    self._on_progress(sent, total)
            case Asks() if self._saving is None:
                self._saving = asyncio.ensure_future(self._complete())
            case Accepted():
                self._end(receipt=answer)
            case Failed():
                self._end(error_of(answer))
            case Stopped():
                self._end()
            case Broken():
                self._body_is_out = True
                self._end()

    def give_up(self, error: CapOutError | None) -> None:
        """Take note that the worker has ended."""
        self._end(error)

    async def _complete(self) -> None:
        try:
            await self._before_last_bytes()
        except sqlite3.Error as error:
            self._journal_error = error
            self._say(Cancel(self._id))
            return
        except Exception:  # noqa: BLE001 - logged, and looked up
            _log.exception("the journal failed in a way that nobody foresaw")
            self._body_is_out = True
            self._say(Cancel(self._id))
            return
        if not self._canceled and not self._has_ended:
            # Before it is said: from now on the last bytes may be out.
            self._body_is_out = True
            self._say(Go(self._id))

    def _end(self, error: CapOutError | None = None, receipt: Accepted | None = None) -> None:
        if self._has_ended:
            return
        self._has_ended = True
        if self._saving is None or self._saving.done():
            self._settle(error, receipt)
        else:
            # What the journal is just being told must not follow what is told of the end.
            self._saving.cancel()
            self._saving.add_done_callback(lambda _: self._settle(error, receipt))

    def _settle(self, error: CapOutError | None, receipt: Accepted | None) -> None:
        sent, total = self._sent
        self._result.set_result(
            AttemptResult(
                receipt_of(receipt) if receipt is not None else None,
                error if self._journal_error is None else None,
                self._body_is_out,
                self._journal_error,
                clock.monotonic() - self._began,
                sent,
                total,
            )
        )


class Transfers:
    """All uploads under way, in one worker that is started when it is needed.

    Where no process can be started, the worker is a thread: slower for the window, but it sends.
    """

    def __init__(self, start: Callable[[], Channel] | None = None) -> None:
        """Create it; `start` starts a worker, by default a process."""
        self._start = start or ProcessChannel
        self._numbers = itertools.count(1)
        self._worker: _Worker | None = None
        self._under_way: dict[int, tuple[_Worker, Transfer]] = {}
        self._idle: clock.Timer | None = None
        self._ended_in_a_row = self._failed_starts = 0

    def prepare(self) -> None:
        """Start the worker if there is none, so that the next upload need not wait for it."""
        self._running()
        self._note_idle()

    def start(
        self,
        document: Document,
        access: Access,
        on_progress: Progress,
        before_last_bytes: BeforeLastBytes,
    ) -> Transfer:
        """Upload the document; it never raises, and always comes to an end.

        `on_progress` is called on this loop with bytes of the body sent and in all, but for a link,
        which is so short. `before_last_bytes` is awaited on this loop; where it raises, the body
        is never complete.
        """
        number, worker = next(self._numbers), self._running()
        is_link = document.source_kind is SourceKind.LINK
        transfer = Transfer(
            Send(
                number,
                access,
                document.source,
                is_link,
                document.file_name,
                document.xn_address,
                document.sha256 or "",
                document.size,
            ),
            worker.say,
            None if is_link else on_progress,
            before_last_bytes,
            lambda: self._end_in_time(worker, transfer),
        )
        self._under_way[number] = (worker, transfer)
        worker.heard_at = clock.monotonic()
        if not worker.is_watched:
            self._watch(worker)
        return transfer

    def close(self) -> None:
        """End the worker without waiting for it."""
        if self._idle is not None:
            self._idle.cancel()
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def kill(self) -> None:
        """End the worker at once, whatever it does."""
        if self._worker is not None:
            self._worker.kill()

    def _running(self) -> _Worker:
        if self._worker is None:
            self._worker = _Worker(self._start, self._hear, self._note_end)
        return self._worker

    def _hear(self, worker: _Worker, answer: Answer) -> None:
        worker.heard_at = clock.monotonic()
        match answer:
            case Ready():
                return
            case Logged(level=level, logger=logger, text=text):
                logging.getLogger(logger).log(level, "%s", text)
                return
        _, transfer = self._under_way.get(answer.id, (worker, None))
        if transfer is None:
            return
        transfer.hear(answer)
        if transfer.has_ended:
            del self._under_way[answer.id]
            self._ended_in_a_row = 0
            self._note_idle()

    def _note_end(self, worker: _Worker) -> None:
        """Tell the transfers of a worker that it has ended."""
        if self._worker is worker:
            self._worker = None
        if worker.was_ready:
            self._failed_starts = 0
        else:
            self._failed_starts += 1
            if self._failed_starts == MOST_FAILED_STARTS:
                _log.warning("uploads are sent by a thread, since no process can be started")
                self._start = ThreadChannel
        left = [(id_, t) for id_, (of, t) in self._under_way.items() if of is worker]
        if left:
            self._ended_in_a_row += 1
            _log.warning("the worker ended while it sent %d documents", len(left))
        # The first time they go again at once. Whoever always ends it must not keep this busy.
        again = self._ended_in_a_row > 1 and worker.was_ready
        for id_, transfer in left:
            del self._under_way[id_]
            transfer.give_up(ConnectionBroken("the sending process ended") if again else None)

    def _note_idle(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        if self._worker is not None and not self._under_way:
            self._idle = clock.call_later(IDLE_SECONDS, self._end_if_idle)

    def _end_if_idle(self) -> None:
        if not self._under_way:
            self.close()

    def _end_in_time(self, worker: _Worker, transfer: Transfer) -> None:
        def end() -> None:
            if not transfer.has_ended:
                worker.kill()

        clock.call_later(CANCEL_SECONDS, end)

    def _watch(self, worker: _Worker) -> None:
        """End the worker once it has said nothing for too long while it sends.

        One timer for all of its uploads: one for each would keep what has ended in memory.
        """
        worker.is_watched = any(of is worker for of, _ in self._under_way.values())
        if not worker.is_watched:
            return
        left = worker.heard_at + SILENCE_SECONDS - clock.monotonic()
        if left <= 0:
            _log.warning("the worker for uploads does not answer")
            worker.kill()
            return
        clock.call_later(left, functools.partial(self._watch, worker))


class _Worker:
    """One worker from its start to its end, and the threads that write to it and listen."""

    def __init__(
        self,
        start: Callable[[], Channel],
        hear: Callable[[_Worker, Answer], None],
        on_end: Callable[[_Worker], None],
    ) -> None:
        self.was_ready = False
        self.heard_at = clock.monotonic()
        self.is_watched = False
        self._start = start
        self._hear = hear
        self._on_end = on_end
        self._loop = asyncio.get_running_loop()
        self._calls: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._channel: Channel | None = None
        self._killed = False
        self._changing = threading.Lock()
        threading.Thread(target=self._write, name="to transfer", daemon=True).start()

    def say(self, call: Call) -> None:
        """Pass on a call; no wait for the worker."""
        self._calls.put(line(call))

    def end(self) -> None:
        """Let it end after what was said before."""
        self._calls.put(b"")

    def kill(self) -> None:
        """End it at once, if it has been started; otherwise it is not."""
        with self._changing:
            self._killed = True
            if self._channel is not None:
                self._channel.kill()

    def _write(self) -> None:
        try:
            with self._changing:
                if self._killed:
                    raise OSError("it is not needed any more")
                channel = self._channel = self._start()
        except OSError as error:
            _log.warning("no worker for uploads: %s", error)
            self._tell(self._on_end, self)
            return
        threading.Thread(target=self._listen, args=(channel,), name="transfer", daemon=True).start()
        with contextlib.suppress(OSError, ValueError):  # it has ended, which the other thread hears
            while call := self._calls.get():
                channel.calls.write(call)
                channel.calls.flush()
        with contextlib.suppress(OSError, ValueError):
            channel.calls.close()

    def _listen(self, channel: Channel) -> None:
        try:
            for given in channel.answers:
                answer = read_answer(given)
                self.was_ready = True
                self._tell(self._hear, self, answer)
        except (OSError, ValueError):
            _log.exception("the worker for uploads speaks nonsense")
            channel.kill()
        self.end()  # of the thread that writes
        channel.wait()
        self._tell(self._on_end, self)
        channel.answers.close()

    def _tell(self, hear: Callable[..., None], *what: object) -> None:
        with contextlib.suppress(RuntimeError):  # the program has ended
            self._loop.call_soon_threadsafe(hear, *what)
