"""All tests run, in parts at the same time, and no failure of a part is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import IO

import pytest
from helpers.wine import GAPS, reason_to_leave_out

from development.suite import EAST, PARTS, WEST, WINDOWS_PART, Part, run_parts

ROOT = Path(__file__).resolve().parents[3]


def test_every_test_belongs_to_one_part_and_unit_tests_of_the_program_to_two_and_wine() -> None:
    runs = Counter(
        path
        for part in PARTS
        for folder in part.paths
        for path in (ROOT / folder).rglob("test_*.py")
    )
    assert runs.keys() == set((ROOT / "tests").rglob("test_*.py"))
    in_both_zones = {
        path
        for folder in ("capout", "domain", "services", "store")
        for path in _test_files(f"tests/unit/{folder}")
    }
    assert {path for path in runs if runs[path] != (2 if path in in_both_zones else 1)} == set()
    for folder in ("capout", "domain", "services", "store"):
        of_units = {f"tests/unit/{folder}", "tests/unit"}
        assert {p.time_zone for p in PARTS if of_units & {*p.paths}} == {WEST, EAST}
    under_wine = {path for place in WINDOWS_PART.paths for path in _test_files(place)}
    assert set(_test_files("tests/unit")) - under_wine < set(_test_files("tests/unit/domain"))


def _test_files(place: str) -> list[Path]:
    path = ROOT / place.partition("::")[0]
    return [path] if path.is_file() else list(path.rglob("test_*.py"))


def test_what_is_tested_under_wine_exists() -> None:
    for path in WINDOWS_PART.paths:
        file, _, name = path.partition("::")
        assert (ROOT / file).exists(), path
        assert f"def {name}" in (ROOT / file).read_text("utf-8") if name else True


class Started:
    """Processes that end as told instead of pytest; each prints its time zone."""

    def __init__(self, **exit_codes: int) -> None:
        self.exit_codes = exit_codes
        self.names: list[str] = []
        self.most_at_once = 0
        self._processes: list[subprocess.Popen[bytes]] = []

    def __call__(
        self, arguments: list[str], environment: dict[str, str], output: IO[bytes]
    ) -> subprocess.Popen[bytes]:
        name = arguments[-1]
        self.names.append(name)
        code = self.exit_codes[name]
        end = f"os.kill(os.getpid(), {-code})" if code < 0 else f"sys.exit({code})"
        said = "os.environ['TZ'], 'keeps', 'no' if sys.dont_write_bytecode else '', 'bytecode'"
        script = f"import os, sys; print('{name} in', {said}, flush=True); {end}"
        process = subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=output)
        self._processes.append(process)
        running = sum(process.poll() is None for process in self._processes)
        self.most_at_once = max(self.most_at_once, running)
        return process


@pytest.mark.skipif(sys.platform != "linux", reason="parts have sessions on Linux only")
@pytest.mark.parametrize("exit_codes", [(0, 0), (0, 1, -11)])
def test_a_part_that_fails_or_crashes_fails_the_run_and_all_others_still_run(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    exit_codes: tuple[int, ...],
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    codes = {f"tests/{number}": code for number, code in enumerate(exit_codes)}
    zones = (WEST, EAST, WEST)
    parts = [Part(path, zone, (path,)) for path, zone in zip(codes, zones, strict=False)]
    start = Started(**codes)
    note = tmp_path / "build" / "time.json"
    assert run_parts(parts, start, at_once=1, note=note) == (1 if any(exit_codes) else 0)
    noted = json.loads(note.read_text())
    assert noted["parts"].keys() == codes.keys()
    assert noted["seconds"] >= max(noted["parts"].values()) > 0, "they ran one after the other"
    assert start.names == list(codes)
    assert start.most_at_once == 1
    printed = capsys.readouterr().out
    for part in parts:
        code = codes[part.name]
        assert f"{part.name} in {part.time_zone} keeps  bytecode" in printed
        result = f"FAILED (exit code {code})" if code else "passed"
        assert f"dev.py: {part.name}: {result}" in printed


@pytest.mark.skipif(sys.platform != "linux", reason="parts have sessions on Linux only")
def test_what_waits_runs_from_the_start_beside_the_others() -> None:
    paths = ("tests/a", "tests/b", "tests/waits")
    parts = [Part(path, WEST, (path,), waits=path == "tests/waits") for path in paths]
    start = Started(**dict.fromkeys(paths, 0))
    assert run_parts(parts, start, at_once=1) == 0
    assert start.names[0] == "tests/waits"
    assert {*start.names} == {*paths}


def test_what_is_left_out_under_wine_exists() -> None:
    for reason, tests in GAPS.items():
        for test in tests:
            file, _, name = test.partition("::")
            assert f"def {name}" in (ROOT / file).read_text("utf-8"), test
            assert reason_to_leave_out(test.replace("/", "\\") + "[case]") == reason
    assert not reason_to_leave_out("tests/unit/packaging/test_suite.py")
