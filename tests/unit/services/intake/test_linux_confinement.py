"""What the worker asks of the kernel, call by call, and what its filter lets through."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from capout_desktop.services.intake import worker_confinement
from capout_desktop.services.intake.worker_confinement import confine, seccomp_filter

if sys.platform == "win32":
    pytest.skip("these are Linux's", allow_module_level=True)

import resource

from capout_desktop.services.intake.worker_confinement import limits, linux

ALLOW, REFUSE = 0x7FFF0000, 0x00050001
NUMBERS = {
    "x86_64": [
        *(0, 1, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 24, 25, 28, 38, 39, 44, 45, 46, 47, 60),
        *(72, 96, 99, 131, 186, 202, 204, 219, 228, 230, 231, 262, 271, 318, 324, 334),
    ],
    "aarch64": [
        *(25, 57, 62, 63, 64, 67, 73, 79, 80, 93, 94, 98, 103, 113, 115, 123, 124, 128, 132, 134),
        *(135, 139, 169, 172, 178, 179, 206, 207, 211, 212, 214, 215, 216, 222, 226, 233, 278, 283),
        293,
    ],
}
"""Numbers of the calls that are allowed, as the kernel's tables have them."""
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


def verdict(program: bytes, number: int, architecture: int) -> int:
    """Return what the kernel's machine would say of a call."""
    lines = list(struct.iter_unpack("=HBBI", program))
    call = struct.pack("=iI", number, architecture)
    at = word = 0
    while True:
        code, if_equal, otherwise, value = lines[at]
        at += 1
        match code:
            case 0x20:
                (word,) = struct.unpack_from("=I", call, value)
            case 0x15:
                at += if_equal if word == value else otherwise
            case 0x06:
                return int(value)
            case _:
                raise ValueError(code)


@pytest.mark.parametrize("machine", NUMBERS)
def test_the_filter_allows_these_calls_of_its_architecture_and_no_other(machine: str) -> None:
    program = seccomp_filter.program(machine)
    assert program is not None
    for name, architecture in ARCHITECTURES.items():
        verdicts = [verdict(program, number, architecture) for number in range(500)]
        allowed = [number for number, one in enumerate(verdicts) if one == ALLOW]
        assert allowed == (NUMBERS[machine] if name == machine else [])
        assert {*verdicts} <= {ALLOW, REFUSE}


class Kernel:
    """Stands in for the C library, and notes what is asked of the kernel."""

    def __init__(self, answers: list[int]) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.answers = answers
        self.syscall: Callable[..., int] = lambda *arguments: self._answer(arguments)
        self.prctl: Callable[..., int] = lambda *arguments: self._answer(arguments)

    def _answer(self, arguments: tuple[Any, ...]) -> int:
        self.asked.append(tuple(self._value(one) for one in arguments))
        answer = self.answers.pop(0)
        if answer < 0:
            ctypes.set_errno(errno.EACCES)
        return answer

    @staticmethod
    def _value(one: Any) -> Any:
        if one is None or isinstance(one, ctypes.c_int | ctypes.c_long | ctypes.c_ulong):
            return None if one is None else (type(one), one.value)
        return tuple(getattr(one._obj, name) for name, _ in one._obj._fields_)


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Kernel:
    made = Kernel([])
    monkeypatch.setattr(linux, "_libc", made)
    return made


def long(*values: int) -> list[tuple[type, int]]:
    return [(ctypes.c_long, value) for value in values]


def unsigned(*values: int) -> list[tuple[type, int]]:
    return [(ctypes.c_ulong, value) for value in values]


def test_privileges_and_dumps_are_refused(kernel: Kernel) -> None:
    kernel.answers = [0, 0]
    linux.refuse_new_privileges()
    linux.refuse_dumps()
    assert kernel.asked == [
        ((ctypes.c_int, 38), *unsigned(1, 0, 0, 0)),
        ((ctypes.c_int, 4), *unsigned(0, 0, 0, 0)),
    ]


