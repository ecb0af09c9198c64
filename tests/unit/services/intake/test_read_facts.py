"""What is said of a file before it is queued, by what it is and by what the system says of it."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from capout_desktop.domain import file_problem, policy
from capout_desktop.domain.problem import Problem
from capout_desktop.services.intake import file_facts
from capout_desktop.services.intake.cloud_files import InCloud, is_in_cloud
from capout_desktop.services.intake.file_facts import (
    HEADER_WINDOW,
    BadFile,
    folder_is_there,
    open_and_read,
    read_facts,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="devices and errors of POSIX")

MARK = b"%PDF-"


def problem_of(path: Path | str) -> Problem:
    with pytest.raises(BadFile) as bad:
        read_facts(str(path))
    return bad.value.problem


def test_a_file_is_read_once_and_whole(tmp_path: Path) -> None:
    content = MARK + bytes(range(256)) * 9000
    path = tmp_path / "scope.pdf"
    path.write_bytes(content)
    os.utime(path, ns=(1, 123_456_789))
    parts: list[int] = []
    facts = read_facts(str(path), parts.append)
    assert (facts.size, facts.modified_ns) == (len(content), 123_456_789)
    assert facts.sha256 == hashlib.sha256(content).hexdigest()
    assert sum(parts) == len(content) - HEADER_WINDOW
    assert read_facts(str(path)) == facts


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", file_problem.EMPTY),
        (b"no PDF", file_problem.NOT_A_PDF),
        (b"x" * (HEADER_WINDOW - len(MARK)) + MARK, None),
        (b"x" * (HEADER_WINDOW - len(MARK) + 1) + MARK, file_problem.NOT_A_PDF),
    ],
)
def test_the_mark_of_a_pdf_is_near_its_beginning(
    content: bytes, problem: Problem | None, tmp_path: Path
) -> None:
    path = tmp_path / "scope.pdf"
    path.write_bytes(content)
    if problem is None:
        assert read_facts(str(path)).size == HEADER_WINDOW
    else:
        assert problem_of(path) == problem


def test_the_largest_size_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "MAX_PDF_BYTES", 10)
    path = tmp_path / "scope.pdf"
    path.write_bytes(MARK + b"12345")
    assert read_facts(str(path)).size == 10
    path.write_bytes(MARK + b"123456")
    assert problem_of(path) == file_problem.too_large(11, 10)


def test_folders_devices_and_missing_files_are_no_pdfs(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    assert problem_of(tmp_path / "gone.pdf") == file_problem.GONE
    assert problem_of(pipe) == file_problem.NOT_A_FILE
    assert problem_of("/dev/null") == file_problem.NOT_A_FILE
    assert problem_of(tmp_path) == file_problem.NOT_A_PDF


@pytest.mark.parametrize("in_cloud", [False, True])
@pytest.mark.parametrize(
    ("number", "here", "there"),
    [
        (errno.EACCES, lambda _: file_problem.NO_PERMISSION, file_problem.not_downloaded),
        (errno.ENOENT, lambda _: file_problem.GONE, lambda _: file_problem.GONE),
        (errno.ENAMETOOLONG, file_problem.path_unusable, file_problem.not_downloaded),
        (errno.EIO, file_problem.unreadable, file_problem.not_downloaded),
    ],
)
def test_what_the_system_says_when_the_file_is_opened(
    number: int,
    here: Callable[[str], Problem],
    there: Callable[[str], Problem],
    in_cloud: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "scope.pdf"
    path.write_bytes(MARK)

    def fail(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(file_facts, "is_in_cloud", lambda _: in_cloud)
    monkeypatch.setattr(os, "open", fail)
    said = problem_of(path)
    assert said == (there if in_cloud else here)(os.strerror(number))


def test_a_file_in_the_cloud_is_downloaded_only_if_that_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "scope.pdf"
    path.write_bytes(MARK)
    assert read_facts(str(path), download=False).size == len(MARK), "it is here"
    monkeypatch.setattr(file_facts, "is_in_cloud", lambda _: True)
    assert read_facts(str(path)).size == len(MARK)
    with pytest.raises(InCloud):
        read_facts(str(path), download=False)


def test_a_folder_that_says_it_is_forbidden_is_no_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "scope.pdf"
    path.write_bytes(MARK)

    def fail(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", fail)
    for in_cloud in (False, True):
        monkeypatch.setattr(file_facts, "is_in_cloud", lambda _, there=in_cloud: there)
        monkeypatch.setattr(os.path, "isdir", lambda _: True)
        assert problem_of(path) == file_problem.NOT_A_PDF


def test_the_folder_of_a_file_is_there_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert folder_is_there(str(tmp_path / "gone.pdf"))
    assert not folder_is_there(str(tmp_path / "gone" / "scope.pdf"))
    monkeypatch.chdir(tmp_path)
    assert folder_is_there("scope.pdf")
    (tmp_path / "file").write_bytes(b"")
    assert not folder_is_there(str(tmp_path / "file" / "scope.pdf"))


def test_the_open_file_is_the_one_that_was_read_until_nobody_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "scope.pdf"
    path.write_bytes(MARK + b"one")
    held, facts = open_and_read(str(path))
    path.unlink()
    number = held.descriptor
    assert os.pread(number, 20, 0) == MARK + b"one"
    assert facts.size == 8
    del held
    with pytest.raises(OSError, match="Bad file"):
        os.fstat(number)


@pytest.mark.parametrize(
    ("values", "is_there"),
    [
        ({}, False),
        ({"st_file_attributes": 0x20}, False),
        ({"st_file_attributes": 0x1020}, True),
        ({"st_file_attributes": 0x40000}, True),
        ({"st_file_attributes": 0x400000}, True),
        ({"st_flags": 0x20}, False),
        ({"st_flags": 0x40000020}, True),
    ],
)
def test_what_the_systems_say_of_files_in_the_cloud(values: dict[str, int], is_there: bool) -> None:
    found: Any = SimpleNamespace(**values)
    assert is_in_cloud(found) is is_there
