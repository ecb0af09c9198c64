"""The last look at a file before it is sent."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from helpers.documents import document
from helpers.new_threads import NewThreads
from helpers.pdfs import pdf

from capout_desktop.domain import file_problem
from capout_desktop.domain.copied_from import CopiedFrom, CopyKind
from capout_desktop.domain.document import Document, DocumentState, SourceKind
from capout_desktop.domain.problem import Problem
from capout_desktop.services.intake.file_facts import BadFile, FileFacts
from capout_desktop.services.uploads import source_check
from capout_desktop.services.uploads.source_check import FileLook, SourceCheck

CONTENT = pdf(marker="scope")
COPIED = CopiedFrom(CopyKind.TEMPORARY, "/tmp/mail/scope.pdf", "scope.pdf")


@pytest.fixture
async def check() -> AsyncIterator[SourceCheck]:
    new, made = NewThreads(), SourceCheck()
    yield made
    made.stop()
    new.wait_for_end("last look")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "share" / "scope.pdf"
    path.parent.mkdir()
    path.write_bytes(CONTENT)
    return path


def checked(path: Path, **values: Any) -> Document:
    found = path.stat()
    facts = {
        "size": found.st_size,
        "modified_ns": found.st_mtime_ns,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    return document(DocumentState.QUEUED, source=str(path), **{**facts, **values})


def replace_with(path: Path, content: bytes | None) -> None:
    """Put another file there; None for none."""
    path.unlink()
    if content is not None:
        path.write_bytes(content)
        os.utime(path, (1, 1))


async def test_a_file_that_is_the_same_may_go(check: SourceCheck, path: Path) -> None:
    row = checked(path)
    assert await check.look(row) == FileLook(None, folder_is_there=False)
    os.utime(path, (1, 1))
    assert await check.look(row) == FileLook(), "a copy or a virus scanner touched it"
    link = document(source="https://x.example/a.pdf", source_kind=SourceKind.LINK)
    assert await check.look(link) == FileLook()
    assert await check.look(checked(path, sha256=None, size=None)) == FileLook()


@pytest.mark.parametrize(
    "content",
    [CONTENT[:-1] + b"!", CONTENT + b"!", b"no PDF", b""],
    ids=["as long", "longer", "no PDF", "empty"],
)
async def test_another_file_is_not_sent(check: SourceCheck, path: Path, content: bytes) -> None:
    row = checked(path)
    replace_with(path, content)
    assert (await check.look(row)).problem == file_problem.CHANGED


async def test_a_file_that_is_gone_says_whether_its_folder_is_there(
    check: SourceCheck, path: Path
) -> None:
    row, copy = checked(path), checked(path, copied_from=COPIED)
    replace_with(path, None)
    assert await check.look(row) == FileLook(file_problem.GONE, folder_is_there=True)
    assert await check.look(copy) == FileLook(file_problem.copy_gone(COPIED))
    path.parent.rmdir()
    assert await check.look(row) == FileLook(file_problem.GONE, folder_is_there=False)


@pytest.mark.skipif(sys.platform == "win32", reason="names are other there")
async def test_a_path_that_is_none_says_so(check: SourceCheck, path: Path) -> None:
    row = checked(path)
    for source, reason in (("nul\0.pdf", "embedded null byte"), ("a" * 5000, "File name too long")):
        look = await check.look(document(source=source, sha256=row.sha256, size=1, modified_ns=1))
        assert look == FileLook(file_problem.unreadable(reason))


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (file_problem.NO_PERMISSION, file_problem.NO_PERMISSION),
        (file_problem.not_downloaded("offline"), file_problem.not_downloaded("offline")),
        (file_problem.NOT_A_PDF, file_problem.CHANGED),
    ],
)
async def test_trouble_that_may_pass_is_told_from_another_file(
    check: SourceCheck,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    problem: Problem,
    said: Problem,
) -> None:
    def refuse(_: str) -> FileFacts:
        raise BadFile(problem)

    monkeypatch.setattr(source_check, "read_facts", refuse)
    row = checked(path)
    os.utime(path, (1, 1))
    assert await check.look(row) == FileLook(said, folder_is_there=True)


async def test_a_drive_that_does_not_answer_holds_nobody_up(
    check: SourceCheck, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()

    def hang(_: str) -> FileFacts:
        over.wait(60)
        raise BadFile(file_problem.GONE)

    monkeypatch.setattr(source_check, "read_facts", hang)
    monkeypatch.setattr(source_check, "ANSWER_SECONDS", 0.01)
    row = checked(path)
    os.utime(path, (1, 1))
    looks = await asyncio.gather(check.look(row), check.look(row))
    assert set(looks) == {FileLook(file_problem.NO_ANSWER)}
    over.set()
