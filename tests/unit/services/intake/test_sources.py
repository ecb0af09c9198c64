"""What becomes of paths, folders and links, each on its own."""

from __future__ import annotations

import errno
import os
import sys
import threading
from pathlib import Path, PureWindowsPath

import pytest

from capout_desktop.domain import file_problem, unpacking
from capout_desktop.domain.document import SourceKind
from capout_desktop.domain.given_file import GivenFile
from capout_desktop.domain.problem import Problem
from capout_desktop.services.intake import sources
from capout_desktop.services.intake.sources import Found, is_whole_disk, look_into

FILE, LINK = SourceKind

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="paths are those of POSIX")


def facts(found: Found) -> tuple[str, SourceKind, str, Problem | None]:
    return (found.source, found.kind, found.file_name, found.problem)


def look(*given: str | Path) -> list[tuple[str, SourceKind, str, Problem | None]]:
    return [facts(found) for found in look_into([str(one) for one in given]) if found is not None]


@pytest.mark.parametrize(
    ("source", "name", "problem"),
    [
        ("https://x.example/a/scope%20b.pdf", "scope b.pdf", None),
        ("HTTPS://x.example/scope.pdf?token=1", "scope.pdf", None),
        ("https://x.example/", "x.example", None),
        ("http://x.example/scope.pdf", "scope.pdf", file_problem.LINK_NOT_HTTPS),
        ("https://[x", "https://[x", file_problem.LINK_UNREADABLE),
        ("smb://server/a/scope.pdf", "scope.pdf", file_problem.place_unreachable("smb")),
        ("mtp://phone", "phone", file_problem.place_unreachable("mtp")),
        ("mtp://", "mtp://", file_problem.place_unreachable("mtp")),
    ],
)
def test_links_and_places(source: str, name: str, problem: Problem | None) -> None:
    assert look(source) == [(source, LINK, name, problem)]


def test_a_url_of_a_file_is_its_path(tmp_path: Path) -> None:
    path = tmp_path / "scope b.pdf"
    path.write_bytes(b"%PDF-")
    expected = [(str(path), FILE, "scope b.pdf", None)]
    assert look(path.as_uri()) == expected
    assert look(path.as_uri().replace("file://", "FILE://localhost")) == expected
    other = path.as_uri().replace("file://", "file://server")
    ((source, kind, name, problem),) = look(other)
    assert (source, kind, name) == (other, LINK, "scope b.pdf")
    assert problem == file_problem.place_unreachable("file")


def test_a_folder_is_read_to_its_depth_in_order(tmp_path: Path) -> None:
    for name in ("b/z.pdf", "b/a/y.pdf", "c/x.PDF", "a.pdf", "mail.eml", "photo.jpg", ".h.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"%PDF-")
    for hidden in ("b/.DS_Store", "b/Thumbs.db", "desktop.ini", "~$letter.docx"):
        (tmp_path / hidden).write_bytes(b"x")
    (tmp_path / "b" / "costs.xlsx").write_bytes(b"x")
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "folder.pdf" / "inner.pdf").write_bytes(b"%PDF-")
    left_out: list[str] = []
    assert list(look_into([str(tmp_path)], on_others=left_out.extend))
    assert left_out == ["photo.jpg", "costs.xlsx"]
    assert [(source, problem) for source, _, _, problem in look(tmp_path)] == [
        (str(tmp_path / name), None)
        for name in ("a.pdf", "mail.eml", "b/z.pdf", "b/a/y.pdf", "c/x.PDF", "folder.pdf/inner.pdf")
    ]


def test_a_folder_without_estimates_says_so_and_a_missing_file_is_checked(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "photo.jpg").write_bytes(b"x")
    gone = tmp_path / "gone.pdf"
    assert look(tmp_path / "empty", gone) == [
        (str(tmp_path / "empty"), FILE, "empty", file_problem.NO_PDFS_IN_FOLDER),
        (str(gone), FILE, "gone.pdf", None),
    ]


