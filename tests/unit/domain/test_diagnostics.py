"""Diagnostics help, and say nothing of keys, files, folders, addresses or persons."""

from __future__ import annotations

import pytest

from capout_desktop.domain.diagnostics import HIDDEN_LINE, Facts, cleaned_log, diagnostics_text

HEAD = "2026-04-14 09:12:01,123 INFO capout_desktop.services.uploads.queue: "


@pytest.mark.parametrize(
    "words",
    [
        "cannot read Harrison 1182 Oak Ridge",
        "cannot read HARRISON 1182 OAK RIDGE",
        "sending scope.PDF",
        "[Errno 2] No such file: '/home/dana/Estimates/x'",
        r"C:\Users\Dana\Desktop\x",
        "for restoration-team@example.xn",
        "taken from https://claims.carrier.example/1182",
        "document doc_81f2 is gone",
        "by dana",
    ],
)
def test_a_line_that_may_name_something_private_loses_its_words(words: str) -> None:
    private = ["Harrison 1182 Oak Ridge", "dana", ""]
    assert cleaned_log([HEAD + words], private) == [HEAD + HIDDEN_LINE]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (
            HEAD + "the message bus has gone: EOFError()",
            HEAD + "the message bus has gone: EOFError()",
        ),
        (
            '  File "/home/dana/app/capout_desktop/services/uploads.py", line 12, in _work',
            "  File [uploads.py] line 12, in _work",
        ),
        (
            r'  File "C:\Users\Dana\app\uploads.py", line 12, in _work',
            "  File [uploads.py] line 12, in _work",
        ),
        (
            HEAD + "GET https://api.capout.ai/status/doc_1?x=1 answered 500",
            HEAD + "GET [CapOut status] answered 500",
        ),
        ("ValueError: 7 is too many", "ValueError: 7 is too many"),
    ],
)
def test_what_helps_to_find_a_fault_stays(line: str, left: str) -> None:
    assert cleaned_log([line], ["dana"]) == [left]


def test_what_libraries_note_of_their_bytes_is_left_out() -> None:
    head = "2026-04-14 09:12:01,123 DEBUG websockets.client: "
    line = head + """< TEXT '{"name": "Harri...'"""
    assert cleaned_log([line], []) == [head + HIDDEN_LINE]


def test_what_the_program_itself_notes_stays() -> None:
    line = "2026-04-14 09:12:01,123 DEBUG capout_desktop.store: opened"
    assert cleaned_log([line], []) == [line]


def test_words_of_two_letters_hide_nothing() -> None:
    assert cleaned_log([HEAD + "all is well"], ["al", "", "i"]) == [HEAD + "all is well"]


def test_the_text_has_every_part() -> None:
    text = diagnostics_text(
        Facts(
            versions={"Qt": "6.11"},
            settings={"Proxy": "system"},
            counts={"complete": 12},
            state={"Key": "ready, live"},
            log=[HEAD + "started"],
        )
    )
    for part in ("Qt: 6.11", "Proxy: system", "complete: 12", "Key: ready, live", "started"):
        assert part in text
