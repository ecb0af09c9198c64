"""Plugins for pytest: what each test reaches, and a run of chosen tests in a chosen order."""

from __future__ import annotations

import builtins
import json
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from development.mutants.shared_marks import SharedMarks


class Reached:
    """Writes for each test that passed how long it took and which blocks it ran."""

    def __init__(self, result: Path, elsewhere: SharedMarks) -> None:
        """Create it.

        Args:
            result: Where to write.
            elsewhere: What processes that a test starts have reached.
        """
        self._result = result
        self._elsewhere = elsewhere
        self._blocks: set[str] = set()
        builtins.capout_reached = self._blocks  # type: ignore[attr-defined]
        self._failed = False
        self._tests: dict[str, tuple[float, list[str]]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Note what one test reaches, with its fixtures."""
        self._blocks.clear()
        self._elsewhere.clear()
        self._failed = False
        started = time.monotonic()
        result = yield
        if not self._failed:
            reached = self._blocks | self._elsewhere.found()
            self._tests[item.nodeid] = (time.monotonic() - started, sorted(reached))
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Leave out tests that fail or are skipped: they would find nothing, or everything."""
        self._failed |= not report.passed

    def pytest_sessionfinish(self) -> None:
        """Write what was measured."""
        self._result.write_text(json.dumps(self._tests), encoding="utf-8")


class OnlyThese:
    """Runs the tests named, in that order, and notes the one under way."""

    def __init__(self, tests: list[str], under_way: Path) -> None:
        """Create it.

        Args:
            tests: What to run.
            under_way: Where the name of the test is written that runs, or that failed.
        """
        self._places = {test: place for place, test in enumerate(tests)}
        self._under_way = under_way

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Drop the others and sort."""
        items[:] = sorted(
            (item for item in items if item.nodeid in self._places),
            key=lambda item: self._places[item.nodeid],
        )

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Note that a test begins."""
        self._under_way.write_text(nodeid, encoding="utf-8")
