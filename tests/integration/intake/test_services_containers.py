"""Mails and archives as people get them, and as nobody should."""

from __future__ import annotations

import random
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from helpers.mails import archive, encrypted, linked, mail
from helpers.outlook_mails import compound_file, message, outlook_mail
from helpers.pdfs import pdf

from capout_desktop.services.outbox.containers import Container
from capout_desktop.ui.text import problem_text

ONE, TWO = pdf(marker="one"), pdf(2, marker="two")


def read(path: Path, content: bytes) -> tuple[str, dict[str, bytes], dict[str, str], list[str]]:
    """Return the title, the PDFs, the codes of what is refused, and the names of the others."""
    path.write_bytes(content)
    with path.open("rb") as file:
        container = Container(file, path.name)
        parts = list(container.parts())
    taken = {part.name: part.content for part in parts if part.content is not None}
    refused = {part.name: part.problem.code for part in parts if part.problem is not None}
    others = [part.name for part in parts if part.content is None and part.problem is None]
    for part in parts:
        if part.problem is not None:
            assert problem_text.title(part.problem)
            assert problem_text.next_step(part.problem)
    return container.title, taken, refused, others


def test_the_pdfs_of_a_mail_are_taken_and_its_logo_is_not(tmp_path: Path) -> None:
    forwarded = mail("Scope", {"inner scope.pdf": TWO})
    content = mail("Re: Alvarez claim", {"scope.pdf": ONE, "more.zip": archive({"b.pdf": TWO})})
    title, taken, refused, others = read(tmp_path / "a.eml", content)
    assert title == "Re: Alvarez claim"
    assert taken == {"scope.pdf": ONE, "b.pdf": TWO}
    assert (refused, others) == ({}, ["logo.png"])
    boundary = b"\n".join(
        [
            b"Subject: Fwd\nContent-Type: multipart/mixed; boundary=X\n",
            b"--X\nContent-Type: message/rfc822\n",
            forwarded,
            b"--X--\n",
        ]
    )
    _, taken, _, _ = read(tmp_path / "b.eml", boundary)
    assert taken == {"inner scope.pdf": TWO}


def test_the_pdfs_of_an_archive_are_taken_whatever_their_folder(tmp_path: Path) -> None:
    entries = {
        "Alvarez/scope.pdf": ONE,
        "Mac/dueNNas.pdf": TWO,
        "inner.zip": archive({"deep/c.pdf": ONE, "photo.jpg": b"x"}),
        "__MACOSX/._scope.pdf": b"litter",
        "Alvarez/notes.docx": b"x",
    }
    # Programs on a Mac write UTF-8 without saying so.
    content = archive(entries).replace(b"dueNNas", "dueñas".encode())
    title, taken, refused, others = read(tmp_path / "Claims of May.zip", content)
    assert title == "Claims of May"
    assert taken == {"scope.pdf": ONE, "dueñas.pdf": TWO, "c.pdf": ONE}
    assert (refused, others) == ({}, ["photo.jpg", "notes.docx"])


