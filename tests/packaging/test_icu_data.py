"""With the reduced data of ICU, Qt gives the same answers as with the whole."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from linux.icu_data import IcuData, UnknownIcuDataError, read_icu_data, reduce_in_place

ANSWERS = """
import json
from PySide6.QtCore import QCollator, QLocale, QStringConverter, QStringDecoder, QTimeZone

WORDS = "zebra Äpfel apfel École 10.pdf 9.pdf ñandú nube llama luz chico ßtraße ไทย 中文 ıİ".split()
EVERY = QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry
answers = {}
names = sorted({locale.name() for locale in QLocale.matchingLocales(*EVERY)})
for name in names:
    locale = QLocale(name)
    collator = QCollator(locale)
    collator.setNumericMode(True)
    answers[name] = [sorted(WORDS, key=collator.sortKey)]
    answers[name] += [locale.toUpper(word) + locale.toLower(word) for word in WORDS]
zones = [bytes(zone).decode() for zone in QTimeZone.availableTimeZoneIds()]
asked = [("en_US", zone) for zone in zones]
asked += [(name, zone) for name in names[::7] for zone in ("America/Chicago", "Asia/Kolkata")]
for name, zone in asked:
    there = QTimeZone(zone.encode())
    answers[f"{name} {zone}"] = [
        there.displayName(time, form, QLocale(name))
        for time in QTimeZone.TimeType
        for form in QTimeZone.NameType
    ]
for codec in QStringConverter.availableCodecs():
    answers[codec] = QStringDecoder(codec).isValid()
answers["loaded"] = [
    line.split()[-1] for line in open("/proc/self/maps") if "libicudata" in line
]
print(json.dumps(answers))
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return a copy of the library that Qt brings."""
    if sys.platform != "linux":
        pytest.skip("only on Linux has Qt its own ICU")
    if not all(map(shutil.which, ("ld", "objcopy"))):
        pytest.skip("binutils are missing")
    (whole,) = Path(PySide6.__file__).parent.glob("Qt/lib/libicudata.so.*")
    return Path(shutil.copy(whole, tmp_path))


def test_qt_answers_as_with_the_whole(library: Path) -> None:
    before, size = answers(), library.stat().st_size
    loaded = before.pop("loaded")
    library.chmod(0o755)
    reduce_in_place(library.parent)
    after = answers(LD_PRELOAD=str(library))
    assert str(library) in str(after.pop("loaded"))
    assert str(library) not in str(loaded)
    assert len(before) > 1000
    assert after == before
    assert library.stat().st_size < 0.55 * size
    assert library.stat().st_mode & 0o777 == 0o755
    assert [file.name for file in library.parent.iterdir()] == [library.name]


def test_a_table_is_written_as_it_was_read(library: Path) -> None:
    data = read_icu_data(library)
    *others, last = sorted(data.entries)
    library.write_bytes(b"before it" + data.to_bytes())
    again = read_icu_data(library)
    assert (again.header, again.symbol) == (data.header, data.symbol)
    assert {name: again.entries[name] for name in others} == {
        name: data.entries[name] for name in others
    }
    assert again.entries[last].startswith(data.entries[last])


def test_another_format_is_refused(library: Path) -> None:
    library.write_bytes(b"\x90\x00\xda\x27" + bytes(100))
    with pytest.raises(UnknownIcuDataError, match="holds no table"):
        read_icu_data(library)
    whole = IcuData(b"\x20\x00\xda\x27".ljust(12, b"\0") + b"CmnD" + bytes(16), {"a/b": b"c"})
    library.write_bytes(whole.to_bytes()[:40])
    with pytest.raises(UnknownIcuDataError, match="damaged"):
        read_icu_data(library)


def answers(**environment: str) -> dict[str, object]:
    """Return what Qt answers in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", ANSWERS],
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    told: dict[str, object] = json.loads(done.stdout)
    return told
