"""How Python is tuned: what is switched off is switched on again."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator

import psutil
import pytest

from capout_desktop.interpreter import (
    REST_SECONDS,
    SWITCH_SECONDS,
    WORK_SECONDS,
    Collector,
    FreeMemory,
    switch_often,
)


class Node:
    """Garbage that only the collector finds: it refers to itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector() -> Iterator[Collector]:
    collector = Collector()
    yield collector
    collector.close()


def test_threads_hand_python_on_often() -> None:
    before = sys.getswitchinterval()
    try:
        switch_often()
        assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS)
    finally:
        sys.setswitchinterval(before)


def test_no_source_is_read_and_kept_when_a_module_is_imported() -> None:
    imports = "import sys, linecache, capout_desktop.app, capout_desktop.program"
    kept = "sys.exit(str([p for p in linecache.cache if 'capout_desktop' in p] or '') or 0)"
    done = subprocess.run([sys.executable, "-c", f"{imports}; {kept}"], check=False)
    assert done.returncode == 0


def test_python_collects_nothing_by_itself_until_it_is_closed() -> None:
    collector = Collector()
    assert not gc.isenabled()
    left = weakref.ref(Node())
    collector.close()
    assert left() is None, "what was left is collected at the end"
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_what_is_due_is_collected(collector: Collector) -> None:
    gone = weakref.ref(Node())
    kept = [Node() for _ in range(gc.get_threshold()[0] + 1)]
    assert gone() is not None
    collector.collect_what_is_due()
    assert gone() is None
    assert kept


def test_nothing_is_collected_before_it_is_due(collector: Collector) -> None:
    gc.collect()
    gone = weakref.ref(Node())
    collector.collect_what_is_due()
    assert gone() is not None


def test_free_memory_is_given_back_once_when_the_program_rests_after_work(
    collector: Collector,
) -> None:
    used = 5.0
    free_memory = FreeMemory(collector, lambda: used)
    used += REST_SECONDS / 2
    assert not free_memory.look(), "it has not worked"
    used += WORK_SECONDS
    assert not free_memory.look(), "it works"
    used += REST_SECONDS / 2
    assert free_memory.look()
    used += REST_SECONDS / 2
    assert not free_memory.look(), "it has not worked since"
    for _ in range(int(WORK_SECONDS / REST_SECONDS * 2) - 2):
        used += REST_SECONDS / 2
        assert not free_memory.look()
    used += 1.01 * REST_SECONDS / 2
    assert free_memory.look(), "resting takes time, too"


HEAPS = """
import ctypes, threading
from capout_desktop.interpreter import use_one_heap
{call}
done = threading.Barrier(5)
def use():
    several = [bytes(10_000) for _ in range(50)]
    done.wait()
threads = [threading.Thread(target=use) for _ in range(4)]
for thread in threads:
    thread.start()
done.wait()
library = ctypes.CDLL(None)
library.malloc_info(0, ctypes.c_void_p.in_dll(library, "stdout"))
library.fflush(None)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc has heaps for threads")
@pytest.mark.parametrize(("call", "is_one"), [("use_one_heap()", True), ("", False)])
def test_all_threads_share_one_heap(call: str, is_one: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HEAPS.format(call=call)],
        check=True,
        capture_output=True,
        text=True,
    )
    heaps = done.stdout.count("<heap nr=")
    assert (heaps == 1) is is_one
    assert heaps


@pytest.mark.skipif(sys.platform != "linux", reason="glibc keeps it, Windows gives it back")
def test_what_the_c_library_kept_is_given_back(collector: Collector) -> None:
    used = 0.0
    free_memory = FreeMemory(collector, lambda: used)
    used = WORK_SECONDS
    free_memory.look()
    resident = psutil.Process().memory_info
    much = [bytes(1_000) for _ in range(60_000)]
    kept = much[::100]
    with_all = resident().rss
    del much
    assert free_memory.look()
    assert resident().rss < with_all - 30_000_000
    assert kept
