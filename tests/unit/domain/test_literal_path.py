r"""What Windows would not open, or take for another file, has a path that begins with `\\?\`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from capout_desktop.domain.literal_path import (
    LONGEST,
    is_part_of_file,
    literal_path,
    literal_windows_path,
    shown_path,
)

LONG = "C:\\" + "\\".join(["a folder of the claim"] * 12) + "\\Kim.pdf"

USUAL = [
    r"C:\Claims\Kim & Sons, 12.pdf",
    r"C:\Claims\Console.pdf",
    r"C:\Claims\contract.pdf",
    r"C:\Claims\COM10.pdf",
    r"C:\Claims\.hidden\a..b.pdf",
    r"\\server\share\Kim.pdf",
    "C:\\",
]
ODD = {
    r"C:\Claims\Kim.pdf.": r"\\?\C:\Claims\Kim.pdf.",
    r"C:\Claims\Kim.pdf ": "\\\\?\\C:\\Claims\\Kim.pdf ",
    r"C:\Claims.\Kim.pdf": r"\\?\C:\Claims.\Kim.pdf",
    r"C:\Claims\CON.pdf": r"\\?\C:\Claims\CON.pdf",
    "C:/Claims/lpt1.final.pdf": r"\\?\C:\Claims\lpt1.final.pdf",
    r"C:\nul\Kim.pdf": r"\\?\C:\nul\Kim.pdf",
    r"\\server\share\aux.PDF": r"\\?\UNC\server\share\aux.PDF",
    LONG: "\\\\?\\" + LONG,
    r"C:\Claims\new\..\PRN.pdf": r"\\?\C:\Claims\PRN.pdf",
}


@pytest.mark.parametrize("path", USUAL)
def test_a_usual_path_stays_as_it_is(path: str) -> None:
    assert literal_windows_path(path) == path
    assert shown_path(path) == path


@pytest.mark.parametrize("path", ODD)
def test_an_odd_path_is_taken_literally_and_shown_as_people_know_it(path: str) -> None:
    literal = literal_windows_path(path)
    assert literal == ODD[path]
    assert literal_windows_path(literal) == literal
    assert "?" not in shown_path(literal)
    assert shown_path(literal).rpartition("\\")[2] == path.replace("/", "\\").rpartition("\\")[2]


def test_the_parts_inside_a_file_are_told_from_files() -> None:
    for path in (*USUAL, *ODD, "Kim.pdf", "c:Kim.pdf", *ODD.values()):
        assert not is_part_of_file(path), path
    for name in ("Kim.pdf:Zone.Identifier", "Kim.pdf::$DATA", "setup.exe:Kim.pdf"):
        for folder in ("C:\\Claims\\", "C:/Claims/", "\\\\server\\share\\", "\\\\?\\C:\\Claims\\"):
            assert is_part_of_file(folder + name), folder + name


def test_the_longest_usual_path_is_one_that_a_folder_may_have() -> None:
    path = "C:\\" + "a" * (LONGEST - 3)
    assert literal_windows_path(path) == path
    assert literal_windows_path(path + "a") == "\\\\?\\" + path + "a"


@pytest.mark.skipif(sys.platform == "win32", reason="other systems have no such names")
def test_other_systems_take_every_path_literally() -> None:
    assert literal_path("/claims/CON.pdf ") == "/claims/CON.pdf "


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows changes names")
@pytest.mark.parametrize("name", ["CON.pdf", "Kim.pdf.", "Kim.pdf ", "a" * 120 + ".pdf"])
def test_windows_keeps_files_of_such_names_apart(tmp_path: Path, name: str) -> None:
    folder = tmp_path / ("b" * 100) / ("c" * 100)
    Path(literal_path(str(folder))).mkdir(parents=True)
    odd, usual = literal_path(f"{folder}\\{name}"), literal_path(f"{folder}\\Kim.pdf")
    Path(usual).write_bytes(b"usual")
    Path(odd).write_bytes(b"odd")
    assert Path(usual).read_bytes() == b"usual"
    assert Path(odd).read_bytes() == b"odd"