def test_a_link_out_of_the_folder_is_said_and_one_within_is_read_once(tmp_path: Path) -> None:
    inside, outside = tmp_path / "claims", tmp_path / "other"
    for folder in (inside / "sub", outside):
        folder.mkdir(parents=True)
        (folder / "scope.pdf").write_bytes(b"%PDF-")
    (inside / "out").symlink_to(outside)
    (inside / "round").symlink_to(inside)
    (inside / "sub2").symlink_to(inside / "sub")
    (inside / "circle").symlink_to(inside / "circle")
    assert look(inside) == [
        (str(inside / "out"), FILE, "out", file_problem.FOLDER_LINKED),
        (str(inside / "sub" / "scope.pdf"), FILE, "scope.pdf", None),
    ]
    only_links = tmp_path / "links"
    only_links.mkdir()
    (only_links / "out").symlink_to(outside)
    assert [problem for *_, problem in look(only_links)] == [file_problem.FOLDER_LINKED]


def test_a_link_to_a_file_is_told_from_the_files_that_are_in_the_folder(tmp_path: Path) -> None:
    elsewhere, folder = tmp_path / "elsewhere.pdf", tmp_path / "claims"
    folder.mkdir()
    for path in (elsewhere, folder / "a.pdf", folder / "c.zip"):
        path.write_bytes(b"%PDF-")
    (folder / "b.pdf").symlink_to(elsewhere)
    found = [one for one in look_into([str(folder), str(elsewhere)]) if one is not None]
    assert {one.file_name: one.is_ordinary for one in found} == {
        "a.pdf": True,
        "b.pdf": False,
        "c.zip": True,
        "elsewhere.pdf": False,  # it was given by itself, so nobody has looked at it yet
    }


def test_the_home_folder_and_whole_disks_are_not_read_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    (tmp_path / "home" / "claims").mkdir(parents=True)
    assert look(tmp_path / "home") == [
        (str(tmp_path / "home"), FILE, "home", file_problem.WHOLE_DISK)
    ]
    assert look("/") == [("/", FILE, "/", file_problem.WHOLE_DISK)]
    assert [problem for *_, problem in look(tmp_path / "home" / "claims")] == [
        file_problem.NO_PDFS_IN_FOLDER
    ]
    assert is_whole_disk(tmp_path, tmp_path / "home")
    assert not is_whole_disk(tmp_path / "homes", tmp_path / "home")


def test_a_name_that_no_system_allows_is_said_with_the_others(tmp_path: Path) -> None:
    good = tmp_path / "scope.pdf"
    good.write_bytes(b"%PDF-")
    first, second = look("nul\0.pdf", good)
    assert first[3] is not None
    assert first[3].code == file_problem.path_unusable("").code
    assert second == (str(good), FILE, "scope.pdf", None)


