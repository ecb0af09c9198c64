"""Which entries of mails and archives are taken, left out, or refused as made to deceive."""

from __future__ import annotations

import pytest

from capout_desktop.domain.problem import ProblemCode
from capout_desktop.domain.unpacking import (
    LONGEST_NAME,
    MOST_RATIO,
    SMALL_BYTES,
    is_bomb,
    is_container,
    is_litter,
    is_unsafe_name,
    is_wanted,
    last_part,
    left_out,
    shortened,
)


@pytest.mark.parametrize(
    ("name", "container", "wanted", "litter"),
    [
        ("claims.zip", True, True, False),
        ("Claims.ZIP", True, True, False),
        ("mail.eml", True, False, False),
        ("Mail.MSG", True, False, False),
        ("~$mail.msg", False, False, False),
        (".claims.zip", False, True, True),
        ("scope.pdf", False, True, False),
        ("a/b/SCOPE.PDF", False, True, False),
        ("a\\b\\scope.pdf", False, True, False),
        ("a/.scope.pdf", False, False, True),
        ("~scope.pdf", False, False, False),
        ("__MACOSX/scope.pdf", False, True, True),
        ("a/__MACOSX/scope.pdf", False, True, False),
        ("photos/Thumbs.db", False, False, True),
        ("Thumbs.dbx", False, False, False),
        ("photo.jpg", False, False, False),
        ("scope.pdf/", False, False, False),
        ("zip", False, False, False),
    ],
)
def test_a_name_says_what_an_entry_is(
    name: str, container: bool, wanted: bool, litter: bool
) -> None:
    assert (is_container(name), is_wanted(name), is_litter(name)) == (container, wanted, litter)


@pytest.mark.parametrize(
    ("name", "unsafe"),
    [
        ("scope.pdf", False),
        ("a/b c/scope (1).pdf", False),
        ("a..b/scope..pdf", False),
        ("../scope.pdf", True),
        ("a/../scope.pdf", True),
        ("a\\..\\scope.pdf", True),
        ("/etc/scope.pdf", True),
        ("\\\\server\\scope.pdf", True),
        ("C:scope.pdf", True),
        ("c:/scope.pdf", True),
        ("claim:scope.pdf", False),
        ("con.pdf", True),
        ("a/NUL", True),
        ("lpt1.pdf", True),
        ("com\u00b2 .pdf", True),
        ("conin$", True),
        ("aux .tar.pdf", True),
        ("console.pdf", False),
        ("lpt.pdf", False),
        ("com10.pdf", False),
        ("scope\n.pdf", True),
        ("scope\u202efdp.pdf", True),
        ("scope\u2028.pdf", True),
        ("scope\u2029.pdf", True),
        ("scope\ud83d.pdf", True),
        ("Caf\u00e9.pdf", False),
    ],
)
def test_a_name_that_leads_elsewhere_or_deceives_is_refused(name: str, unsafe: bool) -> None:
    assert is_unsafe_name(name) is unsafe


def test_the_last_part_is_the_file_name() -> None:
    assert [last_part(name) for name in ("a/b.pdf", "a\\b.pdf", "b.pdf", "a/")] == [
        *("b.pdf", "b.pdf", "b.pdf", ""),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
        ("x" * (LONGEST_NAME + 1), "x" * (LONGEST_NAME - 1) + "\u2026"),
        ("x" * LONGEST_NAME + ".pdf", "x" * (LONGEST_NAME - 5) + "\u2026.pdf"),
        ("x" * LONGEST_NAME + ".12345", "x" * (LONGEST_NAME - 7) + "\u2026.12345"),
        ("x" * LONGEST_NAME + ".123456", "x" * (LONGEST_NAME - 1) + "\u2026"),
        ("." + "x" * LONGEST_NAME, "." + "x" * (LONGEST_NAME - 2) + "\u2026"),
    ],
)
def test_a_long_name_keeps_its_ending(name: str, expected: str) -> None:
    assert shortened(name) == expected
    assert len(shortened(name)) <= LONGEST_NAME


@pytest.mark.parametrize(
    ("size", "packed", "bomb"),
    [
        (SMALL_BYTES, 1, False),
        (SMALL_BYTES + 1, 1, True),
        (SMALL_BYTES + 1, 0, True),
        (MOST_RATIO * 10_000, 10_000, False),
        (MOST_RATIO * 10_000 + 1, 10_000, True),
    ],
)
def test_what_is_far_larger_than_its_packed_form_is_no_pdf(
    size: int, packed: int, bomb: bool
) -> None:
    assert is_bomb(size, packed) is bomb


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["a.jpg"], "a.jpg"),
        (["a.jpg", "b.jpg", "c.jpg"], "a.jpg, b.jpg, c.jpg"),
        (["a.jpg", "b.jpg", "c.jpg", "d.jpg"], "a.jpg, b.jpg, c.jpg, \u2026"),
    ],
)
def test_what_was_left_out_is_counted_and_the_first_are_named(names: list[str], told: str) -> None:
    problem = left_out(names)
    assert problem.code == ProblemCode.ENTRIES_LEFT_OUT
    assert dict(problem.values) == {"number": len(names), "names": told}
