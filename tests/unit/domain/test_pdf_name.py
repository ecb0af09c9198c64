"""What is opened by name is a PDF."""

from __future__ import annotations

import sys

import pytest

from capout_desktop.domain.pdf_name import is_lock_file, is_pdf_name


@pytest.mark.parametrize("path", ["/a/Kim.pdf", "C:\\Users\\Dana\\Kim.PDF", "scope.pdf"])
def test_a_pdf_is_one(path: str) -> None:
    assert is_pdf_name(path)


@pytest.mark.parametrize(
    "path",
    [
        "/a/estimate\u202efdp.exe",
        "/a.pdf/run",
        "C:\\a.pdf\\run.exe",
        "x.pdf.lnk",
        "x.pdf ",
        "",
        "x",
    ],
)
def test_anything_else_is_not(path: str) -> None:
    assert not is_pdf_name(path)


def test_a_part_of_a_program_is_not_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_pdf_name("/a/12:30.pdf") is (sys.platform != "win32")
    monkeypatch.setattr(sys, "platform", "win32")
    assert is_pdf_name("C:\\a\\Kim.pdf")
    assert not is_pdf_name("C:\\a\\program.exe:Kim.pdf")


@pytest.mark.parametrize(
    ("path", "is_lock"),
    [
        ("/a/~$Kim.docx", True),
        ("C:\\a\\~$Kim.docx", True),
        ("~$Kim.docx", True),
        ("/~$a/Kim.docx", False),
        ("/a/~Kim.docx", False),
    ],
)
def test_the_file_that_a_program_keeps_beside_an_open_one(path: str, is_lock: bool) -> None:
    assert is_lock_file(path) is is_lock
