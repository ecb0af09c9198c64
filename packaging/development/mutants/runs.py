"""Runs of the tests against a program with a fault in it.

What each test reaches is measured once, with a probe in each block of the program. For a fault,
only tests that reach its block run, first those that are fast and reach little else. Each run is a
fork of a process that has imported the libraries already, which saves a second.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib
import json
import os
import re
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from development.mutants.mutations import Mutation, blocks_of, with_probes
from development.mutants.plugins import OnlyThese, Reached
from development.mutants.shared_marks import SharedMarks

MEASURED = ("domain", "services", "store", "capout")
TESTS = (
    "tests/unit/domain",
    "tests/unit/capout",
    "tests/unit/store",
    "tests/unit/services",
    *(
        f"tests/integration/{name}"
        for name in (
            *("capout", "credits", "documents", "folder_watch", "intake", "organizations"),
            *("runtime", "support", "tracking", "uploads"),
        )
    ),
    "tests/gui/organizations",  # what `Organizations` does is seen in the window, mostly
)
_LIBRARIES = (
    *("pytest", "_pytest.assertion.rewrite", "pytest_asyncio", "pytestqt", "hypothesis"),
    *("PySide6.QtWidgets", "PySide6.QtTest", "msgspec", "httpx", "httpx_sse", "websockets"),
    *("keyring", "secretstorage", "jeepney", "starlette", "uvicorn", "psutil", "truststore"),
)
LONGEST = 15.0  # seconds of tests for one fault
_LONGEST_FILE = 400.0  # seconds in which one test file has to be measured
_MEMORY = 2**31  # bytes; a fault may let something grow for ever
_HANG = 15.0  # seconds beyond three times as long as usual
_BUSIEST = 3.0  # times as long, on a busy computer
_FAST = 0.5  # seconds; a test that is faster does not fail because the computer is busy
_NO_TESTS = 5  # pytest's exit code
_JOIN = (
    "__import__('development.mutants.shared_marks', fromlist=['shared_marks'])"
    ".SharedMarks(__import__('pathlib').Path({folder!r}))"
)
"""Expression by which a process that a test starts joins the marks."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the tests found a fault, and how."""

    found: bool
    how: str

    def __str__(self) -> str:
        return f"{'found ' if self.found else 'MISSED'} ({self.how})"


