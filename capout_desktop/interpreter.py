"""Tuning of the Python interpreter for a window beside busy threads, with measurements.

This module imports no Qt, and nothing that is not loaded before the first paint anyway.

Switch interval
    Qt takes the interpreter lock many times while it paints, and each time waits until a busy
    thread releases it. Measured: at Python's default of 5 ms, a few threads that encode uploads
    are enough to make the window miss frames.
Encoding lock
    Encoding a chunk holds the interpreter lock, whatever the switch interval. Measured: with four
    uploads at once the window missed frames until one file was encoded at a time. Encoding
    several at once is not faster, since only one thread runs Python at a time.
Cyclic garbage collector
    By default it runs on the thread that happens to allocate. If the garbage holds a Qt object,
    Qt destroys it on the wrong thread, and the program crashes some events later. Measured: this
    happened in three test runs of five, and in none since only the GUI thread collects.
Imports
    PySide6 replaces Python's `__import__` by one that reads the source of every module imported
    from then on, to see whether it uses PySide6's other spelling of names (`__feature__`), and
    Python keeps what was read. We do not use that spelling. Measured: 594 sources with 169,000
    lines were in memory; without them the idle program takes 113.8 MB instead of 128.5.
Memory that is free
    The C library keeps what was freed between blocks in use. Measured: after 200 documents it kept
    17 MB of 136, after 2,000 about as much; asked to, it gives nearly all of it back. That takes
    some milliseconds, so it is asked once the program rests after work.
Heaps
    glibc gives threads heaps of their own, and none of them uses what is free in another one.
    Measured: with one heap for all threads the idle program takes 0.3 to 0.6 MB less.
"""

from __future__ import annotations

import builtins
import gc
import linecache
import sys
import threading
import time
from collections.abc import Callable

SWITCH_SECONDS = 0.0002
"""Longest time a busy thread keeps the interpreter lock; Python's default is 25 times as long."""

LONG_COLLECTION_SECONDS = 0.008
"""Half a frame. If a collection takes longer, many long-lived rows exist, and examining them
again and again is useless."""

REST_SECONDS = 0.1
"""Processor time between two looks at free memory, below which the program rests."""
WORK_SECONDS = 1.0
"""Least processor time between two times that free memory is given back: idle for half an hour."""

_M_ARENA_MAX = -8
"""Number of heaps, in the calls of glibc."""

ENCODING = threading.Lock()
"""Lock held while a chunk of a file is encoded: one file at a time."""


def switch_often() -> None:
    """Set a switch interval short enough for the window to paint while threads are busy."""
    sys.setswitchinterval(SWITCH_SECONDS)


def use_one_heap() -> None:
    """Let all threads take their memory from one heap. Call it before the first thread is started.

    Only Linux with glibc has one for each.
    """
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - after the platform is known

        library = ctypes.CDLL(None)
        if hasattr(library, "mallopt"):  # musl has none
            library.mallopt(_M_ARENA_MAX, 1)


def import_as_usual() -> None:
    """Give Python its own `__import__` back, which PySide6 has replaced."""
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
    linecache.clearcache()  # sources read before


class Collector:
    """Manual runner of the cyclic garbage collector, generation by generation, as Python runs it.

    Creating one turns automatic collection off. All calls must come from one thread.
    """

    def __init__(self) -> None:
        self._thresholds = gc.get_threshold()
        gc.disable()
        # Objects that exist by now, mainly modules, live as long as the program.
        gc.freeze()

    def collect_what_is_due(self) -> None:
        """Collect the oldest generation whose threshold is exceeded, if any."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                began = time.thread_time()  # however busy the computer is with other programs
                gc.collect(generation)
                if time.thread_time() - began > LONG_COLLECTION_SECONDS:
                    gc.collect()
                    gc.freeze()
                return

    def collect_everything(self) -> None:
        """Collect all generations, but not what lives as long as the program."""
        gc.collect()

    def close(self) -> None:
        """Collect all generations, and turn automatic collection on again."""
        gc.unfreeze()
        gc.collect()
        gc.enable()


class FreeMemory:
    """Memory that is free again, given back to the system once the program rests after work."""

    def __init__(
        self, collector: Collector, processor_time: Callable[[], float] = time.process_time
    ) -> None:
        """Start; `processor_time` returns the seconds that the program has used."""
        self._collector = collector
        self._processor_time = processor_time
        self._looked_at = self._given_back_at = processor_time()

    def look(self) -> bool:
        """Give it back if the program rests but has worked since the last time; return whether."""
        used = self._processor_time()
        rests = used - self._looked_at < REST_SECONDS
        self._looked_at = used
        if not rests or used - self._given_back_at < WORK_SECONDS:
            return False
        self._collector.collect_everything()
        _give_back()
        self._looked_at = self._given_back_at = self._processor_time()
        return True


def _give_back() -> None:
    """Call the function of glibc or of macOS; Windows gives back by itself what is free."""
    import ctypes  # noqa: PLC0415 - not before the first paint

    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        if hasattr(library, "malloc_trim"):  # musl has none
            library.malloc_trim(0)
    elif sys.platform == "darwin":
        relieve = ctypes.CDLL(None).malloc_zone_pressure_relief
        relieve.argtypes = (ctypes.c_void_p, ctypes.c_size_t)
        relieve.restype = ctypes.c_size_t
        relieve(None, 0)
