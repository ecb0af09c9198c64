"""Characters that cannot be seen are shown; all others stay."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capout_desktop.domain.visible_text import visible_text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("estimate\u202efdp.exe", "estimate[U+202E]fdp.exe"),
        ("a\nb.pdf", "a[U+000A]b.pdf"),
        ("a\u2028b", "a[U+2028]b"),
        ("\u200bscope.pdf", "[U+200B]scope.pdf"),
        ("scope\u3164\u3164.pdf", "scope[U+3164][U+3164].pdf"),
        ("a\u115f\u034f\u2800b", "a[U+115F][U+034F][U+2800]b"),
        ("a\tb", "a[U+0009]b"),
        ("caf\udce9.pdf", "caf\N{REPLACEMENT CHARACTER}.pdf"),
    ],
)
def test_what_cannot_be_seen_is_shown(name: str, shown: str) -> None:
    assert visible_text(name) == shown


@pytest.mark.parametrize(
    "name",
    ["Kim.pdf", "Año 2026 Núñez.pdf", "a\u00a0b", "見積.pdf", "👩\u200d🔧.pdf", "שלום.pdf"],
)
def test_names_of_people_stay_as_they_are(name: str) -> None:
    assert visible_text(name) == name


def test_lines_stay_if_they_are_meant() -> None:
    assert visible_text("one\ntwo\r", lines=True) == "one\ntwo[U+000D]"


@given(st.text())
def test_no_text_holds_a_control_or_direction_character_afterwards(text: str) -> None:
    shown = visible_text(text)
    assert shown.encode("utf-8", "strict") is not None
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in shown)
    directions = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not any(unicodedata.bidirectional(c) in directions for c in shown)