@pytest.mark.parametrize(
    ("version", "ruleset", "size"),
    [
        (1, (0x1FFF, 0, 0), 8),
        (2, (0x3FFF, 0, 0), 8),
        (3, (0x7FFF, 0, 0), 8),
        (4, (0x7FFF, 3, 0), 16),
        (5, (0xFFFF, 3, 0), 16),
        (6, (0xFFFF, 3, 3), 24),
        (7, (0xFFFF, 3, 3), 24),
    ],
)
@pytest.mark.parametrize("is_allowed", [True, False])
def test_landlock_forbids_all_that_its_version_knows(
    version: int,
    ruleset: tuple[int, ...],
    size: int,
    is_allowed: bool,
    kernel: Kernel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closed: list[int] = []
    system = SimpleNamespace(close=closed.append, strerror=os.strerror)
    monkeypatch.setattr(linux, "os", system)
    kernel.answers = [version, 77, 0 if is_allowed else -1]
    if is_allowed:
        linux.restrict_files()
    else:
        with pytest.raises(PermissionError):
            linux.restrict_files()
    assert kernel.asked == [
        (*long(444), None, *long(0, 1)),
        (*long(444), ruleset, *long(size, 0)),
        (*long(446, 77, 0),),
    ]
    assert closed == [77]


def test_the_filter_is_handed_over_as_a_whole(
    kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel.answers = [0]
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    made = b"\x01" * 24
    monkeypatch.setattr(seccomp_filter, "program", {"aarch64": made}.get)
    linux.restrict_system_calls()
    assert kernel.asked == [((ctypes.c_int, 22), *unsigned(2), (3, made), *unsigned(0, 0))]
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(OSError, match="riscv64") as refused:
        linux.restrict_system_calls()
    assert refused.value.errno == errno.ENOSYS


def test_what_the_kernel_refuses_is_said(kernel: Kernel) -> None:
    for act in (linux.refuse_new_privileges, linux.restrict_files, linux.restrict_system_calls):
        kernel.answers = [-1]
        with pytest.raises(PermissionError):
            act()


def test_limits_are_the_same_for_now_and_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda *one: asked.append(one))
    limits.limit_resources()
    limits.limit_memory(1 << 30)
    assert asked == [
        (resource.RLIMIT_CORE, (0, 0)),
        (resource.RLIMIT_NPROC, (0, 0)),
        (resource.RLIMIT_FSIZE, (0, 0)),
        (resource.RLIMIT_NOFILE, (16, 16)),
        (resource.RLIMIT_AS, (1 << 30, 1 << 30)),
    ]


def test_measures_that_the_system_lacks_are_told_and_the_others_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken = []

    def lacking(error: Exception) -> Callable[[], None]:
        def act() -> None:
            raise error

        return act

    def last() -> None:
        taken.append("last")

    measures = {
        "first": lacking(OSError("not known")),
        "second": lacking(ValueError("x" * 300)),
        "third": lacking(AttributeError("none")),
        "last": last,
    }
    monkeypatch.setattr(worker_confinement, "_measures", lambda: measures)
    assert confine() == ("first (not known)", "second (" + "x" * 192, "third (none)")
    assert taken == ["last"]


@pytest.mark.skipif(sys.platform != "linux", reason="these are Linux's")
def test_all_measures_of_linux_are_taken_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(limits, "limit_memory", asked.append)
    measures = worker_confinement._measures()
    measures["memory limit"]()
    assert asked == [768 << 20]
    assert worker_confinement.WORKERS == 4
    del measures["memory limit"]
    assert measures == {
        "resource limits": limits.limit_resources,
        "no new privileges": linux.refuse_new_privileges,
        "no dumps": linux.refuse_dumps,
        "Landlock": linux.restrict_files,
        "seccomp": linux.restrict_system_calls,
    }
    assert [*measures][-1] == "seccomp"
