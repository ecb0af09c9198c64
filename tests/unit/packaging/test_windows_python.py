"""What is put together for Windows is what the locks name, with the conditions of Windows."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.wine import is_wine

from development import system_packages
from development.system_packages import Need
from development.windows import __main__ as on_windows
from development.windows.python_parts import (
    LOCKS,
    PYTHON_LOCK,
    PartMissing,
    requirements_for_windows,
)

LOCK = """\
httpx==0.28.1 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via capout-desktop (pyproject.toml)
jeepney==0.9.0 ; sys_platform == 'linux' \\
    --hash=sha256:cc
pywin32-ctypes==0.2.3 ; sys_platform == 'win32' \\
    --hash=sha256:dd
zipp==4.1.2 ; python_full_version < '3.10' \\
    --hash=sha256:ee
"""


def test_conditions_are_those_of_windows() -> None:
    assert requirements_for_windows(LOCK).splitlines() == [
        "httpx==0.28.1      --hash=sha256:aa      --hash=sha256:bb",
        "pywin32-ctypes==0.2.3      --hash=sha256:dd",
    ]


def names(requirements: str) -> set[str]:
    return set(re.findall(r"^([\w.-]+)==", requirements, re.MULTILINE))


def test_every_lock_says_what_windows_needs_and_has_hashes() -> None:
    chosen = {lock.name: requirements_for_windows(lock.read_text("utf-8")) for lock in LOCKS}
    assert {"pyside6-essentials", "pywin32-ctypes"} <= names(chosen["runtime.lock"])
    assert {"pefile"} <= names(chosen["package.lock"])
    together = {name for requirements in chosen.values() for name in names(requirements)}
    assert not together & {"secretstorage", "jeepney", "macholib"}
    assert all("--hash=sha256:" in line for text in chosen.values() for line in text.splitlines())


def test_the_interpreter_is_checked_by_hash_and_no_host_is_named() -> None:
    text = PYTHON_LOCK.read_text("utf-8")
    assert re.search(
        r"^[\w.-]+==[\w.]+ \\\n( +--hash=sha256:[0-9a-f]{64}( \\)?\n)+$", text, re.MULTILINE
    )
    folder = Path(PYTHON_LOCK).parent
    for file in folder.glob("*.py"):
        assert not re.findall(r"\w+://|index-url|find-links", file.read_text("utf-8"))


@pytest.mark.parametrize(("command", "code"), [("slice", 0), ("test", 1)])
def test_where_a_part_cannot_be_had_all_tests_leave_wine_out_and_say_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, code: int
) -> None:
    def refuse() -> None:
        raise PartMissing("no wheel for Windows")

    monkeypatch.setattr(on_windows, "assemble", refuse)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    assert on_windows.main([command]) == code
    assert "no wheel for Windows" in capsys.readouterr().out


def test_what_may_not_be_installed_is_named_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "may_install", lambda: False)
    needs = [Need("wine", "wine64"), Need("a compiler for Windows", "gcc-mingw")]
    assert system_packages.offer(lambda: needs) == "wine, a compiler for Windows"
    assert system_packages.offer(list) == ""


@pytest.mark.skipif(sys.platform != "linux", reason="priorities of Linux")
def test_tests_under_wine_go_before_others_where_that_is_permitted() -> None:
    script = """
import os, sys
from development.windows.wine import answer_at_once
answer_at_once()
first = os.sched_getscheduler(0)
try:
    os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
except PermissionError:
    sys.exit(first != os.SCHED_OTHER)
sys.exit(first != os.SCHED_RR)
"""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    assert (
        subprocess.run([sys.executable, "-c", script], env=environment, check=False).returncode == 0
    )


@pytest.mark.skipif(not is_wine(), reason="said by dev.py to programs under wine")
def test_modules_are_compiled_once_for_all_programs_under_wine() -> None:
    assert not sys.dont_write_bytecode


if sys.platform == "win32":
    import ctypes

    @pytest.mark.skipif(not is_wine(), reason="the Python that is put together for it")
    def test_python_sees_files_as_the_system_does(tmp_path: Path) -> None:
        file, linked, large = (tmp_path / name for name in ("A.PDF", "linked.pdf", "large.bin"))
        file.write_bytes(b"of 17 bytes, a PDF")
        linked.hardlink_to(file)
        file.chmod(0o400)
        with large.open("wb") as opened:
            opened.truncate(5 << 30)
        os.utime(large, ns=(1_600_000_000_123_456_700, 1_700_000_000_765_432_100))
        system, network = Path(os.environ["SYSTEMROOT"]), Path("N:\\")
        seen = [file, linked, large, tmp_path, system, system / "win.ini", network]
        # The first question about a drive is answered by the system, later ones are not.
        for path in [*seen, *seen]:
            assert _stat_fields(path) == _system_fields(path), path
        assert system.stat().st_dev != network.stat().st_dev

    def _stat_fields(path: Path) -> tuple[int, ...]:
        found = path.stat()
        times = (found.st_ctime_ns, found.st_atime_ns, found.st_mtime_ns)
        return (
            found.st_file_attributes,
            # Windows counts tenths of microseconds from 1601 on.
            *(time // 100 + 116_444_736_000_000_000 for time in times),
            *(found.st_dev, found.st_size, found.st_nlink, found.st_ino),
        )

    def _system_fields(path: Path) -> tuple[int, ...]:
        """Return what the system answers to those who ask it without Python."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = ctypes.c_void_p
        # May read the attributes only, shares everything, opens what exists, folders, too.
        handle = ctypes.c_void_p(kernel.CreateFileW(str(path), 0x80, 7, None, 3, 0x02000000, None))
        answer = (ctypes.c_uint32 * 13)()
        assert kernel.GetFileInformationByHandle(handle, answer), ctypes.WinError()
        kernel.CloseHandle(handle)
        attributes, *times, volume, size_high, size, links, index_high, index = answer
        low, high = times[::2], times[1::2]
        return (
            attributes,
            *(part | upper << 32 for part, upper in zip(low, high, strict=True)),
            *(volume, size | size_high << 32, links, index | index_high << 32),
        )
