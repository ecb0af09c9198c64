"""Mails and archives in the real confined worker: each costs its own row, time and memory only."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.mails import archive, mail
from helpers.outlook_mails import outlook_mail
from helpers.pdfs import pdf

from capout_desktop.domain.unpacking import LONGEST_NAME, MOST_ENTRIES
from capout_desktop.services.intake import arrivals
from capout_desktop.services.intake import unpacker as module
from capout_desktop.services.intake.arrivals import Arrivals
from capout_desktop.services.intake.pdf_worker_process import PdfWorkerProcess
from capout_desktop.services.intake.sources import Found, look_into
from capout_desktop.services.intake.unpacker import Unpacker
from capout_desktop.store.outbox import Outbox

ONE, TWO = pdf(marker="one"), pdf(2, marker="two")


class Bench:
    """A drop's way to rows, with a worker."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.worker = PdfWorkerProcess(opens_containers=True)
        self.outbox = Outbox(folder / "outbox")
        self.arrivals = Arrivals(self.outbox, Unpacker(self.worker), ())

    def file(self, name: str, content: bytes) -> Path:
        (self.folder / name).write_bytes(content)
        return self.folder / name

    def drop(self, *paths: Path) -> list[Found]:
        self.arrivals = Arrivals(self.outbox, Unpacker(self.worker), ())
        found = self.arrivals.through(look_into([str(path) for path in paths]))
        return [row for row in found if row is not None]

    def rows(self, *paths: Path) -> list[tuple[str, str]]:
        """Return the name and the problem's code, or its content's size, for each row."""
        return [
            (
                row.file_name,
                row.problem.code if row.problem else str(Path(row.source).stat().st_size),
            )
            for row in self.drop(*paths)
        ]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    bench = Bench(tmp_path_factory.mktemp("shared"))
    yield bench
    bench.worker.close()


@pytest.fixture
def bench(shared: Bench, tmp_path: Path) -> Bench:
    shared.folder, shared.outbox = tmp_path, Outbox(tmp_path / "outbox")
    return shared


def headed(headers: str, *lines: str) -> bytes:
    return "\n".join([headers, "", *lines, ""]).encode("utf-8", "surrogateescape")


def in_charset(charset: str) -> bytes:
    """Return a mail whose subject and attachment are named in a character set."""
    name = "Due\u00f1as.pdf".encode("latin-1").hex("=").upper()
    return headed(
        f"Subject: =?{charset}?Q?Due=F1as?=\nContent-Type: multipart/mixed; boundary=X",
        "--X",
        f'Content-Type: application/pdf; name="=?{charset}?Q?={name}?="',
        "Content-Transfer-Encoding: base64\n",
        "JVBERi0xLjQK",
        "--X--",
    )


WORDS = ("é", "č", "ж", "ω", "ש", "ك", "ก", "語", "语", "어")
"""One of these can be written in each character set that mails have."""


def nested_mail(depth: int) -> bytes:
    lines = [f"Content-Type: multipart/mixed; boundary=B{n}\n\n--B{n}" for n in range(depth)]
    return ("Subject: deep\n" + "\n".join(lines) + "\n\nthe end").encode()


def test_what_is_good_arrives_whole_in_order_and_by_its_name(bench: Bench) -> None:
    big = pdf() + os.urandom(9 << 20)
    letter = mail("Re: Alvarez", {"a.pdf": ONE, "b.zip": archive({"c.pdf": TWO, "note.txt": b""})})
    paths = (
        bench.file("first.pdf", ONE),
        bench.file("mail.eml", letter),
        bench.file("all.zip", archive({"big.pdf": big})),
        bench.file("last.pdf", ONE),
    )
    found = bench.drop(*paths)
    assert [row.file_name for row in found] == [
        "first.pdf",
        "a.pdf",
        "c.pdf",
        "big.pdf",
        "last.pdf",
    ]
    contents = [Path(row.source).read_bytes() for row in found]
    assert contents == [ONE, ONE, TWO, big, ONE]
    assert bench.arrivals.titles == ["Re: Alvarez", "all"]
    assert bench.arrivals.left_out == ["logo.png", "note.txt"]


@pytest.mark.parametrize(
    "charset", ["iso-8859-1", "windows-1252", "iso-8859-15", "gb18030", "x-no"]
)
def test_a_name_in_any_character_set_costs_no_attachment(bench: Bench, charset: str) -> None:
    (row,) = bench.drop(bench.file("mail.eml", in_charset(charset)))
    assert row.problem is None
    assert row.file_name.endswith(".pdf")
    if charset[0] in "iw":
        assert (bench.arrivals.titles, row.file_name) == (["Due\u00f1as"], "Due\u00f1as.pdf")