class Runs:
    """The tests, in a copy of the project whose files this may change."""

    def __init__(
        self, copy: Path, cache: Path, tests: Sequence[str] = TESTS, *, afresh: bool, longest: float
    ) -> None:
        """Create it.

        Args:
            copy: The project.
            cache: File for what has been measured.
            tests: Folders or files with the tests.
            afresh: Measure everything again.
            longest: How many seconds of tests a fault gets.
        """
        self._copy = copy
        self._tests = tests
        self._longest = longest
        self._cache = cache
        self._log = copy.parent / "output.txt"
        self._marks = copy.parent / "marks"
        self._under_way = copy.parent / "under_way.txt"
        self._known: dict[str, Any] = {}
        if not afresh and cache.exists():
            self._known = json.loads(cache.read_text(encoding="utf-8"))
        self._by_block: dict[str, dict[str, float]] = {}
        self._breadth: dict[str, int] = {}  # how many blocks each test reaches
        # Modules that have changed since some test was measured, whose blocks have other names now.
        self._changed: set[str] = set()
        self._runs = 0
        os.chdir(copy)
        sys.path[:0] = [str(copy), str(copy / "tests"), str(copy / "packaging")]
        os.environ["PYTHONPATH"] = os.pathsep.join((str(copy), str(copy / "packaging")))
        for name in _LIBRARIES:
            importlib.import_module(name)

    def measure(self) -> None:
        """Find out what each test reaches, in test files that changed since the last time."""
        modules = _digests(Path())
        places = [Path(test) for test in self._tests]
        files = [
            file
            for place in places
            for file in (sorted(place.rglob("test_*.py")) if place.is_dir() else [place])
        ]
        digests = {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
        changed = [
            name for name, digest in digests.items() if self._known.get(name, [""])[0] != digest
        ]
        if changed:
            print(f"measuring what the tests of {len(changed)} files reach", flush=True)
            with self._probed():
                for name in changed:
                    result = self._copy.parent / "reached.json"
                    result.unlink(missing_ok=True)
                    plugin = Reached(result, SharedMarks(self._marks))
                    if self._run([name], plugin, _LONGEST_FILE) is None:
                        print(f"left out, since it takes long: {name}", flush=True)
                        result.write_text("{}", encoding="utf-8")
                    if not result.exists():
                        output = self._log.read_text("utf-8", errors="replace")
                        raise SystemExit(f"nothing could be measured in {name}:\n{output[-3000:]}")
                    reached = json.loads(result.read_text("utf-8"))
                    self._known[name] = [digests[name], reached, modules]
                    self._cache.parent.mkdir(parents=True, exist_ok=True)
                    self._cache.write_text(json.dumps(self._known), encoding="utf-8")
        for name in digests:
            _, reached, measured = self._known[name]
            for test, (seconds, blocks) in reached.items():
                self._breadth[test] = len(blocks)
                for block in blocks:
                    self._by_block.setdefault(block, {})[test] = seconds
            self._changed |= {one for one, digest in modules.items() if measured.get(one) != digest}

    def verdict_on(self, path: str, mutation: Mutation) -> Verdict:
        """Put the fault in, run the tests that reach it, and take it out.

        A test that fails, or does not end, only finds the fault if it passes without it: on a busy
        computer a test may fail by itself.
        """
        tests = self._tests_for(path, mutation.block)
        if not tests:
            return Verdict(found=False, how="no test reaches it")
        changed = mutation.applied_to((self._copy / path).read_bytes())
        try:
            ast.parse(changed)
        except SyntaxError:
            return Verdict(found=True, how="no Python")
        started = time.monotonic()
        run = len(tests)
        while True:
            with self._with(self._copy / path, changed):
                code = self._run_tests(tests)
                failed = self._under_way.read_text("utf-8") if self._under_way.exists() else ""
                if code is None:  # once more alone, since all may take long on a busy computer
                    code = self._run_tests({failed: tests[failed]}) if failed else 0
            if code in {0, _NO_TESTS} or not failed:
                break
            is_fast = code is not None and tests[failed] <= _FAST
            if is_fast or self._run_tests({failed: tests[failed]}) == 0:
                break
            del tests[failed]
        took = f"{run} tests, {time.monotonic() - started:.1f} s"
        if code is None:
            return Verdict(found=True, how=f"hang; {took}")
        return Verdict(found=code not in {0, _NO_TESTS}, how=took)

    def _run_tests(self, tests: dict[str, float]) -> int | None:
        self._under_way.unlink(missing_ok=True)
        if not tests:
            return _NO_TESTS
        names = sorted({test.partition("::")[0] for test in tests})
        plugin = OnlyThese(list(tests), self._under_way)
        return self._run([*names, "-x"], plugin, _patience(sum(tests.values())))

    @contextlib.contextmanager
    def _with(self, file: Path, changed: bytes) -> Iterator[None]:
        """Change a file for a while."""
        self._runs += 1
        original, times = file.read_bytes(), file.stat()
        file.write_bytes(changed)
        # A time of its own, or Python would take a compiled file of the previous fault.
        os.utime(file, (times.st_mtime + self._runs, times.st_mtime + self._runs))
        try:
            yield
        finally:
            file.write_bytes(original)
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    def _tests_for(self, path: str, block: str) -> dict[str, float]:
        module = path.removesuffix(".py").replace("/", ".")
        reached: dict[str, float] = {}
        if block and module in self._changed:
            function = f"{module} {block.partition('/')[0]}"
            for name, tests in self._by_block.items():
                if name.partition("/")[0] == function:
                    reached |= tests
        elif block:
            reached = self._by_block.get(f"{module} {block}", {})
        if not block or (not reached and module in self._changed):
            reached = self._that_reach(module)
        further: dict[str, float] = {}
        if not block:  # what a module defines may be used in another one
            for other in self._importers(module):
                further |= self._that_reach(other)
        chosen: dict[str, float] = {}
        seconds = 0.0
        for test, usual in sorted(
            (reached | further).items(),
            key=lambda item: (item[0] not in reached, item[1] * self._breadth[item[0]], item[0]),
        ):
            seconds += usual
            if seconds > self._longest and chosen:
                break
            chosen[test] = usual
        return chosen

    def _that_reach(self, module: str) -> dict[str, float]:
        """Return the tests that reach any block of a module, with their usual seconds."""
        reached: dict[str, float] = {}
        for name, tests in self._by_block.items():
            if name.startswith(f"{module} "):
                reached |= tests
        return reached

    def _importers(self, module: str) -> list[str]:
        """Return the measured modules that import something from a module."""
        name = module.removesuffix(".__init__")
        imported = re.compile(rf"^\s*from {re.escape(name)} import ", re.MULTILINE)
        return [
            ".".join(file.relative_to(self._copy).with_suffix("").parts)
            for layer in MEASURED
            for file in sorted((self._copy / "capout_desktop" / layer).rglob("*.py"))
            if imported.search(file.read_text(encoding="utf-8"))
        ]

    @contextlib.contextmanager
    def _probed(self) -> Any:
        """Put probes into the program for a while."""
        kept = self._copy.parent / "kept"
        package = self._copy / "capout_desktop"
        shutil.copytree(package, kept)
        join = _JOIN.format(folder=str(self._marks))
        names: list[str] = []
        for layer in MEASURED:
            for file in (package / layer).rglob("*.py"):
                module = ".".join(file.relative_to(self._copy).with_suffix("").parts)
                probed = with_probes(file.read_bytes(), module, join)
                names += blocks_of(probed)
                file.write_text(probed, encoding="utf-8")
        SharedMarks.create(self._marks, names)
        try:
            yield
        finally:
            shutil.rmtree(package)
            kept.rename(package)

    def _run(self, arguments: list[str], plugin: object, seconds: float) -> int | None:
        """Run pytest in a fork; return its exit code, or None if it took longer than `seconds`."""
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
            output = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(output, 1)
            os.dup2(output, 2)
            code = 70
            try:
                import pytest  # noqa: PLC0415 - imported before the fork, in `__init__`

                fast = ["-q", "-p", "no:cacheprovider", "--no-header", "--tb=short"]
                fast += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
                code = int(pytest.main([*fast, *arguments], plugins=[plugin]))
            except BaseException:  # noqa: BLE001 - nothing may run the parent's code
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        deadline = time.monotonic() + seconds
        try:
            while time.monotonic() < deadline:
                ended, status = os.waitpid(child, os.WNOHANG)
                if ended:
                    return os.waitstatus_to_exitcode(status)
                time.sleep(0.02)
            return None
        finally:
            # Also what the tests started and left behind.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(child, 0)


def _digests(project: Path) -> dict[str, str]:
    """Return a digest of each module whose blocks are measured."""
    return {
        ".".join(file.relative_to(project).with_suffix("").parts): hashlib.sha256(
            file.read_bytes()
        ).hexdigest()[:16]
        for layer in MEASURED
        for file in sorted((project / "capout_desktop" / layer).rglob("*.py"))
    }


def _patience(usual: float) -> float:
    """Return the seconds after which a run hangs; others may use this computer as well."""
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    return (3 * usual + _HANG) * min(max(1.0, busy), _BUSIEST)