def test_a_folder_that_cannot_be_read_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("bad", "good"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "scope.pdf").write_bytes(b"%PDF-")
    real = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("bad"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr("os.scandir", scandir)
    assert look(tmp_path) == [
        (str(tmp_path / "bad"), FILE, "bad", file_problem.folder_unreadable("Permission denied")),
        (str(tmp_path / "good" / "scope.pdf"), FILE, "scope.pdf", None),
    ]


def test_files_beside_one_that_does_not_answer_are_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = threading.Event()
    stat = os.stat

    def stat_of_drive(path: Path) -> os.stat_result:
        asked.append(str(path))
        if str(path).startswith("/slow"):
            answers.wait(60)
        return stat(path)

    monkeypatch.setattr("os.stat", stat_of_drive)
    monkeypatch.setattr(sources, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(sources, "ANSWER_SECONDS", 0.2)
    good = tmp_path / "scope.pdf"
    good.write_bytes(b"%PDF-")
    try:
        found = look("/slow/a.pdf", "/slow/b.pdf", good)
    finally:
        answers.set()
    assert [(name, problem) for *_, name, problem in found] == [
        ("scope.pdf", None),
        ("a.pdf", file_problem.NO_ANSWER),
        ("b.pdf", file_problem.NO_ANSWER),
    ]
    assert asked.count("/slow/a.pdf") == 1
    assert "/slow/b.pdf" not in asked


@pytest.mark.parametrize("answers_late", [True, False])
def test_a_folder_that_takes_long_to_list_comes_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers_late: bool
) -> None:
    answers, real = threading.Event(), os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("slow"):
            answers.wait(60)
        return real(path)

    monkeypatch.setattr("os.scandir", scandir)
    monkeypatch.setattr(sources, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(sources, "ANSWER_SECONDS", 60.0 if answers_late else 0.2)
    full, empty = tmp_path / "full", tmp_path / "empty"
    for name in ("full/slow/inner/b.pdf", "full/z.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"%PDF-")
    (empty / "slow").mkdir(parents=True)
    found: list[tuple[str, Problem | None] | None] = []
    try:
        for one in look_into([str(full), str(empty)]):
            found.append(None if one is None else (one.source, one.problem))
            if one is None and answers_late:
                answers.set()
    finally:
        answers.set()
    late: tuple[str, Problem | None]
    if answers_late:
        late = str(full / "slow" / "inner" / "b.pdf"), None
        last = (str(empty), file_problem.NO_PDFS_IN_FOLDER)
    else:
        late = str(full / "slow"), file_problem.NO_ANSWER
        last = (str(empty / "slow"), file_problem.NO_ANSWER)
    assert found == [(str(full / "z.pdf"), None), None, late, None, last]


@pytest.mark.parametrize(
    ("start", "kind", "problem"),
    [
        ("https://x.example/", LINK, file_problem.LINK_UNREADABLE),
        ("HTTP:x.example/", LINK, file_problem.LINK_UNREADABLE),
        ("/claims/", FILE, file_problem.path_unusable(os.strerror(errno.ENAMETOOLONG))),
        ("ftp://x.example/", FILE, file_problem.path_unusable(os.strerror(errno.ENAMETOOLONG))),
    ],
)
def test_what_is_too_long_for_a_path_or_link_is_shown_in_part(
    start: str, kind: SourceKind, problem: Problem
) -> None:
    long = start + "x" * (sources.LONGEST_SOURCE + 1 - len(start))
    shown = f"{long[:500]}…"
    assert look(long) == [(shown, kind, shown, problem)]
    ((source, _, _, told),) = look(long[:-1])
    assert source == long[:-1]
    assert told != problem


def test_a_file_that_is_on_no_disk_keeps_its_content() -> None:
    given = GivenFile("x" * 300 + ".pdf", b"%PDF-1.7")
    assert list(look_into([given])) == [
        Found("", FILE, unpacking.shortened(given.name), content=b"%PDF-1.7")
    ]


def test_each_given_folder_is_told_before_its_files(tmp_path: Path) -> None:
    for name in ("a/one.pdf", "a/inner/two.pdf", "b/three.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"%PDF-")
    told: list[str] = []
    given = [str(tmp_path / name) for name in ("a", "b", "b/three.pdf")]
    for found in look_into(given, told.append):
        assert found is not None
        told.append(found.file_name)
    assert told == [given[0], "one.pdf", "two.pdf", given[1], "three.pdf", "three.pdf"]


def test_one_letter_before_a_colon_is_a_drive(tmp_path: Path) -> None:
    assert look("c://scope.pdf")[0][1] is FILE
    assert look("cd://x.example/scope.pdf")[0][1] is LINK


@pytest.mark.parametrize(
    ("folder", "is_disk"),
    [
        ("C:\\", True),
        ("D:\\", True),
        ("C:\\Users", True),
        ("C:\\Users\\dana", True),
        ("C:\\Users\\dana\\claims", False),
        ("D:\\claims", False),
        ("\\\\server\\claims\\", False),
        ("\\\\server\\claims\\2026", False),
    ],
)
def test_a_drive_is_a_whole_disk_and_the_top_of_a_share_is_not(folder: str, is_disk: bool) -> None:
    assert is_whole_disk(PureWindowsPath(folder), PureWindowsPath("C:\\Users\\dana")) is is_disk