def test_names_in_all_character_sets_that_mails_have_are_read_in_one_mail(bench: Bench) -> None:
    sets = [
        *(f"iso-8859-{number}" for number in range(1, 17) if number != 12),
        *(f"windows-{number}" for number in range(1250, 1259)),
        *("utf-8", "utf-7", "cp437", "cp850", "cp874", "cp932", "cp936", "cp949"),
        *("cp950", "macintosh", "koi8-r", "koi8-u", "gb2312", "gbk", "gb18030", "big5"),
        *("shift_jis", "euc-jp", "iso-2022-jp", "euc-kr"),
    ]
    letter = mail("S", {f"x{number}.pdf": ONE for number in range(len(sets))})
    names = []
    for number, charset in enumerate(sets):
        word = next(word for word in WORDS if word.encode(charset, "ignore").strip())
        names.append(f"{word}.pdf")
        coded = "".join(f"={byte:02X}" for byte in names[-1].encode(charset))
        assert letter.count(b"x%d.pdf" % number) == 1
        letter = letter.replace(b"x%d.pdf" % number, f"=?{charset}?Q?{coded}?=".encode())
    rows = bench.drop(bench.file("mail.eml", letter))
    assert [row.file_name for row in rows] == names


def test_very_long_names_are_shortened_and_keep_their_ending(bench: Bench) -> None:
    long = "n" * 100_000
    letter = mail("S", {f"{long}.pdf": ONE}).replace(b"Subject: S", b"Subject: " + long.encode())
    (row,) = bench.drop(bench.file("mail.eml", letter))
    assert row.problem is None
    assert len(row.file_name) == LONGEST_NAME
    assert row.file_name.endswith("n….pdf")
    assert [len(title) for title in bench.arrivals.titles] == [LONGEST_NAME]


TOO_MUCH = "container-too-much"
HOSTILE: dict[str, tuple[bytes, set[str]]] = {
    "ten thousand parts": (
        headed(
            "Subject: many\nContent-Type: multipart/mixed; boundary=X",
            *["--X\nContent-Type: application/pdf\n\nx"] * 10_000,
        ),
        {TOO_MUCH, "container-too-slow"},
    ),
    "parts without end": (
        headed("Subject: x\nContent-Type: multipart/mixed; boundary=X", *["--X"] * (4 << 20)),
        {TOO_MUCH, "container-too-slow"},
    ),
    "nested deeply": (nested_mail(400), {TOO_MUCH, "container-too-slow"}),
    "a header of megabytes": (
        headed("Subject: " + "=?utf-8?Q?a?= " * 400_000 + "\nContent-Type: text/plain", "x"),
        {"container-without-pdfs", "container-too-slow"},
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_costs_its_own_row_only(
    bench: Bench, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.3)
    monkeypatch.setattr(module, "UNPACKING_SECONDS", 1.0)
    content, codes = HOSTILE[name]
    good = bench.file("good.zip", archive({"scope.pdf": ONE}))
    rows = bench.rows(bench.file("evil.eml", content), good)
    rows.remove(("scope.pdf", str(len(ONE))))
    assert codes & {code for _, code in rows}
    assert len(rows) <= MOST_ENTRIES + 1


def test_what_takes_long_to_read_comes_after_everything_else(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 1.0)
    monkeypatch.setattr(module, "UNPACKING_SECONDS", 1.0)
    evil = bench.file("evil.eml", HOSTILE["parts without end"][0])
    letter = bench.file("letter.eml", mail("S", {"letter.pdf": TWO}))
    given = [evil, letter, bench.file("a.pdf", ONE)]
    through = bench.arrivals.through(look_into([str(path) for path in given]))
    found = [row.file_name if row else None for row in through]
    assert found[:2] == ["a.pdf", None], "it was shown before the mails were read"
    named = list(dict.fromkeys(filter(None, found)))
    assert named == ["a.pdf", "letter.pdf", "evil.eml"]
    assert found[found.index("evil.eml") - 1] is None


def test_a_drive_that_does_not_answer_costs_its_own_files(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening the mail hangs, and so does the look at a temporary file."""
    gone = threading.Event()
    real_open, real_islink = os.open, os.path.islink

    def is_dead(path: object) -> bool:
        if "dead" in str(path):
            gone.wait(30)
        return False

    monkeypatch.setattr(os, "open", lambda path, *rest: is_dead(path) or real_open(path, *rest))
    monkeypatch.setattr(os.path, "islink", lambda path: is_dead(path) or real_islink(path))
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.1)
    monkeypatch.setattr(arrivals, "ANSWER_SECONDS", 0.1)
    silent, mail_there = bench.file("dead.pdf", ONE), bench.file("dead.eml", mail("S", {}))
    good = bench.file("good.zip", archive({"scope.pdf": ONE}))
    try:
        assert bench.rows(silent, mail_there, good) == [
            ("dead.pdf", str(len(ONE))),
            ("scope.pdf", str(len(ONE))),
            ("dead.eml", "file-no-answer"),
        ]
    finally:
        gone.set()


def test_a_mail_of_outlook_is_read_although_the_worker_is_confined(bench: Bench) -> None:
    content = outlook_mail("請求書", {"見積.pdf": ONE}, code_page=932)
    path = bench.file("saved.msg", content)
    assert bench.rows(path) == [("見積.pdf", str(len(ONE)))]
    assert bench.arrivals.titles == ["請求書"]
    assert bench.rows(bench.file("broken.msg", content[:700])) == [
        ("broken.msg", "container-unreadable")
    ]
