"""What would not last, or is inside something, comes as a copy in the outbox; the rest as it is."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import cast

import pytest
from msgspec.structs import replace

from capout_desktop.domain import file_problem, unpacking
from capout_desktop.domain.copied_from import CopiedFrom, CopyKind
from capout_desktop.domain.document import SourceKind
from capout_desktop.domain.picture import Encoding, PictureForm
from capout_desktop.domain.problem import Problem
from capout_desktop.services.intake import arrivals as arrivals_module
from capout_desktop.services.intake.arrivals import Arrivals, text
from capout_desktop.services.intake.pdf_inspector import PdfInspector
from capout_desktop.services.intake.picture_pdf import PicturePage
from capout_desktop.services.intake.sources import Found
from capout_desktop.services.intake.unpacker import NotUnpacked, Unpacked, Unpacker
from capout_desktop.store.outbox import Outbox

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="paths are those of POSIX")

FILE, LINK = SourceKind
PDF = b"%PDF-1.7 of a claim"
SHA256 = hashlib.sha256(PDF).hexdigest()


class ParcelOpener:
    """Stands for the unpacker: it yields what the test says."""

    def __init__(self) -> None:
        self.inside: dict[str, Sequence[Unpacked | Exception]] = {}
        self.title = ""
        self.patience: list[bool] = []

    def parts(
        self, path: str, name: str, on_title: Callable[[str], object], *, is_patient: bool
    ) -> Iterator[Unpacked]:
        self.patience.append(is_patient)
        assert PurePath(path).name == name
        if self.title:
            on_title(self.title)
        for part in self.inside[name]:
            if isinstance(part, Exception):
                raise part
            yield part


class Inspector:
    """Stands for the inspector of pictures: each has one page."""

    def pictures(self, path: str) -> Iterator[PicturePage]:
        assert Path(path).exists()
        yield PicturePage(PictureForm(2, 1, 1, 8, Encoding.DEFLATE), b"pixels")


class Desk:
    """The way from the drop to the rows."""

    def __init__(self, folder: Path, *, reads_pictures: bool = True) -> None:
        self.outbox = Outbox(folder / "outbox")
        self.opener = ParcelOpener()
        self.mail = folder / "mail"
        self.mail.mkdir()
        self.way = Arrivals(
            self.outbox,
            cast("Unpacker", self.opener),
            [PurePath(self.mail)],
            cast("PdfInspector", Inspector()) if reads_pictures else None,
        )

    def rows(self, *found: Found) -> list[Found]:
        return [row for row in self.way.through(iter(found)) if row is not None]

    def put(self, path: Path, content: bytes = PDF) -> Found:
        path.write_bytes(content)
        return Found(str(path), FILE, path.name)

    def held(self) -> list[bytes]:
        return sorted(path.read_bytes() for path in self.outbox.folder.glob("*"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_what_lasts_stays_where_it_is(desk: Desk, tmp_path: Path) -> None:
    given = [
        desk.put(tmp_path / "scope.pdf"),
        Found("https://x.example/photo.jpg", LINK, "photo.jpg"),
        Found(str(desk.mail / "gone.pdf"), FILE, "gone.pdf"),
        replace(desk.put(desk.mail / "odd.pdf"), problem=file_problem.NO_ANSWER),
    ]
    assert desk.rows(*given) == given
    assert desk.held() == []
    assert (desk.way.titles, desk.way.left_out, desk.way.has_pictures) == ([], [], False)


def test_what_is_temporary_is_copied_with_its_origin(desk: Desk, tmp_path: Path) -> None:
    (desk.mail / "sub").mkdir()
    given = [
        desk.put(desk.mail / "scope.pdf"),
        desk.put(desk.mail / "sub" / "roof.pdf"),
        desk.put(tmp_path / "kept.pdf"),
    ]
    (tmp_path / "link.pdf").symlink_to(desk.mail / "scope.pdf")
    given.append(Found(str(tmp_path / "link.pdf"), FILE, "link.pdf"))
    rows = desk.rows(*given)
    assert [row.file_name for row in rows] == ["scope.pdf", "roof.pdf", "kept.pdf", "link.pdf"]
    assert [desk.outbox.owns(row.source) for row in rows] == [True, True, False, True]
    assert rows[0].copied_from == CopiedFrom(
        CopyKind.TEMPORARY, given[0].source, "scope.pdf", sha256=SHA256
    )
    assert (rows[2], rows[0].problem) == (given[2], None)
    assert desk.held() == [PDF] * 3
    desk.way.discard([rows[0].source, given[2].source])
    assert len(desk.held()) == 2
    assert Path(given[2].source).exists()


def test_files_of_a_folder_share_what_is_known_of_it_but_not_with_links(
    desk: Desk, tmp_path: Path
) -> None:
    kept, late = desk.put(tmp_path / "kept.pdf"), desk.put(desk.mail / "late.pdf")
    (tmp_path / "link.pdf").symlink_to(late.source)
    later = [
        Found(str(tmp_path / "another.pdf"), FILE, "another.pdf", is_ordinary=True),
        Found(str(tmp_path / "link.pdf"), FILE, "link.pdf"),
        Found(str(desk.mail / "more.pdf"), FILE, "more.pdf", is_ordinary=True),
    ]
    desk.put(desk.mail / "more.pdf")
    rows = [row for row in desk.way.through(iter([kept, late, None, *later])) if row is not None]
    assert [desk.outbox.owns(row.source) for row in rows] == [False, True, False, True, True]


def test_a_temporary_file_that_is_too_large_or_cannot_be_copied_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals_module, "MOST_COPIED", len(PDF))
    given = [desk.put(desk.mail / "fits.pdf"), desk.put(desk.mail / "large.pdf", PDF + b"x")]
    fits, large = desk.rows(*given)
    assert (desk.outbox.owns(fits.source), large) == (True, given[1])

    def full(_content: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(desk.outbox, "add", full)
    (row,) = desk.rows(given[0])
    assert row == replace(given[0], problem=file_problem.not_copied("No space left on device"))


def test_what_is_in_a_mail_becomes_rows_of_its_own(desk: Desk, tmp_path: Path) -> None:
    mail = desk.put(tmp_path / "claim.eml", b"mail")
    locked = Problem("entry-locked")
    desk.opener.inside["claim.eml"] = [
        Unpacked("scope.pdf", iter([PDF[:5], PDF[5:]])),
        Unpacked("photo.jpg"),
        Unpacked("secret.pdf", problem=locked),
        Unpacked("", problem=unpacking.TOO_MUCH),
        Unpacked("empty.pdf", iter(())),
    ]
    desk.opener.title = "Claim 0417"
    rows = desk.rows(mail)
    first, second, third, fourth = rows
    assert (first.file_name, first.problem) == ("scope.pdf", None)
    assert Path(first.source).read_bytes() == PDF
    assert first.copied_from == CopiedFrom(
        CopyKind.UNPACKED, mail.source, "scope.pdf", "claim.eml", sha256=SHA256
    )
    assert (second.file_name, second.problem, second.source) == ("secret.pdf", locked, mail.source)
    assert second.copied_from == CopiedFrom(
        CopyKind.UNPACKED, mail.source, "secret.pdf", "claim.eml"
    )
    assert third == replace(mail, problem=unpacking.TOO_MUCH)
    assert fourth.file_name == "empty.pdf"
    assert (desk.way.titles, desk.way.left_out) == (["Claim 0417"], ["photo.jpg"])


@pytest.mark.parametrize(
    ("trouble", "problem"),
    [
        (NotUnpacked(unpacking.TOO_SLOW), unpacking.TOO_SLOW),
        (TimeoutError(), file_problem.NO_ANSWER),
        (OSError(5, "Input/output error"), None),
    ],
)
def test_what_was_read_before_trouble_stands(
    trouble: Exception, problem: Problem | None, desk: Desk, tmp_path: Path
) -> None:
    archive = desk.put(tmp_path / "claims.zip", b"zip")
    desk.opener.inside["claims.zip"] = [Unpacked("scope.pdf", iter([PDF])), trouble]
    first, second = desk.rows(archive)
    assert first.file_name == "scope.pdf"
    assert second == replace(archive, problem=problem)
    assert desk.way.titles == ["claims"]
    # What takes long is tried once more, after all others.
    assert desk.opener.patience == ([False] if problem is None else [False, True])


def test_an_archive_without_estimates_says_so(desk: Desk, tmp_path: Path) -> None:
    archive = desk.put(tmp_path / "photos.zip", b"zip")
    desk.opener.inside["photos.zip"] = [Unpacked("a.jpg"), Unpacked("b.jpg")]
    assert desk.rows(archive) == [replace(archive, problem=unpacking.EMPTY)]
    assert (desk.way.titles, desk.way.left_out) == ([], ["a.jpg", "b.jpg"])


def test_an_attachment_that_cannot_be_copied_is_a_row_that_says_so(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_content: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(desk.outbox, "add", full)
    mail = desk.put(tmp_path / "claim.eml", b"mail")
    desk.opener.inside["claim.eml"] = [Unpacked("scope.pdf", iter([PDF]))]
    (row,) = desk.rows(mail)
    assert (row.file_name, row.source) == ("scope.pdf", mail.source)
    assert row.problem == file_problem.not_copied("No space left on device")
    assert row.copied_from == CopiedFrom(CopyKind.UNPACKED, mail.source, "scope.pdf", "claim.eml")


def test_pictures_become_one_pdf_after_the_others(desk: Desk, tmp_path: Path) -> None:
    front, scope = desk.put(tmp_path / "front.jpg"), desk.put(tmp_path / "scope.pdf")
    live, back = desk.put(tmp_path / "live.heic"), desk.put(tmp_path / "back.png")
    rows = desk.rows(front, scope, live, back)
    assert [row.file_name for row in rows] == ["scope.pdf", "live.heic", "front.pdf"]
    assert rows[1].problem is not None
    assert desk.outbox.owns(rows[2].source)
    assert desk.way.has_pictures


def test_pictures_that_are_not_read_make_no_pdf(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = desk.put(tmp_path / "live.heic")
    (row,) = desk.rows(live)
    assert (row.file_name, desk.way.has_pictures, desk.held()) == ("live.heic", False, [])

    def full(_content: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(desk.outbox, "add", full)
    front = desk.put(tmp_path / "front.jpg")
    problem = file_problem.not_copied("No space left on device")
    assert desk.rows(front, live) == [
        replace(front, problem=problem),
        replace(live, problem=problem),
    ]


def test_without_a_reader_pictures_are_files_like_others(tmp_path: Path) -> None:
    desk = Desk(tmp_path, reads_pictures=False)
    front = desk.put(tmp_path / "front.jpg")
    assert desk.rows(front) == [front]


def test_many_files_keep_their_order(desk: Desk, tmp_path: Path) -> None:
    given = [Found(str(tmp_path / f"{number}.pdf"), FILE, f"{number}.pdf") for number in range(120)]
    assert desk.rows(*given) == given


def test_names_that_are_no_text_can_be_stored() -> None:
    assert [text("caf\u00e9"), text("sch\udce4den")] == ["caf\u00e9", "sch?den"]


def test_a_file_that_is_on_no_disk_gets_a_place_in_the_outbox(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = Found("", FILE, "scope.pdf", content=PDF)
    (row,) = desk.rows(given)
    origin = CopiedFrom(CopyKind.TEMPORARY, "scope.pdf", "scope.pdf", sha256=SHA256)
    assert row == Found(row.source, FILE, "scope.pdf", copied_from=origin)
    assert Path(row.source).read_bytes() == PDF

    def fail(_content: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(desk.outbox, "add", fail)
    problem = file_problem.not_copied("the disk is full")
    assert desk.rows(given) == [Found("", FILE, "scope.pdf", problem=problem)]


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (TimeoutError(), file_problem.NO_ANSWER),
        (FileNotFoundError(), None),
        (ValueError("no name"), file_problem.not_copied("no name")),
        (OSError(28, "No space"), file_problem.not_copied("No space")),
    ],
)
def test_a_temporary_file_that_is_not_copied_says_why(
    error: Exception, problem: Problem | None, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_path: str) -> None:
        raise error

    given = desk.put(desk.mail / "scope.pdf")
    monkeypatch.setattr(desk.way, "_copy", fail)
    assert desk.rows(given) == [replace(given, problem=problem)]
