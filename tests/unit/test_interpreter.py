"""How Python is tuned: what is switched off is switched on again."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator

import pytest

from capout_desktop.interpreter import SWITCH_SECONDS, Collector, switch_often


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
