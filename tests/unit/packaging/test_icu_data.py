"""ICU's data in the frozen program: small, and names are compared as before (Linux)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from release.icu_data import LIBRARY, with_reduced_icu

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("ld"),
    reason="only where packages for Linux are made",
)

COMPARE = """
from PySide6.QtCore import QCollator, QLocale, Qt

WORDS = ("zebra Äpfel apfel Ähre ñandú nube oso Öl ll lz ch cz Straße Strasse file10 file9 ça cb "
         "ß Ø å Z _b -c 渋谷 東京 한국").split()
EVERY = QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry
for name in sorted({locale.name() for locale in QLocale.matchingLocales(*EVERY)}):
    locale = QLocale(name)
    collator = QCollator(locale)
    print(name, sorted(WORDS, key=collator.sortKey))
    collator.setNumericMode(True)
    collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    print(name, sorted(WORDS, key=collator.sortKey), locale.toUpper("ißñ"), locale.toLower("İIÑ"))
print([line.split()[-1] for line in open("/proc/self/maps") if "libicudata" in line][0])
"""


def test_names_are_compared_with_the_reduced_data_as_with_all_of_it(tmp_path: Path) -> None:
    (whole,) = (
        file
        for file in (Path(PySide6.__file__).parent / "Qt" / "lib").iterdir()
        if LIBRARY.search(file.name)
    )
    parts = [
        (f"PySide6/Qt/lib/{whole.name}", str(whole), "BINARY"),
        ("libz.so.1", "/usr/lib/libz.so.1", "BINARY"),
    ]
    (destination, small, kind), other = with_reduced_icu(parts, tmp_path / "one")
    assert (destination, kind) == (parts[0][0], "BINARY")
    assert other == parts[1]
    assert Path(small).stat().st_size < 6_000_000 < whole.stat().st_size

    again = with_reduced_icu(parts, tmp_path / "two")[0][1]
    assert Path(again).read_bytes() == Path(small).read_bytes()
    assert [file.name for file in (tmp_path / "one").iterdir()] == [whole.name]

    *by_all, used = _compared()
    *by_fewer, used_then = _compared(LD_LIBRARY_PATH=str(tmp_path / "one"))
    assert (used, used_then) == (str(whole.resolve()), small)
    assert by_fewer == by_all
    assert len(by_all) > 1000


def _compared(**environment: str) -> list[str]:
    command = [sys.executable, "-c", COMPARE]
    told = subprocess.run(
        command,
        env={**os.environ, **environment, "PYTHONIOENCODING": "utf-8"},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return told.stdout.splitlines()
