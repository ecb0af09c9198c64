"""Faults for `dev.py mutants`: each is Python, each is where it says, none that nobody can see."""

from __future__ import annotations

import ast
import builtins
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from development.mutants.equivalent_faults import EQUIVALENT_FAULTS
from development.mutants.mutations import block_at, blocks_of, mutations, with_probes
from development.mutants.named_faults import NAMED_FAULTS
from development.mutants.shared_marks import SharedMarks

ROOT = Path(__file__).resolve().parents[3]
QUEUE = ROOT / "capout_desktop" / "services" / "uploads" / "queue.py"

MODULE = b'''"""A docstring."""

from __future__ import annotations

PATIENCE = 2.5
MOST = 10
_log = logging.getLogger("x")


class Thing:
    """Another one."""

    size: int = 3

    def __repr__(self) -> str:
        return "1" + "2"

    async def send(self, name: str, most: int = 7) -> bool:
        """Send it 8 times."""
        _log.info("sent %d", 9)
        if len(name) < most and name:
            await self.flush()
            return True
        raise ValueError("is it 11?")
'''


def changes(source: bytes) -> set[tuple[str, str]]:
    return {(one.before, one.after) for one in mutations(source)}


def test_faults_are_put_in_where_a_test_could_see_them() -> None:
    assert changes(MODULE) == {
        ("10", "11"),
        ("10", "9"),
        ("3", "4"),
        ("3", "2"),
        ("7", "8"),
        ("7", "6"),
        ("len(name) < most and name", "(len(name) < most or name)"),
        ("len(name) < most and name", "(len(name) < most)"),
        ("len(name) < most and name", "(name)"),
        ("len(name) < most and name", "True"),
        ("len(name) < most and name", "False"),
        ("len(name) < most", "len(name) <= most"),
        ("len(name) < most", "len(name) >= most"),
        ("await self.flush()", "pass"),
        ("True", "False"),
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("def f(a):\n    return a.strip().casefold()", "a.strip()"),
        ("def f(a):\n    return min(a)", "max(a)"),
        ("def f(a):\n    return sorted(a, key=len)", "list(a)"),
        ("def f(a):\n    try:\n        g()\n    except OSError:\n        pass", "()"),
        ("def f(a):\n    return replace(a, x=1, y=2)", "replace(a, y=2)"),
        ("def f(a):\n    a.x = 1", "pass"),
        ("def f(a):\n    return 1 if a else g", "(g)"),
        ("def f(a):\n    return not a", "(a)"),
        ("def f(a):\n    return a + 1", "(a - 1)"),
        ("def f(a):\n    for b in a:\n        break", "pass"),
    ],
)
def test_each_kind_of_fault_is_made(before: str, after: str) -> None:
    assert after in {one.after for one in mutations(before.encode())}


def test_every_fault_of_a_real_module_is_python_in_a_block_that_has_a_probe() -> None:
    source = QUEUE.read_bytes()
    probed = with_probes(source, "queue")
    ast.parse(probed)
    made = mutations(source)
    assert len(made) > 100
    assert made == mutations(source), "the same each time"
    for one in made:
        ast.parse(one.applied_to(source))
        assert source[one.start : one.end].decode() == one.before
        assert source.splitlines()[one.line - 1].decode().strip()
        assert not one.block or f"'queue {one.block}'" in probed
        assert one.block == block_at(source, one.line)


def test_probes_say_which_blocks_ran(monkeypatch: pytest.MonkeyPatch) -> None:
    source = b'"""Doc."""\n\nfrom __future__ import annotations\n\n\ndef f(a):\n'
    source += b"    if a:\n        return 1\n    return 2\n"
    monkeypatch.setattr(builtins, "capout_reached", reached := set[str](), raising=False)
    module = ModuleType("probed")
    exec(with_probes(source, "m"), module.__dict__)
    assert not reached
    assert module.f(0) == 2
    assert reached == {"m f"}
    assert module.f(1) == 1
    assert reached == {"m f", "m f/1"}


def test_what_runs_on_another_system_only_and_how_large_a_limit_is_are_no_faults() -> None:
    source = b"""
MOST_BYTES = 64 << 20
MOST_ROWS = 5000

def f(a):
    if sys.platform == "win32":
        g(a + 1)
    elif sys.platform != "darwin":
        if a == 1:
            h(a)
    b = 7 if sys.platform == "linux" else 8
    if sys.platform != "win32" and a:
        h(5)
    return sys.platform == "win32" and a < 3
"""
    assert changes(source) == {
        ("a == 1", "a != 1"),
        ("a == 1", "True"),
        ("a == 1", "False"),
        ("1", "2"),
        ("1", "0"),
        ("h(a)", "pass"),
        ("7", "8"),
        ("7", "6"),
        ('sys.platform != "win32" and a', "True"),
        ('sys.platform != "win32" and a', "False"),
        ("5", "6"),
        ("5", "4"),
        ("h(5)", "pass"),
    }


@pytest.mark.parametrize("number", range(len(EQUIVALENT_FAULTS)))
def test_the_place_of_an_equivalent_fault_still_exists(number: int) -> None:
    path, text, reason, *fault = EQUIVALENT_FAULTS[number]
    source = (ROOT / path).read_bytes()
    assert source.count(text.encode()) == 1, text
    assert reason
    start = source.index(text.encode())
    made = {one.after for one in mutations(source) if start <= one.start < start + len(text)}
    assert made >= {*fault}


def test_what_runs_in_another_process_is_marked(tmp_path: Path) -> None:
    SharedMarks.create(tmp_path, ["m f", "m f/1"])
    marks = SharedMarks(tmp_path)
    folders = [str(ROOT / "packaging"), str(tmp_path)]
    child = f"import sys; sys.path[:0] = {folders!r}; import m; m.f(1); import os; os.abort()"
    modules = ("pathlib", "development.mutants.shared_marks")
    pathlib, shared_marks = (f"__import__({name!r}, fromlist=['a'])" for name in modules)
    join = f"{shared_marks}.SharedMarks({pathlib}.Path({str(tmp_path)!r}))"
    source = b'"""Doc."""\n\nfrom __future__ import annotations\n\n\n'
    source += b"def f(a):\n    if a:\n        pass\n"
    probed = with_probes(source, "m", join)
    (tmp_path / "m.py").write_text(probed)
    assert blocks_of(probed) == ["m f", "m f/1"]
    assert subprocess.run([sys.executable, "-I", "-c", child], check=False).returncode
    assert marks.found() == {"m f", "m f/1"}
    marks.clear()
    assert not marks.found()


@pytest.mark.parametrize("number", range(len(NAMED_FAULTS)))
def test_the_place_of_a_named_fault_still_exists(number: int) -> None:
    path, old, new = NAMED_FAULTS[number]
    source = (ROOT / path).read_text(encoding="utf-8")
    assert source.count(old) == 1, f"{path} no longer has exactly once: {old}"
    ast.parse(source.replace(old, new))
