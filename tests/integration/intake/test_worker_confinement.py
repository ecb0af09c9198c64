"""A process that confines itself as the PDF worker does really cannot get out."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from helpers.pdfs import pdf

from capout_desktop.services.intake.pdf_inspector import PdfInspector
from capout_desktop.services.intake.pdf_worker_process import PdfWorkerProcess
from capout_desktop.services.intake.worker_confinement import seccomp_filter, windows

ATTEMPTS = """
import json, mmap, os, socket, subprocess, sys
from capout_desktop.services.intake import worker_confinement as confinement
from capout_desktop.services.intake.worker_confinement import limits, linux
file, port, measure = sys.argv[1], int(sys.argv[2]), sys.argv[3]
line = socket.socket()
missing = ()
if measure == "all":
    missing = confinement.confine()
elif measure == "Landlock":
    linux.refuse_new_privileges(); linux.restrict_files()
elif measure == "seccomp":
    linux.refuse_new_privileges(); linux.restrict_system_calls()
def attempt(act):
    try:
        act()
    except (OSError, MemoryError) as error:
        return type(error).__name__
    return "done"
def fork():
    if os.fork() == 0:
        os._exit(0)
    os.wait()
told = {
    "read": attempt(lambda: open(file).read()),
    "write": attempt(lambda: open(file + ".new", "w").close()),
    "list": attempt(lambda: os.listdir("/")),
    "connect": attempt(lambda: line.connect(("127.0.0.1", port))),
    "socket": attempt(lambda: socket.socket()),
    "fork": attempt(fork),
    "execute": attempt(lambda: os.execv(sys.executable, [sys.executable, "-c", "print('{}')"])
                       if measure != "none" else None),
    "signal": attempt(lambda: os.kill(os.getppid(), 0)),
    # Reserved only: three gigabytes of zeros would take seconds to write.
    "memory": attempt(lambda: mmap.mmap(-1, 3 << 30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)),
}
os.write(1, json.dumps([list(missing), told]).encode())
"""
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="these are Linux's")
NEEDED = frozenset({"read", "write", "list", "connect", "socket", "fork", "execute", "signal"})


@pytest.fixture
def attempts(tmp_path: Path) -> Attempts:
    return Attempts(tmp_path / "other.pdf")


class Attempts:
    """A process that tries everything that the worker must not."""

    def __init__(self, file: Path) -> None:
        self.file = file
        file.write_text("an estimate of somebody else", encoding="utf-8")

    def under(self, measure: str) -> tuple[list[str], dict[str, str]]:
        """Return what the system lacks, and how each attempt ended."""
        import socket

        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            ended = subprocess.run(
                [sys.executable, "-c", ATTEMPTS, str(self.file), str(port), measure],
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
                cwd=Path(__file__).parents[3],
            )
        assert ended.returncode == 0, ended.stderr
        missing, told = json.loads(ended.stdout)
        return missing, told


@linux_only
def test_nothing_is_refused_to_a_process_that_is_not_confined(attempts: Attempts) -> None:
    _, told = attempts.under("none")
    assert {name for name, end in told.items() if end != "done"} <= {"memory"}


@linux_only
def test_a_confined_process_reads_connects_and_starts_nothing(attempts: Attempts) -> None:
    missing, told = attempts.under("all")
    assert missing == []
    assert {name for name, end in told.items() if end == "done"} == set()
    assert not Path(f"{attempts.file}.new").exists()


@linux_only
@pytest.mark.parametrize("kind", [{}, {"in_background": True}, {"opens_containers": True}])
def test_every_worker_of_the_program_is_confined(tmp_path: Path, kind: dict[str, bool]) -> None:
    path = tmp_path / "estimate.pdf"
    path.write_bytes(pdf())
    before = psutil.Process().children()
    inspector = PdfInspector(PdfWorkerProcess(**kind))
    try:
        assert inspector.inspect(str(path)).page_count == 1
        (worker,) = [child for child in psutil.Process().children() if child not in before]
        proc = Path("/proc", str(worker.pid))
        status = dict(line.split(":\t", 1) for line in (proc / "status").read_text().splitlines())
        assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
        limits = (proc / "limits").read_text()
        assert limits.partition("Max core file size")[2].split()[:2] == ["0", "0"]
        # A process that can be dumped, or read by other programs of the user, belongs to the user.
        if os.geteuid():
            assert (proc / "mem").stat().st_uid == 0
    finally:
        inspector.close()


@linux_only
@pytest.mark.parametrize(
    ("measure", "refused"),
    [
        ("Landlock", {"read", "write", "list", "connect", "execute"}),
        ("seccomp", NEEDED),
    ],
)
def test_each_measure_holds_alone(attempts: Attempts, measure: str, refused: set[str]) -> None:
    _, told = attempts.under(measure)
    assert refused <= {name for name, end in told.items() if end != "done"}


@linux_only
def test_there_is_a_filter_for_this_processor_and_none_for_an_unknown_one() -> None:
    assert seccomp_filter.program("riscv64") is None
    native = seccomp_filter.program(platform.machine())
    assert native is not None
    assert len(native) % seccomp_filter.INSTRUCTION_BYTES == 0


def test_both_architectures_have_numbers_of_their_own() -> None:
    for column in (0, 1):
        numbers = [pair[column] for pair in seccomp_filter.ALLOWED.values()]
        known = [number for number in numbers if number is not None]
        assert len(set(known)) == len(known)


def test_the_job_on_windows_holds_one_process_and_ends_with_its_handle() -> None:
    limits = windows.limits(1 << 30)
    assert limits.basic.processes == 1
    assert limits.process_memory == 1 << 30
    assert limits.basic.flags & 0x2000, "it ends with the program"
    if sys.platform != "win32":
        with pytest.raises(OSError, match="not Windows"):
            windows.job_for(0, 1 << 30)
