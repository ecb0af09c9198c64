"""Files of OneDrive and iCloud that are downloaded when they are read: each costs its row only."""

from __future__ import annotations

import asyncio
import hashlib
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from helpers.cloud import Cloud
from helpers.pdfs import pdf
from helpers.wine import is_wine
from integration.intake.test_services_intake import SECONDS, Desk, desk

from capout_desktop.domain import file_problem
from capout_desktop.domain.document import Document, DocumentState
from capout_desktop.domain.events import Canceled, RetryRequested
from capout_desktop.domain.problem import ProblemCode
from capout_desktop.services.intake.cloud_files import is_in_cloud
from capout_desktop.services.intake.preflight import DOWNLOADS
from capout_desktop.services.runtime.clock import now
from capout_desktop.ui.documents.document_text import reason, state_word

__all__ = ["desk"]  # the fixture
S = DocumentState


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    cloud = Cloud(monkeypatch)
    yield cloud
    cloud.connected.set()


async def until(desk: Desk, condition: Callable[[], bool]) -> None:
    """Wait until a condition about the rows holds."""
    holds = asyncio.Event()

    def look(_: object) -> None:
        if condition():
            holds.set()

    desk.store.listen(look)
    look(None)
    await asyncio.wait_for(holds.wait(), SECONDS)


def words(document: Document) -> tuple[str, str]:
    return state_word(document), reason(document, date(2026, 7, 1))


async def test_files_in_the_cloud_are_downloaded_beside_the_others(
    desk: Desk, tmp_path: Path, cloud: Cloud
) -> None:
    away = [tmp_path / f"away {number}.pdf" for number in range(DOWNLOADS + 3)]
    here = [tmp_path / f"here {number}.pdf" for number in range(3)]
    for path in [*away, *here]:
        path.write_bytes(pdf(marker=path.name))
    cloud.put(*away)
    await desk.intake.take([str(path) for path in [*away, *here]], "team@example")
    await until(desk, lambda: desk.store.count(S.QUEUED) == len(here))
    await until(desk, lambda: sum(row.downloading for row in desk.store) == len(away))
    rows = {row.file_name: row for row in desk.store}
    assert {words(rows[path.name]) for path in away} == {
        ("Downloading", "Downloading the file from the cloud")
    }
    # One that the person cancels meanwhile is not downloaded unless it already is.
    canceled = desk.store.apply(rows[away[-1].name].id, Canceled(now()))
    assert (canceled.state, canceled.downloading) == (S.CANCELED, False)
    cloud.connected.set()
    await desk.check()
    assert cloud.most_at_once <= DOWNLOADS
    assert sorted(cloud.opened) == sorted(map(str, away[:-1]))
    for path in [*away[:-1], *here]:
        row = desk.store[rows[path.name].id]
        assert (row.state, row.downloading) == (S.QUEUED, False)
        assert row.sha256 == hashlib.sha256(pdf(marker=path.name)).hexdigest()


async def test_a_download_that_fails_is_tried_again_and_then_said(
    desk: Desk, tmp_path: Path, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_problem, "LOOK_AGAIN_AFTER", (0.01, 0.01))
    path = tmp_path / "Kim.pdf"
    path.write_bytes(pdf())
    cloud.put(path)
    cloud.fails = True
    cloud.connected.set()
    (row,) = await desk.drop(path)
    assert (row.state, row.problem_code) == (S.REJECTED, ProblemCode.FILE_NOT_DOWNLOADED)
    assert words(row)[1] == "The file is in the cloud, and could not be downloaded"
    assert cloud.opened == [str(path)] * 3
    cloud.fails = False
    desk.store.apply(row.id, RetryRequested(now()))
    await desk.check()
    assert desk.store[row.id].state is S.QUEUED


def test_what_a_system_says_of_files_that_it_downloads_is_understood(tmp_path: Path) -> None:
    on_data_access, pinned, dataless = 0x400000, 0x80000, 0x40000000
    for facts, expected in (
        ({"st_file_attributes": stat.FILE_ATTRIBUTE_ARCHIVE}, False),
        ({"st_file_attributes": stat.FILE_ATTRIBUTE_ARCHIVE | pinned}, False),
        ({"st_file_attributes": on_data_access | stat.FILE_ATTRIBUTE_REPARSE_POINT}, True),
        ({"st_file_attributes": stat.FILE_ATTRIBUTE_OFFLINE}, True),
        ({"st_flags": 0}, False),
        ({"st_flags": dataless}, True),
        ({}, False),
    ):
        assert is_in_cloud(cast(Any, SimpleNamespace(**facts))) is expected, facts
    path = tmp_path / "Kim.pdf"
    path.write_bytes(pdf())
    assert not is_in_cloud(path.stat())
    if sys.platform == "win32" and not is_wine():  # wine keeps few attributes of a file
        import ctypes

        ctypes.windll.kernel32.SetFileAttributesW(str(path), stat.FILE_ATTRIBUTE_OFFLINE)
        assert is_in_cloud(path.stat())