HOSTILE = {
    "up": (archive({"../../x.pdf": ONE}), {"x.pdf": "entry-name-unsafe"}),
    "absolute": (archive({"/etc/x.pdf": ONE}), {"x.pdf": "entry-name-unsafe"}),
    "drive": (archive({"C:\\x.pdf": ONE}), {"x.pdf": "entry-name-unsafe"}),
    "device": (archive({"con.pdf": ONE, "LPT1 .pdf": ONE}), ["con.pdf", "LPT1 .pdf"]),
    "bidi": (archive({"x\u202efdp.exe.pdf": ONE}), ["x\u202efdp.exe.pdf"]),
    "locked": (encrypted(archive({"x.pdf": ONE})), {"x.pdf": "entry-locked"}),
    "link": (linked("x.pdf", "/etc/passwd"), {"x.pdf": "entry-is-link"}),
    "ratio": (archive({"x.pdf": bytes(1 << 24)}), {"x.pdf": "entry-too-large"}),
    "deep": (
        archive({"a.zip": archive({"b.zip": archive({"x.pdf": ONE})})}),
        {"b.zip": "entry-too-deep"},
    ),
    "many": (archive({f"{n}.txt": b"" for n in range(10_000)}), {"": "container-too-much"}),
    "damaged": (archive({"x.pdf": ONE})[:-30], {"": "container-unreadable"}),
    "no archive": (ONE, {"": "container-unreadable"}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused_in_words(tmp_path: Path, name: str) -> None:
    content, expected = HOSTILE[name]
    tracemalloc.start()
    _, taken, refused, _ = read(tmp_path / "evil.zip", content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken == {}
    if isinstance(expected, list):
        expected = dict.fromkeys(expected, "entry-name-unsafe")
    assert refused == expected
    assert peak < 64 << 20
    assert [path.name for path in tmp_path.iterdir()] == ["evil.zip"]


def test_a_gigabyte_of_zeros_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "zeros.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
        made.open("x.pdf", "w") as entry,
    ):
        for _ in range(1024):
            entry.write(bytes(1 << 20))
    content = path.read_bytes()
    assert len(content) < 10_000_000
    assert read(path, content)[1:3] == ({}, {"x.pdf": "entry-too-large"})


def test_an_entry_that_lies_about_its_size_is_not_read_to_its_end(tmp_path: Path) -> None:
    content = bytearray(archive({"x.pdf": bytes(1 << 27)}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.find(signature) + offset
        content[at : at + 4] = (1 << 19).to_bytes(4, "little")
    _, taken, refused, _ = read(tmp_path / "liar.zip", bytes(content))
    assert taken == {}
    assert refused == {"x.pdf": "entry-damaged"}


def test_hostile_mails_end(tmp_path: Path) -> None:
    nested = mail("inner", {"scope.pdf": ONE})
    for _ in range(50):
        head = b"Subject: outer\nContent-Type: message/rfc822\n\n"
        nested = head + nested
    _, taken, refused, _ = read(tmp_path / "nested.eml", nested)
    assert (taken, refused) == ({}, {"": "container-too-much"})
    _, taken, refused, _ = read(tmp_path / "names.eml", mail("x", {"../x.pdf": ONE}))
    assert (taken, refused) == ({}, {"x.pdf": "entry-name-unsafe"})
    _, taken, refused, _ = read(tmp_path / "noise.eml", bytes(range(256)) * 40)
    assert taken == {}
    assert refused


@pytest.mark.parametrize("code_page", [0, 932, 1252])
def test_the_pdfs_of_a_mail_of_outlook_are_taken(tmp_path: Path, code_page: int) -> None:
    subject, name = ("請求書", "見積.pdf") if code_page == 932 else ("Re: Dueñas", "Dueñas.pdf")
    large = pdf(3, size=900_000)
    deeper = message("inner", {"deep scope.pdf": TWO}, code_page=code_page)
    content = outlook_mail(
        subject,
        {name: large, "small.pdf": ONE, "more.zip": archive({"b.pdf": TWO})},
        forwarded={"their mail": message("Fwd", {}, {"deeper": deeper}, code_page)},
        code_page=code_page,
    )
    title, taken, refused, others = read(tmp_path / "saved.msg", content)
    assert title == subject
    assert taken == {name: large, "small.pdf": ONE, "b.pdf": TWO, "deep scope.pdf": TWO}
    assert (refused, others) == ({}, ["logo.png"])


def test_hostile_mails_of_outlook_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "evil.msg"
    whole = outlook_mail("x", {"scope.pdf": pdf(size=20_000)})
    assert read(path, b"\xd0\xcf\x11\xe0")[2] == {"": "container-unreadable"}
    assert read(path, compound_file({"Workbook": b"cells"}))[2] == {"": "container-unreadable"}
    assert read(path, outlook_mail("x", {"../x.pdf": ONE}))[2] == {"x.pdf": "entry-name-unsafe"}
    nested = message("x", {"scope.pdf": ONE})
    for _ in range(60):
        nested = message("x", {}, {"mail": nested})
    _, taken, _, _ = read(path, outlook_mail("x", {}, forwarded={"mail": nested}))
    assert taken == {}
    monkeypatch.setattr("capout_desktop.domain.unpacking.MOST_ENTRIES", 100)
    many = {f"{n}.txt": b"" for n in range(101)}
    assert read(path, outlook_mail("x", many))[2] == {"": "container-too-much"}
    chance = random.Random(5)
    for _ in range(60):
        broken = bytearray(whole[: chance.randrange(600, len(whole))])
        for _ in range(chance.randrange(1, 40)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        _, taken, refused, _ = read(path, bytes(broken))
        assert set(taken) | set(refused) | {""} <= {"", "scope.pdf"} or taken == {}
